//! The dashboard of the site.

use super::cache::Cache;
use super::compute::Compute;
use super::database::Database;
use super::graph_builder::{EDGE_REGION, GraphBuilder};
use super::load_balancer::LoadBalancer;
use crate::kinds::cloudfront::Distribution;
use crate::kinds::cloudwatch::Dashboard;
use crate::resource::{Handle, Joined};
use serde_json::{Value, json};

/// How many widgets a row has. The grid of a dashboard is 24 units wide:
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html>.
const COLUMNS: usize = 2;
const WIDTH: usize = 24 / COLUMNS;
const HEIGHT: usize = 6;

/// A graph of metrics. The period is a minute.
struct Widget {
    title: &'static str,
    region: String,
    statistic: &'static str,
    metrics: Vec<Value>,
}

/// Adds the dashboard if it is enabled.
pub(super) fn dashboard(
    graph: &mut GraphBuilder,
    load_balancer: &LoadBalancer,
    compute: &Compute,
    database: &Database,
    cache: &Cache,
    distribution: Option<&Handle<Distribution>>,
) {
    if !graph.architecture.observability.dashboard {
        return;
    }
    let region = graph.names.region().to_owned();
    let mut widgets = Vec::new();
    if let Some(distribution) = distribution {
        let of = |metric: &str| {
            let id = Joined::reference(&distribution.id());
            json!(["AWS/CloudFront", metric, "Region", "Global", "DistributionId", id])
        };
        widgets.push(Widget::new(
            "Requests at the edge",
            EDGE_REGION,
            "Sum",
            &[of("Requests")],
        ));
        let errors = [of("4xxErrorRate"), of("5xxErrorRate")];
        widgets.push(Widget::new(
            "Errors at the edge, in percent",
            EDGE_REGION,
            "Average",
            &errors,
        ));
    }
    widgets.extend(load_balancer_widgets(load_balancer, &region));
    widgets.push(utilization_widget(compute, &region));
    if graph.architecture.observability.container_insights {
        widgets.push(tasks_widget(compute, &region));
    }
    widgets.extend(database_widgets(database, &region));
    widgets.push(cache_widget(cache, &region));
    let widgets = widgets.iter().enumerate().map(|(i, widget)| widget.at(i));
    let board = Dashboard {
        body: json!({ "widgets": widgets.collect::<Vec<Value>>() }),
    };
    // A dashboard belongs to the account, and not to a region.
    let name = graph.names.global("site");
    graph.add_as("observability.dashboard", name, "observability.dashboard", &board);
}

fn load_balancer_widgets(load_balancer: &LoadBalancer, region: &str) -> [Widget; 2] {
    let balancer = Joined::reference(&load_balancer.alb.label());
    let of = |metric: &str| json!(["AWS/ApplicationELB", metric, "LoadBalancer", balancer]);
    let requests = ["RequestCount", "HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count"];
    [
        Widget::new("Requests and errors", region, "Sum", &requests.map(of)),
        Widget::new("Answer time, in seconds", region, "p95", &[of("TargetResponseTime")]),
    ]
}

fn utilization_widget(compute: &Compute, region: &str) -> Widget {
    let of = |metric: &str| service_metric(compute, "AWS/ECS", metric);
    let metrics = ["CPUUtilization", "MemoryUtilization"].map(of);
    Widget::new("CPU and memory of tasks, in percent", region, "Average", &metrics)
}

fn tasks_widget(compute: &Compute, region: &str) -> Widget {
    let metrics = ["DesiredTaskCount", "RunningTaskCount"].map(|metric| {
        // Only Container Insights counts tasks.
        service_metric(compute, "ECS/ContainerInsights", metric)
    });
    Widget::new("Tasks", region, "Average", &metrics)
}

fn service_metric(compute: &Compute, namespace: &str, metric: &str) -> Value {
    let (cluster, service) = (compute.cluster.name(), compute.service.name());
    json!([namespace, metric, "ClusterName", cluster, "ServiceName", service])
}

fn database_widgets(database: &Database, region: &str) -> [Widget; 2] {
    let of = |metric: &str| -> Vec<Value> {
        let instances = database.instances.iter();
        instances
            .map(|id| json!(["AWS/RDS", metric, "DBInstanceIdentifier", id]))
            .collect()
    };
    [
        Widget::new(
            "CPU of the database, in percent",
            region,
            "Average",
            &of("CPUUtilization"),
        ),
        Widget::new(
            "Connections of the database",
            region,
            "Average",
            &of("DatabaseConnections"),
        ),
    ]
}

fn cache_widget(cache: &Cache, region: &str) -> Widget {
    let metrics: Vec<Value> = match cache.nodes {
        Some(nodes) => (1..=nodes)
            .map(|node| {
                let id = Joined::reference(&cache.name).push(format!("-{node:03}"));
                json!(["AWS/ElastiCache", "DatabaseMemoryUsagePercentage", "CacheClusterId", id])
            })
            .collect(),
        None => vec![json!(["AWS/ElastiCache", "BytesUsedForCache", "clusterId", cache.name])],
    };
    Widget::new("Memory of the cache", region, "Average", &metrics)
}

impl Widget {
    fn new(title: &'static str, region: &str, statistic: &'static str, metrics: &[Value]) -> Self {
        Self {
            title,
            region: region.into(),
            statistic,
            metrics: metrics.into(),
        }
    }

    /// Returns the widget's entry in the dashboard's body, placed in the cell with this index.
    fn at(&self, index: usize) -> Value {
        json!({
            "type": "metric",
            "x": index % COLUMNS * WIDTH,
            "y": index / COLUMNS * HEIGHT,
            "width": WIDTH,
            "height": HEIGHT,
            "properties": {
                "title": self.title,
                "region": self.region,
                "stat": self.statistic,
                "period": 60,
                "metrics": self.metrics,
            },
        })
    }
}
