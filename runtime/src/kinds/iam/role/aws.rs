//! Roles.

use super::Role;
use crate::aws::answer::in_order;
use crate::aws::listing::gather;
use crate::aws::policy::{as_applied, decode};
use crate::aws::tags::pairs;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, missing};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use aws_sdk_iam::types::{self, Tag};
use serde_json::{Map, Value};

/// The longest session of a role, in seconds, which is IAM's default:
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html>
const SESSION_SECONDS: i32 = 3600;

async fn get(cx: &Cx<'_>, name: &str) -> Result<Option<types::Role>, ApiError> {
    let answer = absent(
        cx.iam()
            .get_role()
            .role_name(name)
            .send()
            .await
            .map_err(api_error("iam:GetRole")),
    )?;
    Ok(answer.and_then(|answer| answer.role))
}

/// Lists the names of a role's inline policies; none if the role does not exist.
async fn inline_policies(cx: &Cx<'_>, name: &str) -> Result<Vec<String>, ApiError> {
    let mut pages = cx
        .iam()
        .list_role_policies()
        .role_name(name)
        .into_paginator()
        .items()
        .send();
    let mut names = Vec::new();
    while let Some(policy) = pages.next().await {
        let policy = absent(policy.map_err(api_error("iam:ListRolePolicies")))?;
        names.extend(policy);
    }
    Ok(names)
}

/// Lists the ARNs of a role's managed policies; none if the role does not exist.
async fn managed_policies(cx: &Cx<'_>, name: &str) -> Result<Vec<String>, ApiError> {
    let mut pages = cx
        .iam()
        .list_attached_role_policies()
        .role_name(name)
        .into_paginator()
        .items()
        .send();
    let mut arns = Vec::new();
    while let Some(policy) = pages.next().await {
        let policy = absent(policy.map_err(api_error("iam:ListAttachedRolePolicies")))?;
        arns.extend(policy.and_then(|policy| policy.policy_arn));
    }
    Ok(arns)
}

async fn detach_policy(cx: &Cx<'_>, role: &str, arn: &str) -> Result<(), ApiError> {
    let call = cx.iam().detach_role_policy().role_name(role).policy_arn(arn);
    absent(call.send().await.map_err(api_error("iam:DetachRolePolicy"))).map(drop)
}

/// Detaches every managed policy. The stack's roles have none: those that are attached are of an earlier version of
/// this program, or were attached by hand.
async fn detach_managed(cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
    for arn in managed_policies(cx, id).await? {
        detach_policy(cx, id, &arn).await?;
    }
    Ok(())
}

async fn delete_policy(cx: &Cx<'_>, role: &str, policy: &str) -> Result<(), ApiError> {
    let call = cx.iam().delete_role_policy().role_name(role).policy_name(policy);
    absent(call.send().await.map_err(api_error("iam:DeleteRolePolicy"))).map(drop)
}

impl Role {
    async fn put_policies(&self, cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
        for (name, document) in &self.policies {
            let call = cx
                .iam()
                .put_role_policy()
                .role_name(id)
                .policy_name(name)
                .policy_document(document.to_string());
            call.send().await.map_err(api_error("iam:PutRolePolicy"))?;
        }
        for name in inline_policies(cx, id).await? {
            if !self.policies.contains_key(&name) {
                delete_policy(cx, id, &name).await?;
            }
        }
        Ok(())
    }
}

impl Cx<'_> {
    fn role_tags(&self, call: &'static str) -> Result<Vec<Tag>, ApiError> {
        self.checked_tags(call, |key, value| Tag::builder().key(key).value(value).build())
    }
}

