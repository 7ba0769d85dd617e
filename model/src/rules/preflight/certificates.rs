//! Preflight rules on the certificates of the load balancer and CloudFront.

use super::names::{few, plain};
use super::query::certificates;
use super::{PreflightAnswers, PreflightRule};
use crate::{Architecture, Level, Problem, Subject, Text};

pub(super) const CERTIFICATE_IS_ISSUED: PreflightRule = PreflightRule {
    id: "MS390",
    level: Level::Refused,
    statement: "A certificate that is given by its ARN exists, and is issued.",
    why: "CloudFront and the load balancer accept no other, and would refuse it minutes into the deployment.",
    source: "https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateDetail.html",
    reads: &["edge.certificate", "load_balancer.certificate"],
    as_of: None,
    wrong: "certificate: \"arn:aws:acm:us-east-1:111122223333:certificate/expired\"",
    right: "certificate: \"arn:aws:acm:us-east-1:111122223333:certificate/0f5e\"",
    check: is_issued,
};

pub(super) const CERTIFICATE_COVERS_DOMAIN: PreflightRule = PreflightRule {
    id: "MS391",
    level: Level::Refused,
    statement: "A certificate covers the domain: by its name, or by a wildcard for its first part.",
    why: "CloudFront refuses a domain that its certificate does not cover, and connects to the load balancer by the same name.",
    source: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html",
    reads: &["edge.certificate", "load_balancer.certificate", "domain"],
    as_of: None,
    wrong: "certificate: \"arn:aws:acm:us-east-1:111122223333:certificate/of-www.example.edu\"",
    right: "certificate: \"arn:aws:acm:us-east-1:111122223333:certificate/of-learn.example.edu\"",
    check: covers_the_domain,
};

/// The alternative to a certificate that cannot be used.
const ISSUED: &str = "have one issued: `certificate: Issued { zone: \"Z…\" }`";

fn is_issued(stack: &Architecture, answers: &PreflightAnswers) -> Vec<Problem> {
    let faults = certificates(stack).into_iter().filter_map(|(key, arn)| {
        let region = arn.split(':').nth(3).unwrap_or(stack.region);
        let (what, help) = match answers.certificates.get(arn)? {
            None => (
                Text::new("there is no certificate ").quoted(arn),
                Text::new("write the ARN of an existing one: `aws acm list-certificates --region ")
                    .push(region)
                    .push("` prints them; or ")
                    .push(ISSUED),
            ),
            Some(one) if one.status == "ISSUED" => return None,
            Some(one) if one.status == "PENDING_VALIDATION" => (
                Text::new("the certificate ")
                    .quoted(arn)
                    .push(" is not issued: AWS is waiting for validation of its domains"),
                Text::new("create the DNS records that `aws acm describe-certificate --region ")
                    .push(region)
                    .push(" --certificate-arn ")
                    .push(arn)
                    .push("` prints, and run this again when the status is ISSUED"),
            ),
            Some(one) => (
                Text::new("the certificate ")
                    .quoted(arn)
                    .push(" cannot be used: its status is ")
                    .push(&one.status),
                Text::new("request or import another in ")
                    .push(region)
                    .push(" and write its ARN, or ")
                    .push(ISSUED),
            ),
        };
        Problem::at(Subject::at(key), what, help)
    });
    faults.collect()
}

fn covers_the_domain(stack: &Architecture, answers: &PreflightAnswers) -> Vec<Problem> {
    let faults = certificates(stack).into_iter().filter_map(|(key, arn)| {
        let one = answers.certificates.get(arn)?.as_ref()?;
        if one.domains.iter().any(|name| covers(name, stack.domain)) {
            return None;
        }
        let what = Text::new("the certificate covers ")
            .push(&few(one.domains.iter().map(String::as_str)))
            .push(", but not ")
            .push(stack.domain);
        let help = Text::new("write the ARN of a certificate for ").push(stack.domain);
        let help = match stack.domain.split_once('.') {
            // There are no certificates for all of `.edu`.
            Some((_, above)) if above.contains('.') => help.push(" or *.").push(above),
            _ => help,
        };
        let help = help.push(", or ").push(ISSUED);
        Problem::between(Subject::at(key), Subject::at("domain"), what, help)
    });
    faults.collect()
}

/// Returns whether a certificate's name is the domain, or a wildcard for it, which stands for exactly one part.
///
/// Source: <https://docs.aws.amazon.com/acm/latest/userguide/acm-concepts.html>, "Domain names", 2026-10.
fn covers(name: &str, domain: &str) -> bool {
    let (name, domain) = (plain(name), plain(domain));
    match (name.strip_prefix("*."), domain.split_once('.')) {
        (Some(above), Some((_, rest))) => above == rest,
        _ => name == domain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::preflight::{FoundCertificate, evaluate};
    use crate::{Certificate, Field as _};

    const ARN: &str = "arn:aws:acm:us-east-1:111122223333:certificate/7a1c";

    /// Returns the ids of the rules that a certificate breaks.
    fn broken(domain: &'static str, certificate: Option<(&str, &[&str])>) -> Vec<&'static str> {
        let mut stack = Architecture::FILLER;
        stack.domain = domain;
        stack.load_balancer.certificate = Certificate::Arn(ARN);
        let certificate = certificate.map(|(status, domains)| FoundCertificate {
            status: status.into(),
            domains: domains.iter().map(|&name| name.to_owned()).collect(),
        });
        let answers = PreflightAnswers {
            certificates: [(ARN.into(), certificate)].into(),
            ..PreflightAnswers::default()
        };
        evaluate(&stack, &answers).iter().map(|(rule, _)| rule.id).collect()
    }

    #[test]
    fn name_covers_itself_and_wildcard_covers_one_part() {
        for (name, domain, does) in [
            ("learn.example.edu", "learn.example.edu", true),
            ("Learn.Example.edu", "learn.example.EDU", true),
            ("learn.example.edu.", "learn.example.edu", true),
            ("*.example.edu", "learn.example.edu", true),
            ("*.Example.edu", "Learn.example.edu", true),
            ("*.example.edu", "example.edu", false),
            ("*.example.edu", "a.learn.example.edu", false),
            ("example.edu", "learn.example.edu", false),
            ("*.ample.edu", "learn.example.edu", false),
            ("example.edu", "example.edu", true),
        ] {
            assert_eq!(covers(name, domain), does, "{name} {domain}");
        }
    }

    #[test]
    fn one_matching_name_is_enough() {
        let names: &[&str] = &["www.example.edu", "*.example.edu"];
        assert!(broken("learn.example.edu", Some(("ISSUED", names))).is_empty());
        assert_eq!(broken("example.edu", Some(("ISSUED", names))), ["MS391"]);
    }

    #[test]
    fn missing_or_unissued_certificate_is_reported() {
        assert_eq!(broken("learn.example.edu", None), ["MS390"]);
        for status in [
            "PENDING_VALIDATION",
            "EXPIRED",
            "FAILED",
            "INACTIVE",
            "REVOKED",
            "VALIDATION_TIMED_OUT",
        ] {
            assert_eq!(
                broken("learn.example.edu", Some((status, &["*.example.edu"]))),
                ["MS390"],
                "{status}"
            );
        }
    }

    #[test]
    fn pending_certificate_for_another_domain_breaks_both_rules() {
        assert_eq!(
            broken("learn.example.edu", Some(("PENDING_VALIDATION", &["www.example.edu"]))),
            ["MS390", "MS391"]
        );
    }
}
