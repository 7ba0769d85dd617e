//! A blueprint in the making.

use super::names::Names;
use super::{Builder, Graph, Seat};
use crate::resource::{Handle, Joined, Kind};
use crate::spec::Origin;
use moodle_stack_model::{Architecture, Stack};

/// The region of everything that CloudFront takes, wherever the stack is:
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html>.
pub(crate) const EDGE_REGION: &str = "us-east-1";

/// A graph in the making, beside what it is made from.
pub(super) struct GraphBuilder {
    /// What is declared.
    pub(super) site: Architecture,
    /// What it is made from, where it is not made empty.
    pub(super) origin: Option<Origin>,
    /// What resources are called.
    pub(super) names: Names,
    builder: Builder,
}

impl GraphBuilder {
    /// Starts with nothing.
    pub(super) fn new(stack: &Stack) -> Self {
        let site = stack.architecture;
        Self {
            site,
            origin: None,
            names: Names::new(stack.name, site.account, site.region),
            builder: Builder::new(stack.name, site.account, site.region),
        }
    }

    /// Adds a resource that is called by the last part of its address: `network.private-a` is `campus-private-a`.
    pub(super) fn add<K: Kind>(&mut self, address: &str, key: &'static str, resource: &K) -> Handle<K> {
        let part = address.rsplit('.').next().unwrap_or(address);
        let name = self.names.of(part);
        self.add_as(address, name, key, resource)
    }

    /// Adds a resource with a name of its own.
    pub(super) fn add_as<K: Kind>(
        &mut self,
        address: &str,
        name: String,
        key: &'static str,
        resource: &K,
    ) -> Handle<K> {
        self.builder.add(Seat { address, name, key }, resource)
    }

    /// Adds a resource in CloudFront's region.
    pub(super) fn add_at_edge<K: Kind>(
        &mut self,
        address: &str,
        name: String,
        key: &'static str,
        resource: &K,
    ) -> Handle<K> {
        self.builder.add_in(EDGE_REGION, Seat { address, name, key }, resource)
    }

    /// Adds something that the user wants to know afterwards.
    pub(super) fn output(&mut self, name: &'static str, value: Joined) {
        self.builder.output(name, value);
    }

    /// Returns the graph.
    pub(super) fn finish(self) -> Graph {
        self.builder.finish()
    }
}
