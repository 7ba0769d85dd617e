//! `edge`: CloudFront, its firewall and its logs, all in CloudFront's own region.

use super::graph_builder::GraphBuilder;
use super::load_balancer::{Front, HEADER};
use super::secrets::Secrets;
use crate::kinds::cloudfront::{Distribution, VpcOrigin};
use crate::kinds::logs::{LogDelivery, LogGroup};
use crate::kinds::wafv2::{self, RuleGroup};
use crate::resource::id::{CertificateArn, WebAclArn};
use crate::resource::{Handle, Ref};
use moodle_stack_model::{Waf, WebAcl};

const KEY: &str = "edge";

/// Moodle's scripts that carry a revision in their path, so that an answer never changes: `/theme/styles.php/boost/`,
/// the revision, `/all`. Those that carry it in the query string, as `/theme/yui_combo.php`, are not here: a cache that
/// knows a file by its path would take one for another.
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

/// Adds the distribution and what stands with it, where an edge is declared.
pub(super) fn edge(
    draft: &mut GraphBuilder,
    front: &Front,
    secrets: &Secrets,
    certificate: Option<Ref<CertificateArn>>,
) -> Option<Handle<Distribution>> {
    let declared = draft.site.edge?;
    let (certificate, secret) = (certificate?, secrets.origin.clone()?);
    let web_acl = match declared.waf {
        Waf::WebAcl(declared) => Some(firewall(draft, &declared)),
        Waf::Off => None,
    };
    let vpc_origin = draft.site.load_balancer.private.then(|| {
        let origin = VpcOrigin {
            load_balancer: front.load_balancer.arn(),
        };
        let name = draft.names.global("alb");
        let key = "load_balancer.private";
        draft.add_at_edge("edge.vpc-origin", name, key, &origin).id()
    });
    let distribution = Distribution {
        alias: draft.site.domain.into(),
        certificate,
        web_acl,
        origin: front.load_balancer.dns_name(),
        vpc_origin,
        origin_timeout: declared.origin_timeout,
        header: HEADER.into(),
        secret,
        cached_paths: CACHED.map(Into::into).into(),
    };
    let name = draft.names.global("distribution");
    let distribution = draft.add_at_edge("edge.distribution", name, KEY, &distribution);
    if declared.access_logs {
        logs(draft, &distribution);
    }
    Some(distribution)
}

/// Adds the web ACL and its log group.
fn firewall(draft: &mut GraphBuilder, declared: &WebAcl) -> Ref<WebAclArn> {
    const KEY: &str = "edge.waf";
    // WAF writes only to groups that are called so:
    // <https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html>.
    let name = format!("aws-waf-logs-{}", draft.names.global("web-acl"));
    let group = LogGroup {
        retention_days: draft.site.observability.retention_days,
    };
    let log_group = draft.add_at_edge("edge.web-acl-logs", name, KEY, &group).arn();
    let blocking = declared.rule_groups.as_slice().iter().map(|name| (name, false));
    let counting = declared.counting.as_slice().iter().map(|name| (name, true));
    let acl = wafv2::WebAcl {
        description: format!("Moodle at {}", draft.site.domain),
        groups: blocking
            .chain(counting)
            .map(|(name, count_only)| RuleGroup {
                name: (*name).into(),
                count_only,
            })
            .collect(),
        rate_limit: declared.rate_limit,
        log_group,
    };
    let name = draft.names.global("web-acl");
    draft.add_at_edge("edge.web-acl", name, KEY, &acl).arn()
}

/// Adds the delivery of access logs, by which CloudFront writes to CloudWatch:
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html>.
fn logs(draft: &mut GraphBuilder, distribution: &Handle<Distribution>) {
    const KEY: &str = "edge.access_logs";
    let group = LogGroup {
        retention_days: draft.site.observability.retention_days,
    };
    let name = draft.names.global_path("cloudfront");
    let group = draft.add_at_edge("edge.logs", name, KEY, &group);
    let delivery = LogDelivery {
        source: distribution.arn(),
        destination: group.arn(),
    };
    let name = draft.names.global("cloudfront");
    draft.add_at_edge("edge.log-delivery", name, KEY, &delivery);
}
