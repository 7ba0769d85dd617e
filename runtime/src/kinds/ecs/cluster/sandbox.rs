//! Clusters in the sandbox.

use super::super::sandbox::ECS;
use super::Cluster;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for Cluster {
    // It only names its log group.
    const SIMULATED: Simulated = Simulated::plain(&ECS)
        .arn("arn:aws:ecs:{region}:{account}:cluster/{name}")
        .document();
}
