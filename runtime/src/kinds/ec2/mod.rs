//! Amazon EC2: the network.

#[cfg(feature = "aws")]
mod aws;
mod elastic_ip;
mod flow_log;
mod internet_gateway;
mod nat_gateway;
mod permissions;
mod route_table;
mod sandbox;
mod security_group;
mod security_group_rule;
mod subnet;
mod vpc;
mod vpc_endpoint;

pub use elastic_ip::ElasticIp;
pub use flow_log::FlowLog;
pub use internet_gateway::InternetGateway;
pub use nat_gateway::NatGateway;
pub use route_table::RouteTable;
pub(in crate::kinds) use sandbox::{TWO_ZONES, spans_two_zones};
pub use security_group::SecurityGroup;
pub use security_group_rule::{Peer, SecurityGroupRule};
pub use subnet::Subnet;
pub use vpc::Vpc;
pub use vpc_endpoint::VpcEndpoint;
