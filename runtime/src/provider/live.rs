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
    /// Whether AWS reports its tags, and they do not show that this stack owns it: somebody has removed them, and
    /// another tool may own it.
    pub is_not_owned: bool,
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
    /// It will be ready: AWS's word for its state, such as `creating`.
    Pending(String),
    /// It will not be ready: the cause that AWS gives. The first line is a summary; more from AWS may follow, a line each.
    Failed(String),
    /// It is being deleted: AWS's word for its state.
    Deleting(String),
}

/// How far a deletion is.
#[derive(Clone, Debug, PartialEq)]
pub enum Deletion {
    /// AWS has accepted it; the executor only has to wait.
    Accepted,
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

    /// Sets whether this stack owns it by its tags, if AWS reports them.
    #[must_use]
    pub fn owned(mut self, is_owned: bool) -> Self {
        self.is_not_owned = !is_owned;
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
