//! Scaling policies.

use super::super::aws::{COUNT, ECS, services};
use super::ScalingPolicy;
use crate::aws::answer::whole;
use crate::aws::listing::{belonging, gather};
use crate::aws::request::unbuilt;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use crate::resource::Joined;
use aws_sdk_applicationautoscaling::types::{
    MetricType, PolicyType, PredefinedMetricSpecification, ScalingPolicy as Found,
    TargetTrackingScalingPolicyConfiguration,
};

const DESCRIBE: &str = "application-autoscaling:DescribeScalingPolicies";

/// The seconds after which a policy may scale out and in again. Scaling out must be quick when a class starts; scaling in may
/// be slow when it ends.
const COOLDOWN: (i32, i32) = (60, 300);

impl ScalingPolicy {
    /// Creates the policy, or replaces its content.
    async fn put(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        const CALL: &str = "application-autoscaling:PutScalingPolicy";
        let metric = PredefinedMetricSpecification::builder()
            .predefined_metric_type(MetricType::from(self.metric.as_str()))
            .set_resource_label(self.label.as_ref().map(Joined::value))
            .build()
            .map_err(unbuilt(CALL))?;
        let tracking = TargetTrackingScalingPolicyConfiguration::builder()
            .target_value(f64::from(self.value))
            .predefined_metric_specification(metric)
            .scale_out_cooldown(COOLDOWN.0)
            .scale_in_cooldown(COOLDOWN.1)
            .build()
            .map_err(unbuilt(CALL))?;
        let call = cx
            .application_autoscaling()
            .put_scaling_policy()
            .policy_name(&cx.target.name)
            .service_namespace(ECS)
            .resource_id(self.target.value())
            .scalable_dimension(COUNT)
            .policy_type(PolicyType::TargetTrackingScaling)
            .target_tracking_scaling_policy_configuration(tracking);
        Ok(call.send().await.map_err(api_error(CALL))?.policy_arn)
    }

    async fn describe(&self, cx: &Cx<'_>) -> Result<Option<Found>, ApiError> {
        let name = &cx.target.name;
        let call = cx
            .application_autoscaling()
            .describe_scaling_policies()
            .service_namespace(ECS)
            .resource_id(self.target.value())
            .scalable_dimension(COUNT)
            .policy_names(name);
        let mut pages = call.into_paginator().items().send();
        while let Some(one) = pages.next().await {
            let one = one.map_err(api_error(DESCRIBE))?;
            if one.policy_name() == name && one.resource_id() == self.target.value() {
                return Ok(Some(one));
            }
        }
        Ok(None)
    }
}

impl Adapter for ScalingPolicy {
    /// Policies have no tags. A policy with the resource's name, on a target of the stack, counts as owned.
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        Ok(self.describe(cx).await?.map(|one| one.policy_arn))
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let mut owned = Vec::new();
        for service in services(lx) {
            let client = lx.application_autoscaling();
            let call = client
                .describe_scaling_policies()
                .service_namespace(ECS)
                .resource_id(&service);
            let pages = call.scalable_dimension(COUNT).into_paginator().items().send();
            let found = gather(DESCRIBE, pages, |one| {
                let ours = one.resource_id == service && lx.is_named_for_stack(&one.policy_name);
                ours.then(|| Owned {
                    id: one.policy_arn,
                    name: one.policy_name.clone(),
                    ..belonging("compute", &one.policy_name).field("target", service.as_str())
                })
            });
            owned.extend(found.await?);
        }
        Ok(owned)
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        self.put(cx).await
    }

    async fn configure(&self, cx: &Cx<'_>, _id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if changed.take(&["metric", "value", "label", "cooldown", "policy_type", "scale_in"]) {
            self.put(cx).await?;
        }
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(one) = self.describe(cx).await? else {
            return Ok(None);
        };
        let mut live = Live::new(State::Ready)
            .output("arn", id.to_owned())
            .field("target", one.resource_id())
            .constant(
                "policy_type",
                PolicyType::TargetTrackingScaling.as_str(),
                one.policy_type().as_str(),
            );
        if let Some(tracking) = one.target_tracking_scaling_policy_configuration() {
            // Without a predefined metric, somebody has set one of their own.
            let metric = tracking.predefined_metric_specification();
            live = live
                .field("value", whole(tracking.target_value()))
                .field("metric", metric.map(|one| one.predefined_metric_type().as_str()))
                .field("label", metric.and_then(|one| one.resource_label()))
                .constant("scale_in", true, tracking.disable_scale_in() != Some(true));
            let cooldown = tracking.scale_out_cooldown().zip(tracking.scale_in_cooldown());
            live = live.constant("cooldown", COOLDOWN, cooldown);
        }
        Ok(Some(live))
    }

    async fn delete(&self, cx: &Cx<'_>, _id: &str) -> Result<Deletion, ApiError> {
        if self.describe(cx).await?.is_none() {
            return Ok(Deletion::Accepted);
        }
        let call = cx
            .application_autoscaling()
            .delete_scaling_policy()
            .policy_name(&cx.target.name)
            .service_namespace(ECS)
            .resource_id(self.target.value())
            .scalable_dimension(COUNT);
        absent(
            call.send()
                .await
                .map_err(api_error("application-autoscaling:DeleteScalingPolicy")),
        )?;
        Ok(Deletion::Accepted)
    }
}
