//! Preflight rules on hosted zones.

use super::names::plain;
use super::query::hosted_zones;
use super::{HostedZone, PreflightAnswers, PreflightRule};
use crate::{Architecture, Level, Problem, Subject, Text, zone_holds};

pub(super) const HOSTED_ZONE_IS_PUBLIC: PreflightRule = PreflightRule {
    id: "MS190",
    level: Level::Refused,
    statement: "A hosted zone exists, and is public.",
    why: "It holds the site's records and the validation records of certificates; a private zone is not visible on the internet.",
    source: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-working-with.html",
    reads: &["dns.zone", "edge.certificate", "load_balancer.certificate"],
    as_of: None,
    wrong: "dns: Route53 { zone: \"Z0PRIVATE\" }",
    right: "dns: Route53 { zone: \"Z0123456789ABCDEFGHIJ\" }",
    check: is_public,
};

pub(super) const HOSTED_ZONE_HOLDS_DOMAIN: PreflightRule = PreflightRule {
    id: "MS191",
    level: Level::Refused,
    statement: "The domain is in the hosted zone: it is the zone's name or a subdomain of it.",
    why: "Route 53 refuses a record whose name is not in the zone.",
    source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html",
    reads: &["dns.zone", "edge.certificate", "load_balancer.certificate", "domain"],
    as_of: None,
    wrong: "dns: Route53 { zone: \"Z0OFEXAMPLEORG\" }",
    right: "dns: Route53 { zone: \"Z0OFEXAMPLEEDU\" }",
    check: holds_the_domain,
};

fn is_public(stack: &Architecture, answers: &PreflightAnswers) -> Vec<Problem> {
    let faults = hosted_zones(stack).into_iter().filter_map(|(key, id)| {
        let what = match answers.hosted_zones.get(id)? {
            None => Text::new("the account has no hosted zone ").quoted(id),
            Some(HostedZone { name, is_private: true }) => Text::new("the hosted zone ")
                .quoted(id)
                .push(" for ")
                .push(&plain(name))
                .push(" is private"),
            Some(_) => return None,
        };
        let help = Text::new("write the id of a public zone that ")
            .push(stack.domain)
            .push(" is in; `aws route53 list-hosted-zones` prints all zones");
        Problem::at(Subject::at(key), what, help)
    });
    faults.collect()
}

fn holds_the_domain(stack: &Architecture, answers: &PreflightAnswers) -> Vec<Problem> {
    let faults = hosted_zones(stack).into_iter().filter_map(|(key, id)| {
        let zone = answers.hosted_zones.get(id)?.as_ref()?;
        if zone_holds(&zone.name, stack.domain) {
            return None;
        }
        let what = Text::new("the hosted zone ")
            .quoted(id)
            .push(" is for ")
            .push(&plain(&zone.name))
            .push(", which does not contain ")
            .push(stack.domain);
        let help = Text::new("write the id of a zone that ")
            .push(stack.domain)
            .push(" is in, or correct `domain`; `aws route53 list-hosted-zones` prints all zones");
        Problem::between(Subject::at(key), Subject::at("domain"), what, help)
    });
    faults.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::preflight::evaluate;
    use crate::{Certificate, Field as _, Issued, Route53};

    const ZONE: &str = "Z0123456789ABCDEFGHIJ";

    /// Returns the problems of a zone that `dns` and the load balancer's certificate share.
    fn faults(domain: &'static str, zone: Option<(&str, bool)>) -> Vec<String> {
        let mut stack = Architecture::FILLER;
        stack.domain = domain;
        stack.load_balancer.certificate = Certificate::Issued(Issued { zone: ZONE });
        stack.dns = Some(Route53 { zone: ZONE });
        let zone = zone.map(|(name, is_private)| HostedZone {
            name: name.into(),
            is_private,
        });
        let answers = PreflightAnswers {
            hosted_zones: [(ZONE.into(), zone)].into(),
            ..PreflightAnswers::default()
        };
        let faults = evaluate(&stack, &answers);
        faults
            .iter()
            .map(|(rule, problem)| format!("{} {}: {}", rule.id, problem.at.path, problem.what.as_str()))
            .collect()
    }

    #[test]
    fn zone_holds_its_name_and_subdomains_ignoring_case_and_final_dots() {
        for zone in ["example.edu", "example.edu.", "Example.EDU.", "learn.example.edu."] {
            assert!(faults("learn.example.edu", Some((zone, false))).is_empty(), "{zone}");
        }
        assert!(faults("Example.edu", Some(("example.edu.", false))).is_empty());
    }

    #[test]
    fn zone_with_a_similar_ending_does_not_hold_the_domain() {
        for zone in ["ample.edu.", "example.org.", "www.learn.example.edu."] {
            assert_eq!(
                faults("learn.example.edu", Some((zone, false))),
                [format!(
                    "MS191 load_balancer.certificate.zone: the hosted zone `\"{ZONE}\"` is for {}, which does \
                     not contain learn.example.edu",
                    zone.trim_end_matches('.')
                )]
            );
        }
    }

    #[test]
    fn missing_or_private_zone_is_reported_once() {
        assert_eq!(
            faults("learn.example.edu", None),
            [format!(
                "MS190 load_balancer.certificate.zone: the account has no hosted zone `\"{ZONE}\"`"
            )]
        );
        assert_eq!(
            faults("learn.example.edu", Some(("example.edu.", true))),
            [format!(
                "MS190 load_balancer.certificate.zone: the hosted zone `\"{ZONE}\"` for example.edu is private"
            )]
        );
    }
}
