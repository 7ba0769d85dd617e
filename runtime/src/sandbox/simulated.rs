//! How the sandbox simulates a kind: each kind's facet for the sandbox.

use super::request::{New, Request};
use super::simulation::{Resource, Simulation};
use super::template::Template;
use crate::provider::{ApiError, Live, Target};
use crate::resource::Kind;
use serde_json::Value;

/// A kind that the sandbox can simulate: each kind's facet for the sandbox.
#[diagnostic::on_unimplemented(
    message = "the sandbox cannot simulate the kind `{Self}`",
    label = "in its folder's `sandbox.rs`: `impl HasSimulation for {Self}`, starting with `Simulated::plain`"
)]
pub(crate) trait HasSimulation: Kind {
    /// The simulation.
    const SIMULATED: Simulated;
}

/// How the sandbox simulates a kind. [`Simulated::plain`] is a kind with nothing special about it.
#[derive(Debug)]
pub(crate) struct Simulated {
    /// The error codes and states of the kind's service.
    pub(super) wording: &'static Wording,
    /// The ID, if AWS generates one.
    pub(super) id: Option<Template>,
    /// The ARN, if it is an output.
    pub(super) arn: Option<Template>,
    /// The outputs that are neither the ID, the name, the ARN nor a field of the same name, each a [`Template`].
    pub(super) outputs: &'static [(&'static str, &'static str)],
    /// Who can own it.
    pub(super) sharing: Sharing,
    /// Whether it is a document that only names other resources, so AWS does not refuse to delete those.
    pub(super) is_document: bool,
    /// How many seconds a creation takes, if it differs from the kind's typical time.
    pub(super) create_seconds: Option<u64>,
    /// What must end before it can be deleted.
    pub(super) closing: Option<Closing>,
    /// The code with which AWS refuses to delete it while it is being created or changed.
    pub(super) busy: Option<&'static str>,
    /// The ARN's part for its final snapshot, such as `snapshot`, if it can leave one.
    pub(super) final_snapshot: Option<&'static str>,
    /// The rollout, if a change can be rolled back.
    pub(super) rollout: Option<RollsOut>,
    /// The field that names the resource that fails with it.
    pub(super) fails_with: Option<&'static str>,
    /// Checks a creation or a change against AWS's constraints for the kind.
    pub(super) validate_create: fn(&Request<'_>) -> Result<(), ApiError>,
    /// Returns why AWS refuses to delete it although nothing refers to it.
    pub(super) in_use: fn(&Simulation, &Resource) -> Option<String>,
    /// Whether AWS deletes it although something refers to it.
    pub(super) is_never_in_use: bool,
    /// Restores the backup that the new resource is created from.
    pub(super) restore: fn(&mut Simulation, &New<'_>) -> Result<(), ApiError>,
    /// Returns why a resource is left alone instead of deleted.
    pub(super) abandoned: fn(&Simulation, &Target, &str) -> Option<String>,
}

/// The error codes and states of a service.
#[derive(Debug)]
pub(crate) struct Wording {
    /// The code if the resource does not exist.
    pub(crate) not_found: &'static str,
    /// The code if another resource uses it.
    pub(crate) in_use: &'static str,
    /// The code for a name that is taken.
    pub(crate) duplicate: &'static str,
    /// The state of a resource that is being created.
    pub(crate) creating: &'static str,
    /// The state of a resource that is being changed.
    pub(crate) modifying: &'static str,
}

impl Wording {
    /// The codes and states of most services.
    pub(crate) const COMMON: Self = Self {
        not_found: "ResourceNotFoundException",
        in_use: "ResourceInUseException",
        duplicate: "AlreadyExistsException",
        creating: "creating",
        modifying: "modifying",
    };
}

/// Who can own a resource.
#[derive(Debug)]
pub(crate) enum Sharing {
    /// Only one stack.
    None,
    /// All stacks of an account share the resource that a field names.
    Joint(&'static str),
    /// A resource that somebody else created is used, and is not changed or deleted.
    Guest(Guest),
}

/// A resource that somebody else may have created.
#[derive(Debug)]
pub(crate) struct Guest {
    /// The field that names it.
    pub(crate) by: &'static str,
    /// Returns what is reported about a resource that somebody else created.
    pub(crate) read: fn(Live) -> Live,
    /// Why such a resource is not deleted.
    pub(crate) abandoned: &'static str,
}

/// What must end before a resource can be deleted.
#[derive(Debug)]
pub(crate) struct Closing {
    /// The condition that is waited for, such as "its tasks to stop".
    pub(crate) what: &'static str,
    /// Its share of the time that a deletion takes.
    pub(crate) share: f64,
}

/// A field whose change is rolled out, and rolled back if it fails.
#[derive(Debug)]
pub(crate) struct RollsOut {
    /// The field whose change is a rollout.
    pub(crate) field: &'static str,
    /// Returns that field's value.
    pub(crate) value: fn(&Value) -> Option<String>,
}

impl Simulated {
    /// A kind with nothing special about it: the sandbox generates an ID, an output with a field's name has the field's
    /// value, and only the constraints of all kinds apply.
    pub(crate) const fn plain(wording: &'static Wording) -> Self {
        Self {
            wording,
            id: None,
            arn: None,
            outputs: &[],
            sharing: Sharing::None,
            is_document: false,
            create_seconds: None,
            closing: None,
            busy: None,
            final_snapshot: None,
            rollout: None,
            fails_with: None,
            validate_create: |_| Ok(()),
            in_use: |_, _| None,
            is_never_in_use: false,
            restore: |_, _| Ok(()),
            abandoned: |_, _, _| None,
        }
    }

    /// Sets the ID that AWS generates, as a [`Template`].
    pub(crate) const fn id(mut self, id: &'static str) -> Self {
        self.id = Some(Template(id));
        self
    }

    /// Sets the ARN, as a [`Template`].
    pub(crate) const fn arn(mut self, arn: &'static str) -> Self {
        self.arn = Some(Template(arn));
        self
    }

    /// Sets outputs, each a [`Template`].
    pub(crate) const fn outputs(mut self, outputs: &'static [(&'static str, &'static str)]) -> Self {
        self.outputs = outputs;
        self
    }

    /// Sets who can own it.
    pub(crate) const fn sharing(mut self, sharing: Sharing) -> Self {
        self.sharing = sharing;
        self
    }

    /// Marks it as a document that only names other resources, so AWS does not refuse to delete those.
    pub(crate) const fn document(mut self) -> Self {
        self.is_document = true;
        self
    }

    /// Sets how many seconds a creation takes.
    pub(crate) const fn create_seconds(mut self, seconds: u64) -> Self {
        self.create_seconds = Some(seconds);
        self
    }

    /// Sets what must end before it can be deleted.
    pub(crate) const fn closing(mut self, what: &'static str, share: f64) -> Self {
        self.closing = Some(Closing { what, share });
        self
    }

    /// Sets the code with which AWS refuses to delete it while it is being created or changed.
    pub(crate) const fn busy(mut self, code: &'static str) -> Self {
        self.busy = Some(code);
        self
    }

    /// Lets it leave a final snapshot, and sets the part of the ARN for it, such as `snapshot`.
    pub(crate) const fn final_snapshot(mut self, part: &'static str) -> Self {
        self.final_snapshot = Some(part);
        self
    }

    /// Sets the field whose change is rolled out.
    pub(crate) const fn rollout(mut self, field: &'static str, value: fn(&Value) -> Option<String>) -> Self {
        self.rollout = Some(RollsOut { field, value });
        self
    }

    /// Sets the field that names the resource that fails with it.
    pub(crate) const fn fails_with(mut self, field: &'static str) -> Self {
        self.fails_with = Some(field);
        self
    }

    /// Sets the check of a creation or a change.
    pub(crate) const fn validate_create(mut self, validate: fn(&Request<'_>) -> Result<(), ApiError>) -> Self {
        self.validate_create = validate;
        self
    }

    /// Says that AWS deletes it although something refers to it.
    pub(crate) const fn never_in_use(mut self) -> Self {
        self.is_never_in_use = true;
        self
    }

    /// Sets the condition under which AWS refuses to delete it although nothing refers to it.
    pub(crate) const fn in_use(mut self, in_use: fn(&Simulation, &Resource) -> Option<String>) -> Self {
        self.in_use = in_use;
        self
    }

    /// Sets the function that restores a backup.
    pub(crate) const fn restore(mut self, restore: fn(&mut Simulation, &New<'_>) -> Result<(), ApiError>) -> Self {
        self.restore = restore;
        self
    }

    /// Sets the condition under which a resource is left alone instead of deleted.
    pub(crate) const fn abandoned(mut self, abandoned: fn(&Simulation, &Target, &str) -> Option<String>) -> Self {
        self.abandoned = abandoned;
        self
    }

    /// Returns the field that names a resource that several stacks may share.
    pub(super) const fn shared_by(&self) -> Option<&'static str> {
        match self.sharing {
            Sharing::None => None,
            Sharing::Joint(by) | Sharing::Guest(Guest { by, .. }) => Some(by),
        }
    }
}
