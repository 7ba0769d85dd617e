//! `network.endpoints`: interface endpoints, through which tasks reach AWS services without a NAT gateway.

use super::graph_builder::GraphBuilder;
use super::network::Network;
use super::security::SecurityGroups;
use crate::kinds::ec2::VpcEndpoint;

/// The addresses and the services of the endpoints that a task calls while it starts and while it runs.
/// <https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html>.
const SERVICES: [(&str, &str); 4] = [
    ("network.endpoint-ecr-api", "ecr.api"),
    ("network.endpoint-ecr-dkr", "ecr.dkr"),
    ("network.endpoint-secrets", "secretsmanager"),
    ("network.endpoint-logs", "logs"),
];

/// Adds the interface endpoints if they are enabled.
pub(super) fn endpoints(graph: &mut GraphBuilder, network: &Network, groups: &SecurityGroups) {
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
        graph.add(address, "network.endpoints", &endpoint);
    }
}
