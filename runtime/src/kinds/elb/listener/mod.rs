//! Listeners.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{CertificateArn, LoadBalancerArn, TargetGroupArn};
use crate::resource::{Advice, HasAdvice, Ref, kind};
use serde::{Deserialize, Serialize};

/// What a listener does with a request that no rule matches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Redirects it to HTTPS on port 443, for good.
    RedirectToHttps,
    /// Forwards it.
    Forward(Ref<TargetGroupArn>),
    /// Answers 403.
    Deny,
}

kind! {
    /// A listener.
    Listener is "listener", "AWS::ElasticLoadBalancingV2::Listener" of "elasticloadbalancingv2" {
        replaces: [load_balancer, port],
        create: 3 to 300,
        delete: 3 to 300,
        outputs: {
            /// Its ARN.
            arn: ListenerArn,
            /// The target group, now that a load balancer sends to it; empty where the default action is another.
            target_group: TargetGroupArn,
        },
    }
    /// The load balancer.
    load_balancer: Ref<LoadBalancerArn>,
    /// The port.
    port: u16,
    /// The certificate, of an HTTPS listener.
    certificate: Option<Ref<CertificateArn>>,
    /// The TLS policy, of an HTTPS listener.
    tls_policy: Option<String>,
    /// What it does with requests that no rule matches.
    action: Action,
}

impl HasAdvice for Listener {
    const ADVICE: &'static [Advice] = &[];
}
