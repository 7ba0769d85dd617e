//! Clusters.

use crate::aws::common::{Told, foreign};
use crate::aws::{Adapter, Changed, Cx, absent, fault, missing};
use crate::provider::{Deletion, Fault, Live, State};
use crate::resource::ecs::Cluster;
use aws_sdk_ecs::types::{Cluster as Found, ClusterField, ClusterSetting, ClusterSettingName};

const DESCRIBE: &str = "ecs:DescribeClusters";

impl Cluster {
    fn settings(&self) -> ClusterSetting {
        ClusterSetting::builder()
            .name(ClusterSettingName::ContainerInsights)
            .value(if self.container_insights { "enabled" } else { "disabled" })
            .build()
    }
}

/// Describes a cluster by its name or ARN.
async fn describe(cx: &Cx<'_>, cluster: &str) -> Result<Option<Found>, Fault> {
    let call = cx
        .ecs()
        .describe_clusters()
        .clusters(cluster)
        .include(ClusterField::Tags)
        .include(ClusterField::Settings)
        .include(ClusterField::Attachments);
    let answer = absent(call.send().await.map_err(fault(DESCRIBE)))?;
    // What is not there is among the failures; what is deleted stays visible as INACTIVE for a while.
    let found = answer.and_then(|answer| answer.clusters.unwrap_or_default().into_iter().next());
    Ok(found.filter(|one| one.status() != Some("INACTIVE")))
}

impl Adapter for Cluster {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, Fault> {
        let name = &cx.target.name;
        match describe(cx, name).await? {
            None => Ok(None),
            Some(one) if one.status() == Some("DEPROVISIONING") => Ok(None),
            Some(one) if cx.owns_ecs(one.tags()) => Ok(one.cluster_arn),
            Some(_) => Err(foreign(DESCRIBE, &format!("the cluster {name}"))),
        }
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, Fault> {
        const CALL: &str = "ecs:CreateCluster";
        let call = cx
            .ecs()
            .create_cluster()
            .cluster_name(&cx.target.name)
            .capacity_providers("FARGATE")
            .capacity_providers("FARGATE_SPOT")
            .settings(self.settings())
            .set_tags(Some(cx.ecs_tags()));
        let answer = call.send().await.map_err(fault(CALL))?;
        let made = answer.cluster.and_then(|one| one.cluster_arn);
        made.ok_or_else(|| missing(CALL, "cluster ARN"))
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: Changed<'_>) -> Result<(), Fault> {
        if !changed.is_new() && changed.any(&["container_insights"]) {
            let call = cx.ecs().update_cluster().cluster(id).settings(self.settings());
            call.send().await.map_err(fault("ecs:UpdateCluster"))?;
        }
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, Fault> {
        let Some(one) = describe(cx, id).await? else {
            return Ok(None);
        };
        let state = match one.status() {
            Some("FAILED") => State::Failed("FAILED".into()),
            Some("DEPROVISIONING") => State::Deleting("DEPROVISIONING".into()),
            Some("PROVISIONING") => State::Pending("PROVISIONING".into()),
            // While its capacity providers are attached, a service is refused with UpdateInProgressException.
            _ if one.attachments_status() == Some("UPDATE_IN_PROGRESS") => State::Pending("UPDATE_IN_PROGRESS".into()),
            _ => State::Ready,
        };
        let mut settings = one.settings().iter();
        let insights = settings.find(|one| one.name() == Some(&ClusterSettingName::ContainerInsights));
        Ok(Some(
            Live::new(state)
                .output("arn", id.to_owned())
                .output("name", one.cluster_name.clone())
                .told(
                    "container_insights",
                    insights.and_then(|one| one.value()).map(|value| value != "disabled"),
                ),
        ))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, Fault> {
        if describe(cx, id).await?.is_none() {
            return Ok(Deletion::Accepted);
        }
        // Tasks that no service owns, as those of a schedule, outlive what started them.
        let mut tasks = cx.ecs().list_tasks().cluster(id).into_paginator().items().send();
        let mut stopped = false;
        while let Some(task) = tasks.next().await {
            let task = task.map_err(fault("ecs:ListTasks"))?;
            let call = cx.ecs().stop_task().cluster(id).task(task);
            let sent = call.reason("The cluster is being deleted").send().await;
            absent(sent.map_err(fault("ecs:StopTask")))?;
            stopped = true;
        }
        if stopped {
            return Ok(Deletion::NotYet("the cluster's last tasks to stop".into()));
        }
        let sent = cx.ecs().delete_cluster().cluster(id).send().await;
        absent(sent.map_err(fault("ecs:DeleteCluster")))?;
        Ok(Deletion::Accepted)
    }
}
