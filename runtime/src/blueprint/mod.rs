//! Builds the graph of desired resources from an architecture.
//!
//! Each part of the architecture has a file. It adds its resources to the `GraphBuilder` and returns the references
//! that later parts need. A reference is taken from the resource that makes its value usable, so a dependent also waits
//! for that resource: the reference to a subnet comes from its route table, to a file system from its mount targets, to
//! a target group from the listener or rule that forwards to it. Nothing else orders the resources.

mod alarms;
mod cache;
mod cache_authentication;
mod certificates;
mod compute;
mod container;
mod dashboard;
mod database;
mod description;
mod dns;
mod edge;
mod email;
mod endpoints;
mod engine;
mod files;
mod firewall;
mod flow_logs;
mod graph;
mod graph_builder;
mod image;
mod linked_roles;
mod load_balancer;
mod names;
mod network;
mod notification;
mod outputs;
mod policy;
mod roles;
mod rotation;
mod scaling;
mod secrets;
mod security;
mod subnets;
#[cfg(test)]
pub(crate) mod tests;
mod trail;

#[cfg(feature = "aws")]
pub(crate) use cache_authentication::CACHE_AUTHENTICATION;
pub(crate) use compute::{CRON, EXEC, SCHEMA, SERVICE};
pub(crate) use files::VAULT;
pub use graph::{Graph, Output, ResourceMeta};
pub(crate) use graph_builder::EDGE_REGION;
pub use image::REPOSITORY;
pub(crate) use names::partition;
pub(crate) use scaling::SCALABLE_TARGET;
pub(crate) use secrets::ADMIN_PASSWORD;

use crate::spec::RestoreSource;
use graph_builder::GraphBuilder;
use linked_roles::LinkedRoles;
use moodle_stack_model::Stack;
use secrets::Secrets;

/// Builds the graph of a stack's resources. It makes no calls.
#[must_use]
pub fn blueprint(stack: &Stack) -> Graph {
    build(GraphBuilder::new(stack))
}

/// Builds the graph of a stack that is being restored from a backup of another stack. It also has the resources that
/// the restore itself needs; the graph of the restored stack, as [`blueprint`] builds it, no longer has them.
#[must_use]
pub fn blueprint_from(stack: &Stack, source: &RestoreSource) -> Graph {
    let mut graph = GraphBuilder::new(stack);
    graph.restore_source = Some(source.clone());
    build(graph)
}

fn build(mut graph: GraphBuilder) -> Graph {
    let linked_roles = LinkedRoles::new(&mut graph);
    let network = network::network(&mut graph);
    let groups = security::security(&mut graph, &network);
    endpoints::endpoints(&mut graph, &network, &groups);
    flow_logs::flow_logs(&mut graph, &network);
    trail::trail(&mut graph);
    let topic = notification::topic(&mut graph);
    let secrets = Secrets::new(&mut graph);
    let certificates = certificates::certificates(&mut graph);
    let load_balancer = load_balancer::load_balancer(
        &mut graph,
        &network,
        &groups,
        &linked_roles,
        &secrets,
        &certificates.load_balancer,
    );
    let files = files::files(&mut graph, &network, &groups);
    let database = database::database(&mut graph, &network, &groups, &linked_roles);
    notification::database_events(&mut graph, &topic, &database);
    let cache = cache::cache(&mut graph, &network, &groups, &linked_roles);
    let image = image::image(&mut graph);
    let container = container::Container::new(&mut graph, image, &secrets, &files, &database, &cache);
    let stores = compute::DataStores {
        database: &database,
        files: &files,
    };
    let compute = compute::compute(
        &mut graph,
        &network,
        &groups,
        &linked_roles,
        &load_balancer,
        &container,
        &stores,
    );
    cache_authentication::cache_authentication(&mut graph, &cache, &compute);
    scaling::scaling(&mut graph, &linked_roles, &load_balancer, &compute);
    let roll = rotation::rotation(&mut graph, &database, &compute);
    let distribution = edge::edge(&mut graph, &load_balancer, &secrets, certificates.edge);
    dns::dns(&mut graph, &load_balancer, distribution.as_ref());
    alarms::alarms(&mut graph, &topic, &load_balancer, &compute, &files, &database, &cache);
    alarms::rotation(&mut graph, &topic, &roll);
    dashboard::dashboard(
        &mut graph,
        &load_balancer,
        &compute,
        &database,
        &cache,
        distribution.as_ref(),
    );
    outputs::outputs(
        &mut graph,
        &network,
        &load_balancer,
        &compute,
        &secrets,
        &cache,
        distribution.as_ref(),
    );
    graph.finish()
}
