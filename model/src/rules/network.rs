//! Rules on `network`.

use super::identity::{is_region, zone_region};
use super::{after, same};
use crate::cidr::Cidr;
use crate::facts::regions::Region;
use crate::text::between;
use crate::{Architecture, Nat, Problem, Subject, Text};

rules! {
    "MS201" at_least_two_zones {
        statement: "A network spans at least two availability zones.",
        why: "A load balancer and a database subnet group need subnets in at least two zones; AWS refuses to create them otherwise.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
        reads: ["network.zones"],
        wrong: "zones: [\"ap-southeast-1a\"]",
        right: "zones: [\"ap-southeast-1a\", \"ap-southeast-1b\"]",
    }
    "MS202" distinct_zones {
        statement: "No availability zone is listed twice.",
        why: "A load balancer accepts one subnet per zone, and listing a zone twice does not make the site more available.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html",
        reads: ["network.zones"],
        wrong: "zones: [\"ap-southeast-1a\", \"ap-southeast-1a\"]",
        right: "zones: [\"ap-southeast-1a\", \"ap-southeast-1b\"]",
    }
    "MS203" zones_in_region {
        statement: "Each availability zone is in the stack's region.",
        why: "A VPC is in one region, and EC2 cannot create its subnets in zones of another.",
        source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html",
        reads: ["network.zones", "region"],
        unless: ["MS102", "MS105"],
        wrong: "zones: [\"ap-southeast-1a\", \"ap-southeast-2b\"]",
        right: "zones: [\"ap-southeast-1a\", \"ap-southeast-1b\"]",
    }
    "MS204" no_local_zones {
        statement: "No zone is a Local Zone or a Wavelength Zone.",
        why: "EFS, RDS Multi-AZ and NAT gateways are not available in them.",
        source: "https://docs.aws.amazon.com/local-zones/latest/ug/what-is-aws-local-zones.html",
        reads: ["network.zones"],
        wrong: "zones: [\"us-east-1a\", \"us-east-1-bos-1a\"]",
        right: "zones: [\"us-east-1a\", \"us-east-1b\"]",
    }
    "MS205" cidr_form {
        statement: "A network is an IPv4 CIDR block.",
        why: "EC2 accepts only an IPv4 CIDR block for a VPC.",
        source: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html",
        reads: ["network.cidr"],
        wrong: "cidr: \"10.0.0/16\"",
        right: "cidr: \"10.0.0.0/16\"",
    }
    "MS206" cidr_size {
        statement: "A network is a /16 to a /28.",
        why: "EC2 refuses to create a larger or smaller VPC.",
        source: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html",
        reads: ["network.cidr"],
        wrong: "cidr: \"10.0.0.0/15\"",
        right: "cidr: \"10.0.0.0/16\"",
    }
    "MS207" cidr_host_bits {
        statement: "A network's address is the first address of its range.",
        why: "EC2 would silently use the range that contains the address, so the deployed network would differ from the declared one.",
        source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html",
        reads: ["network.cidr"],
        unless: ["MS206"],
        wrong: "cidr: \"10.0.1.0/16\"",
        right: "cidr: \"10.0.0.0/16\"",
    }
    "MS208" cidr_fits_subnets {
        statement: "A network has room for a public and a private subnet in each zone.",
        why: "A load balancer needs a /27 subnet with eight free addresses in each zone, or it cannot scale with its load.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
        reads: ["network.cidr", "network.zones"],
        unless: ["MS206"],
        wrong: "cidr: \"10.0.0.0/26\"",
        right: "cidr: \"10.0.0.0/25\"",
    }
    "MS209" nat_in_each_zone: Warned {
        statement: "Each zone has its own path to the internet.",
        why: "If the zone of the only NAT gateway fails, tasks in all other zones lose access to e-mail, to the services of plugins and to images for Spot tasks.",
        source: "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html",
        reads: ["network.nat"],
        wrong: "nat: Single",
        right: "nat: Regional",
    }
}

/// The smallest subnet that a load balancer accepts is a /27.
///
/// Source: <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html>, 2026-10.
const SMALLEST_SUBNET: u32 = 27;

/// There are at least two zones.
#[must_use]
pub const fn at_least_two_zones(stack: &Architecture) -> Option<Problem> {
    let zones = stack.network.zones.as_slice();
    if zones.len() >= 2 {
        return None;
    }
    let region = example_region(stack);
    let what = match zones.len() {
        0 => Text::new("no availability zone is listed; at least two are required"),
        _ => Text::new("only one availability zone is listed; at least two are required"),
    };
    let help = Text::new("write `zones: [\"")
        .push(region)
        .push("a\", \"")
        .push(region)
        .push("b\"]`");
    Problem::at(Subject::at("network.zones"), what, help)
}

