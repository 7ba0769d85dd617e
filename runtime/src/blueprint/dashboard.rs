//! A dashboard of the whole site.

use super::cache::Cache;
use super::compute::Compute;
use super::database::Database;
use super::graph_builder::{EDGE_REGION, GraphBuilder};
use super::load_balancer::Front;
use crate::kinds::cloudfront::Distribution;
use crate::kinds::cloudwatch::Dashboard;
use crate::resource::{Handle, Joined};
use serde_json::{Value, json};

/// Two widgets stand in a row of 24 columns:
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html>.
const WIDTH: usize = 12;
const HEIGHT: usize = 6;

/// Adds the dashboard, where it is wanted.
pub(super) fn dashboard(
    draft: &mut GraphBuilder,
    front: &Front,
    compute: &Compute,
    database: &Database,
    cache: &Cache,
    distribution: Option<&Handle<Distribution>>,
) {
    if !draft.site.observability.dashboard {
        return;
    }
    let region = draft.names.region().to_owned();
    let mut widgets = Vec::new();
    if let Some(distribution) = distribution {
        let of = |metric: &str| {
            let id = Joined::reference(&distribution.id());
            json!(["AWS/CloudFront", metric, "Region", "Global", "DistributionId", id])
        };
        widgets.push(widget("Requests at the edge", EDGE_REGION, "Sum", &[of("Requests")]));
        let errors = [of("4xxErrorRate"), of("5xxErrorRate")];
        widgets.push(widget(
            "Errors at the edge, in percent",
            EDGE_REGION,
            "Average",
            &errors,
        ));
    }
    widgets.extend(front_widgets(front, &region));
    widgets.push(use_widget(compute, &region));
    if draft.site.observability.container_insights {
        widgets.push(tasks_widget(compute, &region));
    }
    widgets.extend(database_widgets(database, &region));
    widgets.push(cache_widget(cache, &region));
    for (i, widget) in widgets.iter_mut().enumerate() {
        widget["x"] = json!(i % 2 * WIDTH);
        widget["y"] = json!(i / 2 * HEIGHT);
    }
    let board = Dashboard {
        body: json!({ "widgets": widgets }),
    };
    // Dashboards are the account's, whatever the region.
    let name = draft.names.global("site");
    draft.add_as("observability.dashboard", name, "observability.dashboard", &board);
}

fn front_widgets(front: &Front, region: &str) -> [Value; 2] {
    let balancer = Joined::reference(&front.load_balancer.label());
    let of = |metric: &str| json!(["AWS/ApplicationELB", metric, "LoadBalancer", balancer]);
    let requests = ["RequestCount", "HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count"];
    [
        widget("Requests and errors", region, "Sum", &requests.map(of)),
        widget("Answer time, in seconds", region, "p95", &[of("TargetResponseTime")]),
    ]
}

fn use_widget(compute: &Compute, region: &str) -> Value {
    let of = |metric: &str| service_metric(compute, "AWS/ECS", metric);
    let metrics = ["CPUUtilization", "MemoryUtilization"].map(of);
    widget("CPU and memory of tasks, in percent", region, "Average", &metrics)
}

fn tasks_widget(compute: &Compute, region: &str) -> Value {
    let metrics = ["DesiredTaskCount", "RunningTaskCount"].map(|metric| {
        // Container Insights alone counts tasks.
        service_metric(compute, "ECS/ContainerInsights", metric)
    });
    widget("Tasks", region, "Average", &metrics)
}

fn service_metric(compute: &Compute, namespace: &str, metric: &str) -> Value {
    let (cluster, service) = (compute.cluster.name(), compute.service.name());
    json!([namespace, metric, "ClusterName", cluster, "ServiceName", service])
}

fn database_widgets(database: &Database, region: &str) -> [Value; 2] {
    let of = |metric: &str| -> Vec<Value> {
        let instances = database.instances.iter();
        instances
            .map(|id| json!(["AWS/RDS", metric, "DBInstanceIdentifier", id]))
            .collect()
    };
    [
        widget(
            "CPU of the database, in percent",
            region,
            "Average",
            &of("CPUUtilization"),
        ),
        widget(
            "Connections of the database",
            region,
            "Average",
            &of("DatabaseConnections"),
        ),
    ]
}

fn cache_widget(cache: &Cache, region: &str) -> Value {
    let metrics: Vec<Value> = match cache.nodes {
        Some(nodes) => (1..=nodes)
            .map(|node| {
                let id = Joined::reference(&cache.name).push(format!("-{node:03}"));
                json!(["AWS/ElastiCache", "DatabaseMemoryUsagePercentage", "CacheClusterId", id])
            })
            .collect(),
        None => vec![json!(["AWS/ElastiCache", "BytesUsedForCache", "clusterId", cache.name])],
    };
    widget("Memory of the cache", region, "Average", &metrics)
}

fn widget(title: &str, region: &str, statistic: &str, metrics: &[Value]) -> Value {
    json!({
        "type": "metric",
        "width": WIDTH,
        "height": HEIGHT,
        "properties": {
            "title": title,
            "region": region,
            "stat": statistic,
            "period": 60,
            "metrics": metrics,
        },
    })
}
