//! Services.

mod rollout;

use super::{Service, Shares};
use crate::aws::answer::in_order;
use crate::aws::listing::gather;
use crate::aws::request::{int, list, unbuilt, values};
use crate::aws::tags::pairs;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, missing};
use crate::kinds::ecs::{CONTAINER, Cluster};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use crate::resource::Kind as _;
use aws_sdk_ecs::types::{
    AssignPublicIp, AvailabilityZoneRebalancing, AwsVpcConfiguration, CapacityProviderStrategyItem,
    DeploymentCircuitBreaker, DeploymentConfiguration, DeploymentController, DeploymentControllerType, LoadBalancer,
    NetworkConfiguration, PropagateTags, SchedulingStrategy, Service as Found, ServiceField,
};

const DESCRIBE: &str = "ecs:DescribeServices";

/// The least and the most tasks that run during a deployment, in percent of the desired number.
const HEALTHY_PERCENT: (i32, i32) = (50, 200);

impl Service {
    /// Returns the capacity providers in use. A provider without weight and base is omitted, because a strategy may not
    /// consist of zeros:
    /// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html>
    fn strategy(&self, call: &'static str) -> Result<Vec<CapacityProviderStrategyItem>, ApiError> {
        let Shares { fargate, spot, base } = self.shares;
        [("FARGATE", fargate, base), ("FARGATE_SPOT", spot, 0)]
            .into_iter()
            .filter(|(_, weight, base)| *weight > 0 || *base > 0)
            .map(|(provider, weight, base)| {
                let item = CapacityProviderStrategyItem::builder().capacity_provider(provider);
                item.weight(int(weight)).base(int(base)).build().map_err(unbuilt(call))
            })
            .collect()
    }

    fn network(&self, call: &'static str) -> Result<NetworkConfiguration, ApiError> {
        let vpc = AwsVpcConfiguration::builder()
            .set_subnets(Some(list(&self.subnets)))
            .set_security_groups(Some(list(&self.groups)))
            .assign_public_ip(AssignPublicIp::Disabled);
        let vpc = vpc.build().map_err(unbuilt(call))?;
        Ok(NetworkConfiguration::builder().awsvpc_configuration(vpc).build())
    }

    fn load_balancer(&self) -> LoadBalancer {
        LoadBalancer::builder()
            .target_group_arn(self.target_group.value())
            .container_name(CONTAINER)
            .container_port(self.port.into())
            .build()
    }
}

/// Returns how to deploy: with 50 to 200 percent of the tasks, and a rollback to the last good revision on failure.
fn deployment() -> DeploymentConfiguration {
    let breaker = DeploymentCircuitBreaker::builder().enable(true).rollback(true);
    DeploymentConfiguration::builder()
        .deployment_circuit_breaker(breaker.build())
        .minimum_healthy_percent(HEALTHY_PERCENT.0)
        .maximum_percent(HEALTHY_PERCENT.1)
        .build()
}

/// Adds the constants that AWS reports.
fn with_constants(live: Live, one: &Found) -> Live {
    let deployment = one.deployment_configuration();
    let breaker = deployment.and_then(|one| one.deployment_circuit_breaker());
    let percents = deployment.and_then(|one| one.minimum_healthy_percent.zip(one.maximum_percent));
    let network = one.network_configuration().and_then(|one| one.awsvpc_configuration());
    let public_ip = network.map(|one| one.assign_public_ip() == Some(&AssignPublicIp::Enabled));
    let rebalancing = one.availability_zone_rebalancing();
    let tags_from = one.propagate_tags().map(PropagateTags::as_str);
    live.constant("exec", false, one.enable_execute_command)
        .constant("public_ip", false, public_ip)
        .constant("rollback", true, breaker.map(|one| one.enable && one.rollback))
        .constant("healthy_percent", HEALTHY_PERCENT, percents)
        .constant(
            "zone_rebalancing",
            true,
            rebalancing.map(|one| *one == AvailabilityZoneRebalancing::Enabled),
        )
        .constant("tags_from", PropagateTags::Service.as_str(), tags_from)
}

