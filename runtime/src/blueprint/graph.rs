//! The desired resources of a stack, and who refers to whom.

use crate::resource::{Handle, Joined, Kind, KindInfo, used};
use crate::spec::Desired;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// The desired resources of a stack. Pure data: building one asks nothing of the world.
#[derive(Debug)]
pub struct Graph {
    /// The stack's name.
    pub stack: String,
    /// The account.
    pub account: String,
    /// The stack's own region.
    pub region: String,
    /// The resources, by address.
    pub resources: BTreeMap<String, Desired>,
    /// What the user wants to know afterwards, in order.
    pub outputs: Vec<Output>,
}

/// Something that the user wants to know afterwards.
#[derive(Clone, Debug)]
pub struct Output {
    /// Its name, as `ECS-CLUSTER-NAME`.
    pub name: &'static str,
    /// Its value, with references in it.
    pub value: Joined,
}

/// Where a resource stands, what it is called, and which key of the declaration it comes from.
#[derive(Clone, Debug)]
pub struct Seat<'a> {
    /// Its address, as `network.private-a`: the part of the architecture, and its place in it.
    pub address: &'a str,
    /// Its name, as `campus-private-a`; where the kind has generations, one is appended.
    pub name: String,
    /// The key of the declaration that it comes from.
    pub key: &'static str,
}

/// A graph in the making.
#[derive(Debug)]
pub struct Builder {
    graph: Graph,
}

impl Builder {
    /// Starts an empty graph.
    #[must_use]
    pub fn new(stack: &str, account: &str, region: &str) -> Self {
        Self {
            graph: Graph {
                stack: stack.into(),
                account: account.into(),
                region: region.into(),
                resources: BTreeMap::new(),
                outputs: Vec::new(),
            },
        }
    }

    /// Adds a resource in the stack's own region.
    pub fn add<K: Kind>(&mut self, seat: Seat<'_>, resource: &K) -> Handle<K> {
        let region = self.graph.region.clone();
        self.add_in(&region, seat, resource)
    }

    /// Adds a resource in a given region. What it refers to must have been added before, so that no cycle can arise.
    ///
    /// # Panics
    ///
    /// If the address is taken or a reference leads nowhere: both are faults of the blueprint, and its tests build every
    /// variant of the vocabulary.
    pub fn add_in<K: Kind>(&mut self, region: &str, seat: Seat<'_>, resource: &K) -> Handle<K> {
        let kind = &K::INFO;
        let fields = serde_json::to_value(resource).unwrap_or(Value::Null);
        let depends: BTreeSet<String> = used(&fields).into_iter().map(|used| used.address).collect();
        for address in &depends {
            assert!(
                self.graph.resources.contains_key(address),
                "{} refers to {address}, which is not there",
                seat.address
            );
        }
        let spec_hash = self.spec_hash(kind, region, &fields);
        let name = if kind.has_unique_spec_names() && kind.name_limit > 0 {
            format!("{}-{spec_hash}", seat.name)
        } else {
            seat.name
        };
        let desired = Desired {
            kind,
            region: region.into(),
            name,
            spec_hash,
            fields,
            depends,
            key: seat.key,
        };
        let before = self.graph.resources.insert(seat.address.into(), desired);
        assert!(before.is_none(), "{} is taken", seat.address);
        Handle::new(seat.address)
    }

    /// Adds an output.
    pub fn output(&mut self, name: &'static str, value: Joined) {
        self.graph.outputs.push(Output { name, value });
    }

    /// Returns the graph.
    #[must_use]
    pub fn finish(self) -> Graph {
        self.graph
    }

    /// Hashes what cannot change in place: the fields that replace, and the generations of what they refer to.
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
            hash.update(&self.graph.resources[&used.address].spec_hash);
        }
        hex::encode(hash.finalize())[..5].into()
    }
}
