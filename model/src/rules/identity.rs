//! Rules on `account`, `region`, `domain` and `dns`.

use super::{after, is_digits, is_letters, part};
use crate::facts::regions::{self, Region, is_plausible, near};
use crate::host::{host_fault, host_in, is_apex, private_top};
use crate::{Architecture, Certificate, Problem, Subject, Text};

rules! {
    "MS101" account_digits {
        statement: "An account id has twelve digits.",
        why: "Requests for an account that cannot exist fail, and no ARN matches it.",
        source: "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html",
        reads: ["account"],
        wrong: "account: \"11112222333\"",
        right: "account: \"111122223333\"",
    }
    "MS102" region_form {
        statement: "A region's name has the form that AWS uses.",
        why: "The region is part of the address of every AWS service; a wrong one does not resolve.",
        source: "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html",
        reads: ["region"],
        wrong: "region: \"ap-southeast-1a\"",
        right: "region: \"ap-southeast-1\"",
    }
    "MS103" domain_form {
        statement: "The domain is a plain host name.",
        why: "Moodle's address, CloudFront's alias and the certificate are derived from it; Moodle adds `https://` itself.",
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
    "MS105" region_spelled_correctly {
        statement: "A region exists, or may have been added since the table was made.",
        why: "The region is part of the address of every AWS service; a wrong one does not resolve.",
        source: "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html",
        reads: ["region"],
        unless: ["MS102"],
        as_of: regions::AS_OF,
        wrong: "region: \"ap-southest-1\"",
        right: "region: \"ap-southeast-1\"",
    }
    "MS106" region_known: Warned {
        statement: "A region is known.",
        why: "A region that is not in the table is newer than the table, or a typo that does not resolve; values that depend on the region cannot be checked.",
        source: "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html",
        reads: ["region"],
        unless: ["MS102", "MS105"],
        as_of: regions::AS_OF,
        wrong: "region: \"us-east-3\"",
        right: "region: \"us-east-2\"",
    }
    "MS107" domain_is_public {
        statement: "A domain with a public certificate is a public domain.",
        why: "No public certificate is issued for a name that is reserved for private use, and CloudFront accepts no other.",
        source: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html",
        reads: ["domain", "edge", "load_balancer.certificate"],
        unless: ["MS103"],
        wrong: "domain: \"learn.campus.local\"",
        right: "domain: \"learn.campus.edu\"",
    }
    "MS108" apex_in_route53: Warned {
        statement: "A domain at the apex of its zone has its records in Route 53.",
        why: "AWS gives the site a name, not a fixed address. The apex of a zone cannot have a CNAME, but it can have a Route 53 alias record.",
        source: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html",
        reads: ["domain", "dns"],
        unless: ["MS103"],
        wrong: "domain: \"example.edu\"",
        right: "domain: \"learn.example.edu\"",
    }
}

/// An account id has twelve digits.
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
        .push(" is not an AWS account id: it must have 12 digits");
    if count == 12 {
        let help = Text::new("write `account: \"").push(digits.as_str()).push("\"`");
        return Problem::at(Subject::at("account"), what, help);
    }
    let what = what.push(", but has ").number(count);
    let help = Text::new("`aws sts get-caller-identity --query Account` prints yours");
    Problem::at(Subject::at("account"), what, help)
}

/// A region's name has the form that AWS uses.
#[must_use]
pub const fn region_form(stack: &Architecture) -> Option<Problem> {
    let region = stack.region;
    if has_region_form(region) {
        return None;
    }
    let what = Text::new("").quoted(region).push(" is not an AWS region");
    if let Some(inside) = zone_region(region) {
        let what = what.push(" but an availability zone");
        let help = Text::new("write `region: \"").push(inside).push("\"`");
        return Problem::at(Subject::at("region"), what, help);
    }
    let help = match near(Text::new("").lower(region).as_str()) {
        Some(near) => Text::new("write `region: \"").push(near).push("\"`"),
        None => Text::new("write its code in lower case, such as `region: \"ap-southeast-1\"`"),
    };
    Problem::at(Subject::at("region"), what, help)
}

