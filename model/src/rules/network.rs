//! Rules on `network`.

use super::identity::{is_region, zone_region};
use super::{after, same};
use crate::cidr::Cidr;
use crate::facts::regions::Region;
use crate::text::between;
use crate::{Architecture, Nat, Problem, Subject, Text};

rules! {
    "MS201" two_zones {
        statement: "A network spans two availability zones or more.",
        why: "A load balancer and a database subnet group need subnets in two zones at least, and AWS refuses to make them otherwise.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
        reads: ["network.zones"],
        wrong: "zones: [\"ap-southeast-1a\"]",
        right: "zones: [\"ap-southeast-1a\", \"ap-southeast-1b\"]",
    }
    "MS202" distinct_zones {
        statement: "No availability zone is given twice.",
        why: "A load balancer takes one subnet of each zone, and a zone twice would survive no more than a zone once.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html",
        reads: ["network.zones"],
        wrong: "zones: [\"ap-southeast-1a\", \"ap-southeast-1a\"]",
        right: "zones: [\"ap-southeast-1a\", \"ap-southeast-1b\"]",
    }
    "MS203" zones_in_region {
        statement: "Each availability zone is in the stack's region.",
        why: "A VPC is in one region, and EC2 makes no subnet in a zone of another.",
        source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html",
        reads: ["network.zones", "region"],
        unless: ["MS102", "MS105"],
        wrong: "zones: [\"ap-southeast-1a\", \"ap-southeast-2b\"]",
        right: "zones: [\"ap-southeast-1a\", \"ap-southeast-1b\"]",
    }
    "MS204" no_local_zones {
        statement: "No zone is a Local Zone or a Wavelength Zone.",
        why: "EFS, RDS Multi-AZ and NAT gateways are not to be had in them.",
        source: "https://docs.aws.amazon.com/local-zones/latest/ug/what-is-aws-local-zones.html",
        reads: ["network.zones"],
        wrong: "zones: [\"us-east-1a\", \"us-east-1-bos-1a\"]",
        right: "zones: [\"us-east-1a\", \"us-east-1b\"]",
    }
    "MS205" cidr_form {
        statement: "A network is a range of IPv4 addresses.",
        why: "EC2 refuses to make a VPC of anything else.",
        source: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html",
        reads: ["network.cidr"],
        wrong: "cidr: \"10.0.0/16\"",
        right: "cidr: \"10.0.0.0/16\"",
    }
    "MS206" cidr_size {
        statement: "A network is a /16 to a /28.",
        why: "EC2 refuses to make a VPC that is larger or smaller.",
        source: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html",
        reads: ["network.cidr"],
        wrong: "cidr: \"10.0.0.0/15\"",
        right: "cidr: \"10.0.0.0/16\"",
    }
    "MS207" cidr_host_bits {
        statement: "A network's address is the first of its range.",
        why: "EC2 would silently take the range that the address is in, and what is deployed would not be what is declared.",
        source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html",
        reads: ["network.cidr"],
        unless: ["MS206"],
        wrong: "cidr: \"10.0.1.0/16\"",
        right: "cidr: \"10.0.0.0/16\"",
    }
    "MS208" cidr_room {
        statement: "A network has room for a public and a private subnet in each zone.",
        why: "A load balancer needs a /27 in each zone, with eight addresses free, or it cannot grow with its load.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
        reads: ["network.cidr", "network.zones"],
        unless: ["MS206"],
        wrong: "cidr: \"10.0.0.0/26\"",
        right: "cidr: \"10.0.0.0/25\"",
    }
    "MS209" nat_in_each_zone: Warned {
        statement: "Each zone has a way to the internet of its own.",
        why: "With its one NAT gateway, the loss of that zone cuts the tasks in all others off from e-mail, plugins' services and Spot's images.",
        source: "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html",
        reads: ["network.nat"],
        wrong: "nat: Single",
        right: "nat: Regional",
    }
}

/// The smallest subnet that a load balancer takes is a /27.
///
/// Source: <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html>, 2026-10.
const SMALLEST_SUBNET: u32 = 27;

/// There are two zones or more.
#[must_use]
pub const fn two_zones(stack: &Architecture) -> Option<Problem> {
    let zones = stack.network.zones.as_slice();
    if zones.len() >= 2 {
        return None;
    }
    let region = example_region(stack);
    let what = match zones.len() {
        0 => Text::new("no availability zone is given; there must be at least two"),
        _ => Text::new("only one availability zone is given; there must be at least two"),
    };
    let help = Text::new("write `zones: [\"")
        .push(region)
        .push("a\", \"")
        .push(region)
        .push("b\"]`");
    Problem::at(Subject::at("network.zones"), what, help)
}

