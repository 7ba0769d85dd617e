//! What to do when a NAT gateway has failed, by the failure codes that AWS lists:
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NatGateway.html>.

use super::NatGateway;
use crate::resource::{Advice, HasAdvice};

impl HasAdvice for NatGateway {
    const ADVICE: &'static [Advice] = &[
        Advice::new(
            &["InsufficientFreeAddressesInSubnet"],
            "free an address in the subnet, and deploy again, which creates the NAT gateway again",
        ),
        Advice::new(
            &["Gateway.NotAttached"],
            "deploy again, which attaches the detached internet gateway and creates the NAT gateway again",
        ),
        Advice::new(
            &["InvalidAllocationID"],
            "deploy again, which creates the elastic IP address and the NAT gateway again: the address was released, or \
             something else uses it",
        ),
        Advice::new(&["InternalError"], "deploy again, which creates the NAT gateway again"),
    ];
}
