//! AWS IAM.

mod role;
mod service_linked_role;
