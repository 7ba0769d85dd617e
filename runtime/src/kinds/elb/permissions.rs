//! Elastic Load Balancing:
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html>.
//!
//! What belongs to a load balancer has the load balancer's name in its ARN.

use crate::resource::permission::arn;

pub(super) const LISTENERS: &[&str] = &[arn!("elasticloadbalancing", "listener/app/{stack}-*/*/*")];

pub(super) const LOAD_BALANCERS: &[&str] = &[arn!("elasticloadbalancing", "loadbalancer/app/{stack}-*/*")];
