//! `network`.

use crate::Texts;

section! {
    /// An Amazon VPC with a public and a private subnet in each zone.
    Vpc in network {
        /// The IPv4 range, as `10.0.0.0/16`; /16 to /28.
        cidr: &'static str,
        /// The availability zones, at least two.
        zones: Texts,
        /// How private subnets reach the internet.
        nat: Nat = Nat::PerZone,
        /// Interface endpoints for ECR, Secrets Manager and CloudWatch Logs, so that this traffic stays off the NAT
        /// gateways.
        endpoints: bool = true,
        /// A log of the network's connections.
        flow_logs: bool = true,
    }
}

one_of! {
    /// How private subnets reach the internet.
    Nat in nat {
        /// A NAT gateway in each zone: the loss of a zone takes nothing with it.
        PerZone,
        /// One NAT gateway in the first zone: cheaper, and a single point of failure.
        Single,
        /// One regional NAT gateway that spans the zones.
        Regional,
    }
}
