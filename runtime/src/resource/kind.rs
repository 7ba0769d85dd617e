//! The properties of a kind of resource that the engine uses.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::time::Duration;

/// A kind of resource: its fields are the implementing struct's.
pub trait Kind: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug + Send + Sync + 'static {
    /// The properties that the engine uses.
    const INFO: KindInfo;

    /// Returns its fields as JSON, as plans, the journal and providers have them.
    #[must_use]
    fn to_fields(&self) -> Value {
        // A kind is plain data, so this cannot fail.
        serde_json::to_value(self).unwrap_or_default()
    }
}

/// The properties of a kind of resource that the engine uses.
// Each of the flags is an independent property.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug)]
pub struct KindInfo {
    /// The kind's name: CloudFormation's if it has one, such as `AWS::EC2::Subnet`.
    pub name: &'static str,
    /// The kind's name in messages, such as "subnet".
    pub noun: &'static str,
    /// The service that it belongs to, as the SDK's endpoint variables spell it, such as `ec2`.
    pub service: &'static str,
    /// The length of the longest name that AWS allows, in characters; 0 if the name is only a tag.
    pub name_limit: usize,
    /// The names of all fields.
    pub fields: &'static [&'static str],
    /// The fixed fields, which AWS cannot change in place.
    pub replaces: &'static [&'static str],
    /// The fields that define how the resource is created and not what it is: a difference is not a change.
    pub incidental: &'static [&'static str],
    /// The fields that a change never sends to AWS: they order the steps, or control this program.
    pub local: &'static [&'static str],
    /// The fields that something else sets while the resource runs, such as autoscaling: the declared value is only the
    /// initial one, and a different live value is not drift.
    pub externally_managed: &'static [&'static str],
    /// The fields that a read does not report, besides the `local` ones, each with the reason.
    pub unreported: &'static [NotCompared],
    /// The fields that are known when AWS lists a resource, in addition to its ID, its tags and its name.
    pub listed: &'static [&'static str],
    /// What the adapter sets to the same value on every resource of the kind, by the name that a plan prints. It is not a
    /// field, and is read back and compared like one.
    pub constants: &'static [&'static str],
    /// The fields that the resource is looked for by, in addition to its name and its tags.
    pub found_by: &'static [&'static str],
    /// Whether only one resource can have the same values of [`found_by`](Self::found_by), although it has no name.
    pub exclusive: bool,
    /// What the adapter sets to the same value on every resource of the kind, and does not read back, by the SDK's name,
    /// each with the reason.
    pub unread: &'static [NotCompared],
    /// The order in which a resource is replaced.
    pub replacement: Replacement,
    /// Whether losing a resource loses users' data.
    pub holds_data: bool,
    /// Whether a resource that has failed never recovers and holds nothing, so another one takes its place even if it was
    /// ready once, as a certificate that AWS refuses to issue.
    pub replaced_if_failed: bool,
    /// Whether a repeated create call does not create a second resource: AWS accepts a client token, or refuses a
    /// second resource of the same name.
    pub repeatable: bool,
    /// How long a creation takes.
    pub create: Timing,
    /// How long a deletion takes.
    pub delete: Timing,
    /// The names of the outputs that other resources can refer to.
    pub outputs: &'static [&'static str],
    /// Returns the fields of a resource about which nothing is known; null if a field has a type without a blank value.
    pub blank: fn() -> Value,
}

/// A field or a setting that is not compared with what AWS reports.
#[derive(Debug)]
pub struct NotCompared {
    /// Its name.
    pub name: &'static str,
    /// Why it is not compared.
    pub why: &'static str,
}

/// The order in which a resource is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replacement {
    /// The new resource is created next to the old one, which is deleted once nothing uses it.
    CreateFirst,
    /// The old resource is deleted before the new one is created, because both cannot exist at once.
    DeleteFirst,
    /// Like [`DeleteFirst`](Self::DeleteFirst), but everything that depends on the old resource is deleted first,
    /// because AWS refuses to delete it before.
    DependentsFirst,
    /// Each change creates a new revision under the same name.
    Revision,
}

/// How long AWS takes for a creation or a deletion.
///
/// The typical times are from deployment logs that were published by 2026; each is one value out of a range. The
/// sandbox uses them, and the plan adds them up for its longest chain of steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// Seconds it usually takes.
    pub typical: u64,
    /// Seconds after which waiting ends with an error.
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
    /// Returns how long a change in place usually takes, in seconds: 2 if a creation takes less than 30, and otherwise
    /// half the time of a creation.
    #[must_use]
    pub const fn update_seconds(&self) -> u64 {
        if self.create.typical < 30 {
            2
        } else {
            self.create.typical / 2
        }
    }

    /// Returns whether each change creates a new revision under the same name. Such a resource is a document: AWS
    /// deletes other resources even if it names them.
    #[must_use]
    pub fn has_revisions(&self) -> bool {
        self.replacement == Replacement::Revision
    }

    /// Returns the names of the fields that a read does not report.
    pub fn unreported_fields(&self) -> impl Iterator<Item = &'static str> {
        let local = self.local.iter().copied();
        local.chain(self.unreported.iter().map(|unreported| unreported.name))
    }

    /// Returns whether AWS reports a field of the kind when the resource is read.
    #[must_use]
    pub fn is_reported(&self, field: &str) -> bool {
        self.fields.contains(&field) && !self.unreported_fields().any(|unreported| unreported == field)
    }

    /// Returns whether a change in place can be about this: a field, or a constant.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.fields.contains(&name) || self.constants.contains(&name)
    }

    /// Returns whether a change of a field is sent to AWS.
    #[must_use]
    pub fn is_sent(&self, field: &str) -> bool {
        !self.incidental.contains(&field) && !self.local.contains(&field)
    }

    /// Returns all fields of a resource if only some are known; the others have their blank values.
    #[must_use]
    pub fn filled(&self, known: impl IntoIterator<Item = (String, Value)>) -> Value {
        let mut fields = (self.blank)();
        if let Value::Object(fields) = &mut fields {
            fields.extend(known);
        }
        fields
    }

    /// Returns whether two resources of the kind in one region cannot have the same name.
    #[must_use]
    pub fn has_unique_names(&self) -> bool {
        self.name_limit > 0 && !self.has_revisions()
    }

    /// Returns whether a resource that this stack did not create can be in the way of one of the kind: it has the same
    /// name, or is in the only place.
    #[must_use]
    pub const fn can_be_taken(&self) -> bool {
        self.name_limit > 0 || self.exclusive
    }

    /// Returns whether names end with the spec hash, so that a replacement has another name than the resource that it
    /// replaces: only names that AWS keeps unique, and only of a kind that can be replaced.
    #[must_use]
    pub fn has_spec_hash_in_name(&self) -> bool {
        self.has_unique_names() && !self.replaces.is_empty()
    }
}
