//! Elastic IP addresses in the sandbox, which are all the same.

use super::super::sandbox::EC2;
use super::ElasticIp;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for ElasticIp {
    const SIMULATED: Simulated = Simulated::plain(&EC2)
        .id("eipalloc-{hex}")
        .outputs(&[("public_ip", "203.0.113.10")]);
}
