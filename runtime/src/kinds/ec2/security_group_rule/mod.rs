//! Security group rules.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::SecurityGroupId;
use crate::resource::{Advice, HasAdvice, Ref, kind};
use serde::{Deserialize, Serialize};

/// Whom a security group's rule lets through.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Peer {
    /// An IPv4 range.
    Cidr(String),
    /// The members of a security group.
    Group(Ref<SecurityGroupId>),
    /// One of AWS's own lists of addresses, by name.
    PrefixList(String),
}

kind! {
    /// One rule of a security group.
    SecurityGroupRule is "security group rule", "AWS::EC2::SecurityGroupRule" of "ec2" {
        replaces: [group, ingress, protocol, from_port, to_port, peer],
        listed: [group, ingress],
        create: 2 to 300,
        delete: 2 to 300,
        outputs: {
            /// Its id.
            id: SecurityGroupRuleId,
            /// The group, now that it lets this through.
            group: SecurityGroupId,
        },
    }
    /// The group.
    group: Ref<SecurityGroupId>,
    /// Whether it is about what comes in; else about what goes out.
    ingress: bool,
    /// `tcp`, or `-1` for all.
    protocol: String,
    /// The first port; with `-1`, -1.
    from_port: i32,
    /// The last port; with `-1`, -1.
    to_port: i32,
    /// The other side.
    peer: Peer,
    /// What it is for.
    description: String,
}

impl HasAdvice for SecurityGroupRule {
    const ADVICE: &'static [Advice] = &[];
}
