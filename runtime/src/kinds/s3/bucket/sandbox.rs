//! Buckets in the sandbox.

use super::Bucket;
use crate::sandbox::{HasSimulation, Simulated, Wording};

const S3: Wording = Wording {
    not_found: "NoSuchBucket",
    duplicate: "BucketAlreadyOwnedByYou",
    ..Wording::COMMON
};

impl HasSimulation for Bucket {
    const SIMULATED: Simulated = Simulated::plain(&S3).arn("arn:aws:s3:::{name}");
}
