//! IP sets.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::{Advice, HasAdvice, kind};

kind! {
    /// A set of ranges of addresses for web ACLs of CloudFront.
    IpSet is "IP set", "AWS::WAFv2::IPSet" of "wafv2" {
        // https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateIPSet.html
        name_limit: 128,
        replaces: [ipv6],
        create: 3 to 300,
        delete: 3 to 900,
        outputs: {
            /// The IP set's ARN.
            arn: IpSetArn,
        },
    }
    /// What the addresses are.
    description: String,
    /// Whether the addresses are of IPv6, and not of IPv4.
    ipv6: bool,
    /// The ranges, in CIDR notation.
    addresses: Vec<String>,
}

impl HasAdvice for IpSet {
    const ADVICE: &'static [Advice] = &[];
}
