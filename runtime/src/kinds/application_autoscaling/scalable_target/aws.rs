//! Scalable targets.

use super::super::aws::{COUNT, ECS, services};
use super::ScalableTarget;
use crate::aws::listing::{belonging, gather};
use crate::aws::request::int;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use aws_sdk_applicationautoscaling::types::{ScalableTarget as Found, SuspendedState};

const DESCRIBE: &str = "application-autoscaling:DescribeScalableTargets";
const REGISTER: &str = "application-autoscaling:RegisterScalableTarget";

impl ScalableTarget {
    fn resource_id(&self) -> String {
        format!("service/{}/{}", self.cluster.value(), self.service.value())
    }
}

/// Returns what somebody has suspended:
/// <https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-suspend-resume-scaling.html>
fn suspended(one: &Found) -> Vec<&'static str> {
    let state = one.suspended_state();
    let is = |of: fn(&SuspendedState) -> Option<bool>| state.and_then(of) == Some(true);
    let all = [
        ("scaling in", is(SuspendedState::dynamic_scaling_in_suspended)),
        ("scaling out", is(SuspendedState::dynamic_scaling_out_suspended)),
        ("scheduled scaling", is(SuspendedState::scheduled_scaling_suspended)),
    ];
    all.into_iter().filter(|(_, is)| *is).map(|(what, _)| what).collect()
}

async fn describe(cx: &Cx<'_>, id: &str) -> Result<Option<Found>, ApiError> {
    let call = cx
        .application_autoscaling()
        .describe_scalable_targets()
        .service_namespace(ECS)
        .resource_ids(id)
        .scalable_dimension(COUNT);
    let mut pages = call.into_paginator().items().send();
    while let Some(one) = pages.next().await {
        let one = one.map_err(api_error(DESCRIBE))?;
        if one.resource_id() == id && *one.scalable_dimension() == COUNT {
            return Ok(Some(one));
        }
    }
    Ok(None)
}

impl Adapter for ScalableTarget {
    /// A service has only one scalable target, and the stack owns the service.
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        Ok(describe(cx, &self.resource_id()).await?.map(|one| one.resource_id))
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let mut owned = Vec::new();
        for service in services(lx) {
            let client = lx.application_autoscaling();
            let call = client
                .describe_scalable_targets()
                .service_namespace(ECS)
                .resource_ids(&service);
            let pages = call.scalable_dimension(COUNT).into_paginator().items().send();
            // The stack owns the scalable target of a service that it owns.
            let found = gather(DESCRIBE, pages, |one| {
                (one.resource_id == service).then(|| belonging("compute", &service))
            });
            owned.extend(found.await?);
        }
        Ok(owned)
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        let call = cx
            .application_autoscaling()
            .register_scalable_target()
            .service_namespace(ECS)
            .resource_id(self.resource_id())
            .scalable_dimension(COUNT)
            .min_capacity(int(self.min))
            .max_capacity(int(self.max))
            .set_tags(Some(cx.target.tags().into_iter().collect()));
        call.send().await.map_err(api_error(REGISTER))?;
        Ok(self.resource_id())
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        let range = changed.take(&["min", "max"]);
        let resume = changed.take(&["suspended"]);
        if !range && !resume {
            return Ok(());
        }
        // Without it, the call leaves the state as it is.
        let resumed = SuspendedState::builder()
            .dynamic_scaling_in_suspended(false)
            .dynamic_scaling_out_suspended(false)
            .scheduled_scaling_suspended(false)
            .build();
        // The same call changes an existing target, but accepts tags only for a new one:
        // https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
        let call = cx
            .application_autoscaling()
            .register_scalable_target()
            .service_namespace(ECS)
            .resource_id(id)
            .scalable_dimension(COUNT)
            .min_capacity(int(self.min))
            .max_capacity(int(self.max))
            .set_suspended_state((resume && !changed.is_new()).then_some(resumed));
        call.send().await.map_err(api_error(REGISTER))?;
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        Ok(describe(cx, id).await?.map(|one| {
            let suspended = suspended(&one);
            Live::new(State::Ready)
                .output("id", id.to_owned())
                .field("min", one.min_capacity)
                .field("max", one.max_capacity)
                .constant("suspended", Vec::new(), suspended)
        }))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        if describe(cx, id).await?.is_none() {
            return Ok(Deletion::Accepted);
        }
        let call = cx
            .application_autoscaling()
            .deregister_scalable_target()
            .service_namespace(ECS)
            .resource_id(id)
            .scalable_dimension(COUNT);
        absent(
            call.send()
                .await
                .map_err(api_error("application-autoscaling:DeregisterScalableTarget")),
        )?;
        Ok(Deletion::Accepted)
    }
}
