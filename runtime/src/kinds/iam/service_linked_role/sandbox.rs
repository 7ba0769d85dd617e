//! Service-linked roles in the sandbox.

use super::super::sandbox::IAM;
use super::ServiceLinkedRole;
use crate::sandbox::{HasSimulation, Sharing, Simulated};

impl HasSimulation for ServiceLinkedRole {
    const SIMULATED: Simulated = Simulated::plain(&IAM)
        .arn("arn:aws:iam::{account}:role/aws-service-role/{service}/{name}")
        .sharing(Sharing::Joint("service"));
}
