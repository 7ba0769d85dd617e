//! What single availability zones lack, by zone ID: a zone's name means different zones in different accounts, its
//! ID does not (<https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html>).

use crate::strings::same;

/// The date of the tables.
pub const AS_OF: &str = "2026-11";

/// The regions in which only some zones have Fargate, and those zones.
///
/// Source: <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AWS_Fargate-Regions.html>, 2026-11.
const FARGATE: [(&str, &[&str]); 3] = [
    ("ap-northeast-1", &["apne1-az1", "apne1-az2", "apne1-az4"]),
    ("cn-north-1", &["cnn1-az1", "cnn1-az2"]),
    ("us-west-1", &["usw1-az1", "usw1-az3"]),
];

/// The zones in which a load balancer cannot be a VPC origin.
///
/// Source: <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html>, "Supported
/// AWS Regions for VPC origins", 2026-11.
const NO_VPC_ORIGIN: [&str; 5] = ["apne1-az3", "apne2-az1", "cac1-az3", "use1-az3", "usw1-az2"];

/// The zones of us-east-1 that EFS's table of zones leaves out. AWS publishes that table for file systems in one zone; for
/// mount targets, it has none.
///
/// Source: <https://docs.aws.amazon.com/efs/latest/ug/OneZoneAZs.html>, 2026-11.
const NO_EFS: [&str; 1] = ["use1-az3"];

/// Returns whether a zone has Fargate; a zone in a region that the table does not name has it.
#[must_use]
pub const fn has_fargate(region: &str, zone_id: &str) -> bool {
    let mut i = 0;
    while i < FARGATE.len() {
        if same(FARGATE[i].0, region) {
            return is_in(FARGATE[i].1, zone_id);
        }
        i += 1;
    }
    true
}

/// Returns whether a load balancer in a zone can be a VPC origin.
#[must_use]
pub const fn has_vpc_origin(zone_id: &str) -> bool {
    !is_in(&NO_VPC_ORIGIN, zone_id)
}

/// Returns whether EFS is known to be in a zone.
#[must_use]
pub const fn has_efs(zone_id: &str) -> bool {
    !is_in(&NO_EFS, zone_id)
}

const fn is_in(zones: &[&str], zone_id: &str) -> bool {
    let mut i = 0;
    while i < zones.len() {
        if same(zones[i], zone_id) {
            return true;
        }
        i += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exceptions_are_known_and_every_other_zone_has_everything() {
        assert!(has_fargate("us-west-1", "usw1-az3") && !has_fargate("us-west-1", "usw1-az2"));
        assert!(has_fargate("ap-northeast-1", "apne1-az4") && !has_fargate("ap-northeast-1", "apne1-az3"));
        assert!(!has_fargate("cn-north-1", "cnn1-az4"));
        assert!(has_fargate("eu-west-1", "euw1-az9"));
        assert!(has_vpc_origin("use1-az1") && !has_vpc_origin("use1-az3"));
        assert!(has_efs("use1-az1") && !has_efs("use1-az3"));
    }

    #[test]
    fn zone_ids_are_those_of_their_region() {
        for (region, zones) in FARGATE {
            // `usw1` of us-west-1, `apne1` of ap-northeast-1.
            let (area, rest) = region.split_once('-').unwrap();
            for zone in zones {
                assert!(
                    zone.starts_with(area) && zone.contains(&rest[rest.len() - 1..]),
                    "{zone}"
                );
            }
        }
        for zone in NO_VPC_ORIGIN.iter().chain(&NO_EFS) {
            assert!(
                zone.split_once("-az").is_some_and(|(_, number)| number.len() == 1),
                "{zone}"
            );
        }
    }
}
