//! How the sandbox simulates it.

use super::super::sandbox::IAM;
use crate::sandbox::{Sharing, Simulated};

pub(super) const SANDBOX: Simulated = Simulated::plain(&IAM)
    .arn("arn:aws:iam::{account}:role/aws-service-role/{service}/{name}")
    .sharing(Sharing::Joint("service"));
