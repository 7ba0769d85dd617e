//! The services whose clients the adapters use.

use super::adapter::{Cx, Listing};
use super::calls::Calls;
use super::clients::Intercepted;
use super::reads::Reads;

macro_rules! intercepted {
    ($($sdk:ident)+) => {
        $(
            impl Intercepted for $sdk::Client {
                fn intercepted(self, calls: Calls) -> Self {
                    let config = self.config().to_builder().interceptor(calls).interceptor(Reads);
                    Self::from_conf(config.build())
                }
            }
        )+
    };
}

/// Defines a method of [`Cx`] and of [`Listing`] for each service, which returns its client in the region.
macro_rules! services {
    ($($name:ident: $sdk:ident,)+) => {
        intercepted! { $($sdk)+ }

        impl Cx<'_> {
            $(
                pub(crate) fn $name(&self) -> $sdk::Client {
                    self.clients.client(&self.target.region, $sdk::Client::new)
                }
            )+

            pub(crate) fn s3(&self) -> aws_sdk_s3::Client {
                self.clients.s3(&self.target.region)
            }
        }

        #[allow(dead_code, reason = "some services have nothing to list")]
        impl Listing<'_> {
            $(
                pub(crate) fn $name(&self) -> $sdk::Client {
                    self.clients.client(self.scope.region, $sdk::Client::new)
                }
            )+

            pub(crate) fn s3(&self) -> aws_sdk_s3::Client {
                self.clients.s3(self.scope.region)
            }
        }
    };
}

services! {
    acm: aws_sdk_acm,
    application_autoscaling: aws_sdk_applicationautoscaling,
    backup: aws_sdk_backup,
    cloudfront: aws_sdk_cloudfront,
    cloudtrail: aws_sdk_cloudtrail,
    cloudwatch: aws_sdk_cloudwatch,
    logs: aws_sdk_cloudwatchlogs,
    ec2: aws_sdk_ec2,
    ecr: aws_sdk_ecr,
    ecs: aws_sdk_ecs,
    efs: aws_sdk_efs,
    elasticache: aws_sdk_elasticache,
    elb: aws_sdk_elasticloadbalancingv2,
    eventbridge: aws_sdk_eventbridge,
    iam: aws_sdk_iam,
    kms: aws_sdk_kms,
    rds: aws_sdk_rds,
    route53: aws_sdk_route53,
    scheduler: aws_sdk_scheduler,
    secretsmanager: aws_sdk_secretsmanager,
    sfn: aws_sdk_sfn,
    sns: aws_sdk_sns,
    wafv2: aws_sdk_wafv2,
}

intercepted! { aws_sdk_s3 aws_sdk_servicequotas aws_sdk_sesv2 aws_sdk_sts }
