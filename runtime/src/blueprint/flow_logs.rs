//! `network.flow_logs`: a log of the network's connections.

use super::graph_builder::GraphBuilder;
use super::network::Network;
use super::roles;
use crate::kinds::ec2::FlowLog;
use crate::kinds::logs::LogGroup;

/// Adds the flow log, where it is wanted.
pub(super) fn flow_logs(draft: &mut GraphBuilder, network: &Network) {
    const KEY: &str = "network.flow_logs";
    if !draft.site.network.flow_logs {
        return;
    }
    let group = LogGroup {
        retention_days: draft.site.observability.retention_days,
    };
    let name = draft.names.path("flow-logs");
    let group = draft.add_as("network.flow-log-group", name, KEY, &group);
    let role = roles::flow_logs(draft, &group.arn());
    let log = FlowLog {
        vpc: network.vpc.clone(),
        log_group: group.name(),
        role,
    };
    draft.add("network.flow-log", KEY, &log);
}
