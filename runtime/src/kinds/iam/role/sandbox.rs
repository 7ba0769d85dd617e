//! How the sandbox simulates it.

use super::super::sandbox::IAM;
use crate::sandbox::Simulated;

pub(super) const SANDBOX: Simulated = Simulated::plain(&IAM)
    .arn("arn:aws:iam::{account}:role/{name}")
    .document();
