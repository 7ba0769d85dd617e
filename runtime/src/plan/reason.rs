//! Why something happens to a resource.

/// Why an action is in the plan. Both halves of a replacement have the same reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It exists as declared. Only [`Action::NoOp`](super::Action::NoOp) has this reason.
    UpToDate,
    /// It is declared and does not exist.
    Declared,
    /// It exists and is no longer declared.
    Undeclared,
    /// An earlier run replaced it, and did not delete it.
    Deposed,
    /// A run that would have replaced it was interrupted, and it is declared again.
    DeclaredAgain,
    /// It was created to replace a resource that is declared again.
    ReplacementCancelled,
    /// The stack is being destroyed.
    Destroyed,
    /// Fields that can be changed in place differ.
    Changed,
    /// Fields that cannot be changed in place differ.
    CannotUpdate,
    /// It is declared as another kind of resource, or in another region.
    KindOrRegionChanged,
    /// The dependency at this address is replaced.
    DependencyReplaced(String),
    /// It was created, and no longer exists.
    Missing,
    /// AWS is deleting it, although no run asked for that: AWS's word for its state.
    BeingDeleted(String),
    /// Its tags say that the stack of this name owns it.
    NotOwned(String),
    /// AWS reports that it has failed, with this cause.
    Failed(String),
    /// An earlier run was interrupted before it was ready.
    Unfinished,
}
