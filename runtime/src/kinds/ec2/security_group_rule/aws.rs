//! Rules of security groups.

use super::super::aws::by;
use super::{Peer, SecurityGroupRule};
use crate::aws::listing::gather;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, missing, not_owned};
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owned, State};
use crate::resource::Ref;
use aws_sdk_ec2::types::{
    self, Filter, IpPermission, IpRange, PrefixListId, ResourceType, SecurityGroupRuleRequest, SecurityGroupRuleUpdate,
    UserIdGroupPair,
};

/// Finds a prefix list by its ID or name: filters `prefix-list-id` and `prefix-list-name`.
async fn prefix_list(cx: &Cx<'_>, filter: Filter) -> Result<Option<types::ManagedPrefixList>, ApiError> {
    let wanted = filter.values().first().cloned();
    let mut pages = cx
        .ec2()
        .describe_managed_prefix_lists()
        .filters(filter)
        .into_paginator()
        .items()
        .send();
    while let Some(list) = pages.next().await {
        let list = list.map_err(api_error("ec2:DescribeManagedPrefixLists"))?;
        if wanted == list.prefix_list_id || wanted == list.prefix_list_name {
            return Ok(Some(list));
        }
    }
    Ok(None)
}

/// The peer of a rule, in AWS's terms.
#[derive(PartialEq)]
enum Side {
    Cidr(String),
    Group(String),
    PrefixList(String),
}

impl Side {
    fn of(rule: &types::SecurityGroupRule) -> Option<Self> {
        let group = rule.referenced_group_info().and_then(|group| group.group_id());
        let side = rule.cidr_ipv4().map(|cidr| Self::Cidr(cidr.into()));
        side.or_else(|| group.map(|id| Self::Group(id.into())))
            .or_else(|| rule.prefix_list_id().map(|id| Self::PrefixList(id.into())))
    }
}

impl SecurityGroupRule {
    async fn side(&self, cx: &Cx<'_>) -> Result<Side, ApiError> {
        match &self.peer {
            Peer::Cidr(cidr) => Ok(Side::Cidr(cidr.clone())),
            Peer::Group(group) => Ok(Side::Group(group.value().into())),
            Peer::PrefixList(name) => {
                let list = prefix_list(cx, by("prefix-list-name", name)).await?;
                let id = list.and_then(|list| list.prefix_list_id);
                id.map(Side::PrefixList).ok_or_else(|| {
                    let message = format!("{} has no prefix list `{name}`", cx.target.region);
                    ApiError::new(
                        ApiErrorKind::Invalid,
                        "ec2:DescribeManagedPrefixLists",
                        "NoSuchList",
                        message,
                    )
                })
            }
        }
    }

    /// Returns whether a rule allows the same traffic; AWS refuses a second rule that does.
    fn is_like(&self, rule: &types::SecurityGroupRule, side: &Side) -> bool {
        rule.is_egress() == Some(!self.ingress)
            && rule.ip_protocol() == Some(&self.protocol)
            && rule.from_port() == Some(self.from_port)
            && rule.to_port() == Some(self.to_port)
            && Side::of(rule).as_ref() == Some(side)
    }
}

