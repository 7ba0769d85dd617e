//! The desired resources of a stack, and the references between them.

use crate::resource::{Handle, Joined, Kind, KindInfo, used};
use crate::spec::Desired;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// The desired resources of a stack, as pure data: building a graph makes no calls.
#[derive(Debug)]
pub struct Graph {
    /// The stack's name.
    pub stack: String,
    /// The AWS account's ID.
    pub account: String,
    /// The stack's own region.
    pub region: String,
    /// The resources, by address.
    pub resources: BTreeMap<String, Desired>,
    /// The outputs that a deployment prints, in this order.
    pub outputs: Vec<Output>,
}

/// Something that the user wants to know afterwards.
#[derive(Clone, Debug)]
pub struct Output {
    /// Its name, such as `ECS-CLUSTER-NAME`.
    pub name: &'static str,
    /// Its value, with references in it.
    pub value: Joined,
}

/// The identity of a resource in its stack.
#[derive(Clone, Debug)]
pub struct ResourceMeta<'a> {
    /// Its address, such as `network.private-a`: the part of the architecture, and its name within that part.
    pub address: &'a str,
    /// Its name, such as `campus-private-a`. The spec hash is appended if two of the kind can exist side by side.
    pub name: String,
    /// The key in the declaration that it is derived from.
    pub key: &'static str,
}

impl Graph {
    /// Creates an empty graph.
    #[must_use]
    pub fn new(stack: &str, account: &str, region: &str) -> Self {
        Self {
            stack: stack.into(),
            account: account.into(),
            region: region.into(),
            resources: BTreeMap::new(),
            outputs: Vec::new(),
        }
    }

    /// Adds a resource in the stack's own region.
    pub fn add<K: Kind>(&mut self, meta: ResourceMeta<'_>, resource: &K) -> Handle<K> {
        let region = self.region.clone();
        self.add_in(&region, meta, resource)
    }

    /// Adds a resource in the given region. Every resource that it refers to must already be in the graph, so no cycle
    /// can arise.
    ///
    /// # Panics
    ///
    /// Panics if the address is already in the graph, or if a reference points to an address that is not. Both are bugs
    /// of the blueprint, and its tests build every variant of the vocabulary.
    pub fn add_in<K: Kind>(&mut self, region: &str, meta: ResourceMeta<'_>, resource: &K) -> Handle<K> {
        let kind = &K::INFO;
        let fields = resource.to_fields();
        let depends: BTreeSet<String> = used(&fields).into_iter().map(|used| used.address).collect();
        for address in &depends {
            assert!(
                self.resources.contains_key(address),
                "{} refers to {address}, which is not in the graph",
                meta.address
            );
        }
        let spec_hash = self.spec_hash(kind, region, &fields);
        let name = if kind.has_spec_hash_in_name() {
            format!("{}-{spec_hash}", meta.name)
        } else {
            meta.name
        };
        let desired = Desired {
            kind,
            region: region.into(),
            name,
            spec_hash,
            fields,
            depends,
            key: meta.key,
        };
        let previous = self.resources.insert(meta.address.into(), desired);
        assert!(previous.is_none(), "{} is already in the graph", meta.address);
        Handle::new(meta.address)
    }

    /// Adds an output.
    pub fn add_output(&mut self, name: &'static str, value: Joined) {
        self.outputs.push(Output { name, value });
    }

    /// Hashes what cannot change in place: the region, the fields whose change replaces the resource, and the spec
    /// hashes of the resources that those fields refer to.
    fn spec_hash(&self, kind: &KindInfo, region: &str, fields: &Value) -> String {
        let mut hash = Sha256::new();
        hash.update(region);
        for field in kind.replaces {
            hash.update(field);
            hash.update(fields[field].to_string());
        }
        for used in used(fields)
            .iter()
            .filter(|used| kind.replaces.contains(&used.field.as_str()))
        {
            hash.update(&self.resources[&used.address].spec_hash);
        }
        hex::encode(hash.finalize())[..5].into()
    }
}
