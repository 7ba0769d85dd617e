//! What the engine knows about a kind of resource.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::time::Duration;

/// A kind of resource: its fields are the implementing struct's.
pub trait Kind: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug + Send + Sync + 'static {
    /// What the engine knows about it.
    const INFO: KindInfo;
}

/// What the engine knows about a kind of resource.
#[derive(Debug)]
pub struct KindInfo {
    /// AWS's own name for it, as CloudFormation has it: `AWS::EC2::Subnet`.
    pub name: &'static str,
    /// What people call it: "subnet".
    pub noun: &'static str,
    /// The service that it belongs to, as the SDK's endpoint variables spell it: `ec2`.
    pub service: &'static str,
    /// The longest name that AWS allows; 0 where the name is only a tag.
    pub name_limit: usize,
    /// Its fields.
    pub fields: &'static [&'static str],
    /// The fields that cannot be changed in place.
    pub replaces: &'static [&'static str],
    /// The fields that say how it is made, and not what it is: a difference is not a change.
    pub incidental: &'static [&'static str],
    /// The fields that a change never sends to AWS: they order the steps, or say what this program does.
    pub local: &'static [&'static str],
    /// The fields that something else sets while it runs, such as autoscaling: what is declared is where it starts, and a
    /// live difference is not drift.
    pub externally_managed: &'static [&'static str],
    /// The fields that AWS does not report when the resource is read.
    pub unreported: &'static [&'static str],
    /// The fields that are known of a resource when AWS lists it, beside its id, its tags and its name.
    pub listed: &'static [&'static str],
    /// In which order it is replaced.
    pub replacement: Replacement,
    /// Whether its loss loses what people put into it.
    pub holds_data: bool,
    /// Whether a creation that is called again makes no second one: AWS takes a client token, or refuses a second of the
    /// same name.
    pub repeatable: bool,
    /// How long a creation takes.
    pub create: Timing,
    /// How long a deletion takes.
    pub delete: Timing,
    /// The outputs that other resources may refer to.
    pub outputs: &'static [&'static str],
    /// Makes the fields of a resource of which nothing is known; null if the kind has fields that none can be made for.
    pub blank: fn() -> Value,
}

/// In which order a resource is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replacement {
    /// The new one is made beside the old one, which goes when nothing uses it any more.
    CreateFirst,
    /// Both cannot exist at once: the old one goes first.
    DeleteFirst,
    /// Both cannot exist at once, and AWS keeps the old one while anything stands on it: all of that goes first.
    DependentsFirst,
    /// Each change makes a new revision under the same name.
    Revision,
}

/// How long AWS takes.
///
/// The typical times are from published deployment logs, as ranges around one value, in 2026; the sandbox lives by them,
/// and they order the longest path first. The deadline is where waiting ends with an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// Seconds it usually takes.
    pub typical: u64,
    /// Seconds after which waiting ends.
    pub deadline: u64,
}

impl Timing {
    /// Returns the typical time.
    #[must_use]
    pub const fn typical(self) -> Duration {
        Duration::from_secs(self.typical)
    }

    /// Returns the deadline.
    #[must_use]
    pub const fn deadline(self) -> Duration {
        Duration::from_secs(self.deadline)
    }
}

impl KindInfo {
    /// Returns how long a change in place usually takes, in seconds: what AWS makes in a moment it changes in a moment,
    /// and the rest it changes in about half the time that it takes to make it.
    #[must_use]
    pub const fn update_seconds(&self) -> u64 {
        if self.create.typical < 30 {
            2
        } else {
            self.create.typical / 2
        }
    }

    /// Tells whether each change makes a new revision, under the same name: it is a document, and AWS keeps nothing for
    /// being named in it.
    #[must_use]
    pub fn has_revisions(&self) -> bool {
        self.replacement == Replacement::Revision
    }

    /// Returns whether AWS reports a field of the kind when the resource is read.
    #[must_use]
    pub fn is_reported(&self, field: &str) -> bool {
        self.fields.contains(&field) && !self.unreported.contains(&field)
    }

    /// Returns whether a change of a field is sent to AWS.
    #[must_use]
    pub fn is_sent(&self, field: &str) -> bool {
        !self.incidental.contains(&field) && !self.local.contains(&field)
    }

    /// Returns all fields of a resource of which only some are told: the others have in them what they have when there is
    /// nothing.
    #[must_use]
    pub fn filled(&self, told: impl IntoIterator<Item = (String, Value)>) -> Value {
        let mut fields = (self.blank)();
        if let Value::Object(fields) = &mut fields {
            fields.extend(told);
        }
        fields
    }

    /// Tells whether no two of it in one region can have one name.
    #[must_use]
    pub fn has_unique_names(&self) -> bool {
        self.name_limit > 0 && !self.has_revisions()
    }

    /// Tells whether a second one can stand beside the first, and so needs a name of its own.
    #[must_use]
    pub fn has_unique_spec_names(&self) -> bool {
        !self.replaces.is_empty() && !self.has_revisions()
    }
}