impl Adapter for Role {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let Some(role) = get(cx, &cx.target.name).await? else {
            return Ok(None);
        };
        cx.claim("iam:GetRole", role.role_name.clone(), pairs(role.tags()))
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        // Roles have no region, so they are listed only in the stack's own region.
        if lx.scope.region != lx.scope.home {
            return Ok(Vec::new());
        }
        let pages = lx.iam().list_roles().into_paginator().items().send();
        let named = gather("iam:ListRoles", pages, |role| {
            lx.is_named_for_stack(&role.role_name).then_some(role.role_name)
        });
        let tags = async |name: &str| {
            let call = lx.iam().list_role_tags().role_name(name);
            let pages = call.into_paginator().items().send();
            Ok(absent(gather("iam:ListRoleTags", pages, Some).await)?.unwrap_or_default())
        };
        lx.owned_by_tags(named.await?, tags).await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        const CALL: &str = "iam:CreateRole";
        let tags = cx.role_tags(CALL)?;
        let call = cx
            .iam()
            .create_role()
            .role_name(&cx.target.name)
            .assume_role_policy_document(self.trust.to_string())
            .description(&self.description)
            .set_tags(Some(tags));
        let answer = call.send().await.map_err(api_error(CALL))?;
        let role = answer.role.ok_or_else(|| missing(CALL, "role"))?;
        Ok(role.role_name)
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if !changed.is_new() && changed.take(&["trust"]) {
            let call = cx
                .iam()
                .update_assume_role_policy()
                .role_name(id)
                .policy_document(self.trust.to_string());
            call.send().await.map_err(api_error("iam:UpdateAssumeRolePolicy"))?;
        }
        if !changed.is_new() && changed.take(&["description", "session_seconds"]) {
            let call = cx.iam().update_role().role_name(id).description(&self.description);
            let call = call.max_session_duration(SESSION_SECONDS);
            call.send().await.map_err(api_error("iam:UpdateRole"))?;
        }
        if !changed.is_new() && changed.take(&["permissions_boundary"]) {
            let sent = cx.iam().delete_role_permissions_boundary().role_name(id).send().await;
            absent(sent.map_err(api_error("iam:DeleteRolePermissionsBoundary")))?;
        }
        if changed.take(&["policies"]) {
            self.put_policies(cx, id).await?;
        }
        if changed.take(&["managed"]) {
            detach_managed(cx, id).await?;
        }
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(role) = get(cx, id).await? else {
            return Ok(None);
        };
        let mut policies = Map::new();
        for name in inline_policies(cx, id).await? {
            let call = cx.iam().get_role_policy().role_name(id).policy_name(&name);
            if let Some(policy) = absent(call.send().await.map_err(api_error("iam:GetRolePolicy")))? {
                let applied = self.policies.get(&name).unwrap_or(&Value::Null);
                policies.insert(name, as_applied(decode(&policy.policy_document), applied));
            }
        }
        let trust = role
            .assume_role_policy_document()
            .map(|trust| as_applied(decode(trust), &self.trust));
        let boundary = role.permissions_boundary();
        let boundary = boundary.and_then(|boundary| boundary.permissions_boundary_arn());
        let managed = managed_policies(cx, id).await?;
        let managed = in_order(self.managed.iter().map(String::as_str), managed);
        Ok(Some(
            Live::new(State::Ready)
                .owned_by(cx.target.owner(pairs(role.tags())))
                .output("arn", role.arn.clone())
                .output("name", role.role_name.clone())
                .field("description", role.description().unwrap_or_default())
                .field("trust", trust)
                .field("policies", policies)
                .field("managed", managed)
                .constant("permissions_boundary", "none", boundary.unwrap_or("none"))
                .constant("session_seconds", SESSION_SECONDS, role.max_session_duration),
        ))
    }

    async fn tag(&self, cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
        const CALL: &str = "iam:TagRole";
        let call = cx.iam().tag_role().role_name(id);
        let sent = call.set_tags(Some(cx.role_tags(CALL)?)).send().await;
        sent.map(drop).map_err(api_error(CALL))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        // Policies must be removed first: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html
        for name in inline_policies(cx, id).await? {
            delete_policy(cx, id, &name).await?;
        }
        detach_managed(cx, id).await?;
        absent(
            cx.iam()
                .delete_role()
                .role_name(id)
                .send()
                .await
                .map_err(api_error("iam:DeleteRole")),
        )?;
        Ok(Deletion::Accepted)
    }
}
