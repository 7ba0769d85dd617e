//! `network`.

use crate::Texts;

section! {
    /// An Amazon VPC with a public and a private subnet in each zone.
    Vpc in network {
        /// The IPv4 CIDR block, such as `10.0.0.0/16`; /16 to /28.
        cidr: &'static str,
        /// The availability zones, at least two.
        zones: Texts,
        /// How private subnets reach the internet.
        nat: Nat = Nat::PerZone,
        /// Whether there are interface endpoints for ECR, Secrets Manager and CloudWatch Logs, which keep this traffic off
        /// the NAT gateways.
        endpoints: bool = true,
        /// Whether the network's connections are logged.
        flow_logs: bool = true,
    }
}

one_of! {
    /// How private subnets reach the internet.
    Nat in nat {
        /// A NAT gateway in each zone: the failure of a zone does not affect the others.
        PerZone,
        /// One NAT gateway in the first zone: cheaper, and a single point of failure.
        Single,
        /// One regional NAT gateway that spans the zones.
        Regional,
    }
}
