//! IP sets in the sandbox.

use super::super::sandbox::{WAFV2, only_in_edge_region};
use super::IpSet;
use crate::sandbox::{HasSimulation, Simulated};

impl HasSimulation for IpSet {
    const SIMULATED: Simulated = Simulated::plain(&WAFV2)
        .arn("arn:aws:wafv2:{region}:{account}:global/ipset/{name}/{hex}")
        .validate_create(only_in_edge_region);
}
