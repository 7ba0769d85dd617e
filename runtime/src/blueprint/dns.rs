//! `dns`: the site's alias records.

use super::graph_builder::GraphBuilder;
use super::load_balancer::Front;
use crate::kinds::cloudfront::Distribution;
use crate::kinds::route53::{Answer, Record};
use crate::resource::id::{AliasZoneId, HostName};
use crate::resource::{Handle, Ref};

/// Adds the records, where a hosted zone is declared.
pub(super) fn dns(draft: &mut GraphBuilder, front: &Front, distribution: Option<&Handle<Distribution>>) {
    let Some(declared) = draft.site.dns else {
        return;
    };
    let (host, zone): (Ref<HostName>, Ref<AliasZoneId>) = match distribution {
        Some(distribution) => (distribution.domain_name(), Ref::known(cloudfront_zone(draft))),
        None => (front.load_balancer.dns_name(), front.load_balancer.zone()),
    };
    // CloudFront has addresses of both kinds, the load balancer of the first only.
    let types: &[(&str, &str)] = match distribution {
        Some(_) => &[("dns.site-a", "A"), ("dns.site-aaaa", "AAAA")],
        None => &[("dns.site-a", "A")],
    };
    for (address, record_type) in types {
        let record = Record {
            zone: declared.zone.into(),
            name: Ref::known(draft.site.domain),
            record_type: (*record_type).into(),
            answer: Answer::Alias {
                host: host.clone(),
                zone: zone.clone(),
            },
        };
        draft.add(address, "dns", &record);
    }
}

/// Names the hosted zone of every distribution:
/// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html>.
fn cloudfront_zone(draft: &GraphBuilder) -> &'static str {
    match draft.names.partition() {
        "aws-cn" => "Z3RFFRIM2A3IF5",
        _ => "Z2FDTNDATAQYW2",
    }
}
