//! How the sandbox simulates it.

use crate::sandbox::{Simulated, Wording};

const S3: Wording = Wording {
    not_found: "NoSuchBucket",
    duplicate: "BucketAlreadyOwnedByYou",
    ..Wording::COMMON
};

pub(super) const SANDBOX: Simulated = Simulated::plain(&S3).arn("arn:aws:s3:::{name}");
