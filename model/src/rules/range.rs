//! Rules on the address range of a network.

use super::network::{paste, range};
use crate::cidr::is_in;
use crate::{Architecture, Problem, Subject, Text};

rules! {
    "MS212" cidr_not_reserved {
        statement: "A network's range is not reserved for another purpose.",
        why: "Packets to such an address never leave the sending machine, or the address belongs to no machine, so nothing in the network could be reached.",
        source: "https://www.iana.org/assignments/iana-ipv4-special-registry/iana-ipv4-special-registry.xhtml",
        reads: ["network.cidr"],
        wrong: "cidr: \"169.254.0.0/16\"",
        right: "cidr: \"172.16.0.0/16\"",
    }
    "MS213" cidr_private: Warned {
        statement: "A network's range is private.",
        why: "Public addresses belong to someone else: hosts on the internet with these addresses cannot be reached from the network.",
        source: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html",
        reads: ["network.cidr"],
        unless: ["MS212"],
        wrong: "cidr: \"11.0.0.0/16\"",
        right: "cidr: \"10.0.0.0/16\"",
    }
}

/// Ranges that no network can use, and what they are for.
///
/// Source: <https://www.iana.org/assignments/iana-ipv4-special-registry/iana-ipv4-special-registry.xhtml>, 2026-11.
const RESERVED: [(&str, &str); 5] = [
    ("0.0.0.0/8", "`this network`"),
    ("127.0.0.0/8", "loopback"),
    (
        "169.254.0.0/16",
        "link-local addresses, where AWS serves instance metadata and credentials",
    ),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "future use"),
];

/// Ranges for private networks: RFC 1918, and RFC 6598, which AWS accepts as well.
///
/// Source: <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html>, 2026-11.
const PRIVATE: [&str; 4] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

/// A network's range is not reserved for another purpose.
#[must_use]
pub const fn cidr_not_reserved(stack: &Architecture) -> Option<Problem> {
    let Some(cidr) = range(stack) else {
        return None;
    };
    match reserved(cidr.address) {
        Some((range, purpose)) => {
            let what = Text::new("")
                .quoted(stack.network.cidr)
                .push(" is in ")
                .push(range)
                .push(", which is reserved for ")
                .push(purpose);
            Problem::at(Subject::at("network.cidr"), what, paste(10 << 24, cidr.prefix))
        }
        None => None,
    }
}

/// A network's range is private.
#[must_use]
pub const fn cidr_private(stack: &Architecture) -> Option<Problem> {
    let Some(cidr) = range(stack) else {
        return None;
    };
    let mut i = 0;
    while i < PRIVATE.len() {
        if is_in(cidr.address, PRIVATE[i]) {
            return None;
        }
        i += 1;
    }
    let what = Text::new("")
        .quoted(stack.network.cidr)
        .push(" is a range of public addresses");
    let help = paste(10 << 24, cidr.prefix).push(", or another range in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16");
    Problem::at(Subject::at("network.cidr"), what, help)
}

const fn reserved(address: u32) -> Option<(&'static str, &'static str)> {
    let mut i = 0;
    while i < RESERVED.len() {
        if is_in(address, RESERVED[i].0) {
            return Some(RESERVED[i]);
        }
        i += 1;
    }
    None
}
