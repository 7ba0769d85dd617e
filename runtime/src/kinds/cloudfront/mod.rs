//! Amazon CloudFront.

mod advice;
#[cfg(feature = "aws")]
mod aws;
mod distribution;
mod sandbox;
mod vpc_origin;

pub use distribution::Distribution;
pub use vpc_origin::VpcOrigin;
