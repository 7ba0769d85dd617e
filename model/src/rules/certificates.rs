//! Rules on the certificates of the load balancer and CloudFront.

use super::arn::{Arn, Named};
use super::identity::{is_account, is_region, zone_id};
use super::same;
use crate::facts::regions::Partition;
use crate::{Architecture, Certificate, Problem, Subject, Text};

rules! {
    "MS301" load_balancer_certificate_arn {
        statement: "The load balancer's certificate is the ARN of a certificate in AWS Certificate Manager, or `Issued`.",
        why: "The load balancer's listener on port 443 cannot be created without it.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html",
        reads: ["load_balancer.certificate"],
        wrong: "certificate: \"7a1c\"",
        right: "certificate: \"arn:aws:acm:ap-southeast-1:111122223333:certificate/7a1c\"",
    }
    "MS302" edge_certificate_arn {
        statement: "CloudFront's certificate is the ARN of a certificate in AWS Certificate Manager, or `Issued`.",
        why: "CloudFront serves a custom domain only with a certificate from Certificate Manager.",
        source: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html",
        reads: ["edge.certificate"],
        wrong: "certificate: \"0f5e\"",
        right: "certificate: \"arn:aws:acm:us-east-1:111122223333:certificate/0f5e\"",
    }
    "MS303" load_balancer_certificate_region {
        statement: "The load balancer's certificate is in the stack's region.",
        why: "A load balancer accepts only certificates from its own region.",
        source: "https://docs.aws.amazon.com/acm/latest/userguide/acm-regions.html",
        reads: ["load_balancer.certificate", "region"],
        unless: ["MS102", "MS105"],
        wrong: "certificate: \"arn:aws:acm:us-east-1:111122223333:certificate/7a1c\"",
        right: "certificate: \"arn:aws:acm:ap-southeast-1:111122223333:certificate/7a1c\"",
    }
    "MS304" edge_certificate_region {
        statement: "CloudFront's certificate is in us-east-1.",
        why: "CloudFront is a global service and accepts only certificates from us-east-1.",
        source: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html",
        reads: ["edge.certificate"],
        wrong: "certificate: \"arn:aws:acm:ap-southeast-1:111122223333:certificate/0f5e\"",
        right: "certificate: \"arn:aws:acm:us-east-1:111122223333:certificate/0f5e\"",
    }
    "MS305" load_balancer_certificate_account {
        statement: "The load balancer's certificate is in the declared account.",
        why: "A load balancer cannot use a certificate from another account.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html",
        reads: ["load_balancer.certificate", "account"],
        unless: ["MS101"],
        wrong: "certificate: \"arn:aws:acm:ap-southeast-1:444455556666:certificate/7a1c\"",
        right: "certificate: \"arn:aws:acm:ap-southeast-1:111122223333:certificate/7a1c\"",
    }
    "MS306" edge_certificate_account {
        statement: "CloudFront's certificate is in the declared account.",
        why: "CloudFront cannot use a certificate from another account.",
        source: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html",
        reads: ["edge.certificate", "account"],
        unless: ["MS101"],
        wrong: "certificate: \"arn:aws:acm:us-east-1:444455556666:certificate/0f5e\"",
        right: "certificate: \"arn:aws:acm:us-east-1:111122223333:certificate/0f5e\"",
    }
    "MS307" load_balancer_certificate_zone {
        statement: "The hosted zone that validates the load balancer's certificate is given by its id.",
        why: "The validation record is written to this zone, and the certificate is not issued until it exists.",
        source: "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
        reads: ["load_balancer.certificate"],
        wrong: "certificate: Issued { zone: \"example.edu\" }",
        right: "certificate: Issued { zone: \"Z0123456789ABCDEFGHIJ\" }",
    }
    "MS308" edge_certificate_zone {
        statement: "The hosted zone that validates CloudFront's certificate is given by its id.",
        why: "The validation record is written to this zone, and the certificate is not issued until it exists.",
        source: "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
        reads: ["edge.certificate"],
        wrong: "certificate: Issued { zone: \"example.edu\" }",
        right: "certificate: Issued { zone: \"Z0123456789ABCDEFGHIJ\" }",
    }
    "MS309" one_hosted_zone: Warned {
        statement: "All records of the domain are in one hosted zone.",
        why: "If two zones contain a domain, resolvers use only one of them; a certificate whose record is in the other is never issued.",
        source: "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
        reads: ["load_balancer.certificate", "edge.certificate", "dns.zone"],
        wrong: "certificate: Issued { zone: \"Z9876543210ABCDEFGHIJ\" }, dns: Route53 { zone: \"Z0123456789ABCDEFGHIJ\" }",
        right: "certificate: Issued { zone: \"Z0123456789ABCDEFGHIJ\" }, dns: Route53 { zone: \"Z0123456789ABCDEFGHIJ\" }",
    }
    "MS310" issued_domain_length {
        statement: "The domain of an issued certificate has at most 64 characters.",
        why: "The domain becomes the certificate's common name, and Certificate Manager refuses a longer one.",
        source: "https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html",
        reads: ["domain", "load_balancer.certificate", "edge.certificate"],
        unless: ["MS103"],
        wrong: "domain: \"department-of-comparative-literature.faculty-of-arts.example.ac.uk\", certificate: Issued { zone: \"Z0123456789ABCDEFGHIJ\" }",
        right: "domain: \"comparative-literature.faculty-of-arts.example.ac.uk\", certificate: Issued { zone: \"Z0123456789ABCDEFGHIJ\" }",
    }
}

