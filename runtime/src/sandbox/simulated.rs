//! How the sandbox simulates a kind: the facet that each kind has for it.

use super::request::{New, Request};
use super::simulation::{Resource, Simulation};
use super::template::Template;
use crate::provider::{ApiError, Live, Target};
use crate::resource::Kind;
use serde_json::Value;

/// A kind that the sandbox can simulate: the facet that each kind has for it.
#[diagnostic::on_unimplemented(
    message = "the sandbox cannot simulate the kind `{Self}`",
    label = "in its folder's `sandbox.rs`: `impl HasSimulation for {Self}`, starting with `Simulated::plain`"
)]
pub(crate) trait HasSimulation: Kind {
    /// How.
    const SIMULATED: Simulated;
}

/// How the sandbox simulates a kind. [`Simulated::plain`] is a kind with nothing special about it.
#[derive(Debug)]
pub(crate) struct Simulated {
    /// How the kind's service words its answers.
    pub(super) wording: &'static Wording,
    /// The id that AWS makes up, where it does.
    pub(super) id: Option<Template>,
    /// The ARN, where it is an output.
    pub(super) arn: Option<Template>,
    /// The outputs that are neither the id, the name, the ARN nor a field of the same name, each a [`Template`].
    pub(super) outputs: &'static [(&'static str, &'static str)],
    /// Whose it can be.
    pub(super) sharing: Sharing,
    /// Whether it is a document that names others, so that AWS keeps none of them for it.
    pub(super) is_document: bool,
    /// How many seconds a creation takes, where that is not what the kind says.
    pub(super) create_seconds: Option<u64>,
    /// What must end before it can be deleted.
    pub(super) closing: Option<Closing>,
    /// What it rolls out, where a change can be rolled back.
    pub(super) rollout: Option<RollsOut>,
    /// Refuses what AWS refuses of a creation, or of a change.
    pub(super) validate_create: fn(&Request<'_>) -> Result<(), ApiError>,
    /// Says why AWS refuses to delete it although nothing refers to it.
    pub(super) in_use: fn(&Simulation, &Resource) -> Option<String>,
    /// Brings in what the new resource is made from.
    pub(super) restore: fn(&mut Simulation, &New<'_>) -> Result<(), ApiError>,
    /// Says why a resource is left to itself in place of being deleted.
    pub(super) abandoned: fn(&Simulation, &Target, &str) -> Option<String>,
}

/// How a service words its answers.
#[derive(Debug)]
pub(crate) struct Wording {
    /// The code for what does not exist.
    pub(crate) not_found: &'static str,
    /// The code for what something else uses.
    pub(crate) in_use: &'static str,
    /// The code for a name that is taken.
    pub(crate) duplicate: &'static str,
    /// The state of what is being created.
    pub(crate) creating: &'static str,
    /// The state of what is being changed.
    pub(crate) modifying: &'static str,
}

impl Wording {
    /// The words of most services.
    pub(crate) const COMMON: Self = Self {
        not_found: "ResourceNotFoundException",
        in_use: "ResourceInUseException",
        duplicate: "AlreadyExistsException",
        creating: "creating",
        modifying: "modifying",
    };
}

/// Whose a resource can be.
#[derive(Debug)]
pub(crate) enum Sharing {
    /// One stack's alone.
    None,
    /// All stacks of an account have the same one, which a field names.
    Joint(&'static str),
    /// Whoever finds one that somebody else made uses it and leaves it as it is.
    Guest(Guest),
}

/// A resource that somebody else may have made.
#[derive(Debug)]
pub(crate) struct Guest {
    /// The field that names it.
    pub(crate) by: &'static str,
    /// What is reported of one that somebody else made.
    pub(crate) read: fn(Live) -> Live,
    /// Why such a one is not deleted.
    pub(crate) abandoned: &'static str,
}

/// What must end before a resource can be deleted.
#[derive(Debug)]
pub(crate) struct Closing {
    /// What is waited for, such as "its tasks to stop".
    pub(crate) what: &'static str,
    /// How much of the time of a deletion it takes.
    pub(crate) share: f64,
}

/// What a kind rolls out: a change of it that fails is rolled back.
#[derive(Debug)]
pub(crate) struct RollsOut {
    /// The field whose change is a rollout.
    pub(crate) field: &'static str,
    /// Returns that field's value.
    pub(crate) value: fn(&Value) -> Option<String>,
}

impl Simulated {
    /// A kind with nothing special about it: the sandbox makes up a key, an output of a field's name has its value, and AWS
    /// refuses only what it refuses of every kind.
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
            rollout: None,
            validate_create: |_| Ok(()),
            in_use: |_, _| None,
            restore: |_, _| Ok(()),
            abandoned: |_, _, _| None,
        }
    }

    /// Sets the id that AWS makes up, as a [`Template`].
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

    /// Says whose it can be.
    pub(crate) const fn sharing(mut self, sharing: Sharing) -> Self {
        self.sharing = sharing;
        self
    }

    /// Says that it is a document that names others, so that AWS keeps none of them for it.
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

    /// Sets what it rolls out.
    pub(crate) const fn rollout(mut self, field: &'static str, value: fn(&Value) -> Option<String>) -> Self {
        self.rollout = Some(RollsOut { field, value });
        self
    }

    /// Sets what AWS refuses of a creation, or of a change.
    pub(crate) const fn validate_create(mut self, validate: fn(&Request<'_>) -> Result<(), ApiError>) -> Self {
        self.validate_create = validate;
        self
    }

    /// Sets when AWS refuses to delete it although nothing refers to it.
    pub(crate) const fn in_use(mut self, in_use: fn(&Simulation, &Resource) -> Option<String>) -> Self {
        self.in_use = in_use;
        self
    }

    /// Sets what brings in what a new resource is made from.
    pub(crate) const fn restore(mut self, restore: fn(&mut Simulation, &New<'_>) -> Result<(), ApiError>) -> Self {
        self.restore = restore;
        self
    }

    /// Sets when a resource is left to itself in place of being deleted.
    pub(crate) const fn abandoned(mut self, abandoned: fn(&Simulation, &Target, &str) -> Option<String>) -> Self {
        self.abandoned = abandoned;
        self
    }

    /// Returns the field that names a resource which several stacks may share.
    pub(super) const fn shared_by(&self) -> Option<&'static str> {
        match self.sharing {
            Sharing::None => None,
            Sharing::Joint(by) | Sharing::Guest(Guest { by, .. }) => Some(by),
        }
    }
}
