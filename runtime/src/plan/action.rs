//! What happens to a resource.
//!
//! One word serves everywhere: the planner decides on an [`Action`], a [`Step`](super::Step) carries it, the executor's
//! events report it, and the summary and `--json` print it. So it has no payload and can be compared and counted. The
//! data of an action, such as the declared fields of a creation, is in the step. The step's constructors take exactly
//! that data, so it is impossible to build a creation without a declaration, or a deletion without a resource.
//!
//! No step of a plan replaces a resource. A replacement is a creation and a deletion at one address, and their edges
//! define which is first; [`Action::Replace`] summarizes both.

use serde::Serialize;

/// What happens to a resource, in one word: the word of Terraform's plan, if it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// It is as declared, and nothing happens.
    NoOp,
    /// It is created.
    Create,
    /// It exists already, created by an interrupted run, and the creation adopts it.
    Adopt,
    /// No field changes, but all fields are set again, because an earlier run may not have set them all.
    Finish,
    /// It is changed in place.
    Update,
    /// The deposed resource becomes the current one of its address again.
    Reuse,
    /// Another resource takes its place.
    Replace,
    /// It is deleted.
    Delete,
    /// It is declared to be retained: it is not deleted, and is removed from the journal. This is Terraform's `forget`.
    #[serde(rename = "keep")]
    Retain,
    /// It is not touched: it is no longer owned by this stack, or AWS does not delete it on demand.
    Leave,
}

impl Action {
    /// Returns the action's name in logs, such as `create`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoOp => "no-op",
            Self::Create => "create",
            Self::Adopt => "adopt",
            Self::Finish => "finish",
            Self::Update => "update",
            Self::Reuse => "reuse",
            Self::Replace => "replace",
            Self::Delete => "delete",
            Self::Retain => "retain",
            Self::Leave => "leave",
        }
    }

    /// Returns whether the action brings an address to its declared state.
    #[must_use]
    pub const fn applies(self) -> bool {
        matches!(
            self,
            Self::Create | Self::Adopt | Self::Finish | Self::Update | Self::Reuse
        )
    }

    /// Returns whether the stack gives up a resource: the resource is deleted or left in place.
    #[must_use]
    pub const fn releases(self) -> bool {
        matches!(self, Self::Delete | Self::Retain | Self::Leave)
    }
}
