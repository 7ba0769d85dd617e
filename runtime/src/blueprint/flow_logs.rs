//! `network.flow_logs`: a log of the network's connections.

use super::graph_builder::GraphBuilder;
use super::network::Network;
use super::roles;
use crate::kinds::ec2::FlowLog;
use crate::kinds::logs::LogGroup;

/// Adds the flow log if it is enabled.
pub(super) fn flow_logs(graph: &mut GraphBuilder, network: &Network) {
    const KEY: &str = "network.flow_logs";
    if !graph.architecture.network.flow_logs {
        return;
    }
    let group = LogGroup {
        retention_days: graph.architecture.observability.retention_days,
    };
    let name = graph.names.path("flow-logs");
    let group = graph.add_as("network.flow-log-group", name, KEY, &group);
    let role = roles::flow_logs(graph, &group.arn());
    let log = FlowLog {
        vpc: network.vpc.clone(),
        log_group: group.name(),
        role,
    };
    graph.add("network.flow-log", KEY, &log);
}
