//! What the engine asks of the world, and what the world may answer.

use crate::resource::KindInfo;
use moodle_stack_model::rules::preflight::{PreflightAnswers, PreflightQuery};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;

/// The one interface between the executor and the world: the sandbox, or AWS.
///
/// Every operation is one step that can be repeated: the executor calls `find` before `create`, calls `configure` after
/// each creation and for each change, and reads until the resource is ready.
pub trait Provider {
    /// Looks for a resource of ours, by its deterministic name or its tags, and returns its id.
    ///
    /// A resource of that name that is not ours is a [`ApiErrorKind::NotOwned`]; one that is being deleted is not found.
    fn find(&self, target: &Target, fields: &Value) -> impl Future<Output = Result<Option<String>, ApiError>>;

    /// Makes the resource with the one call that brings it into being, and returns its id. The call carries
    /// [`Target::token`] where AWS takes a client token, and [`Target::tags`] where it takes tags.
    fn create(&self, target: &Target, fields: &Value) -> impl Future<Output = Result<String, ApiError>>;

    /// Brings everything about the resource in line with `fields` that can be changed in place. Idempotent, and makes
    /// only the calls that are needed: `changed` names the fields that differ, or is empty after a creation, when
    /// everything that `create` did not set is to be set.
    fn configure(
        &self,
        target: &Target,
        id: &str,
        fields: &Value,
        changed: &[String],
    ) -> impl Future<Output = Result<(), ApiError>>;

    /// Reads the resource as it is; `None` if it is gone. `fields` is what was last applied.
    fn read(&self, target: &Target, id: &str, fields: &Value) -> impl Future<Output = Result<Option<Live>, ApiError>>;

    /// Takes one step towards the resource's end. `fields` is what was last applied. The executor calls again while the
    /// answer is [`Deletion::NotYet`], then reads until the resource is gone.
    fn delete(&self, target: &Target, id: &str, fields: &Value) -> impl Future<Output = Result<Deletion, ApiError>>;

    /// Lists what is the stack's of one kind in one region, whatever its place, its generation and its run: also what is
    /// declared no more. What is being deleted is not listed.
    fn list(&self, scope: &Scope<'_>) -> impl Future<Output = Result<Vec<Owned>, ApiError>>;

    /// Asks for what a declaration names and does not make, and changes nothing. What the world knows nothing of is left
    /// out of the answer.
    fn know(&self, question: &PreflightQuery) -> impl Future<Output = Result<PreflightAnswers, ApiError>>;
}

/// Which resource is meant.
#[derive(Clone, Debug)]
pub struct Target {
    /// The stack's name.
    pub stack: String,
    /// The account.
    pub account: String,
    /// Where the resource stands in the graph.
    pub address: String,
    /// What it is.
    pub kind: &'static KindInfo,
    /// The region that it lives in.
    pub region: String,
    /// Its name, or what its `Name` tag says.
    pub name: String,
    /// Tells two resources of one address apart, while one replaces the other.
    pub spec_hash: String,
    /// Which run of the deployer makes it.
    pub deployment: String,
    /// A client token: the same for every try at one creation, another for the next; 32 hexadecimal digits.
    pub token: String,
    /// What its references have become; only where it is made or changed.
    pub references: Vec<Reference>,
}

/// What of a stack is listed.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// The stack's name.
    pub stack: &'a str,
    /// The account.
    pub account: &'a str,
    /// The stack's own region: another stack of its name may have another, and both have something in what no region keeps
    /// apart.
    pub home: &'a str,
    /// The region that is listed.
    pub region: &'a str,
    /// The kind.
    pub kind: &'static KindInfo,
    /// The outputs of the stack's resources that are known so far: what has no tags is found by what it belongs to.
    pub known: &'a [Reference],
}

impl<'a> Scope<'a> {
    /// Returns what the known resources of a kind give.
    pub fn known_of(&self, kind: &'static KindInfo) -> impl Iterator<Item = &'a str> {
        let known = self.known.iter().filter(|known| known.kind == kind.name);
        known.map(|known| known.value.as_str())
    }

    /// Judges something by its tags: it is the stack's, at the place and of the generation that they name, or not.
    pub fn owned<'t>(&self, id: &str, tags: impl IntoIterator<Item = (&'t str, &'t str)>) -> Option<Owned> {
        let tags: BTreeMap<&str, &str> = tags.into_iter().collect();
        let tag = |key: &str| tags.get(key).copied().unwrap_or_default().to_owned();
        let is_ours = tag(STACK_TAG) == self.stack && !tag(RESOURCE_TAG).is_empty();
        is_ours.then(|| Owned {
            id: id.into(),
            address: tag(RESOURCE_TAG),
            spec_hash: tag(SPEC_HASH_TAG),
            deployment: tag(DEPLOYMENT_TAG),
            name: tag("Name"),
            fields: Map::new(),
        })
    }
}

/// Something that is the stack's, as its tags tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Owned {
    /// Its id.
    pub id: String,
    /// Where it stands in the graph, or stood.
    pub address: String,
    /// Tells it apart from another of the same address.
    pub spec_hash: String,
    /// Which run of the deployer made it.
    pub deployment: String,
    /// Its name.
    pub name: String,
    /// Those of its fields that its deletion needs, in the shape of the kind's own.
    pub fields: Map<String, Value>,
}

impl Owned {
    /// Adds a field that its deletion needs, in the shape of the kind's own.
    #[must_use]
    pub fn field(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.fields.insert(name.into(), value.into());
        self
    }
}

/// A value that one resource takes from another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// The kind of the other, by AWS's name.
    pub kind: String,
    /// The value.
    pub value: String,
}

