//! Rules on the certificates of the load balancer and of the edge.

use super::identity::{is_account, is_region, zone_id};
use super::{after, part, same};
use crate::{Architecture, Certificate, Problem, Subject, Text};

rules! {
    "MS301" load_balancer_certificate_arn {
        statement: "The load balancer's certificate is the ARN of a certificate in AWS Certificate Manager, or issued.",
        why: "The load balancer's listener on port 443 cannot be made without it.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html",
        reads: ["load_balancer.certificate"],
        wrong: "certificate: \"7a1c\"",
        right: "certificate: \"arn:aws:acm:ap-southeast-1:111122223333:certificate/7a1c\"",
    }
    "MS302" edge_certificate_arn {
        statement: "CloudFront's certificate is the ARN of a certificate in AWS Certificate Manager, or issued.",
        why: "CloudFront serves a domain of yours with a certificate from there alone.",
        source: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html",
        reads: ["edge.certificate"],
        wrong: "certificate: \"0f5e\"",
        right: "certificate: \"arn:aws:acm:us-east-1:111122223333:certificate/0f5e\"",
    }
    "MS303" load_balancer_certificate_region {
        statement: "The load balancer's certificate is in the stack's region.",
        why: "A load balancer takes certificates of its own region alone.",
        source: "https://docs.aws.amazon.com/acm/latest/userguide/acm-regions.html",
        reads: ["load_balancer.certificate", "region"],
        wrong: "certificate: \"arn:aws:acm:us-east-1:111122223333:certificate/7a1c\"",
        right: "certificate: \"arn:aws:acm:ap-southeast-1:111122223333:certificate/7a1c\"",
    }
    "MS304" edge_certificate_region {
        statement: "CloudFront's certificate is in us-east-1.",
        why: "CloudFront is no service of a region, and looks for certificates in us-east-1 alone.",
        source: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html",
        reads: ["edge.certificate"],
        wrong: "certificate: \"arn:aws:acm:ap-southeast-1:111122223333:certificate/0f5e\"",
        right: "certificate: \"arn:aws:acm:us-east-1:111122223333:certificate/0f5e\"",
    }
    "MS305" load_balancer_certificate_account {
        statement: "The load balancer's certificate is in the declared account.",
        why: "A load balancer cannot use the certificate of another account.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html",
        reads: ["load_balancer.certificate", "account"],
        wrong: "certificate: \"arn:aws:acm:ap-southeast-1:444455556666:certificate/7a1c\"",
        right: "certificate: \"arn:aws:acm:ap-southeast-1:111122223333:certificate/7a1c\"",
    }
    "MS306" edge_certificate_account {
        statement: "CloudFront's certificate is in the declared account.",
        why: "CloudFront cannot use the certificate of another account.",
        source: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html",
        reads: ["edge.certificate", "account"],
        wrong: "certificate: \"arn:aws:acm:us-east-1:444455556666:certificate/0f5e\"",
        right: "certificate: \"arn:aws:acm:us-east-1:111122223333:certificate/0f5e\"",
    }
    "MS307" load_balancer_certificate_zone {
        statement: "The hosted zone that validates the load balancer's certificate is given by its id.",
        why: "The validation record is written into that zone, and the certificate is not issued before it is there.",
        source: "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
        reads: ["load_balancer.certificate"],
        wrong: "certificate: Issued { zone: \"example.edu\" }",
        right: "certificate: Issued { zone: \"Z0123456789ABCDEFGHIJ\" }",
    }
    "MS308" edge_certificate_zone {
        statement: "The hosted zone that validates CloudFront's certificate is given by its id.",
        why: "The validation record is written into that zone, and the certificate is not issued before it is there.",
        source: "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
        reads: ["edge.certificate"],
        wrong: "certificate: Issued { zone: \"example.edu\" }",
        right: "certificate: Issued { zone: \"Z0123456789ABCDEFGHIJ\" }",
    }
}

const LOAD_BALANCER: &str = "load_balancer.certificate";
const EDGE: &str = "edge.certificate";

/// The region that CloudFront takes certificates from, whatever the stack's region.
///
/// Source: <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html>, 2026-10.
const EDGE_REGION: &str = "us-east-1";

/// The load balancer's certificate is an ACM certificate's ARN.
#[must_use]
pub const fn load_balancer_certificate_arn(stack: &Architecture) -> Option<Problem> {
    form(LOAD_BALANCER, stack, stack.load_balancer.certificate, stack.region)
}

/// CloudFront's certificate is an ACM certificate's ARN.
#[must_use]
pub const fn edge_certificate_arn(stack: &Architecture) -> Option<Problem> {
    match stack.edge {
        Some(edge) => form(EDGE, stack, edge.certificate, EDGE_REGION),
        None => None,
    }
}

