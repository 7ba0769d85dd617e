//! `dns`: the site's alias records.

use super::graph_builder::GraphBuilder;
use super::load_balancer::LoadBalancer;
use crate::kinds::cloudfront::Distribution;
use crate::kinds::route53::{Answer, Record};
use crate::resource::id::{AliasZoneId, HostName};
use crate::resource::{Handle, Ref};

/// Adds the records if a hosted zone is declared.
pub(super) fn dns(graph: &mut GraphBuilder, load_balancer: &LoadBalancer, distribution: Option<&Handle<Distribution>>) {
    let Some(declared) = graph.architecture.dns else {
        return;
    };
    let (host, zone): (Ref<HostName>, Ref<AliasZoneId>) = match distribution {
        Some(distribution) => (distribution.domain_name(), Ref::known(cloudfront_zone(graph))),
        None => (load_balancer.alb.dns_name(), load_balancer.alb.zone()),
    };
    // CloudFront has IPv4 and IPv6 addresses, the load balancer only IPv4.
    let types: &[(&str, &str)] = match distribution {
        Some(_) => &[("dns.site-a", "A"), ("dns.site-aaaa", "AAAA")],
        None => &[("dns.site-a", "A")],
    };
    for (address, record_type) in types {
        let record = Record {
            zone: declared.zone.into(),
            name: Ref::known(graph.architecture.domain),
            record_type: (*record_type).into(),
            answer: Answer::Alias {
                host: host.clone(),
                zone: zone.clone(),
            },
        };
        graph.add(address, "dns", &record);
    }
}

/// Returns the hosted zone of every distribution:
/// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html>.
fn cloudfront_zone(graph: &GraphBuilder) -> &'static str {
    match graph.names.partition() {
        "aws-cn" => "Z3RFFRIM2A3IF5",
        _ => "Z2FDTNDATAQYW2",
    }
}
