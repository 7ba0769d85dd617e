//! Rules on the availability zones that an account can use.

use super::identity::zone_region;
use super::network::free_zone;
use super::same;
use crate::facts::regions::{self, Region};
use crate::strings::between;
use crate::{Architecture, Problem, Subject, Text};

rules! {
    "MS210" zones_known {
        statement: "Each availability zone exists in the region.",
        why: "EC2 cannot create a subnet in a zone that the account cannot use; a region's letters are not always a, b and c.",
        source: "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html",
        reads: ["network.zones", "region"],
        as_of: regions::AS_OF,
        wrong: "zones: [\"ap-northeast-1a\", \"ap-northeast-1b\"]",
        right: "zones: [\"ap-northeast-1a\", \"ap-northeast-1c\"]",
    }
    "MS211" zones_within_account {
        statement: "A network uses no more zones than an account has.",
        why: "EC2 cannot create a subnet in a zone that the account cannot use.",
        source: "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html",
        reads: ["network.zones", "region"],
        unless: ["MS202", "MS203", "MS204", "MS210"],
        as_of: regions::AS_OF,
        wrong: "zones: [\"us-west-1a\", \"us-west-1b\", \"us-west-1c\"]",
        right: "zones: [\"us-west-1a\", \"us-west-1c\"]",
    }
}

/// Each zone exists in the region.
#[must_use]
pub const fn zones_known(stack: &Architecture) -> Option<Problem> {
    let Some(region) = Region::of(stack.region) else {
        return None;
    };
    let zones = stack.network.zones.as_slice();
    let mut i = 0;
    while i < zones.len() {
        let zone = zones[i];
        // MS203 reports a zone of another region.
        if let Some(inside) = zone_region(zone)
            && same(inside, region.name)
            && !region.has_zone(zone)
        {
            let what = Text::new("no account has the zone ").quoted(zone);
            let what = letters(
                what.push(": the zones of ").push(region.name).push(" are "),
                region.letters,
            );
            let help = match free_zone(stack) {
                Some(letter) => Text::new("write `\"").push(region.name).push(letter).push("\"`; "),
                None => Text::new("remove it; "),
            };
            let help = help.push("if your account has it, write `unchecked!(\"").push(zone);
            return Problem::at(Subject::item("network.zones", i), what, help.push("\")`"));
        }
        i += 1;
    }
    None
}

/// At most as many zones are declared as an account has.
#[must_use]
pub const fn zones_within_account(stack: &Architecture) -> Option<Problem> {
    let Some(region) = Region::of(stack.region) else {
        return None;
    };
    let zones = stack.network.zones.as_slice();
    let most = region.zones as usize;
    if zones.len() <= most {
        return None;
    }
    let what = Text::new("an account has ")
        .number(region.zones as u64)
        .push(" zones in ");
    let what = what
        .push(region.name)
        .push(", but ")
        .number(zones.len() as u64)
        .push(" are declared");
    let help = Text::new("remove one; `aws ec2 describe-availability-zones --region ").push(region.name);
    let help = help
        .push("` prints yours; if your account has all of them, write `unchecked!(\"")
        .push(zones[most]);
    Problem::at(Subject::item("network.zones", most), what, help.push("\")`"))
}

/// Lists letters: `a, c and d`.
const fn letters(mut message: Text, letters: &str) -> Text {
    let mut i = 0;
    while i < letters.len() {
        if i > 0 {
            message = message.push(if i + 1 == letters.len() { " and " } else { ", " });
        }
        message = message.push(between(letters, i, i + 1));
        i += 1;
    }
    message
}
