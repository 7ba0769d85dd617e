//! What to do when a gateway has failed. The words are those of AWS's own list:
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NatGateway.html>.

use super::NatGateway;
use crate::resource::{Advice, HasAdvice};

impl HasAdvice for NatGateway {
    const ADVICE: &'static [Advice] = &[
        Advice::new(
            &["InsufficientFreeAddressesInSubnet"],
            "free an address in the subnet, and deploy again: the gateway is created again",
        ),
        Advice::new(
            &["Gateway.NotAttached"],
            "the internet gateway was detached: deploy again, which attaches it and creates the NAT gateway again",
        ),
        Advice::new(
            &["InvalidAllocationID"],
            "the elastic IP address was released or is used by others: deploy again, which creates both again",
        ),
        Advice::new(&["InternalError"], "deploy again: the gateway is created again"),
    ];
}
