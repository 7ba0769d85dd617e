//! Builds the graph of one stack.

use super::graph::{Graph, ResourceMeta};
use super::names::Names;
use crate::resource::{Handle, Joined, Kind};
use crate::spec::RestoreSource;
use moodle_stack_model::{Architecture, Stack};

/// The region of every resource that CloudFront uses, regardless of the stack's own region:
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html>.
pub(crate) const EDGE_REGION: &str = "us-east-1";

/// A graph under construction, with the inputs of its resources.
pub(super) struct GraphBuilder {
    /// The declared architecture.
    pub(super) architecture: Architecture,
    /// The backup that the stack is restored from, if any.
    pub(super) restore_source: Option<RestoreSource>,
    /// The naming rules for resources.
    pub(super) names: Names,
    graph: Graph,
}

impl GraphBuilder {
    /// Starts an empty graph for a stack.
    pub(super) fn new(stack: &Stack) -> Self {
        let architecture = stack.architecture;
        Self {
            architecture,
            restore_source: None,
            names: Names::new(stack.name, architecture.account, architecture.region),
            graph: Graph::new(stack.name, architecture.account, architecture.region),
        }
    }

    /// Adds a resource named after the last part of its address: `network.private-a` is `campus-private-a`.
    pub(super) fn add<K: Kind>(&mut self, address: &str, key: &'static str, resource: &K) -> Handle<K> {
        let part = address.rsplit('.').next().unwrap_or(address);
        let name = self.names.of(part);
        self.add_as(address, name, key, resource)
    }

    /// Adds a resource with the given name.
    pub(super) fn add_as<K: Kind>(
        &mut self,
        address: &str,
        name: String,
        key: &'static str,
        resource: &K,
    ) -> Handle<K> {
        self.graph.add(ResourceMeta { address, name, key }, resource)
    }

    /// Adds a resource with the given name in [`EDGE_REGION`].
    pub(super) fn add_at_edge<K: Kind>(
        &mut self,
        address: &str,
        name: String,
        key: &'static str,
        resource: &K,
    ) -> Handle<K> {
        self.graph
            .add_in(EDGE_REGION, ResourceMeta { address, name, key }, resource)
    }

    /// Adds an output.
    pub(super) fn output(&mut self, name: &'static str, value: Joined) {
        self.graph.add_output(name, value);
    }

    /// Returns the graph.
    pub(super) fn finish(self) -> Graph {
        self.graph
    }
}