impl Adapter for SecurityGroupRule {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let group = self.group.value();
        let side = self.side(cx).await?;
        let mut pages = cx
            .ec2()
            .describe_security_group_rules()
            .filters(by("group-id", group))
            .into_paginator()
            .items()
            .send();
        let mut like = None;
        while let Some(rule) = pages.next().await {
            let rule = match absent(rule.map_err(api_error("ec2:DescribeSecurityGroupRules")))? {
                Some(rule) if rule.group_id() == Some(group) => rule,
                _ => continue,
            };
            if cx.owns_ec2(rule.tags()) {
                return Ok(rule.security_group_rule_id);
            }
            if self.is_like(&rule, &side) {
                like = rule.security_group_rule_id;
            }
        }
        match like {
            Some(id) => {
                let what = format!("a rule {id} of {group}, which allows the same traffic,");
                Err(not_owned("ec2:DescribeSecurityGroupRules", &what))
            }
            None => Ok(None),
        }
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let call = lx.ec2().describe_security_group_rules().filters(lx.ec2_filter());
        gather(
            "ec2:DescribeSecurityGroupRules",
            call.into_paginator().items().send(),
            |one| {
                let owned = lx.owned_ec2(one.security_group_rule_id(), one.tags())?;
                let owned = owned.field("group", one.group_id().unwrap_or_default());
                Some(owned.field("ingress", one.is_egress() == Some(false)))
            },
        )
        .await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        let what_for = &self.description;
        let permission = IpPermission::builder()
            .ip_protocol(&self.protocol)
            .from_port(self.from_port)
            .to_port(self.to_port);
        let permission = match self.side(cx).await? {
            Side::Cidr(cidr) => permission.ip_ranges(IpRange::builder().cidr_ip(cidr).description(what_for).build()),
            Side::Group(id) => {
                permission.user_id_group_pairs(UserIdGroupPair::builder().group_id(id).description(what_for).build())
            }
            Side::PrefixList(id) => {
                permission.prefix_list_ids(PrefixListId::builder().prefix_list_id(id).description(what_for).build())
            }
        };
        let (call, created) = if self.ingress {
            let call = cx
                .ec2()
                .authorize_security_group_ingress()
                .group_id(self.group.value())
                .ip_permissions(permission.build())
                .tag_specifications(cx.ec2_tags(ResourceType::SecurityGroupRule));
            let name = "ec2:AuthorizeSecurityGroupIngress";
            (name, call.send().await.map_err(api_error(name))?.security_group_rules)
        } else {
            let call = cx
                .ec2()
                .authorize_security_group_egress()
                .group_id(self.group.value())
                .ip_permissions(permission.build())
                .tag_specifications(cx.ec2_tags(ResourceType::SecurityGroupRule));
            let name = "ec2:AuthorizeSecurityGroupEgress";
            (name, call.send().await.map_err(api_error(name))?.security_group_rules)
        };
        let id = created
            .unwrap_or_default()
            .into_iter()
            .find_map(|rule| rule.security_group_rule_id);
        id.ok_or_else(|| missing(call, "security group rule ID"))
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if changed.is_new() || !changed.take(&["description"]) {
            return Ok(());
        }
        // The call takes the whole rule, not only what changes:
        // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySecurityGroupRules.html
        let rule = SecurityGroupRuleRequest::builder()
            .ip_protocol(&self.protocol)
            .from_port(self.from_port)
            .to_port(self.to_port)
            .description(&self.description);
        let rule = match self.side(cx).await? {
            Side::Cidr(cidr) => rule.cidr_ipv4(cidr),
            Side::Group(id) => rule.referenced_group_id(id),
            Side::PrefixList(id) => rule.prefix_list_id(id),
        };
        let update = SecurityGroupRuleUpdate::builder()
            .security_group_rule_id(id)
            .security_group_rule(rule.build())
            .build();
        let call = cx
            .ec2()
            .modify_security_group_rules()
            .group_id(self.group.value())
            .security_group_rules(update);
        call.send()
            .await
            .map(drop)
            .map_err(api_error("ec2:ModifySecurityGroupRules"))
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let answer = cx
            .ec2()
            .describe_security_group_rules()
            .security_group_rule_ids(id)
            .send()
            .await;
        let answer = absent(answer.map_err(api_error("ec2:DescribeSecurityGroupRules")))?;
        let rules = answer
            .and_then(|answer| answer.security_group_rules)
            .unwrap_or_default();
        let is_it = |rule: &types::SecurityGroupRule| rule.security_group_rule_id() == Some(id);
        let Some(rule) = rules.into_iter().find(is_it) else {
            return Ok(None);
        };
        let peer = match Side::of(&rule) {
            Some(Side::Cidr(cidr)) => Some(Peer::Cidr(cidr)),
            Some(Side::Group(id)) => Some(Peer::Group(Ref::known(id))),
            Some(Side::PrefixList(id)) => {
                let list = prefix_list(cx, by("prefix-list-id", id.as_str())).await?;
                let name = list.and_then(|list| list.prefix_list_name);
                Some(Peer::PrefixList(name.unwrap_or(id)))
            }
            None => None,
        };
        let live = Live::new(State::Ready)
            .owned_by(cx.ec2_owner(rule.tags()))
            .output("id", id.to_owned())
            .output("group", self.group.value().to_owned())
            .field("group", rule.group_id)
            .field("ingress", rule.is_egress.map(|egress| !egress))
            .field("protocol", rule.ip_protocol)
            .field("from_port", rule.from_port)
            .field("to_port", rule.to_port)
            .field("peer", peer);
        Ok(Some(match rule.description {
            Some(description) => live.field("description", description),
            None => live,
        }))
    }

    async fn tag(&self, cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
        cx.tag_ec2(id).await
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let group = self.group.value();
        if self.ingress {
            let call = cx
                .ec2()
                .revoke_security_group_ingress()
                .group_id(group)
                .security_group_rule_ids(id);
            absent(call.send().await.map_err(api_error("ec2:RevokeSecurityGroupIngress")))?;
        } else {
            let call = cx
                .ec2()
                .revoke_security_group_egress()
                .group_id(group)
                .security_group_rule_ids(id);
            absent(call.send().await.map_err(api_error("ec2:RevokeSecurityGroupEgress")))?;
        }
        Ok(Deletion::Accepted)
    }
}
