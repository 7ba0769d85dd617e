//! AWS Certificate Manager.

mod advice;
#[cfg(feature = "aws")]
mod aws;
mod certificate;
mod permissions;
mod sandbox;
mod validation;

pub use certificate::Certificate;
pub use validation::Validation;
