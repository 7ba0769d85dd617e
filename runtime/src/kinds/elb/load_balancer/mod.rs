//! Load balancers.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{BucketName, RoleArn, SecurityGroupId, SubnetId};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// An Application Load Balancer, which drops invalid headers.
    LoadBalancer is "load balancer", "AWS::ElasticLoadBalancingV2::LoadBalancer" of "elasticloadbalancingv2" {
        // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
        name_limit: 32,
        replaces: [internal],
        local: [linked_role],
        constants: [attributes, ip_address_type],
        create: 150 to 900,
        delete: 30 to 900,
        outputs: {
            /// The load balancer's ARN.
            arn: LoadBalancerArn,
            /// The load balancer's host name.
            dns_name: HostName,
            /// The ID of the hosted zone that an alias record for the load balancer names.
            zone: AliasZoneId,
            /// The part of the ARN that identifies the load balancer in metrics.
            label: LoadBalancerLabel,
        },
    }
    /// Whether only the VPC can reach the load balancer.
    internal: bool,
    /// The subnets, one in each zone.
    subnets: Vec<Ref<SubnetId>>,
    /// The load balancer's security groups.
    groups: Vec<Ref<SecurityGroupId>>,
    /// Seconds without data after which a connection is closed.
    idle_timeout: u32,
    /// The bucket for access logs; `None` if none are written.
    access_logs: Option<Ref<BucketName>>,
    /// Whether AWS refuses to delete the load balancer (deletion protection).
    deletion_protection: bool,
    /// The service-linked role that the service acts with, which must exist first.
    linked_role: Ref<RoleArn>,
}

impl HasAdvice for LoadBalancer {
    const ADVICE: &'static [Advice] = &[];
}
