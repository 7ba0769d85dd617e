//! Amazon EFS.

/// The numbers of days without access after which a file can move to infrequent access.
///
/// Source: <https://docs.aws.amazon.com/efs/latest/APIReference/API_LifecyclePolicy.html>, 2026-10.
pub const INFREQUENT_AFTER_DAYS: [u32; 9] = [1, 7, 14, 30, 60, 90, 180, 270, 365];