const LOAD_BALANCER: &str = "load_balancer.certificate";
const LOAD_BALANCER_ZONE: &str = "load_balancer.certificate.zone";
const EDGE: &str = "edge.certificate";
const EDGE_ZONE: &str = "edge.certificate.zone";
const DNS_ZONE: &str = "dns.zone";

/// The region that CloudFront accepts certificates from, regardless of the stack's region.
///
/// Source: <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html>, 2026-10.
const EDGE_REGION: &str = "us-east-1";

/// The length of the longest common name, in octets.
///
/// Source: <https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html>, 2026-11.
const LONGEST_COMMON_NAME: usize = 64;

/// The load balancer's certificate is an ACM certificate's ARN.
#[must_use]
pub const fn load_balancer_certificate_arn(stack: &Architecture) -> Option<Problem> {
    form(LOAD_BALANCER, stack, stack.load_balancer.certificate, stack.region)
}

/// CloudFront's certificate is an ACM certificate's ARN.
#[must_use]
pub const fn edge_certificate_arn(stack: &Architecture) -> Option<Problem> {
    match edge_certificate(stack) {
        Some(certificate) => form(EDGE, stack, certificate, EDGE_REGION),
        None => None,
    }
}

/// The load balancer's certificate is in the stack's region.
#[must_use]
pub const fn load_balancer_certificate_region(stack: &Architecture) -> Option<Problem> {
    let Some(arn) = Arn::of(stack.load_balancer.certificate) else {
        return None;
    };
    if same(arn.region, stack.region) {
        return None;
    }
    let what = Text::new("the load balancer's certificate is in ").push(arn.region);
    let what = what.push(", but the load balancer is in ").push(stack.region);
    let help = Text::new("write the ARN of a certificate in ").push(stack.region);
    let help = help.push(", or have one issued: `certificate: Issued { zone: \"Z…\" }`");
    Problem::between(Subject::at(LOAD_BALANCER), Subject::at("region"), what, help)
}

/// CloudFront's certificate is in us-east-1.
#[must_use]
pub const fn edge_certificate_region(stack: &Architecture) -> Option<Problem> {
    let Some(arn) = edge_arn(stack) else {
        return None;
    };
    if same(arn.region, EDGE_REGION) {
        return None;
    }
    let what = Text::new("CloudFront's certificate is in ").push(arn.region);
    let what = what.push(", but CloudFront accepts only certificates from us-east-1");
    let help = Text::new(
        "write the ARN of a certificate in us-east-1, or have one issued: `certificate: Issued { zone: \"Z…\" }`",
    );
    Problem::at(Subject::at(EDGE), what, help)
}

/// The load balancer's certificate is in the declared account.
#[must_use]
pub const fn load_balancer_certificate_account(stack: &Architecture) -> Option<Problem> {
    match Arn::of(stack.load_balancer.certificate) {
        Some(arn) => arn.other_account(LOAD_BALANCER, Named::Certificate, stack),
        None => None,
    }
}

/// CloudFront's certificate is in the declared account.
#[must_use]
pub const fn edge_certificate_account(stack: &Architecture) -> Option<Problem> {
    match edge_arn(stack) {
        Some(arn) => arn.other_account(EDGE, Named::Certificate, stack),
        None => None,
    }
}

/// The hosted zone that validates the load balancer's certificate is given by its id.
#[must_use]
pub const fn load_balancer_certificate_zone(stack: &Architecture) -> Option<Problem> {
    match issued_zone(Some(stack.load_balancer.certificate)) {
        Some(zone) => zone_id(LOAD_BALANCER_ZONE, zone),
        None => None,
    }
}

/// The hosted zone that validates CloudFront's certificate is given by its id.
#[must_use]
pub const fn edge_certificate_zone(stack: &Architecture) -> Option<Problem> {
    match issued_zone(edge_certificate(stack)) {
        Some(zone) => zone_id(EDGE_ZONE, zone),
        None => None,
    }
}