/// The tag that names the stack.
pub const STACK_TAG: &str = "moodle-stack:stack";
/// The tag that names the place in the graph.
pub const RESOURCE_TAG: &str = "moodle-stack:resource";
/// The tag that tells two resources of one place apart.
pub const SPEC_HASH_TAG: &str = "moodle-stack:generation";
/// The tag that names the run of the deployer that made it.
pub const DEPLOYMENT_TAG: &str = "moodle-stack:deployment";

impl Target {
    /// Returns the tags that the resource carries, `Name` among them.
    #[must_use]
    pub fn tags(&self) -> Vec<(String, String)> {
        [
            ("Name", &self.name),
            (STACK_TAG, &self.stack),
            (RESOURCE_TAG, &self.address),
            (SPEC_HASH_TAG, &self.spec_hash),
            (DEPLOYMENT_TAG, &self.deployment),
        ]
        .map(|(key, value)| (key.to_owned(), value.clone()))
        .into()
    }

    /// Tells whether tags say that a resource is this one.
    pub fn owns<'t>(&self, tags: impl IntoIterator<Item = (&'t str, &'t str)>) -> bool {
        let tags: BTreeMap<&str, &str> = tags.into_iter().collect();
        [
            (STACK_TAG, &self.stack),
            (RESOURCE_TAG, &self.address),
            (SPEC_HASH_TAG, &self.spec_hash),
        ]
        .iter()
        .all(|(key, value)| tags.get(key) == Some(&value.as_str()))
    }
}

/// A resource as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Live {
    /// How it is.
    pub state: State,
    /// Its outputs; all of them, once it is ready.
    pub outputs: BTreeMap<String, String>,
    /// Those of its fields that AWS tells, in the shape of the kind's own.
    pub fields: Map<String, Value>,
    /// Whether AWS tells its tags, and they do not say that it is this stack's: somebody has taken them off, and another
    /// tool may own it.
    pub is_not_owned: bool,
}

/// How a resource is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum State {
    /// It can be used.
    #[default]
    Ready,
    /// It will be: AWS's word for its state, as `creating`.
    Pending(String),
    /// It will not be: the cause that AWS gives. The first line is the short of it; what else AWS says of it may follow, a
    /// line each.
    Failed(String),
    /// It is going: AWS's word for its state.
    Deleting(String),
}

impl Live {
    /// Starts with how it is.
    #[must_use]
    pub fn new(state: State) -> Self {
        Self {
            state,
            ..Self::default()
        }
    }

    /// Says by its tags, where AWS tells them, whether it is this stack's.
    #[must_use]
    pub fn owned(mut self, is_ours: bool) -> Self {
        self.is_not_owned = !is_ours;
        self
    }

    /// Adds an output, where AWS tells it.
    #[must_use]
    pub fn output(mut self, name: &str, value: impl Into<Option<String>>) -> Self {
        if let Some(value) = value.into() {
            self.outputs.insert(name.into(), value);
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

/// How far a deletion has come.
#[derive(Clone, Debug, PartialEq)]
pub enum Deletion {
    /// AWS has accepted it; what is left is to wait.
    Accepted,
    /// Something else must end first: what is waited for, as "the distribution to be disabled".
    NotYet(String),
    /// It is left to itself: AWS takes it away later, and not on demand, or it is not the stack's alone. Why; there is
    /// nothing to wait for.
    Abandoned(String),
}

/// Stands in the place of AWS's code where no call was made.
pub(crate) const NOT_SENT: &str = "NotSent";

/// What went wrong with a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApiError {
    /// What kind of trouble it is.
    pub kind: ApiErrorKind,
    /// The call, as `ec2:CreateSubnet`.
    pub call: String,
    /// AWS's code, as `InvalidSubnet.Range`.
    pub code: String,
    /// AWS's message.
    pub message: String,
}

/// Kinds of trouble, by what can be done about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApiErrorKind {
    /// It is not there.
    NotFound,
    /// Something of that name, or just like it, is there already.
    AlreadyExists,
    /// Something of that name is there, and belongs to somebody else.
    NotOwned,
    /// Something else still uses it; later it may not.
    InUse,
    /// It, or what it needs, is in a state that does not allow this; later it may.
    NotReady,
    /// Too many calls; later.
    Throttled,
    /// AWS has trouble; later.
    Unavailable,
    /// Nobody knows whether the call took effect: the answer was lost.
    OutcomeUnknown,
    /// The credentials are missing, wrong or expired.
    Credentials,
    /// The credentials do not allow this.
    Denied,
    /// The account's quota is used up.
    Quota,
    /// AWS does not take these values.
    Invalid,
    /// Something that should not happen did.
    Internal,
}

impl ApiErrorKind {
    /// Tells whether the same call may succeed later, without anything being changed.
    #[must_use]
    pub const fn is_retryable(self) -> bool {
        matches!(
            self,
            Self::InUse | Self::NotReady | Self::Throttled | Self::Unavailable | Self::OutcomeUnknown
        )
    }
}

impl ApiError {
    /// Makes a fault.
    pub fn new(kind: ApiErrorKind, call: &str, code: &str, message: impl Into<String>) -> Self {
        Self {
            kind,
            call: call.into(),
            code: code.into(),
            message: message.into(),
        }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            // What AWS never heard it cannot have answered.
            _ if self.code == NOT_SENT => write!(f, "{}: {}", self.call, self.message),
            ApiErrorKind::Internal | ApiErrorKind::OutcomeUnknown => {
                write!(f, "{}: {} ({})", self.call, self.message, self.code)
            }
            _ => write!(f, "{} answered {}: {}", self.call, self.code, self.message),
        }
    }
}

impl std::error::Error for ApiError {}