/// No zone is listed twice.
#[must_use]
pub const fn distinct_zones(stack: &Architecture) -> Option<Problem> {
    let zones = stack.network.zones.as_slice();
    let mut i = 0;
    while i < zones.len() {
        let mut earlier = 0;
        while earlier < i {
            if same(zones[i], zones[earlier]) {
                let at = Subject::item("network.zones", i);
                let what = Text::new("the zone ").quoted(zones[i]).push(" is listed twice");
                return Problem::at(
                    at,
                    what,
                    Text::new("write another zone of the region, ending in another letter"),
                );
            }
            earlier += 1;
        }
        i += 1;
    }
    None
}

/// Each zone is in the stack's region.
#[must_use]
pub const fn zones_in_region(stack: &Architecture) -> Option<Problem> {
    let zones = stack.network.zones.as_slice();
    let mut i = 0;
    while i < zones.len() {
        let at = Subject::item("network.zones", i);
        match zone_region(zones[i]) {
            Some(region) if same(region, stack.region) => {}
            Some(region) => {
                let what = Text::new("the zone ").quoted(zones[i]).push(" is in ").push(region);
                let what = what.push(", but the stack is in ").push(stack.region);
                let help = Text::new("write a zone of the region, such as `\"")
                    .push(stack.region)
                    .push("a\"`, or another `region`");
                return Problem::between(at, Subject::at("region"), what, help);
            }
            None if is_local(zones[i]) => {}
            None => {
                let what = Text::new("")
                    .quoted(zones[i])
                    .push(" is not an availability zone: a zone is a region followed by a letter");
                let help = match free_zone(stack) {
                    Some(letter) => Text::new("write `\"").push(stack.region).push(letter).push("\"`"),
                    None => Text::new("write a zone of ").push(stack.region),
                };
                return Problem::at(at, what, help);
            }
        }
        i += 1;
    }
    None
}

/// No zone is a Local Zone or a Wavelength Zone.
#[must_use]
pub const fn no_local_zones(stack: &Architecture) -> Option<Problem> {
    let zones = stack.network.zones.as_slice();
    let mut i = 0;
    while i < zones.len() {
        if is_local(zones[i]) {
            let at = Subject::item("network.zones", i);
            let what = Text::new("")
                .quoted(zones[i])
                .push(" is a Local Zone or a Wavelength Zone");
            let help = Text::new("write an availability zone, such as `\"")
                .push(example_region(stack))
                .push("a\"`");
            return Problem::at(at, what, help);
        }
        i += 1;
    }
    None
}

/// Each zone has a NAT gateway, or a regional one spans them.
#[must_use]
pub const fn nat_in_each_zone(stack: &Architecture) -> Option<Problem> {
    match stack.network.nat {
        Nat::PerZone | Nat::Regional => None,
        Nat::Single => {
            let what = Text::new("a single NAT gateway serves all zones, and fails with its own zone");
            let help = Text::new("write `nat: PerZone`, or `nat: Regional` for one gateway that spans the zones");
            Problem::at(Subject::at("network.nat"), what, help)
        }
    }
}

/// Returns the stack's region for a help text, or an example if the stack's is invalid.
const fn example_region(stack: &Architecture) -> &'static str {
    if is_region(stack.region) {
        stack.region
    } else {
        "ap-southeast-1"
    }
}

/// Returns the first zone letter of the region that the network does not use yet, if the region is known.
pub(super) const fn free_zone(stack: &Architecture) -> Option<&'static str> {
    let Some(region) = Region::of(stack.region) else {
        return None;
    };
    let zones = stack.network.zones.as_slice();
    let (mut at, mut i) = (0, 0);
    while i < zones.len() {
        if at < region.letters.len() && has_letter(zones[i], stack.region, region.letters.as_bytes()[at]) {
            (at, i) = (at + 1, 0);
        } else {
            i += 1;
        }
    }
    if at < region.letters.len() {
        Some(between(region.letters, at, at + 1))
    } else {
        None
    }
}

const fn has_letter(zone: &str, region: &str, letter: u8) -> bool {
    match after(zone, region) {
        Some(rest) => rest.len() == 1 && rest.as_bytes()[0] == letter,
        None => false,
    }
}