/// All records of the domain are in one hosted zone.
#[must_use]
pub const fn one_hosted_zone(stack: &Architecture) -> Option<Problem> {
    let balancer = issued_zone(Some(stack.load_balancer.certificate));
    let edge = issued_zone(edge_certificate(stack));
    let dns = match stack.dns {
        Some(dns) => Some(dns.zone),
        None => None,
    };
    // If two agree, the third is wrong; otherwise the zone of the site's own records is taken as the right one.
    let (at, wrong, against, right) = match (balancer, edge, dns) {
        (Some(one), Some(other), Some(dns)) if same(one, other) => (DNS_ZONE, dns, LOAD_BALANCER_ZONE, one),
        (Some(one), Some(other), Some(dns)) if same(one, dns) => (EDGE_ZONE, other, DNS_ZONE, dns),
        (Some(one), _, Some(dns)) => (LOAD_BALANCER_ZONE, one, DNS_ZONE, dns),
        (None, Some(other), Some(dns)) => (EDGE_ZONE, other, DNS_ZONE, dns),
        (Some(one), Some(other), None) => (LOAD_BALANCER_ZONE, one, EDGE_ZONE, other),
        _ => return None,
    };
    if same(wrong, right) || zone_id(at, wrong).is_some() || zone_id(against, right).is_some() {
        return None;
    }
    let what = Text::new("this is the hosted zone ").push(wrong);
    let what = what.push(", but other records of the domain are in ").push(right);
    let help = Text::new("write `zone: \"")
        .push(right)
        .push("\"`, or the other way round: your domain's `NS` records name the right zone");
    Problem::between(Subject::at(at), Subject::at(against), what, help)
}

/// The domain of an issued certificate has at most 64 characters.
#[must_use]
pub const fn issued_domain_length(stack: &Architecture) -> Option<Problem> {
    if stack.domain.len() <= LONGEST_COMMON_NAME {
        return None;
    }
    let against = if issued_zone(Some(stack.load_balancer.certificate)).is_some() {
        LOAD_BALANCER
    } else if issued_zone(edge_certificate(stack)).is_some() {
        EDGE
    } else {
        return None;
    };
    let what = Text::new("the domain has ")
        .number(stack.domain.len() as u64)
        .push(" characters, but an issued certificate's common name has at most ")
        .number(LONGEST_COMMON_NAME as u64);
    let help = Text::new(
        "write a shorter domain, or request a certificate with this one as a subject alternative name, and write its ARN: \
         `certificate: \"arn:…\"`",
    );
    Problem::between(Subject::at("domain"), Subject::at(against), what, help)
}

/// Returns CloudFront's certificate, in the partition that `edge` supports.
const fn edge_certificate(stack: &Architecture) -> Option<Certificate> {
    match stack.edge {
        Some(edge) if matches!(Partition::of(stack.region), Partition::Aws) => Some(edge.certificate),
        _ => None,
    }
}

const fn edge_arn(stack: &Architecture) -> Option<Arn<'static>> {
    match edge_certificate(stack) {
        Some(certificate) => Arn::of(certificate),
        None => None,
    }
}

const fn issued_zone(certificate: Option<Certificate>) -> Option<&'static str> {
    match certificate {
        Some(Certificate::Issued(issued)) => Some(issued.zone),
        _ => None,
    }
}

const fn form(path: &'static str, stack: &Architecture, certificate: Certificate, region: &str) -> Option<Problem> {
    let Certificate::Arn(text) = certificate else {
        return None;
    };
    let Err(flaw) = Arn::read(text, Named::Certificate) else {
        return None;
    };
    let what = Text::new("")
        .quoted(text)
        .push(" is not the ARN of a certificate in AWS Certificate Manager: ");
    let what = flaw.describe(&what);
    if let Some(corrected) = flaw.corrected(text, Named::Certificate) {
        let help = Text::new("write `certificate: \"").push(corrected.as_str()).push("\"`");
        return Problem::at(Subject::at(path), what, help);
    }
    let region = if is_region(region) { region } else { "ap-southeast-1" };
    let account = if is_account(stack.account) {
        stack.account
    } else {
        "111122223333"
    };
    let help = Text::new("write `certificate: \"arn:")
        .push(Partition::of(region).name())
        .push(":acm:")
        .push(region)
        .push(":")
        .push(account);
    let help = help
        .push(":certificate/…\"`; `aws acm list-certificates --region ")
        .push(region)
        .push("` prints it");
    Problem::at(Subject::at(path), what, help)
}
