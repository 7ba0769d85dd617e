//! The preflight rule on interface endpoints.

use super::names::few;
use super::network::ZONES;
use super::{PreflightAnswers, PreflightRule};
use crate::{Architecture, Level, Problem, Subject, Text};

/// The services with an interface endpoint, which tasks call while they start and while they run:
/// <https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html>.
pub const ENDPOINTS: [&str; 4] = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"];

pub(super) const ENDPOINTS_ARE_AVAILABLE: PreflightRule = PreflightRule {
    id: "MS293",
    level: Level::Refused,
    statement: "Each interface endpoint is available in each zone.",
    why: "EC2 refuses an endpoint with a subnet in a zone where the service has none.",
    source: "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html",
    reads: &["network.endpoints", "network.zones"],
    as_of: None,
    wrong: "zones: [\"us-east-1a\", \"us-east-1e\"] // a service has no endpoint in us-east-1e",
    right: "zones: [\"us-east-1a\", \"us-east-1b\"]",
    check: are_available,
};

fn are_available(stack: &Architecture, answers: &PreflightAnswers) -> Vec<Problem> {
    let Some(zones_of) = answers.endpoint_zones.as_ref().filter(|_| stack.network.endpoints) else {
        return Vec::new();
    };
    let declared = stack.network.zones;
    let faults = declared.as_slice().iter().enumerate().filter_map(|(item, zone)| {
        // MS290 reports a zone that the account does not have.
        if answers
            .zones
            .as_ref()
            .is_some_and(|zones| zones.iter().all(|one| one.name != *zone))
        {
            return None;
        }
        // Without any zone, the zones are not known.
        let has = |zones: &Vec<String>, zone: &str| zones.is_empty() || zones.iter().any(|one| one == zone);
        let of = |service: &&&str| zones_of.get(**service).is_some_and(|zones| !has(zones, zone));
        let without: Vec<&str> = ENDPOINTS.iter().filter(of).copied().collect();
        let first = zones_of.get(*without.first()?)?;
        let common = first
            .iter()
            .filter(|zone| zones_of.values().all(|zones| has(zones, zone)));
        let common = few(common.map(String::as_str));
        let what = Text::new("the zone ")
            .quoted(zone)
            .push(" has no endpoint of ")
            .push(&few(without));
        let help = Text::new("choose among ")
            .push(&common)
            .push(", or write `endpoints: false`");
        Problem::between(Subject::item(ZONES, item), Subject::at("network.endpoints"), what, help)
    });
    faults.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Field as _, Texts};

    fn found(zones: &[&'static str], endpoints: bool, of: &[(&str, &[&str])]) -> Vec<String> {
        let mut stack = Architecture::FILLER;
        stack.network.zones = Texts::new(zones);
        stack.network.endpoints = endpoints;
        let zones_of = of.iter().map(|(service, zones)| {
            let zones = zones.iter().map(|&zone| zone.to_owned()).collect();
            ((*service).to_owned(), zones)
        });
        let answers = PreflightAnswers {
            endpoint_zones: Some(zones_of.collect()),
            ..PreflightAnswers::default()
        };
        let found = are_available(&stack, &answers);
        found
            .iter()
            .map(|problem| format!("{}; {}", problem.what.as_str(), problem.help.as_str()))
            .collect()
    }

    #[test]
    fn zone_without_an_endpoint_is_reported_with_the_zones_that_have_all() {
        let of: &[(&str, &[&str])] = &[("ecr.api", &["a", "b", "c"]), ("logs", &["a", "b"]), ("ecr.dkr", &[])];
        assert!(found(&["a", "b"], true, of).is_empty());
        assert_eq!(
            found(&["a", "c"], true, of),
            ["the zone `\"c\"` has no endpoint of logs; choose among a and b, or write `endpoints: false`"]
        );
        assert!(found(&["a", "c"], false, of).is_empty());
    }
}
