//! AWS IAM.

mod role;
mod sandbox;
mod service_linked_role;

pub use role::Role;
pub use service_linked_role::ServiceLinkedRole;
