//! What the user wants to know afterwards, under the names that people and scripts know from the reference.

use super::cache::Cache;
use super::compute::Compute;
use super::graph_builder::GraphBuilder;
use super::load_balancer::Front;
use super::network::Network;
use super::secrets::Secrets;
use crate::kinds::cloudfront::Distribution;
use crate::resource::{Handle, Joined};

/// Adds the outputs.
pub(super) fn outputs(
    draft: &mut GraphBuilder,
    network: &Network,
    front: &Front,
    compute: &Compute,
    secrets: &Secrets,
    cache: &Cache,
    distribution: Option<&Handle<Distribution>>,
) {
    let site = Joined::text(format!("https://{}", draft.site.domain));
    draft.output("MOODLE-URL", site);
    let balancer = Joined::reference(&front.load_balancer.dns_name());
    draft.output("APPLICATION-LOAD-BALANCER-DNS-NAME", balancer);
    if let Some(distribution) = distribution {
        draft.output("CLOUDFRONT-DNS-NAME", Joined::reference(&distribution.domain_name()));
        draft.output("MOODLE-CLOUDFRONT-DIST-ID", Joined::reference(&distribution.id()));
    }
    draft.output("MOODLE-USERNAME", Joined::text(draft.site.moodle.admin_user));
    draft.output("MOODLE-PASSWORD-SECRET-ARN", Joined::reference(&secrets.administrator));
    let endpoint = Joined::reference(&cache.host).push(":").then(&cache.port);
    if cache.nodes.is_some() {
        draft.output("MOODLE-REDIS-PRIMARY-ENDPOINT-ADDRESS-AND-PORT", endpoint.clone());
    }
    draft.output("MOODLE-CACHE-ENDPOINT-ADDRESS-AND-PORT", endpoint);
    draft.output("ECS-CLUSTER-NAME", Joined::reference(&compute.cluster.name()));
    draft.output("ECS-VPC-ID", Joined::reference(&network.vpc));
    draft.output("MOODLE-SERVICE-NAME", Joined::reference(&compute.service.name()));
}
