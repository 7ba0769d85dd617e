//! The rate limit, and the addresses that it does not apply to.

use super::web_acl;
use crate::cidr::{Cidr, is_in, prefix_of_ipv6};
use crate::strings::has;
use crate::{Architecture, Problem, Subject, Text};

const EXEMPT: &str = "edge.waf.exempt";

rules! {
    "MS408" rate_limit {
        statement: "The rate limit is 10 to 2000000000 requests from one address in five minutes.",
        why: "AWS WAF refuses a rate-based rule with any other limit.",
        source: "https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html",
        reads: ["edge.waf.rate_limit"],
        wrong: "rate_limit: 9",
        right: "rate_limit: 10",
    }
    "MS421" exempt_ranges {
        statement: "An exempt address is a range of IPv4 or IPv6 in CIDR notation, and not all addresses.",
        why: "AWS WAF refuses an IP set with anything else.",
        source: "https://docs.aws.amazon.com/waf/latest/APIReference/API_IPSet.html",
        reads: ["edge.waf.exempt"],
        wrong: "exempt: [\"192.0.2.44\"]",
        right: "exempt: [\"192.0.2.44/32\"]",
    }
    "MS422" exempt_ranges_public: Warned {
        statement: "An exempt address is public.",
        why: "CloudFront sees the public address of a campus, never the private ones behind it.",
        source: "https://www.rfc-editor.org/rfc/rfc1918",
        reads: ["edge.waf.exempt"],
        unless: ["MS421"],
        wrong: "exempt: [\"10.0.0.0/8\"]",
        right: "exempt: [\"192.0.2.0/24\"]",
    }
}

/// The limits of a rate-based rule.
///
/// Source: <https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html>, 2026-11.
const RATES: [u32; 2] = [10, 2_000_000_000];

/// The rate limit is one that AWS WAF accepts.
#[must_use]
pub const fn rate_limit(stack: &Architecture) -> Option<Problem> {
    let Some(acl) = web_acl(stack) else {
        return None;
    };
    let (limit, [least, most]) = (acl.rate_limit, RATES);
    if limit >= least && limit <= most {
        return None;
    }
    let what = Text::new("a rate limit must be ").number(least as u64).push(" to ");
    let what = what
        .number(most as u64)
        .push(" requests in five minutes, got ")
        .number(limit as u64);
    let near = if limit < least { 100_000 } else { most };
    let help = Text::new("write `rate_limit: ").number(near as u64).push("`");
    Problem::at(Subject::at("edge.waf.rate_limit"), what, help)
}

/// An exempt address is a range in CIDR notation, and not all addresses.
#[must_use]
pub const fn exempt_ranges(stack: &Architecture) -> Option<Problem> {
    let Some(acl) = web_acl(stack) else {
        return None;
    };
    let ranges = acl.exempt.as_slice();
    let mut i = 0;
    while i < ranges.len() {
        let range = ranges[i];
        let prefix = match Cidr::parse(range) {
            Some(range) => Some(range.prefix),
            None => prefix_of_ipv6(range),
        };
        let what = Text::new("").quoted(range);
        let (what, help) = match prefix {
            Some(1..) => {
                i += 1;
                continue;
            }
            Some(0) => (
                what.push(" is every address, so nobody would be limited"),
                Text::new("write the addresses of the campus, such as `\"192.0.2.0/24\"`, or raise `rate_limit`"),
            ),
            None if !has(range, b'/') => {
                let bits = if has(range, b':') { "/128" } else { "/32" };
                let help = Text::new("write `\"")
                    .push(range)
                    .push(bits)
                    .push("\"` for a single address");
                (what.push(" is not a range in CIDR notation"), help)
            }
            None => (
                what.push(" is not a range in CIDR notation"),
                Text::new("write a range such as `\"192.0.2.0/24\"` or `\"2001:db8::/32\"`"),
            ),
        };
        return Problem::at(Subject::item(EXEMPT, i), what, help);
    }
    None
}

/// The private ranges, and those of a host and a link:
/// <https://www.iana.org/assignments/iana-ipv4-special-registry/iana-ipv4-special-registry.xhtml>.
const PRIVATE: [&str; 6] = [
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
];

/// An exempt address is public.
#[must_use]
pub const fn exempt_ranges_public(stack: &Architecture) -> Option<Problem> {
    let Some(acl) = web_acl(stack) else {
        return None;
    };
    let ranges = acl.exempt.as_slice();
    let mut i = 0;
    while i < ranges.len() {
        let mut private = 0;
        while private < PRIVATE.len() {
            if let Some(range) = Cidr::parse(ranges[i])
                && is_in(range.address, PRIVATE[private])
            {
                let what = Text::new("")
                    .quoted(ranges[i])
                    .push(" is private, so no request comes from it");
                let help = Text::new("write the address that the campus has on the internet");
                return Problem::at(Subject::item(EXEMPT, i), what, help);
            }
            private += 1;
        }
        i += 1;
    }
    None
}
