//! Elastic Load Balancing:
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html>.
//!
//! The ARNs of listeners and of their rules contain the name of the load balancer.

use crate::resource::permission::arn;

pub(super) const LISTENERS: &[&str] = &[arn!("elasticloadbalancing", "listener/app/{stack}-*/*/*")];

pub(super) const LISTENER_RULES: &[&str] = &[arn!("elasticloadbalancing", "listener-rule/app/{stack}-*/*/*/*")];

pub(super) const LOAD_BALANCERS: &[&str] = &[arn!("elasticloadbalancing", "loadbalancer/app/{stack}-*/*")];
