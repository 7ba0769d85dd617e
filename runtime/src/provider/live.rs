//! A resource as it is on AWS.

use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A resource as it is on AWS.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Live {
    /// Its state.
    pub state: State,
    /// Its outputs; all of them, once it is ready.
    pub outputs: BTreeMap<String, String>,
    /// The fields that AWS reports, in the shape of the kind's own.
    pub fields: Map<String, Value>,
    /// The kind's constants that AWS reports, by name.
    pub constants: BTreeMap<&'static str, Constant>,
    /// Who owns it, by the tags that AWS reports; the stack, if AWS reports none when the resource is read.
    pub owner: Owner,
}

/// Who owns a resource, by its tags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Owner {
    /// This stack.
    #[default]
    Stack,
    /// Nobody: some of the tags that identify it are missing or differ, and it has no tag of another stack. A resource in the
    /// journal is still the stack's: somebody has removed its tags. These are the missing ones.
    Nobody(BTreeMap<String, String>),
    /// Another stack, with this name.
    Other(String),
}

/// What an adapter sets to the same value on every resource of its kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Constant {
    /// The value that the adapter sets.
    pub expected: Value,
    /// The value that AWS reports.
    pub live: Value,
}

/// The state of a resource.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum State {
    /// It can be used.
    #[default]
    Ready,
    /// It will be ready: AWS's word for its state, such as `creating`. If AWS reports why it is not ready yet, the causes
    /// follow, a line each.
    Pending(String),
    /// It will not be ready: the cause that AWS gives. The first line is a summary; more from AWS may follow, a line each.
    Failed(String),
    /// It is being deleted: AWS's word for its state, and the causes, as in `Pending`.
    Deleting(String),
}

/// How far a deletion is.
#[derive(Clone, Debug, PartialEq)]
pub enum Deletion {
    /// AWS has accepted it; the executor only has to wait.
    Accepted,
    /// AWS does not know the resource: it does not exist, or was created a moment ago.
    NotFound,
    /// It is done, and something with its data remains, such as "its data is in the final snapshot `x`".
    Kept(String),
    /// Something else must end first, such as "the distribution to be disabled".
    NotYet(String),
    /// The resource is left alone, for this reason: AWS deletes it later and not on demand, or other stacks share it.
    /// There is nothing to wait for.
    Abandoned(String),
}

impl Live {
    /// Starts with its state.
    #[must_use]
    pub fn new(state: State) -> Self {
        Self {
            state,
            ..Self::default()
        }
    }

    /// Sets who owns it by its tags, if AWS reports them.
    #[must_use]
    pub fn owned_by(mut self, owner: Owner) -> Self {
        self.owner = owner;
        self
    }

    /// Adds an output, if AWS reports it.
    #[must_use]
    pub fn output(mut self, name: &str, value: impl Into<Option<String>>) -> Self {
        if let Some(value) = value.into() {
            self.outputs.insert(name.into(), value);
        }
        self
    }

    /// Adds a constant of the kind: the value that the adapter sets, and the value that AWS reports, if it does. A value
    /// that AWS reports in another form must be in the form in which it is set.
    #[must_use]
    pub fn constant<T: Serialize>(mut self, name: &'static str, expected: T, live: impl Into<Option<T>>) -> Self {
        let values = (serde_json::to_value(expected), serde_json::to_value(live.into()));
        if let (Ok(expected), Ok(live)) = values
            && !live.is_null()
        {
            self.constants.insert(name, Constant { expected, live });
        }
        self
    }

    /// Adds a field, in the shape of the kind's own.
    #[must_use]
    pub fn field(mut self, name: &str, value: impl Serialize) -> Self {
        if let Ok(value) = serde_json::to_value(value) {
            self.fields.insert(name.into(), value);
        }
        self
    }
}