/// A region exists, or may have been added since the table was made.
#[must_use]
pub const fn region_spelled_correctly(stack: &Architecture) -> Option<Problem> {
    let region = stack.region;
    if is_region(region) {
        return None;
    }
    let what = Text::new("").quoted(region).push(" is not an AWS region");
    let help = match near(region) {
        Some(near) => Text::new("write `region: \"").push(near).push("\"`"),
        None => {
            Text::new("`aws account list-regions --query \"Regions[].RegionName\"` prints the regions of your account")
        }
    };
    let help = help.push("; if AWS has it now, write `unchecked!(\"");
    Problem::at(Subject::at("region"), what, help.push(region).push("\")`"))
}

/// A region is known.
#[must_use]
pub const fn region_known(stack: &Architecture) -> Option<Problem> {
    let region = stack.region;
    if Region::of(region).is_some() {
        return None;
    }
    let what = Text::new("")
        .quoted(region)
        .push(" was not an AWS region in ")
        .push(regions::AS_OF);
    let help = Text::new("write `region: unchecked!(\"").push(region);
    let help = help.push("\")` if AWS has it now");
    let help = match near(region) {
        Some(near) => help.push(", or, if it is a typo, `region: \"").push(near).push("\"`"),
        None => help,
    };
    Problem::at(Subject::at("region"), what, help)
}

/// The domain is a plain host name.
#[must_use]
pub const fn domain_form(stack: &Architecture) -> Option<Problem> {
    let domain = stack.domain;
    let Some(fault) = host_fault(domain) else {
        return None;
    };
    let what = Text::new("").quoted(domain).push(" is not a host name: ").push(fault);
    let inside = host_in(domain);
    let help = if host_fault(inside.as_str()).is_none() {
        Text::new("write `domain: \"").push(inside.as_str()).push("\"`")
    } else {
        Text::new("write the name that users type, such as `domain: \"learn.example.edu\"`")
    };
    Problem::at(Subject::at("domain"), what, help)
}

/// A domain with a public certificate is a public domain.
#[must_use]
pub const fn domain_is_public(stack: &Architecture) -> Option<Problem> {
    let Some(top) = private_top(stack.domain) else {
        return None;
    };
    let issued = matches!(stack.load_balancer.certificate, Certificate::Issued(_));
    // A load balancer without CloudFront can use a certificate from a private CA.
    if !(issued || stack.edge.is_some()) {
        return None;
    }
    let what = Text::new("no public certificate can be issued for ").quoted(stack.domain);
    let what = what
        .push(": names ending in `.")
        .push(top)
        .push("` are reserved for private use");
    let help = Text::new("write a name in a domain that you have registered, such as `domain: \"learn.example.edu\"`");
    let against = if stack.edge.is_some() {
        "edge"
    } else {
        "load_balancer.certificate"
    };
    Problem::between(Subject::at("domain"), Subject::at(against), what, help)
}

/// A domain at the apex of its zone has its records in Route 53.
#[must_use]
pub const fn apex_in_route53(stack: &Architecture) -> Option<Problem> {
    if stack.dns.is_some() || !is_apex(stack.domain) {
        return None;
    }
    let what = Text::new("")
        .quoted(stack.domain)
        .push(" is the apex of its zone, which cannot have a CNAME");
    let help = Text::new("add `dns: Route53 { zone: \"Z…\" }`, or write a subdomain such as `domain: \"learn.");
    let help = help
        .push(stack.domain)
        .push("\"`, unless your DNS provider has its own alias records");
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

/// Returns whether a text is a valid account id.
pub(super) const fn is_account(text: &str) -> bool {
    text.len() == 12 && is_digits(text)
}

/// Returns whether a text may be the name of a region: one in the table, or a newer one.
pub(super) const fn is_region(text: &str) -> bool {
    Region::of(text).is_some() || is_plausible(text)
}

/// Returns whether a text consists of words and a number separated by hyphens, such as `eu-west-1` or `eusc-de-east-1`.
const fn has_region_form(text: &str) -> bool {
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

/// Returns the region of an availability zone.
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
    let what = Text::new("").quoted(id).push(" is not the id of a hosted zone");
    let help = match after(id, "/hostedzone/") {
        Some(bare) => Text::new("write `zone: \"").push(bare).push("\"`"),
        None => Text::new(
            "write the id, such as `zone: \"Z0123456789ABCDEFGHIJ\"`; `aws route53 list-hosted-zones` prints it",
        ),
    };
    Problem::at(Subject::at(path), what, help)
}
