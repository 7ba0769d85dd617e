//! `network.endpoints`: ways to AWS's services that do not pass a NAT gateway.

use super::graph_builder::GraphBuilder;
use super::network::Network;
use super::security::Groups;
use crate::kinds::ec2::VpcEndpoint;

/// What a task calls while it starts and while it runs:
/// <https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html>.
const SERVICES: [(&str, &str); 4] = [
    ("network.endpoint-ecr-api", "ecr.api"),
    ("network.endpoint-ecr-dkr", "ecr.dkr"),
    ("network.endpoint-secrets", "secretsmanager"),
    ("network.endpoint-logs", "logs"),
];

/// Adds the interface endpoints, where they are wanted.
pub(super) fn endpoints(draft: &mut GraphBuilder, network: &Network, groups: &Groups) {
    let Some(group) = &groups.endpoints else {
        return;
    };
    for (address, service) in SERVICES {
        let endpoint = VpcEndpoint {
            vpc: network.vpc.clone(),
            service: service.into(),
            interface: true,
            subnets: network.private.clone(),
            groups: vec![group.clone()],
            route_tables: Vec::new(),
        };
        draft.add(address, "network.endpoints", &endpoint);
    }
}
