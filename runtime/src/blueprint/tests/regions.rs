//! Where each resource lives.

use super::campus::graph;
use super::variants::{GRAPHS, issued, private};

#[test]
fn only_what_cloudfront_takes_is_in_its_region() {
    for graph in GRAPHS.iter() {
        for (address, resource) in &graph.resources {
            // The secret is read by the load balancer's rule as well, and stays with it.
            let at_edge = address.starts_with("edge.") && address != "edge.origin-verification";
            let region = if at_edge { "us-east-1" } else { "ap-southeast-1" };
            assert_eq!(resource.region, region, "{address}");
        }
    }
}

#[test]
fn what_cloudfront_takes_is_there() {
    let graph = graph(&issued());
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
    let private = super::campus::graph(&private());
    assert_eq!(private.resources["edge.vpc-origin"].region, "us-east-1");
}
