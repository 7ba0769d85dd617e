//! Dashboards.

use super::super::aws::Owner;
use super::Dashboard;
use crate::aws::listing::gather;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, not_owned};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use aws_sdk_cloudwatch::operation::get_dashboard::GetDashboardOutput;
use serde_json::Value;

const GET: &str = "cloudwatch:GetDashboard";
const PUT: &str = "cloudwatch:PutDashboard";

async fn get(cx: &Cx<'_>, name: &str) -> Result<Option<GetDashboardOutput>, ApiError> {
    let answer = cx.cloudwatch().get_dashboard().dashboard_name(name).send().await;
    absent(answer.map_err(api_error(GET)))
}

/// Returns what a dashboard shows as JSON, so spaces and the order of keys make no difference.
fn body(one: &GetDashboardOutput) -> Value {
    let text = one.dashboard_body().unwrap_or_default();
    serde_json::from_str(text).unwrap_or_else(|_| text.into())
}

impl Adapter for Dashboard {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let name = &cx.target.name;
        let Some(one) = get(cx, name).await? else {
            return Ok(None);
        };
        match cx.cloudwatch_owner(one.dashboard_arn().unwrap_or_default()).await? {
            Owner::Us => Ok(Some(name.clone())),
            // It has no tags and shows the same, so nothing can be lost.
            Owner::Nobody if body(&one) == self.body => Ok(Some(name.clone())),
            Owner::Nobody | Owner::Others => Err(not_owned(GET, &format!("the dashboard `{name}`"))),
        }
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        // Dashboards have no region, so they are listed only in the stack's own region.
        if lx.scope.region != lx.scope.home {
            return Ok(Vec::new());
        }
        let call = lx.cloudwatch().list_dashboards().dashboard_name_prefix(lx.prefix());
        let pages = call.into_paginator().items().send();
        let named = gather("cloudwatch:ListDashboards", pages, |one| {
            Some((
                one.dashboard_name.filter(|name| lx.is_named_for_stack(name))?,
                one.dashboard_arn?,
            ))
        });
        lx.owned_cloudwatch(named.await?).await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        let call = cx
            .cloudwatch()
            .put_dashboard()
            .dashboard_name(&cx.target.name)
            .dashboard_body(self.body.to_string())
            .set_tags(Some(cx.cloudwatch_tags()));
        call.send().await.map_err(api_error(PUT))?;
        Ok(cx.target.name.clone())
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if !changed.is_new() && changed.take(&["body"]) {
            let call = cx.cloudwatch().put_dashboard().dashboard_name(id);
            let sent = call.dashboard_body(self.body.to_string()).send().await;
            sent.map_err(api_error(PUT))?;
        }
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        Ok(get(cx, id).await?.map(|one| {
            Live::new(State::Ready)
                .output("name", id.to_owned())
                .field("body", body(&one))
        }))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let sent = cx.cloudwatch().delete_dashboards().dashboard_names(id).send().await;
        absent(sent.map_err(api_error("cloudwatch:DeleteDashboards")))?;
        Ok(Deletion::Accepted)
    }
}
