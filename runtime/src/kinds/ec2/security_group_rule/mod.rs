//! Security group rules.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::SecurityGroupId;
use crate::resource::{Advice, HasAdvice, Ref, kind};
use serde::{Deserialize, Serialize};

/// The other end of the traffic that a security group's rule allows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Peer {
    /// An IPv4 range, such as `10.0.0.0/16`.
    Cidr(String),
    /// The members of a security group.
    Group(Ref<SecurityGroupId>),
    /// A prefix list that AWS owns, by its name.
    PrefixList(String),
}

kind! {
    /// One rule of a security group: it allows inbound or outbound traffic.
    SecurityGroupRule is "security group rule", "AWS::EC2::SecurityGroupRule" of "ec2" {
        replaces: [group, ingress, protocol, from_port, to_port, peer],
        listed: [group, ingress],
        found_by: [group, ingress, protocol, from_port, to_port, peer],
        exclusive: true,
        create: 2 to 300,
        delete: 2 to 300,
        outputs: {
            /// The rule's ID.
            id: SecurityGroupRuleId,
            /// The security group's ID, by a reference that waits until the group has this rule.
            group: SecurityGroupId,
        },
    }
    /// The security group that has the rule.
    group: Ref<SecurityGroupId>,
    /// Whether the rule allows inbound traffic; otherwise, outbound.
    ingress: bool,
    /// `tcp`, or `-1` for all protocols.
    protocol: String,
    /// The first port of the range; -1 if `protocol` is `-1`.
    from_port: i32,
    /// The last port of the range; -1 if `protocol` is `-1`.
    to_port: i32,
    /// The source of inbound traffic, or the destination of outbound traffic.
    peer: Peer,
    /// What the allowed traffic is for.
    description: String,
}

impl HasAdvice for SecurityGroupRule {
    const ADVICE: &'static [Advice] = &[];
}
