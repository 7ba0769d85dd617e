//! Load balancers.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{BucketName, RoleArn, SecurityGroupId, SubnetId};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// An Application Load Balancer that drops invalid headers.
    LoadBalancer is "load balancer", "AWS::ElasticLoadBalancingV2::LoadBalancer" of "elasticloadbalancingv2" {
        // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
        named: 32,
        replaces: [internal],
        local: [linked_role],
        unreported: [linked_role],
        create: 150 to 900,
        delete: 30 to 900,
        outputs: {
            /// Its ARN.
            arn: LoadBalancerArn,
            /// The host name that it answers on.
            dns_name: HostName,
            /// The hosted zone that an alias record names.
            zone: AliasZoneId,
            /// What metrics know it by.
            label: LoadBalancerLabel,
        },
    }
    /// Whether only the VPC reaches it.
    internal: bool,
    /// A subnet in each zone.
    subnets: Vec<Ref<SubnetId>>,
    /// The security groups.
    groups: Vec<Ref<SecurityGroupId>>,
    /// After how many seconds without a byte a connection is closed.
    idle_timeout: u32,
    /// The bucket that its access logs are written to.
    access_logs: Option<Ref<BucketName>>,
    /// Whether AWS refuses to delete it.
    deletion_protection: bool,
    /// The service-linked role that the service works by; it must be there first.
    linked_role: Ref<RoleArn>,
}

impl HasAdvice for LoadBalancer {
    const ADVICE: &'static [Advice] = &[];
}
