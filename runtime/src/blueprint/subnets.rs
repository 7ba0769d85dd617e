//! The division of the VPC's range into subnets.

use ipnet::Ipv4Net;
use moodle_stack_model::Division;

/// The CIDR blocks of one zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CidrBlocks {
    pub(super) public: String,
    pub(super) private: String,
}

/// Divides a range between zones, as the rules do.
pub(super) fn divide(cidr: &str, zones: &[&str]) -> Vec<CidrBlocks> {
    let Ok(range) = cidr.parse::<Ipv4Net>() else {
        // The rules have already rejected such a range; AWS would reject it here.
        return undivided(cidr, zones);
    };
    let division = Division::of(range.prefix_len().into(), zones);
    // The number of blocks is a power of two, at most 32 here.
    let bits = u8::try_from(division.bits()).unwrap_or_default();
    let Ok(subnets) = range.subnets(range.prefix_len().saturating_add(bits)) else {
        return undivided(cidr, zones);
    };
    let subnets: Vec<String> = subnets.map(|subnet| subnet.to_string()).collect();
    let positions = zones.iter().enumerate().map(|(i, zone)| division.position(i, zone));
    positions
        .map(|position| CidrBlocks {
            public: subnets[position].clone(),
            private: subnets[division.blocks / 2 + position].clone(),
        })
        .collect()
}

fn undivided(cidr: &str, zones: &[&str]) -> Vec<CidrBlocks> {
    let blocks = CidrBlocks {
        public: cidr.into(),
        private: cidr.into(),
    };
    vec![blocks; zones.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adding_a_zone_keeps_the_subnets_of_existing_zones() {
        let two = divide("10.0.0.0/16", &["eu-west-1a", "eu-west-1c"]);
        let three = divide("10.0.0.0/16", &["eu-west-1b", "eu-west-1c", "eu-west-1a"]);
        assert_eq!(two[0], three[2]);
        assert_eq!(two[1], three[1]);
        assert_eq!(two[0].public, "10.0.0.0/20");
        assert_eq!(two[0].private, "10.0.128.0/20");
        assert_eq!(two[1].private, "10.0.160.0/20");
    }

    #[test]
    fn small_vpc_is_divided_by_the_number_of_zones() {
        let blocks = divide("10.0.0.0/24", &["eu-west-1a", "eu-west-1b", "eu-west-1c"]);
        let public: Vec<&str> = blocks.iter().map(|block| block.public.as_str()).collect();
        assert_eq!(public, ["10.0.0.0/27", "10.0.0.32/27", "10.0.0.64/27"]);
        assert_eq!(blocks[0].private, "10.0.0.128/27");
    }

    #[test]
    fn subnets_do_not_overlap() {
        for cidr in [
            "10.0.0.0/16",
            "172.16.0.0/20",
            "10.1.0.0/22",
            "10.1.0.0/23",
            "10.1.0.0/25",
        ] {
            let blocks = divide(cidr, &["eu-west-1a", "eu-west-1b", "eu-west-1c"]);
            let all: Vec<Ipv4Net> = blocks
                .iter()
                .flat_map(|block| [&block.public, &block.private])
                .map(|block| block.parse().expect("a range"))
                .collect();
            let range: Ipv4Net = cidr.parse().expect("a range");
            for (i, one) in all.iter().enumerate() {
                assert!(range.contains(one), "{one} is outside {cidr}");
                assert!(
                    all[..i]
                        .iter()
                        .all(|other| !other.contains(one) && !one.contains(other))
                );
            }
        }
    }
}
