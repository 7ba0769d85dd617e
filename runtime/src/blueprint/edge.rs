//! `edge`: CloudFront, its web ACL and its logs, all in CloudFront's own region.

use super::description::description;
use super::firewall;
use super::graph_builder::GraphBuilder;
use super::load_balancer::{LoadBalancer, ORIGIN_HEADER};
use super::secrets::Secrets;
use crate::kinds::cloudfront::{Distribution, VpcOrigin};
use crate::kinds::logs::{LogDelivery, LogGroup};
use crate::kinds::wafv2;
use crate::resource::id::{CertificateArn, WebAclArn};
use crate::resource::{Handle, Ref};
use moodle_stack_model::{Waf, WebAcl};

const KEY: &str = "edge";

/// Moodle's scripts with a revision in the path, whose response never changes: `/theme/styles.php/boost/`, the
/// revision, `/all`. Scripts with the revision in the query string, such as `/theme/yui_combo.php`, are not listed: a
/// cache that identifies a file by its path would confuse their responses.
const CACHED: [&str; 9] = [
    "/lib/editor/tiny/lang.php/*",
    "/lib/editor/tiny/loader.php/*",
    "/lib/javascript.php/*",
    "/lib/requirejs.php/*",
    "/theme/font.php/*",
    "/theme/image.php/*",
    "/theme/javascript.php/*",
    "/theme/styles.php/*",
    "/theme/yui_image.php/*",
];

/// The fields of CloudFront's access log. Its other fields may hold what signs somebody in: cookies, and query strings, of
/// which the referrer has one too.
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html>.
const RECORD_FIELDS: [&str; 28] = [
    "date",
    "time",
    "x-edge-location",
    "sc-bytes",
    "c-ip",
    "cs-method",
    "cs(Host)",
    "cs-uri-stem",
    "sc-status",
    "cs(User-Agent)",
    "x-edge-result-type",
    "x-edge-request-id",
    "x-host-header",
    "cs-protocol",
    "cs-bytes",
    "time-taken",
    "x-forwarded-for",
    "ssl-protocol",
    "ssl-cipher",
    "x-edge-response-result-type",
    "cs-protocol-version",
    "c-port",
    "time-to-first-byte",
    "x-edge-detailed-result-type",
    "sc-content-type",
    "sc-content-len",
    "sc-range-start",
    "sc-range-end",
];

/// Adds the distribution, its web ACL and its logs, if an edge is declared.
pub(super) fn edge(
    graph: &mut GraphBuilder,
    load_balancer: &LoadBalancer,
    secrets: &Secrets,
    certificate: Option<Ref<CertificateArn>>,
) -> Option<Handle<Distribution>> {
    let declared = graph.architecture.edge?;
    let (certificate, secret) = (certificate?, secrets.origin_verification.clone()?);
    let web_acl = match declared.waf {
        Waf::WebAcl(declared) => Some(web_acl(graph, &declared)),
        Waf::Off => None,
    };
    let vpc_origin = graph.architecture.load_balancer.private.then(|| {
        let origin = VpcOrigin {
            load_balancer: load_balancer.alb.arn(),
        };
        let name = graph.names.global("alb");
        let key = "load_balancer.private";
        graph.add_at_edge("edge.vpc-origin", name, key, &origin).id()
    });
    let distribution = Distribution {
        alias: graph.architecture.domain.into(),
        certificate,
        web_acl,
        origin: load_balancer.alb.dns_name(),
        vpc_origin,
        origin_timeout: declared.origin_timeout,
        header: ORIGIN_HEADER.into(),
        secret,
        cached_paths: CACHED.map(Into::into).into(),
    };
    let name = graph.names.global("distribution");
    let distribution = graph.add_at_edge("edge.distribution", name, KEY, &distribution);
    if declared.access_logs {
        logs(graph, &distribution);
    }
    Some(distribution)
}

/// Adds the web ACL and its log group.
fn web_acl(graph: &mut GraphBuilder, declared: &WebAcl) -> Ref<WebAclArn> {
    const KEY: &str = "edge.waf";
    // <https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html>
    const DESCRIPTION_LIMIT: usize = 256;
    // WAF writes only to log groups whose name starts with `aws-waf-logs-`:
    // <https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html>.
    let name = format!("aws-waf-logs-{}", graph.names.global("web-acl"));
    let group = LogGroup {
        retention_days: graph.architecture.observability.retention_days,
    };
    let log_group = graph.add_at_edge("edge.web-acl-logs", name, KEY, &group).arn();
    let acl = wafv2::WebAcl {
        description: description(format!("Moodle at {}", graph.architecture.domain), DESCRIPTION_LIMIT),
        groups: firewall::rule_groups(declared),
        rate_limit: declared.rate_limit,
        exempt: firewall::exempt(graph, declared),
        log_group,
        redacted: firewall::redacted(),
        logged_actions: firewall::LOGGED_ACTIONS.map(Into::into).into(),
    };
    let name = graph.names.global("web-acl");
    graph.add_at_edge("edge.web-acl", name, KEY, &acl).arn()
}

/// Adds the delivery of access logs from CloudFront to CloudWatch:
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html>.
fn logs(graph: &mut GraphBuilder, distribution: &Handle<Distribution>) {
    const KEY: &str = "edge.access_logs";
    let group = LogGroup {
        retention_days: graph.architecture.observability.retention_days,
    };
    let name = graph.names.global_path("cloudfront");
    let group = graph.add_at_edge("edge.logs", name, KEY, &group);
    let delivery = LogDelivery {
        source: distribution.arn(),
        destination: group.arn(),
        record_fields: RECORD_FIELDS.map(Into::into).into(),
    };
    let name = graph.names.global("cloudfront");
    graph.add_at_edge("edge.log-delivery", name, KEY, &delivery);
}
