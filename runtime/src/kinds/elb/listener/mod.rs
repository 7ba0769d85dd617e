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
    /// Redirects the request to HTTPS on port 443, permanently (301).
    RedirectToHttps,
    /// Forwards the request to a target group.
    Forward(Ref<TargetGroupArn>),
    /// Responds with 403 Forbidden.
    Deny,
}

kind! {
    /// A listener: a port of a load balancer, with what happens to the requests on it.
    Listener is "listener", "AWS::ElasticLoadBalancingV2::Listener" of "elasticloadbalancingv2" {
        replaces: [load_balancer, port],
        constants: [client_certificates, other_certificates, other_rules],
        create: 3 to 300,
        delete: 3 to 300,
        outputs: {
            /// The listener's ARN.
            arn: ListenerArn,
            /// The target group, once a load balancer forwards to it; empty if the default action does not forward.
            target_group: TargetGroupArn,
        },
    }
    /// The load balancer that listens.
    load_balancer: Ref<LoadBalancerArn>,
    /// The TCP port to listen on: with HTTPS if there is a certificate, otherwise with HTTP.
    port: u16,
    /// The certificate of an HTTPS listener; `None` for HTTP.
    certificate: Option<Ref<CertificateArn>>,
    /// The name of the security policy of an HTTPS listener, which sets the TLS versions and ciphers; `None` for HTTP.
    tls_policy: Option<String>,
    /// What happens to requests that no rule matches.
    action: Action,
}

impl HasAdvice for Listener {
    const ADVICE: &'static [Advice] = &[];
}
