//! `load_balancer`: what stands in front of Moodle.

use super::graph_builder::GraphBuilder;
use super::linked_roles::LinkedRoles;
use super::network::Network;
use super::policy::{allow, bucket_by_tls, document, to_service};
use super::secrets::Secrets;
use super::security::Groups;
use crate::kinds::elb::{Action, Listener, ListenerRule, LoadBalancer, TargetGroup};
use crate::kinds::s3::Bucket;
use crate::resource::id::{BucketName, CertificateArn, TargetGroupArn};
use crate::resource::{Handle, Ref};

const KEY: &str = "load_balancer";
/// TLS 1.3 and 1.2:
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html>.
const TLS_POLICY: &str = "ELBSecurityPolicy-TLS13-1-2-2021-06";
/// The header by which a request proves that it came through CloudFront.
pub(super) const HEADER: &str = "X-Origin-Verify";

/// What other parts may refer to.
pub(super) struct Front {
    /// The load balancer.
    pub(super) load_balancer: Handle<LoadBalancer>,
    /// The target group.
    pub(super) target_group: Handle<TargetGroup>,
    /// The target group, now that the load balancer sends to it: ECS refuses one that nothing sends to.
    pub(super) sent_to: Ref<TargetGroupArn>,
}

/// Adds the load balancer, its listeners, the target group and the bucket of its logs.
pub(super) fn load_balancer(
    draft: &mut GraphBuilder,
    network: &Network,
    groups: &Groups,
    linked_roles: &LinkedRoles,
    secrets: &Secrets,
    certificate: &Ref<CertificateArn>,
) -> Front {
    let declared = draft.site.load_balancer;
    let access_logs = declared.access_logs.then(|| logs(draft));
    let balancer = LoadBalancer {
        internal: declared.private,
        // A private load balancer answers the network alone, and needs no way out.
        subnets: if declared.private {
            &network.private
        } else {
            &network.public
        }
        .clone(),
        groups: vec![groups.load_balancer.clone()],
        idle_timeout: draft.site.idle_timeout(),
        access_logs,
        deletion_protection: declared.deletion_protection,
        linked_role: linked_roles.load_balancing.clone(),
    };
    let balancer = draft.add("load_balancer.alb", KEY, &balancer);
    let target_group = target_group(draft, network);

    let redirect = Listener {
        load_balancer: balancer.arn(),
        port: 80,
        certificate: None,
        tls_policy: None,
        action: Action::RedirectToHttps,
    };
    draft.add("load_balancer.http", KEY, &redirect);
    let secure = Listener {
        load_balancer: balancer.arn(),
        port: 443,
        certificate: Some(certificate.clone()),
        tls_policy: Some(TLS_POLICY.into()),
        action: match secrets.origin {
            Some(_) => Action::Deny,
            None => Action::Forward(target_group.arn()),
        },
    };
    let secure = draft.add("load_balancer.https", "load_balancer.certificate", &secure);
    let sent_to = match &secrets.origin {
        None => secure.target_group(),
        Some(secret) => {
            let rule = ListenerRule {
                listener: secure.arn(),
                priority: 1,
                header: HEADER.into(),
                secret: secret.clone(),
                target_group: target_group.arn(),
            };
            draft.add("load_balancer.from-cloudfront", "edge", &rule).target_group()
        }
    };
    Front {
        load_balancer: balancer,
        target_group,
        sent_to,
    }
}

fn target_group(draft: &mut GraphBuilder, network: &Network) -> Handle<TargetGroup> {
    let declared = draft.site.load_balancer;
    let check = declared.health_check;
    let group = TargetGroup {
        vpc: network.vpc.clone(),
        // The rules refuse a port beyond the range.
        port: u16::try_from(draft.site.moodle.port).unwrap_or_default(),
        health_path: check.path.into(),
        health_interval: check.interval,
        health_timeout: check.timeout,
        healthy: check.healthy,
        unhealthy: check.unhealthy,
        drain: draft.site.drain(),
    };
    draft.add("load_balancer.web", "load_balancer.health_check", &group)
}

/// Adds the bucket of the access logs:
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html>.
fn logs(draft: &mut GraphBuilder) -> Ref<BucketName> {
    let name = draft.names.bucket("alb-logs");
    let arn = draft.names.bucket_arn(&name);
    let objects = format!("{arn}/AWSLogs/{}/*", draft.names.account());
    // AWS's own policy has no condition on the source: the key is not always there, and then nothing is allowed.
    let delivery = to_service(
        allow(&["s3:PutObject"], objects),
        "logdelivery.elasticloadbalancing.amazonaws.com",
    );
    let bucket = Bucket {
        policy: document([bucket_by_tls(&arn), delivery]),
        expire_days: draft.site.observability.retention_days,
    };
    draft
        .add_as("load_balancer.logs", name, "load_balancer.access_logs", &bucket)
        .name()
}
