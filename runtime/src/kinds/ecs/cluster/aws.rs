//! Clusters.

use super::super::aws::{INSIGHTS, last};
use super::Cluster;
use crate::aws::listing::gather;
use crate::aws::request::int;
use crate::aws::tags::pairs;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, missing};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use aws_sdk_ecs::Client;
use aws_sdk_ecs::types::{
    Cluster as Found, ClusterConfiguration, ClusterField, ClusterSetting, ClusterSettingName, DesiredStatus,
    ExecuteCommandConfiguration, ExecuteCommandLogConfiguration, ExecuteCommandLogging,
};
use std::collections::BTreeSet;

const DESCRIBE: &str = "ecs:DescribeClusters";
const PROVIDERS: [&str; 2] = ["FARGATE", "FARGATE_SPOT"];

impl Cx<'_> {
    fn insights_path(&self) -> String {
        format!("{INSIGHTS}{}/", self.target.name)
    }
}

impl Listing<'_> {
    /// Returns whether a cluster of this name exists and is not being deleted.
    pub(crate) async fn has_cluster(&self, name: &str) -> Result<bool, ApiError> {
        let found = describe(&self.ecs(), name).await?;
        Ok(found.is_some_and(|one| one.status() != Some("DEPROVISIONING")))
    }
}

fn insights(on: bool) -> ClusterSetting {
    ClusterSetting::builder()
        .name(ClusterSettingName::ContainerInsights)
        .value(if on { "enabled" } else { "disabled" })
        .build()
}

async fn set_insights(cx: &Cx<'_>, id: &str, on: bool) -> Result<(), ApiError> {
    let call = cx.ecs().update_cluster().cluster(id).settings(insights(on));
    call.send().await.map(drop).map_err(api_error("ecs:UpdateCluster"))
}

/// Sends what is typed and shown in sessions by ECS Exec to a log group:
/// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ExecuteCommandConfiguration.html>
fn sessions(log_group: &str) -> ClusterConfiguration {
    let log = ExecuteCommandLogConfiguration::builder().cloud_watch_log_group_name(log_group);
    let sessions = ExecuteCommandConfiguration::builder()
        .logging(ExecuteCommandLogging::Override)
        .log_configuration(log.build());
    ClusterConfiguration::builder()
        .execute_command_configuration(sessions.build())
        .build()
}

/// Returns the log group that records sessions; `None` if it is not the cluster that decides where they are logged.
fn session_log(one: &Found) -> Option<&str> {
    let sessions = one.configuration()?.execute_command_configuration()?;
    let log = sessions.log_configuration()?;
    log.cloud_watch_log_group_name()
        .filter(|_| sessions.logging() == Some(&ExecuteCommandLogging::Override))
}

/// Returns whether Container Insights is on for a cluster; `None` if AWS does not report it.
fn has_insights(one: &Found) -> Option<bool> {
    let mut settings = one.settings().iter();
    let setting = settings.find(|one| one.name() == Some(&ClusterSettingName::ContainerInsights));
    setting.and_then(|one| one.value()).map(|value| value != "disabled")
}

/// Attaches the capacity providers again, besides those that are attached.
async fn attach_providers(cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
    const CALL: &str = "ecs:PutClusterCapacityProviders";
    let one = describe(&cx.ecs(), id)
        .await?
        .ok_or_else(|| missing(DESCRIBE, "cluster"))?;
    let mut all: BTreeSet<String> = one.capacity_providers().iter().cloned().collect();
    all.extend(PROVIDERS.map(str::to_owned));
    let call = cx.ecs().put_cluster_capacity_providers().cluster(id);
    let call = call.set_capacity_providers(Some(all.into_iter().collect()));
    // The call takes both lists, so the second one is sent as it is.
    let strategy = one.default_capacity_provider_strategy().to_vec();
    let sent = call.set_default_capacity_provider_strategy(Some(strategy)).send().await;
    sent.map(drop).map_err(api_error(CALL))
}

/// Describes a cluster by its name or ARN.
async fn describe(client: &Client, cluster: &str) -> Result<Option<Found>, ApiError> {
    let call = client
        .describe_clusters()
        .clusters(cluster)
        .include(ClusterField::Tags)
        .include(ClusterField::Settings)
        .include(ClusterField::Configurations)
        .include(ClusterField::Attachments);
    let answer = absent(call.send().await.map_err(api_error(DESCRIBE)))?;
    // A missing cluster is among the failures. A deleted one is still listed as INACTIVE for a while.
    let found = answer.and_then(|answer| answer.clusters.unwrap_or_default().into_iter().next());
    Ok(found.filter(|one| one.status() != Some("INACTIVE")))
}

