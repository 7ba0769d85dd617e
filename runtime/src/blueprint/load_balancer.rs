//! `load_balancer`: the Application Load Balancer in front of Moodle.

use super::graph_builder::GraphBuilder;
use super::linked_roles::LinkedRoles;
use super::network::Network;
use super::policy::{allow, deny_insecure_transport, document};
use super::secrets::Secrets;
use super::security::SecurityGroups;
use crate::kinds::elb::{self, Action, Listener, ListenerRule, TargetGroup};
use crate::kinds::s3::Bucket;
use crate::resource::id::{BucketName, CertificateArn, TargetGroupArn};
use crate::resource::{Handle, Ref, Retention};

const KEY: &str = "load_balancer";
/// TLS 1.3 and 1.2:
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html>.
const TLS_POLICY: &str = "ELBSecurityPolicy-TLS13-1-2-2021-06";
/// The header that proves that a request came through CloudFront.
pub(super) const ORIGIN_HEADER: &str = "X-Origin-Verify";

/// The resources that other parts refer to.
pub(super) struct LoadBalancer {
    pub(super) alb: Handle<elb::LoadBalancer>,
    pub(super) target_group: Handle<TargetGroup>,
    /// The target group, by a reference that waits until the load balancer forwards to it: ECS rejects a target group
    /// that is not associated with a load balancer.
    pub(super) associated_target_group: Ref<TargetGroupArn>,
}

/// Adds the load balancer, its listeners, its target group and the bucket of its access logs.
pub(super) fn load_balancer(
    graph: &mut GraphBuilder,
    network: &Network,
    groups: &SecurityGroups,
    linked_roles: &LinkedRoles,
    secrets: &Secrets,
    certificate: &Ref<CertificateArn>,
) -> LoadBalancer {
    let declared = graph.architecture.load_balancer;
    let access_logs = declared.access_logs.then(|| logs(graph));
    let alb = elb::LoadBalancer {
        internal: declared.private,
        // A private load balancer only answers requests from the network, and needs no route to the internet.
        subnets: if declared.private {
            &network.private
        } else {
            &network.public
        }
        .clone(),
        groups: vec![groups.load_balancer.clone()],
        idle_timeout: graph.architecture.idle_timeout(),
        access_logs,
        deletion_protection: declared.deletion_protection,
        linked_role: linked_roles.load_balancing.clone(),
    };
    let alb = graph.add("load_balancer.alb", KEY, &alb);
    let target_group = target_group(graph, network);

    let redirect = Listener {
        load_balancer: alb.arn(),
        port: 80,
        certificate: None,
        tls_policy: None,
        action: Action::RedirectToHttps,
    };
    graph.add("load_balancer.http", KEY, &redirect);
    let secure = Listener {
        load_balancer: alb.arn(),
        port: 443,
        certificate: Some(certificate.clone()),
        tls_policy: Some(TLS_POLICY.into()),
        action: match secrets.origin_verification {
            Some(_) => Action::Deny,
            None => Action::Forward(target_group.arn()),
        },
    };
    let secure = graph.add("load_balancer.https", "load_balancer.certificate", &secure);
    let associated_target_group = match &secrets.origin_verification {
        None => secure.target_group(),
        Some(secret) => {
            let rule = ListenerRule {
                listener: secure.arn(),
                priority: 1,
                header: ORIGIN_HEADER.into(),
                secret: secret.clone(),
                target_group: target_group.arn(),
            };
            graph.add("load_balancer.from-cloudfront", "edge", &rule).target_group()
        }
    };
    LoadBalancer {
        alb,
        target_group,
        associated_target_group,
    }
}

fn target_group(graph: &mut GraphBuilder, network: &Network) -> Handle<TargetGroup> {
    let declared = graph.architecture.load_balancer;
    let check = declared.health_check;
    let group = TargetGroup {
        vpc: network.vpc.clone(),
        // The rules reject a port out of range.
        port: u16::try_from(graph.architecture.moodle.port).unwrap_or_default(),
        health_path: check.path.into(),
        health_interval: check.interval,
        health_timeout: check.timeout,
        healthy: check.healthy,
        unhealthy: check.unhealthy,
        drain: graph.architecture.drain(),
    };
    graph.add("load_balancer.web", "load_balancer.health_check", &group)
}

/// Adds the bucket of the access logs:
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html>.
fn logs(graph: &mut GraphBuilder) -> Ref<BucketName> {
    let name = graph.names.bucket("alb-logs");
    let arn = graph.names.bucket_arn(&name);
    let objects = format!("{arn}/AWSLogs/{}/*", graph.names.account());
    // AWS's own policy has no condition on the source: the key is not always set, and without it nothing is allowed.
    let delivery = allow(&["s3:PutObject"], objects).with_service("logdelivery.elasticloadbalancing.amazonaws.com");
    let bucket = Bucket {
        policy: document([deny_insecure_transport(&arn), delivery]),
        expire_days: graph.architecture.observability.retention_days,
        // Like the stack's other logs, and unlike the audit log, they are about the site and go with it.
        on_destroy: Retention::Delete,
    };
    graph
        .add_as("load_balancer.logs", name, "load_balancer.access_logs", &bucket)
        .name()
}
