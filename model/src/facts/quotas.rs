//! The quotas of an account that a stack needs.
//!
//! The codes are Service Quotas' own; `aws service-quotas list-service-quotas --service-code vpc` lists those of a service.
//! The pages below name the quotas and their default values, and link to each by its code. 2026-11.

/// A quota of an account, in a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quota {
    /// The vCPUs of all running tasks on Fargate.
    Fargate,
    /// The vCPUs of all running tasks on Fargate Spot.
    FargateSpot,
    /// VPCs.
    Vpcs,
    /// Internet gateways.
    InternetGateways,
    /// Elastic IP addresses.
    ElasticIps,
    /// The rules of a security group, in one direction.
    GroupRules,
    /// Application Load Balancers.
    LoadBalancers,
    /// CloudFront distributions, in all regions together.
    Distributions,
    /// Database instances of RDS, including those of Aurora.
    DbInstances,
}

impl Quota {
    /// Every quota.
    pub const ALL: [Self; 9] = [
        Self::Fargate,
        Self::FargateSpot,
        Self::Vpcs,
        Self::InternetGateways,
        Self::ElasticIps,
        Self::GroupRules,
        Self::LoadBalancers,
        Self::Distributions,
        Self::DbInstances,
    ];

    /// Returns Service Quotas' codes of the service and the quota.
    #[must_use]
    pub const fn codes(self) -> (&'static str, &'static str) {
        match self {
            // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
            Self::Fargate => ("fargate", "L-3032A538"),
            Self::FargateSpot => ("fargate", "L-36FBB829"),
            // https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
            Self::Vpcs => ("vpc", "L-F678F1CE"),
            Self::InternetGateways => ("vpc", "L-A4707A72"),
            Self::ElasticIps => ("ec2", "L-0263D0A3"),
            Self::GroupRules => ("vpc", "L-0EA8095F"),
            // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
            Self::LoadBalancers => ("elasticloadbalancing", "L-53DA6B97"),
            // https://docs.aws.amazon.com/general/latest/gr/cf_region.html
            Self::Distributions => ("cloudfront", "L-24B04930"),
            // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html
            Self::DbInstances => ("rds", "L-7B6409FD"),
        }
    }

    /// Returns what the quota limits, in the plural.
    #[must_use]
    pub const fn things(self) -> &'static str {
        match self {
            Self::Fargate => "vCPUs on Fargate",
            Self::FargateSpot => "vCPUs on Fargate Spot",
            Self::Vpcs => "VPCs",
            Self::InternetGateways => "internet gateways",
            Self::ElasticIps => "elastic IP addresses",
            Self::GroupRules => "rules in a security group",
            Self::LoadBalancers => "Application Load Balancers",
            Self::Distributions => "CloudFront distributions",
            Self::DbInstances => "database instances",
        }
    }

    /// Returns whether what exists counts. What runs on Fargate changes from minute to minute, and rules are counted for
    /// each group.
    #[must_use]
    pub const fn is_counted(self) -> bool {
        !matches!(self, Self::Fargate | Self::FargateSpot | Self::GroupRules)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_distinct_and_have_the_form_of_service_quotas() {
        let codes: BTreeSet<&str> = Quota::ALL.iter().map(|quota| quota.codes().1).collect();
        assert_eq!(codes.len(), Quota::ALL.len());
        for code in codes {
            let hex = code.strip_prefix("L-").unwrap();
            assert!(
                hex.len() == 8 && hex.bytes().all(|digit| digit.is_ascii_hexdigit()),
                "{code}"
            );
        }
    }
}