/// The load balancer's certificate is in the stack's region.
#[must_use]
pub const fn load_balancer_certificate_region(stack: &Architecture) -> Option<Problem> {
    let Some(arn) = Arn::of(stack.load_balancer.certificate) else {
        return None;
    };
    if same(arn.region, stack.region) || !is_region(stack.region) {
        return None;
    }
    let what = Text::new("the load balancer's certificate is in ").push(arn.region);
    let what = what.push(", and the load balancer in ").push(stack.region);
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
    let what = what.push(", and CloudFront takes certificates from us-east-1 alone");
    let help = Text::new(
        "write the ARN of a certificate in us-east-1, or have one issued: `certificate: Issued { zone: \"Z…\" }`",
    );
    Problem::at(Subject::at(EDGE), what, help)
}

/// The load balancer's certificate is in the declared account.
#[must_use]
pub const fn load_balancer_certificate_account(stack: &Architecture) -> Option<Problem> {
    match Arn::of(stack.load_balancer.certificate) {
        Some(arn) => account(LOAD_BALANCER, arn, stack),
        None => None,
    }
}

/// CloudFront's certificate is in the declared account.
#[must_use]
pub const fn edge_certificate_account(stack: &Architecture) -> Option<Problem> {
    match edge_arn(stack) {
        Some(arn) => account(EDGE, arn, stack),
        None => None,
    }
}

/// The hosted zone that validates the load balancer's certificate is given by its id.
#[must_use]
pub const fn load_balancer_certificate_zone(stack: &Architecture) -> Option<Problem> {
    match stack.load_balancer.certificate {
        Certificate::Issued(issued) => zone_id("load_balancer.certificate.zone", issued.zone),
        Certificate::Arn(_) => None,
    }
}

/// The hosted zone that validates CloudFront's certificate is given by its id.
#[must_use]
pub const fn edge_certificate_zone(stack: &Architecture) -> Option<Problem> {
    let Some(edge) = stack.edge else {
        return None;
    };
    match edge.certificate {
        Certificate::Issued(issued) => zone_id("edge.certificate.zone", issued.zone),
        Certificate::Arn(_) => None,
    }
}

/// What rules compare of an ARN.
#[derive(Clone, Copy)]
struct Arn {
    region: &'static str,
    account: &'static str,
}

impl Arn {
    /// Reads `arn:aws:acm:<region>:<account>:certificate/<id>`.
    const fn read(text: &'static str) -> Option<Self> {
        let (Some(scheme), Some(partition), Some(service), Some(region), Some(account), Some(resource), None) = (
            part(text, b':', 0),
            part(text, b':', 1),
            part(text, b':', 2),
            part(text, b':', 3),
            part(text, b':', 4),
            part(text, b':', 5),
            part(text, b':', 6),
        ) else {
            return None;
        };
        let Some(id) = after(resource, "certificate/") else {
            return None;
        };
        if !same(scheme, "arn") || !same(service, "acm") || id.is_empty() {
            return None;
        }
        if !(same(partition, "aws") || after(partition, "aws-").is_some()) {
            return None;
        }
        if is_region(region) && is_account(account) {
            Some(Self { region, account })
        } else {
            None
        }
    }

    const fn of(certificate: Certificate) -> Option<Self> {
        match certificate {
            Certificate::Arn(text) => Self::read(text),
            Certificate::Issued(_) => None,
        }
    }
}

const fn edge_arn(stack: &Architecture) -> Option<Arn> {
    match stack.edge {
        Some(edge) => Arn::of(edge.certificate),
        None => None,
    }
}

const fn form(path: &'static str, stack: &Architecture, certificate: Certificate, region: &str) -> Option<Problem> {
    let Certificate::Arn(text) = certificate else {
        return None;
    };
    if Arn::read(text).is_some() {
        return None;
    }
    let what = Text::new("")
        .quoted(text)
        .push(" is not the ARN of a certificate in AWS Certificate Manager");
    let region = if is_region(region) { region } else { "ap-southeast-1" };
    let account = if is_account(stack.account) {
        stack.account
    } else {
        "111122223333"
    };
    let help = Text::new("write `certificate: \"arn:aws:acm:")
        .push(region)
        .push(":")
        .push(account);
    let help = help
        .push(":certificate/…\"`; `aws acm list-certificates --region ")
        .push(region)
        .push("` prints it");
    Problem::at(Subject::at(path), what, help)
}

const fn account(path: &'static str, arn: Arn, stack: &Architecture) -> Option<Problem> {
    if same(arn.account, stack.account) || !is_account(stack.account) {
        return None;
    }
    let what = Text::new("the certificate is in the account ").push(arn.account);
    let what = what.push(", and the stack in ").push(stack.account);
    let help = Text::new("write the ARN of a certificate in the account ").push(stack.account);
    let help = help.push(", or correct `account`");
    Problem::between(Subject::at(path), Subject::at("account"), what, help)
}
