//! The region of each resource.

use super::campus::graph;
use super::variants::{GRAPHS, with_issued_certificates, with_private_load_balancer};

#[test]
fn only_resources_that_cloudfront_uses_are_in_its_region() {
    for graph in GRAPHS.iter() {
        for (address, resource) in &graph.resources {
            // The load balancer's rule also reads the secret, so it is in the load balancer's region.
            let at_edge = address.starts_with("edge.") && address != "edge.origin-verification";
            let region = if at_edge { "us-east-1" } else { "ap-southeast-1" };
            assert_eq!(resource.region, region, "{address}");
        }
    }
}

#[test]
fn resources_that_cloudfront_uses_are_present() {
    let graph = graph(&with_issued_certificates());
    for address in [
        "edge.certificate",
        "edge.certificate-validation",
        "edge.distribution",
        "edge.log-delivery",
        "edge.logs",
        "edge.web-acl",
        "edge.web-acl-logs",
    ] {
        assert_eq!(graph.resources[address].region, "us-east-1", "{address}");
    }
    let private = super::campus::graph(&with_private_load_balancer());
    assert_eq!(private.resources["edge.vpc-origin"].region, "us-east-1");
}
