//! Roles in the sandbox.

use super::super::sandbox::IAM;
use super::Role;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for Role {
    const SIMULATED: Simulated = Simulated::plain(&IAM)
        .arn("arn:aws:iam::{account}:role/{name}")
        .document();
}
