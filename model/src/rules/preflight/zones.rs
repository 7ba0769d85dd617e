//! Preflight rules on what the zones have. Only the account knows which zone, by its ID, each of its zones' names means.

use super::names::few;
use super::network::ZONES;
use super::{PreflightAnswers, PreflightRule, Zone};
use crate::facts::zones::{AS_OF, has_efs, has_fargate, has_vpc_origin};
use crate::{Architecture, Level, Problem, Subject, Text};

pub(super) const ZONES_HAVE_FARGATE: PreflightRule = PreflightRule {
    id: "MS291",
    level: Level::Refused,
    statement: "Each zone has Fargate.",
    why: "ECS places tasks in all zones, and cannot start one in a zone without Fargate.",
    source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AWS_Fargate-Regions.html",
    reads: &["network.zones"],
    as_of: Some(AS_OF),
    wrong: "zones: [\"us-west-1a\", \"us-west-1b\"] // one of them is usw1-az2",
    right: "zones: [\"us-west-1a\", \"us-west-1c\"] // usw1-az1 and usw1-az3",
    check: |stack, answers| lacking(stack, answers, "Fargate", |id| has_fargate(stack.region, id)),
};

pub(super) const ZONES_HAVE_VPC_ORIGINS: PreflightRule = PreflightRule {
    id: "MS292",
    level: Level::Refused,
    statement: "Each zone of a private load balancer has VPC origins.",
    why: "CloudFront cannot reach a load balancer in a zone without VPC origins; the deployment would fail after minutes.",
    source: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html",
    reads: &["network.zones", "load_balancer.private"],
    as_of: Some(AS_OF),
    wrong: "zones: [\"us-east-1a\", \"us-east-1e\"], private: true // one of them is use1-az3",
    right: "zones: [\"us-east-1a\", \"us-east-1b\"], private: true",
    check: |stack, answers| {
        if stack.edge.is_none() || !stack.load_balancer.private {
            return Vec::new();
        }
        lacking(stack, answers, "VPC origins", has_vpc_origin)
    },
};

pub(super) const ZONES_HAVE_EFS: PreflightRule = PreflightRule {
    id: "MS296",
    level: Level::Warned,
    statement: "Each zone is in EFS's table of zones.",
    why: "EFS refuses a mount target in a zone that it does not serve. AWS publishes its zones only for file systems in one zone.",
    source: "https://docs.aws.amazon.com/efs/latest/ug/OneZoneAZs.html",
    reads: &["network.zones"],
    as_of: Some(AS_OF),
    wrong: "zones: [\"us-east-1a\", \"us-east-1e\"] // one of them is use1-az3",
    right: "zones: [\"us-east-1a\", \"us-east-1b\"]",
    check: |stack, answers| lacking(stack, answers, "EFS", has_efs),
};

/// Reports each declared zone that lacks something, with the zones that have it.
fn lacking(stack: &Architecture, answers: &PreflightAnswers, what: &str, has: impl Fn(&str) -> bool) -> Vec<Problem> {
    let zones: Vec<&Zone> = answers.zones.iter().flatten().collect();
    let has = |zone: &Zone| zone.id.is_empty() || has(&zone.id);
    let others = few(zones.iter().filter(|zone| has(zone)).map(|zone| zone.name.as_str()));
    let declared = stack.network.zones;
    let faults = declared.as_slice().iter().enumerate().filter_map(|(item, declared)| {
        let zone = zones.iter().find(|zone| zone.name == *declared && !has(zone))?;
        let text = Text::new("the zone ")
            .quoted(declared)
            .push(" is ")
            .push(&zone.id)
            .push(" in this account, which does not have ")
            .push(what)
            .push(" as of ")
            .push(AS_OF);
        let help = Text::new("choose among ")
            .push(&others)
            .push("; if AWS has added it since, `--skip-checks` deploys anyway");
        Problem::at(Subject::item(ZONES, item), text, help)
    });
    faults.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::preflight::evaluate;
    use crate::{CloudFront, Field as _, Texts};

    fn found(region: &'static str, is_private: bool, zones: &[(&'static str, &str)]) -> Vec<String> {
        let mut stack = Architecture::FILLER;
        stack.region = region;
        stack.edge = Some(CloudFront::FILLER);
        stack.load_balancer.private = is_private;
        stack.network.zones = Texts::new(&[zones[0].0, zones[1].0]);
        let zones = zones.iter().map(|(name, id)| Zone {
            name: (*name).into(),
            id: (*id).into(),
            state: "available".into(),
        });
        let answers = PreflightAnswers {
            zones: Some(zones.collect()),
            ..PreflightAnswers::default()
        };
        let found = evaluate(&stack, &answers);
        found
            .iter()
            .map(|(rule, problem)| format!("{} {}; {}", rule.id, problem.what.as_str(), problem.help.as_str()))
            .collect()
    }

    #[test]
    fn zone_without_fargate_is_refused_by_its_id_and_not_by_its_name() {
        let zones = [
            ("us-west-1a", "usw1-az2"),
            ("us-west-1b", "usw1-az1"),
            ("us-west-1c", "usw1-az3"),
        ];
        assert_eq!(
            found("us-west-1", false, &zones),
            [
                "MS291 the zone `\"us-west-1a\"` is usw1-az2 in this account, which does not have Fargate as of 2026-11; choose \
                 among us-west-1b and us-west-1c; if AWS has added it since, `--skip-checks` deploys anyway"
            ]
        );
        assert!(found("us-west-1", false, &zones[1..]).is_empty());
        // An emulator may not report the ID.
        assert!(found("us-west-1", false, &[("us-west-1a", ""), ("us-west-1b", "")]).is_empty());
    }

    #[test]
    fn only_a_private_load_balancer_needs_vpc_origins() {
        let zones = [("ca-central-1a", "cac1-az1"), ("ca-central-1d", "cac1-az3")];
        assert!(found("ca-central-1", false, &zones).is_empty());
        let found = found("ca-central-1", true, &zones);
        assert!(
            found[0].starts_with("MS292 the zone `\"ca-central-1d\"` is cac1-az3"),
            "{found:?}"
        );
    }

    #[test]
    fn zone_that_efs_may_lack_is_a_warning() {
        let found = found(
            "us-east-1",
            false,
            &[("us-east-1a", "use1-az1"), ("us-east-1e", "use1-az3")],
        );
        assert!(
            found[0].starts_with("MS296 the zone `\"us-east-1e\"` is use1-az3"),
            "{found:?}"
        );
        assert_eq!(found.len(), 1);
    }
}
