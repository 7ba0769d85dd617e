//! Rules on `account`, `region`, `domain` and `dns`.

use super::{after, has, is_digits, is_letters, part};
use crate::{Architecture, Problem, Subject, Text};

rules! {
    "MS101" account_digits {
        statement: "An account is twelve digits.",
        why: "A request for an account that cannot exist fails, and so does each ARN that is compared with it.",
        source: "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html",
        reads: ["account"],
        wrong: "account: \"11112222333\"",
        right: "account: \"111122223333\"",
    }
    "MS102" region_form {
        statement: "A region's name is written as AWS writes it.",
        why: "The region is part of the address of every AWS service; a wrong one leads nowhere.",
        source: "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html",
        reads: ["region"],
        wrong: "region: \"ap-southeast-1a\"",
        right: "region: \"ap-southeast-1\"",
    }
    "MS103" domain_form {
        statement: "The domain is a host name and nothing else.",
        why: "Moodle's address, CloudFront's alias and the certificate are made from it; Moodle adds `https://` itself.",
        source: "https://www.rfc-editor.org/rfc/rfc1123#section-2.1",
        reads: ["domain"],
        wrong: "domain: \"https://learn.example.edu\"",
        right: "domain: \"learn.example.edu\"",
    }
    "MS104" dns_zone {
        statement: "A hosted zone is given by its id.",
        why: "Route 53 finds a zone by its id; the name of a zone is not unique.",
        source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_HostedZone.html",
        reads: ["dns.zone"],
        wrong: "dns: Route53 { zone: \"example.edu\" }",
        right: "dns: Route53 { zone: \"Z0123456789ABCDEFGHIJ\" }",
    }
}

/// An account is twelve digits.
#[must_use]
pub const fn account_digits(stack: &Architecture) -> Option<Problem> {
    if is_account(stack.account) {
        return None;
    }
    let bytes = stack.account.as_bytes();
    let (mut digits, mut count, mut i) = (Text::new(""), 0_u64, 0);
    while i < bytes.len() {
        if bytes[i].is_ascii_digit() {
            digits = digits.number((bytes[i] - b'0') as u64);
            count += 1;
        }
        i += 1;
    }
    let what = Text::new("")
        .quoted(stack.account)
        .push(" is no AWS account: an account has 12 digits");
    if count == 12 {
        let help = Text::new("write `account: \"").push(digits.as_str()).push("\"`");
        return Problem::at(Subject::at("account"), what, help);
    }
    let what = what.push(", and this has ").number(count);
    let help = Text::new("`aws sts get-caller-identity --query Account` prints yours");
    Problem::at(Subject::at("account"), what, help)
}

/// A region's name is written as AWS writes it.
#[must_use]
pub const fn region_form(stack: &Architecture) -> Option<Problem> {
    let region = stack.region;
    if is_region(region) {
        return None;
    }
    let what = Text::new("").quoted(region).push(" is no AWS region");
    if let Some(inside) = zone_region(region) {
        let what = what.push(" but an availability zone");
        let help = Text::new("write `region: \"").push(inside).push("\"`");
        return Problem::at(Subject::at("region"), what, help);
    }
    let help = Text::new("write its code in lower case, as `region: \"ap-southeast-1\"`");
    Problem::at(Subject::at("region"), what, help)
}

/// A domain is a host name and nothing else.
#[must_use]
pub const fn domain_form(stack: &Architecture) -> Option<Problem> {
    let domain = stack.domain;
    let Some(fault) = host_fault(domain) else {
        return None;
    };
    let what = Text::new("").quoted(domain).push(" is no host name: ").push(fault);
    let rest = match (after(domain, "https://"), after(domain, "http://")) {
        (Some(rest), _) | (None, Some(rest)) => rest,
        (None, None) => domain,
    };
    let help = match part(rest, b'/', 0) {
        Some(host) if host_fault(host).is_none() => Text::new("write `domain: \"").push(host).push("\"`"),
        _ => Text::new("write the name that people type, as `domain: \"learn.example.edu\"`"),
    };
    Problem::at(Subject::at("domain"), what, help)
}

/// A hosted zone is given by its id.
#[must_use]
pub const fn dns_zone(stack: &Architecture) -> Option<Problem> {
    match stack.dns {
        Some(dns) => zone_id("dns.zone", dns.zone),
        None => None,
    }
}

/// Tells whether a text is an account's number.
pub(super) const fn is_account(text: &str) -> bool {
    text.len() == 12 && is_digits(text)
}

/// Tells whether a text has the form of a region's name: `eu-west-1`, `us-gov-east-1`, `eusc-de-east-1`.
pub(super) const fn is_region(text: &str) -> bool {
    let mut n = 0;
    while let Some(word) = part(text, b'-', n) {
        if part(text, b'-', n + 1).is_none() {
            return n >= 2 && is_digits(word);
        }
        if !is_letters(word) || (n == 0 && word.len() < 2) {
            return false;
        }
        n += 1;
    }
    false
}

/// Returns the region of an availability zone's name.
pub(super) const fn zone_region(text: &str) -> Option<&str> {
    let Some(last) = text.as_bytes().last() else {
        return None;
    };
    if !last.is_ascii_lowercase() {
        return None;
    }
    let (region, _) = text.split_at(text.len() - 1);
    if is_region(region) { Some(region) } else { None }
}

/// Checks the id of a hosted zone.
///
/// Source: <https://docs.aws.amazon.com/Route53/latest/APIReference/API_HostedZone.html>, 2026-10: up to 32 characters.
pub(super) const fn zone_id(path: &'static str, id: &str) -> Option<Problem> {
    let bytes = id.as_bytes();
    let mut i = 0;
    while i < bytes.len() && (bytes[i].is_ascii_uppercase() || bytes[i].is_ascii_digit()) {
        i += 1;
    }
    if i == bytes.len() && i >= 2 && i <= 32 && bytes[0] == b'Z' {
        return None;
    }
    let what = Text::new("").quoted(id).push(" is no hosted zone's id");
    let help = match after(id, "/hostedzone/") {
        Some(bare) => Text::new("write `zone: \"").push(bare).push("\"`"),
        None => {
            Text::new("write the id, as `zone: \"Z0123456789ABCDEFGHIJ\"`; `aws route53 list-hosted-zones` prints it")
        }
    };
    Problem::at(Subject::at(path), what, help)
}

/// Says why a text is no host name, if it is none. RFC 1123, section 2.1; RFC 1035, section 2.3.4.
pub(super) const fn host_fault(host: &str) -> Option<&'static str> {
    if has(host, b'/') || has(host, b':') {
        return Some("it has a scheme, a port or a path in it");
    }
    if host.len() > 253 {
        return Some("it has more than 253 characters");
    }
    let mut n = 0;
    while let Some(label) = part(host, b'.', n) {
        let bytes = label.as_bytes();
        if bytes.is_empty() {
            return Some("a part between dots is empty");
        }
        if bytes.len() > 63 {
            return Some("a part between dots has more than 63 characters");
        }
        let mut i = 0;
        while i < bytes.len() {
            let hyphen = bytes[i] == b'-' && i > 0 && i + 1 < bytes.len();
            if !hyphen && !bytes[i].is_ascii_alphanumeric() {
                return Some("it has letters, digits, dots, and hyphens between them, and nothing else");
            }
            i += 1;
        }
        n += 1;
        if part(host, b'.', n).is_none() && is_digits(label) {
            return Some("its last part is a number");
        }
    }
    if n < 2 {
        return Some("it has no dot in it");
    }
    None
}
