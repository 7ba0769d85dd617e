//! The outputs that a deployment prints, under the names that users and scripts know from the reference application.

use super::cache::Cache;
use super::compute::Compute;
use super::graph_builder::GraphBuilder;
use super::load_balancer::LoadBalancer;
use super::network::Network;
use super::secrets::Secrets;
use crate::kinds::cloudfront::Distribution;
use crate::resource::{Handle, Joined};

pub(super) fn outputs(
    graph: &mut GraphBuilder,
    network: &Network,
    load_balancer: &LoadBalancer,
    compute: &Compute,
    secrets: &Secrets,
    cache: &Cache,
    distribution: Option<&Handle<Distribution>>,
) {
    let url = Joined::text(format!("https://{}", graph.architecture.domain));
    graph.output("MOODLE-URL", url);
    let balancer = Joined::reference(&load_balancer.alb.dns_name());
    graph.output("APPLICATION-LOAD-BALANCER-DNS-NAME", balancer);
    if let Some(distribution) = distribution {
        graph.output("CLOUDFRONT-DNS-NAME", Joined::reference(&distribution.domain_name()));
        graph.output("MOODLE-CLOUDFRONT-DIST-ID", Joined::reference(&distribution.id()));
    }
    graph.output("MOODLE-USERNAME", Joined::text(graph.architecture.moodle.admin_user));
    graph.output("MOODLE-PASSWORD-SECRET-ARN", Joined::reference(&secrets.admin_password));
    let endpoint = Joined::reference(&cache.host).push(":").then(&cache.port);
    if cache.nodes.is_some() {
        graph.output("MOODLE-REDIS-PRIMARY-ENDPOINT-ADDRESS-AND-PORT", endpoint.clone());
    }
    graph.output("MOODLE-CACHE-ENDPOINT-ADDRESS-AND-PORT", endpoint);
    graph.output("ECS-CLUSTER-NAME", Joined::reference(&compute.cluster.name()));
    graph.output("ECS-VPC-ID", Joined::reference(&network.vpc));
    graph.output("MOODLE-SERVICE-NAME", Joined::reference(&compute.service.name()));
}