/// Returns the network's range if EC2 accepts it.
pub(super) const fn range(stack: &Architecture) -> Option<Cidr> {
    match Cidr::parse(stack.network.cidr) {
        Some(cidr) if cidr.prefix >= 16 && cidr.prefix <= 28 && cidr.address == cidr.first() => Some(cidr),
        _ => None,
    }
}

/// Returns whether a name is that of a Local Zone, such as `us-east-1-bos-1a`, or a Wavelength Zone, such as
/// `us-east-1-wl1-bos-wlz-1`.
///
/// Source: <https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-local-zones.html>, 2026-10.
const fn is_local(zone: &str) -> bool {
    let bytes = zone.as_bytes();
    let mut i = 1;
    while i < bytes.len() {
        // The region ends in a number; a hyphen after it starts the location.
        if bytes[i] == b'-' && bytes[i - 1].is_ascii_digit() {
            let (region, _) = zone.split_at(i);
            return is_region(region);
        }
        i += 1;
    }
    false
}

/// A network is an IPv4 CIDR block.
#[must_use]
pub const fn cidr_form(stack: &Architecture) -> Option<Problem> {
    let cidr = stack.network.cidr;
    if Cidr::parse(cidr).is_some() {
        return None;
    }
    let what = Text::new("").quoted(cidr).push(" is not an IPv4 CIDR block");
    let help = Text::new("write four numbers up to 255 and a prefix length, such as `cidr: \"10.0.0.0/16\"`");
    Problem::at(Subject::at("network.cidr"), what, help)
}

/// A network is a /16 to a /28.
#[must_use]
pub const fn cidr_size(stack: &Architecture) -> Option<Problem> {
    let Some(cidr) = Cidr::parse(stack.network.cidr) else {
        return None;
    };
    if cidr.prefix >= 16 && cidr.prefix <= 28 {
        return None;
    }
    let what = Text::new("a VPC must be a /16 to a /28, got a /").number(cidr.prefix as u64);
    let prefix = if cidr.prefix < 16 { 16 } else { 24 };
    Problem::at(Subject::at("network.cidr"), what, paste(cidr.first(), prefix))
}

/// A network's address has no bits set beyond its prefix.
#[must_use]
pub const fn cidr_host_bits(stack: &Architecture) -> Option<Problem> {
    let Some(cidr) = Cidr::parse(stack.network.cidr) else {
        return None;
    };
    if cidr.address == cidr.first() {
        return None;
    }
    let what = Text::new("")
        .quoted(stack.network.cidr)
        .push(" is an address inside a range, not the start of one");
    Problem::at(Subject::at("network.cidr"), what, paste(cidr.first(), cidr.prefix))
}

/// A network has room for a public and a private subnet in each zone.
#[must_use]
pub const fn cidr_fits_subnets(stack: &Architecture) -> Option<Problem> {
    let Some(cidr) = Cidr::parse(stack.network.cidr) else {
        return None;
    };
    // A list has 16 items at most.
    #[allow(clippy::cast_possible_truncation)]
    let subnets = 2 * stack.network.zones.as_slice().len() as u32;
    // The subnets are of equal size, which is a power of two.
    let most = SMALLEST_SUBNET - subnets.next_power_of_two().trailing_zeros();
    if cidr.prefix <= most {
        return None;
    }
    let what = Text::new("a /")
        .number(cidr.prefix as u64)
        .push(" is too small for ")
        .number(subnets as u64);
    let what = what.push(" subnets of a /27, two in each zone");
    let help = Text::new("write a /")
        .number(most as u64)
        .push(" or larger, such as `cidr: \"10.0.0.0/16\"`");
    Problem::between(Subject::at("network.cidr"), Subject::at("network.zones"), what, help)
}

/// Writes a help text with a range; clears the bits beyond the prefix.
pub(super) const fn paste(address: u32, prefix: u32) -> Text {
    let address = Cidr { address, prefix }.first();
    let mut help = Text::new("write `cidr: \"");
    let mut i = 0;
    while i < 4 {
        if i > 0 {
            help = help.push(".");
        }
        help = help.number((address >> (24 - 8 * i) & 255) as u64);
        i += 1;
    }
    help.push("/").number(prefix as u64).push("\"`")
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn local_and_wavelength_zones_are_recognized_by_name() {
        assert!(is_local("us-east-1-bos-1a") && is_local("us-east-1-wl1-bos-wlz-1"));
        assert!(!is_local("us-east-1a") && !is_local("") && !is_local("-") && !is_local("us-gov-east-1b"));
    }
}
