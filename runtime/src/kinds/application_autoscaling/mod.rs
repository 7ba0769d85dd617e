//! Application Auto Scaling.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod scalable_target;
mod scaling_policy;
#[cfg(feature = "aws")]
#[cfg(test)]
mod tests;

pub use scalable_target::ScalableTarget;
pub use scaling_policy::ScalingPolicy;