/// No zone is given twice.
#[must_use]
pub const fn distinct_zones(stack: &Architecture) -> Option<Problem> {
    let zones = stack.network.zones.as_slice();
    let mut i = 0;
    while i < zones.len() {
        let mut earlier = 0;
        while earlier < i {
            if same(zones[i], zones[earlier]) {
                let at = Subject::item("network.zones", i);
                let what = Text::new("the zone ").quoted(zones[i]).push(" is given twice");
                return Problem::at(
                    at,
                    what,
                    Text::new("write another zone of the region, with another letter at its end"),
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
                let what = what.push(", and the stack in ").push(stack.region);
                let help = Text::new("write a zone of the region, as `\"")
                    .push(stack.region)
                    .push("a\"`, or another `region`");
                return Problem::between(at, Subject::at("region"), what, help);
            }
            None if is_local(zones[i]) => {}
            None => {
                let what = Text::new("")
                    .quoted(zones[i])
                    .push(" is no availability zone: a zone is its region and a letter");
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
            let help = Text::new("write an availability zone, as `\"")
                .push(example_region(stack))
                .push("a\"`");
            return Problem::at(at, what, help);
        }
        i += 1;
    }
    None
}

/// Each zone has a NAT gateway, or the one is regional.
#[must_use]
pub const fn nat_in_each_zone(stack: &Architecture) -> Option<Problem> {
    match stack.network.nat {
        Nat::PerZone | Nat::Regional => None,
        Nat::Single => {
            let what = Text::new("one NAT gateway serves all zones, and is lost with its own");
            let help = Text::new("write `nat: PerZone`, or `nat: Regional` for one gateway that spans the zones");
            Problem::at(Subject::at("network.nat"), what, help)
        }
    }
}

/// Returns the stack's region for a line to paste, or, where that is not known here, one that shows the form.
const fn example_region(stack: &Architecture) -> &'static str {
    if is_region(stack.region) {
        stack.region
    } else {
        "ap-southeast-1"
    }
}

/// Returns the first letter of a zone that the region has and the network has not yet, if the region is known.
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

/// Returns the network's range, if it is one that EC2 makes.
pub(super) const fn range(stack: &Architecture) -> Option<Cidr> {
    match Cidr::parse(stack.network.cidr) {
        Some(cidr) if cidr.prefix >= 16 && cidr.prefix <= 28 && cidr.address == cidr.first() => Some(cidr),
        _ => None,
    }
}

/// Tells a Local Zone, as `us-east-1-bos-1a`, or a Wavelength Zone, as `us-east-1-wl1-bos-wlz-1`, by its name.
///
/// Source: <https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-local-zones.html>, 2026-10.
const fn is_local(zone: &str) -> bool {
    let bytes = zone.as_bytes();
    let mut i = 1;
    while i < bytes.len() {
        // The region ends with a number, and a hyphen after it begins the place.
        if bytes[i] == b'-' && bytes[i - 1].is_ascii_digit() {
            let (region, _) = zone.split_at(i);
            return is_region(region);
        }
        i += 1;
    }
    false
}

/// A network is a range of IPv4 addresses.
#[must_use]
pub const fn cidr_form(stack: &Architecture) -> Option<Problem> {
    let cidr = stack.network.cidr;
    if Cidr::parse(cidr).is_some() {
        return None;
    }
    let what = Text::new("").quoted(cidr).push(" is no range of IPv4 addresses");
    let help = Text::new("write four numbers up to 255 and the length of the prefix, as `cidr: \"10.0.0.0/16\"`");
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
    let what = Text::new("a VPC is a /16 to a /28, and this is a /").number(cidr.prefix as u64);
    let prefix = if cidr.prefix < 16 { 16 } else { 24 };
    Problem::at(Subject::at("network.cidr"), what, paste(cidr.first(), prefix))
}

/// A network's address has no bits beyond its prefix.
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
        .push(" is an address inside a range, not a range");
    Problem::at(Subject::at("network.cidr"), what, paste(cidr.first(), cidr.prefix))
}

/// A network has room for a public and a private subnet in each zone.
#[must_use]
pub const fn cidr_room(stack: &Architecture) -> Option<Problem> {
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
        .push(" has no room for ")
        .number(subnets as u64);
    let what = what.push(" subnets, two for each zone, of a /27 each");
    let help = Text::new("write a /")
        .number(most as u64)
        .push(" or larger, as `cidr: \"10.0.0.0/16\"`");
    Problem::between(Subject::at("network.cidr"), Subject::at("network.zones"), what, help)
}

/// Writes a range, to be pasted; with a longer prefix than it had, so that host bits are cut.
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
    fn local_and_wavelength_zones_are_told_from_availability_zones() {
        assert!(is_local("us-east-1-bos-1a") && is_local("us-east-1-wl1-bos-wlz-1"));
        assert!(!is_local("us-east-1a") && !is_local("") && !is_local("-") && !is_local("us-gov-east-1b"));
    }
}
