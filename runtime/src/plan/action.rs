//! What happens to a resource.
//!
//! One word serves everywhere: the planner decides on an [`Action`], a [`Step`](super::Step) carries it, the executor's
//! events report it, and the summary and `--json` print it. So it has no payload and can be compared and counted. What an
//! action needs, such as the declared fields of a creation, is in the step, whose constructors take exactly that: there is
//! no way to build a creation without a declaration, or a deletion without a resource.
//!
//! A plan has no step that replaces. A replacement is a creation and a deletion at one address, whose edges say which of
//! the two is first; [`Action::Replace`] sums them up.

use serde::Serialize;

/// What happens to a resource, in one word. The words of Terraform's plan, where it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// It is as declared, and nothing happens.
    NoOp,
    /// It is created.
    Create,
    /// It exists already, created by an interrupted run, and the creation adopts it.
    Adopt,
    /// No field changes, but all fields are set once more, because an earlier run may not have set them all.
    Finish,
    /// It is changed in place.
    Update,
    /// The deposed resource becomes the current one of its address again.
    Reuse,
    /// Another resource takes its place.
    Replace,
    /// It is deleted.
    Delete,
    /// It is not deleted, because the declaration says so, but leaves the journal: Terraform's `forget`.
    #[serde(rename = "keep")]
    Retain,
    /// It is not touched: it is not owned by this stack any more, or AWS does not delete it on demand.
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

    /// Returns whether the action brings an address to what is declared.
    #[must_use]
    pub const fn applies(self) -> bool {
        matches!(
            self,
            Self::Create | Self::Adopt | Self::Finish | Self::Update | Self::Reuse
        )
    }

    /// Returns whether the action ends this stack's hold on a resource: the resource is deleted, or left to itself.
    #[must_use]
    pub const fn releases(self) -> bool {
        matches!(self, Self::Delete | Self::Retain | Self::Leave)
    }
}
