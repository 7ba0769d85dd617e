//! What somebody else has added to a listener: rules that answer requests before the stack's, and certificates.

use super::super::super::aws::{AT_ONCE, TAGS};
use crate::aws::listing::gather;
use crate::aws::tags::pairs;
use crate::aws::{Cx, absent, api_error};
use crate::provider::{ApiError, RESOURCE_TAG, STACK_TAG};
use aws_sdk_elasticloadbalancingv2::types::Certificate;
use std::collections::BTreeMap;

/// Lists the ARNs of the rules that this stack does not own: they are not in its journal, and do not have its tags.
pub(super) async fn rules(cx: &Cx<'_>, listener: &str) -> Result<Vec<String>, ApiError> {
    let pages = cx.elb().describe_rules().listener_arn(listener).into_paginator();
    let rules = gather("elasticloadbalancing:DescribeRules", pages.items().send(), |rule| {
        let is_known = |arn: &String| cx.target.dependents.contains(arn);
        rule.rule_arn
            .filter(|arn| rule.is_default != Some(true) && !is_known(arn))
    });
    let rules = absent(rules.await)?.unwrap_or_default();
    let mut foreign = Vec::new();
    for some in rules.chunks(AT_ONCE) {
        let call = cx.elb().describe_tags().set_resource_arns(Some(some.to_vec()));
        // If one was deleted in the meantime, AWS refuses the call; the next plan sees the others.
        let answer = absent(call.send().await.map_err(api_error(TAGS)))?;
        for one in answer
            .iter()
            .flat_map(aws_sdk_elasticloadbalancingv2::operation::describe_tags::DescribeTagsOutput::tag_descriptions)
        {
            let tags: BTreeMap<&str, &str> = pairs(one.tags()).collect();
            let is_owned = tags.get(STACK_TAG) == Some(&&*cx.target.stack) && tags.contains_key(RESOURCE_TAG);
            foreign.extend(one.resource_arn().filter(|_| !is_owned).map(str::to_owned));
        }
    }
    Ok(foreign)
}

/// Deletes the rules that this stack does not own.
pub(super) async fn delete_rules(cx: &Cx<'_>, listener: &str) -> Result<(), ApiError> {
    for rule in rules(cx, listener).await? {
        let sent = cx.elb().delete_rule().rule_arn(rule).send().await;
        absent(sent.map_err(api_error("elasticloadbalancing:DeleteRule")))?;
    }
    Ok(())
}

/// Lists the ARNs of the certificates besides the default one.
pub(super) async fn certificates(cx: &Cx<'_>, listener: &str) -> Result<Vec<String>, ApiError> {
    let pages = cx
        .elb()
        .describe_listener_certificates()
        .listener_arn(listener)
        .into_paginator();
    let call = "elasticloadbalancing:DescribeListenerCertificates";
    let others = gather(call, pages.items().send(), |one| {
        one.certificate_arn.filter(|_| one.is_default == Some(false))
    });
    Ok(absent(others.await)?.unwrap_or_default())
}

/// Removes the certificates besides the default one.
pub(super) async fn remove_certificates(cx: &Cx<'_>, listener: &str) -> Result<(), ApiError> {
    let others = certificates(cx, listener).await?;
    if others.is_empty() {
        return Ok(());
    }
    let others = others
        .into_iter()
        .map(|arn| Certificate::builder().certificate_arn(arn).build());
    let call = cx.elb().remove_listener_certificates().listener_arn(listener);
    let sent = call.set_certificates(Some(others.collect())).send().await;
    absent(sent.map_err(api_error("elasticloadbalancing:RemoveListenerCertificates")))?;
    Ok(())
}