impl Adapter for Cluster {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        match describe(&cx.ecs(), &cx.target.name).await? {
            Some(one) if one.status() != Some("DEPROVISIONING") => {
                let arn = one.cluster_arn().unwrap_or_default().to_owned();
                cx.claim(DESCRIBE, arn, pairs(one.tags()))
            }
            _ => Ok(None),
        }
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let pages = lx.ecs().list_clusters().into_paginator().items().send();
        let named = gather("ecs:ListClusters", pages, |arn| {
            lx.is_named_for_stack(last(&arn)).then_some(arn)
        })
        .await?;
        let mut owned = Vec::new();
        // As many as one call can describe: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeClusters.html
        for some in named.chunks(100) {
            let call = lx.ecs().describe_clusters().set_clusters(Some(some.to_vec()));
            let answer = call
                .include(ClusterField::Tags)
                .send()
                .await
                .map_err(api_error(DESCRIBE))?;
            let living = answer.clusters().iter();
            let living = living.filter(|one| !matches!(one.status(), Some("INACTIVE" | "DEPROVISIONING")));
            owned.extend(living.filter_map(|one| lx.owned(one.cluster_arn()?, pairs(one.tags()))));
        }
        Ok(owned)
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        const CALL: &str = "ecs:CreateCluster";
        let call = cx
            .ecs()
            .create_cluster()
            .cluster_name(&cx.target.name)
            .set_capacity_providers(Some(PROVIDERS.map(str::to_owned).into()))
            .settings(insights(self.container_insights))
            .configuration(sessions(self.session_log.value()))
            .set_tags(Some(cx.ecs_tags()));
        let answer = call.send().await.map_err(api_error(CALL))?;
        let created = answer.cluster.and_then(|one| one.cluster_arn);
        created.ok_or_else(|| missing(CALL, "cluster ARN"))
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if !changed.is_new() && changed.take(&["container_insights"]) {
            set_insights(cx, id, self.container_insights).await?;
        }
        if !changed.is_new() && changed.take(&["session_log"]) {
            let call = cx.ecs().update_cluster().cluster(id);
            let call = call.configuration(sessions(self.session_log.value()));
            call.send().await.map_err(api_error("ecs:UpdateCluster"))?;
        }
        if !changed.is_new() && changed.take(&["capacity_providers"]) {
            attach_providers(cx, id).await?;
        }
        // Without Container Insights there is no log to keep.
        if changed.take(&["container_insights", "log_days"]) && self.container_insights {
            let name = format!("{}performance", cx.insights_path());
            cx.keep_service_logs([name], int(self.log_days)).await?;
        }
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(one) = describe(&cx.ecs(), id).await? else {
            return Ok(None);
        };
        let state = match one.status() {
            Some("FAILED") => State::Failed("FAILED: ECS gives no reason".into()),
            Some("DEPROVISIONING") => State::Deleting("DEPROVISIONING".into()),
            Some("PROVISIONING") => State::Pending("PROVISIONING".into()),
            // While capacity providers are being attached, AWS refuses a service with UpdateInProgressException.
            _ if one.attachments_status() == Some("UPDATE_FAILED") => {
                State::Failed("UPDATE_FAILED: its capacity providers could not be attached".into())
            }
            _ if one.attachments_status() == Some("UPDATE_IN_PROGRESS") => State::Pending("UPDATE_IN_PROGRESS".into()),
            _ => State::Ready,
        };
        let log_days = if self.container_insights {
            let path = cx.insights_path();
            let name = format!("{path}performance");
            cx.service_log_days(&path, &[name], int(self.log_days)).await?
        } else {
            self.log_days.into()
        };
        // Others may be attached too: nothing of the stack uses them.
        let providers = PROVIDERS.into_iter();
        let providers = providers.filter(|provider| one.capacity_providers().iter().any(|one| one == provider));
        Ok(Some(
            Live::new(state)
                .owned_by(cx.target.owner(pairs(one.tags())))
                .output("arn", id.to_owned())
                .output("name", one.cluster_name.clone())
                .field("log_days", log_days)
                .constant("capacity_providers", PROVIDERS.to_vec(), providers.collect::<Vec<_>>())
                .reported("container_insights", has_insights(&one))
                .field("session_log", session_log(&one)),
        ))
    }

    async fn tag(&self, cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
        cx.tag_ecs(id).await
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let Some(one) = describe(&cx.ecs(), id).await? else {
            return Ok(if cx.remove_service_logs(&cx.insights_path()).await? {
                Deletion::NotYet("its log group to be deleted".into())
            } else {
                Deletion::Accepted
            });
        };
        // Accepted only once the cluster no longer exists, because its log group must be deleted after it.
        let gone = Deletion::NotYet("the cluster to be deleted".into());
        if one.status() == Some("DEPROVISIONING") {
            return Ok(gone);
        }
        // Anything that is still measured would create the log group again.
        if has_insights(&one) == Some(true) {
            set_insights(cx, id, false).await?;
        }
        // Tasks that no service owns, such as those of a schedule, outlive what started them.
        let call = cx.ecs().list_tasks().cluster(id).desired_status(DesiredStatus::Running);
        let mut tasks = call.into_paginator().items().send();
        let mut stopped = false;
        while let Some(task) = tasks.next().await {
            let task = task.map_err(api_error("ecs:ListTasks"))?;
            let call = cx.ecs().stop_task().cluster(id).task(task);
            let sent = call.reason("The cluster is being deleted").send().await;
            absent(sent.map_err(api_error("ecs:StopTask")))?;
            stopped = true;
        }
        if stopped {
            return Ok(Deletion::NotYet("the cluster's last tasks to stop".into()));
        }
        let sent = cx.ecs().delete_cluster().cluster(id).send().await;
        absent(sent.map_err(api_error("ecs:DeleteCluster")))?;
        Ok(gone)
    }
}