/// Returns the shares that a strategy describes.
fn shares(strategy: &[CapacityProviderStrategyItem]) -> Shares {
    let part = |provider: &str, of: fn(&CapacityProviderStrategyItem) -> i32| {
        let item = strategy.iter().find(|item| item.capacity_provider() == provider);
        item.and_then(|item| u32::try_from(of(item)).ok()).unwrap_or_default()
    };
    Shares {
        fargate: part("FARGATE", |item| item.weight),
        spot: part("FARGATE_SPOT", |item| item.weight),
        base: part("FARGATE", |item| item.base),
    }
}

/// Describes a service by its name or ARN.
async fn describe(cx: &Cx<'_>, cluster: &str, service: &str) -> Result<Option<Found>, ApiError> {
    let call = cx.ecs().describe_services().cluster(cluster).services(service);
    let answer = call.include(ServiceField::Tags).send().await;
    let answer = absent(answer.map_err(api_error(DESCRIBE)))?;
    // A missing service is among the failures. A deleted one is still listed as INACTIVE for a while.
    let found = answer.and_then(|answer| answer.services.unwrap_or_default().into_iter().next());
    Ok(found.filter(|one| one.status() != Some("INACTIVE")))
}

impl Adapter for Service {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        match describe(cx, self.cluster.value(), &cx.target.name).await? {
            Some(one) if one.status() != Some("DRAINING") => {
                let arn = one.service_arn().unwrap_or_default().to_owned();
                cx.claim(DESCRIBE, arn, pairs(one.tags()))
            }
            _ => Ok(None),
        }
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let mut owned = Vec::new();
        for cluster in lx.known_here(&Cluster::INFO, ":cluster/") {
            let pages = lx
                .ecs()
                .list_services()
                .cluster(cluster)
                .into_paginator()
                .items()
                .send();
            let arns = absent(gather("ecs:ListServices", pages, Some).await)?.unwrap_or_default();
            // As many as one call can describe: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html
            for some in arns.chunks(10) {
                let call = lx
                    .ecs()
                    .describe_services()
                    .cluster(cluster)
                    .set_services(Some(some.to_vec()));
                let answer = call.include(ServiceField::Tags).send().await;
                let Some(answer) = absent(answer.map_err(api_error(DESCRIBE)))? else {
                    break;
                };
                let living = answer.services().iter();
                let living = living.filter(|one| !matches!(one.status(), Some("INACTIVE" | "DRAINING")));
                owned.extend(living.filter_map(|one| {
                    let owned = lx
                        .owned(one.service_arn()?, pairs(one.tags()))?
                        .field("cluster", cluster);
                    Some(owned.field("task_definition", one.task_definition().unwrap_or_default()))
                }));
            }
        }
        Ok(owned)
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        const CALL: &str = "ecs:CreateService";
        let controller = DeploymentController::builder().r#type(DeploymentControllerType::Ecs);
        let call = cx
            .ecs()
            .create_service()
            .cluster(self.cluster.value())
            .service_name(&cx.target.name)
            .task_definition(self.task_definition.value())
            // At most 36 characters: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
            .client_token(&cx.target.token)
            .scheduling_strategy(SchedulingStrategy::Replica)
            .desired_count(int(self.initial_count))
            .set_capacity_provider_strategy(Some(self.strategy(CALL)?))
            .platform_version("LATEST")
            .deployment_controller(controller.build().map_err(unbuilt(CALL))?)
            .deployment_configuration(deployment())
            .availability_zone_rebalancing(AvailabilityZoneRebalancing::Enabled)
            .network_configuration(self.network(CALL)?)
            .load_balancers(self.load_balancer())
            .health_check_grace_period_seconds(int(self.grace_period))
            .enable_ecs_managed_tags(true)
            .propagate_tags(PropagateTags::Service)
            .set_tags(Some(cx.ecs_tags()));
        let answer = call.send().await.map_err(api_error(CALL))?;
        let created = answer.service.and_then(|one| one.service_arn);
        created.ok_or_else(|| missing(CALL, "service ARN"))
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        const CALL: &str = "ecs:UpdateService";
        if changed.is_new() {
            return Ok(());
        }
        // The count belongs to auto scaling, and is never sent.
        let mut call = cx.ecs().update_service().cluster(self.cluster.value()).service(id);
        let mut any = false;
        if changed.take(&["task_definition"]) {
            call = call.task_definition(self.task_definition.value());
            any = true;
        }
        if changed.take(&["shares"]) {
            // Without a new deployment, running tasks would keep their old placement.
            call = call.set_capacity_provider_strategy(Some(self.strategy(CALL)?));
            call = call.force_new_deployment(true);
            any = true;
        }
        if changed.take(&["subnets", "groups", "public_ip"]) {
            call = call.network_configuration(self.network(CALL)?);
            any = true;
        }
        if changed.take(&["target_group", "port", "other_load_balancers"]) {
            call = call.load_balancers(self.load_balancer());
            any = true;
        }
        if changed.take(&["grace_period"]) {
            call = call.health_check_grace_period_seconds(int(self.grace_period));
            any = true;
        }
        if changed.take(&["rollback", "healthy_percent"]) {
            call = call.deployment_configuration(deployment());
            any = true;
        }
        if changed.take(&["zone_rebalancing"]) {
            call = call.availability_zone_rebalancing(AvailabilityZoneRebalancing::Enabled);
            any = true;
        }
        if changed.take(&["tags_from"]) {
            call = call.propagate_tags(PropagateTags::Service);
            any = true;
        }
        if changed.take(&["exec"]) {
            // Tasks that were started with it keep it, so all are replaced.
            call = call.enable_execute_command(false).force_new_deployment(true);
            any = true;
        }
        if any {
            call.send().await.map_err(api_error(CALL))?;
        }
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(one) = describe(cx, self.cluster.value(), id).await? else {
            return Ok(None);
        };
        let mut live = Live::default()
            .owned_by(cx.target.owner(pairs(one.tags())))
            .output("arn", id.to_owned())
            .output("name", one.service_name.clone())
            .reported("cluster", one.cluster_arn())
            .reported("task_definition", one.task_definition())
            .field("shares", shares(one.capacity_provider_strategy()))
            .reported("grace_period", one.health_check_grace_period_seconds);
        let target_group =
            |load_balancer: &&LoadBalancer| load_balancer.target_group_arn() == Some(self.target_group.value());
        let load_balancers = one.load_balancers();
        let ours = load_balancers.iter().find(target_group).or(load_balancers.first());
        if let Some(load_balancer) = ours {
            live = live
                .reported("target_group", load_balancer.target_group_arn())
                .reported("port", load_balancer.container_port);
        }
        let others = load_balancers.iter().filter(|one| ours != Some(*one));
        let others: Vec<&str> = others.map(|one| one.target_group_arn().unwrap_or("another")).collect();
        live = live.constant("other_load_balancers", Vec::new(), others);
        live = with_constants(live, &one);
        let network = one.network_configuration().and_then(|one| one.awsvpc_configuration());
        if let Some(network) = network {
            let subnets = in_order(values(&self.subnets), network.subnets());
            let groups = in_order(values(&self.groups), network.security_groups());
            live = live.field("subnets", subnets).field("groups", groups);
        }
        live.state = match one.status() {
            Some(word @ "DRAINING") => State::Deleting(word.into()),
            _ => self.rollout(cx, &one, &live).await?,
        };
        Ok(Some(live))
    }

    async fn explain(&self, cx: &Cx<'_>, id: &str) -> Vec<String> {
        match describe(cx, self.cluster.value(), id).await {
            Ok(Some(one)) => self.explain_rollout(cx, &one).await,
            _ => Vec::new(),
        }
    }

    async fn tag(&self, cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
        cx.tag_ecs(id).await
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let cluster = self.cluster.value();
        match describe(cx, cluster, id).await? {
            None => return Ok(Deletion::NotFound),
            Some(one) if one.status() == Some("DRAINING") => return Ok(Deletion::Accepted),
            Some(_) => {}
        }
        let none = cx.ecs().update_service().cluster(cluster).service(id).desired_count(0);
        absent(none.send().await.map_err(api_error("ecs:UpdateService")))?;
        let sent = cx.ecs().delete_service().cluster(cluster).service(id).force(true);
        absent(sent.send().await.map_err(api_error("ecs:DeleteService")))?;
        Ok(Deletion::Accepted)
    }
}

#[cfg(test)]
mod tests;
