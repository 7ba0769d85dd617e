//! From an architecture to the graph of desired resources.
//!
//! One file to a part of the architecture. Each part adds its resources to the `GraphBuilder` and returns the references
//! that later parts may take. A reference is taken from the resource that makes a thing usable, so that what refers to
//! it also waits for it: a subnet comes from its route table, a file system from its mount targets, a target group from
//! what sends to it. Nothing else orders the resources.

mod alarms;
mod cache;
mod certificates;
mod compute;
mod container;
mod dashboard;
mod database;
mod dns;
mod edge;
mod email;
mod endpoints;
mod engine;
mod files;
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

pub(crate) use compute::{CRON, EXEC, SCHEMA, SERVICE};
pub(crate) use files::VAULT;
pub use graph::{Builder, Graph, Output, Seat};
pub(crate) use graph_builder::EDGE_REGION;
pub use image::REPOSITORY;
pub(crate) use names::partition;
pub(crate) use scaling::RANGE;
pub(crate) use secrets::ADMIN_PASSWORD;

use crate::spec::Origin;
use graph_builder::GraphBuilder;
use linked_roles::LinkedRoles;
use moodle_stack_model::Stack;
use secrets::Secrets;

/// Builds the graph of the resources that a stack becomes. It asks nothing of the world.
#[must_use]
pub fn blueprint(stack: &Stack) -> Graph {
    build(GraphBuilder::new(stack))
}

/// Builds the graph of a stack that is being made from copies of another's data: with what it takes to bring them in, and
/// without which the stack goes on afterwards.
#[must_use]
pub fn blueprint_from(stack: &Stack, origin: &Origin) -> Graph {
    let mut draft = GraphBuilder::new(stack);
    draft.origin = Some(origin.clone());
    build(draft)
}

fn build(mut draft: GraphBuilder) -> Graph {
    let linked_roles = LinkedRoles::new(&mut draft);
    let network = network::network(&mut draft);
    let groups = security::security(&mut draft, &network);
    endpoints::endpoints(&mut draft, &network, &groups);
    flow_logs::flow_logs(&mut draft, &network);
    trail::trail(&mut draft);
    let topic = notification::topic(&mut draft);
    let secrets = Secrets::new(&mut draft);
    let certificates = certificates::certificates(&mut draft);
    let front = load_balancer::load_balancer(
        &mut draft,
        &network,
        &groups,
        &linked_roles,
        &secrets,
        &certificates.load_balancer,
    );
    let files = files::files(&mut draft, &network, &groups);
    let database = database::database(&mut draft, &network, &groups, &linked_roles);
    notification::database_events(&mut draft, &topic, &database);
    let cache = cache::cache(&mut draft, &network, &groups, &linked_roles);
    let image = image::image(&mut draft);
    let container = container::Container::new(&mut draft, image, &secrets, &files, &database, &cache);
    let store = compute::Store {
        database: &database,
        files: &files,
    };
    let compute = compute::compute(&mut draft, &network, &groups, &linked_roles, &front, &container, &store);
    scaling::scaling(&mut draft, &linked_roles, &front, &compute);
    let roll = rotation::rotation(&mut draft, &database, &compute);
    let distribution = edge::edge(&mut draft, &front, &secrets, certificates.edge);
    dns::dns(&mut draft, &front, distribution.as_ref());
    alarms::alarms(&mut draft, &topic, &front, &compute, &files, &database, &cache);
    alarms::rotation(&mut draft, &topic, &roll);
    dashboard::dashboard(&mut draft, &front, &compute, &database, &cache, distribution.as_ref());
    outputs::outputs(
        &mut draft,
        &network,
        &front,
        &compute,
        &secrets,
        &cache,
        distribution.as_ref(),
    );
    draft.finish()
}
