//! Rules of a security group that the stack has not added. A rule of the stack has its tag, and is in the journal: AWS may not
//! show the tag yet, or somebody has removed it.

use super::by;
use crate::aws::listing::gather;
use crate::aws::tags::pairs;
use crate::aws::{Cx, absent, api_error};
use crate::provider::{ApiError, STACK_TAG};
use aws_sdk_ec2::types::SecurityGroupRule;

/// Returns the rules of a group that the stack has not added.
pub(in super::super) async fn rules(cx: &Cx<'_>, group: &str) -> Result<Vec<SecurityGroupRule>, ApiError> {
    let call = cx.ec2().describe_security_group_rules().filters(by("group-id", group));
    let pages = call.into_paginator().items().send();
    let rules = gather("ec2:DescribeSecurityGroupRules", pages, |rule| {
        let is_known = rule
            .security_group_rule_id()
            .is_some_and(|id| cx.target.dependents.iter().any(|known| known == id));
        let is_ours = is_known || pairs(rule.tags()).any(|tag| tag == (STACK_TAG, &*cx.target.stack));
        (rule.group_id() == Some(group) && !is_ours).then_some(rule)
    });
    let mut rules = absent(rules.await)?.unwrap_or_default();
    rules.sort_by(|one, other| one.security_group_rule_id().cmp(&other.security_group_rule_id()));
    Ok(rules)
}

/// Removes the rules that the stack has not added.
pub(in super::super) async fn revoke(cx: &Cx<'_>, group: &str) -> Result<(), ApiError> {
    // One call for each: if one rule does not exist any more, AWS removes none.
    for rule in rules(cx, group).await? {
        let id = rule.security_group_rule_id().unwrap_or_default();
        if rule.is_egress() == Some(true) {
            let call = cx.ec2().revoke_security_group_egress().group_id(group);
            let sent = call.security_group_rule_ids(id).send().await;
            absent(sent.map_err(api_error("ec2:RevokeSecurityGroupEgress")))?;
        } else {
            let call = cx.ec2().revoke_security_group_ingress().group_id(group);
            let sent = call.security_group_rule_ids(id).send().await;
            absent(sent.map_err(api_error("ec2:RevokeSecurityGroupIngress")))?;
        }
    }
    Ok(())
}

/// Describes a rule in words, such as `sgr-1: inbound tcp 3306 from 0.0.0.0/0`.
pub(in super::super) fn describe(rule: &SecurityGroupRule) -> String {
    let id = rule.security_group_rule_id().unwrap_or("a rule");
    let (way, word) = match rule.is_egress() {
        Some(true) => ("outbound", "to"),
        _ => ("inbound", "from"),
    };
    let group = rule.referenced_group_info().and_then(|group| group.group_id());
    let ranges = rule.cidr_ipv4().or(rule.cidr_ipv6());
    let peer = ranges.or(rule.prefix_list_id()).or(group).unwrap_or("an unknown peer");
    let protocol = match rule.ip_protocol() {
        None | Some("-1") => return format!("{id}: {way} all traffic {word} {peer}"),
        Some(protocol) => protocol,
    };
    let ports = match (rule.from_port(), rule.to_port()) {
        (Some(from), Some(to)) if from == to => from.to_string(),
        (Some(from), Some(to)) => format!("{from}-{to}"),
        _ => "all ports".into(),
    };
    format!("{id}: {way} {protocol} {ports} {word} {peer}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_ec2::types::ReferencedSecurityGroup;

    #[test]
    fn rule_is_described_by_what_it_allows() {
        let rule = || SecurityGroupRule::builder().security_group_rule_id("sgr-1");
        let open = rule().is_egress(false).ip_protocol("tcp").from_port(3306).to_port(3306);
        assert_eq!(
            describe(&open.cidr_ipv4("0.0.0.0/0").build()),
            "sgr-1: inbound tcp 3306 from 0.0.0.0/0"
        );
        let all = rule().is_egress(true).ip_protocol("-1").from_port(-1).to_port(-1);
        assert_eq!(
            describe(&all.cidr_ipv6("::/0").build()),
            "sgr-1: outbound all traffic to ::/0"
        );
        let group = ReferencedSecurityGroup::builder().group_id("sg-2").build();
        let range = rule().is_egress(false).ip_protocol("udp").from_port(1).to_port(9);
        assert_eq!(
            describe(&range.referenced_group_info(group).build()),
            "sgr-1: inbound udp 1-9 from sg-2"
        );
    }
}
