//! The preflight rule on availability zones.

use super::names::few;
use super::{PreflightAnswers, PreflightRule};
use crate::{Architecture, Level, Problem, Subject, Text};

pub(super) const ZONES_ARE_AVAILABLE: PreflightRule = PreflightRule {
    id: "MS290",
    level: Level::Refused,
    statement: "Each availability zone exists in the account, and is available.",
    why: "A region's zones differ between accounts, and a subnet cannot be created in a zone that the account does not have.",
    source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AvailabilityZone.html",
    reads: &["network.zones"],
    as_of: None,
    wrong: "zones: [\"ap-northeast-1a\", \"ap-northeast-1b\"]",
    right: "zones: [\"ap-northeast-1a\", \"ap-northeast-1c\"]",
    check: are_available,
};

pub(super) const ZONES: &str = "network.zones";

/// The states in which AWS creates resources in a zone; `information` is only a message about the zone.
const GOOD: [&str; 2] = ["available", "information"];

fn are_available(stack: &Architecture, answers: &PreflightAnswers) -> Vec<Problem> {
    let Some(zones) = &answers.zones else {
        return Vec::new();
    };
    let others = zones.iter().filter(|zone| GOOD.contains(&zone.state.as_str()));
    let others = few(others.map(|zone| zone.name.as_str()));
    let declared = stack.network.zones;
    let faults = declared.as_slice().iter().enumerate().filter_map(|(item, declared)| {
        let found = zones.iter().find(|zone| zone.name == *declared);
        let what = match found {
            None => Text::new("the account has no availability zone ").quoted(declared),
            Some(zone) if GOOD.contains(&zone.state.as_str()) => return None,
            Some(zone) => Text::new("the availability zone ")
                .quoted(declared)
                .push(" is ")
                .push(&zone.state),
        };
        let help = Text::new("choose among ").push(&others);
        let help = match found {
            None => help,
            // AWS may still accept resources in the zone.
            Some(_) => help.push(", or wait until AWS has fixed it; `--skip-checks` deploys anyway"),
        };
        Problem::at(Subject::item(ZONES, item), what, help)
    });
    faults.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::preflight::Zone;
    use crate::{Field as _, Texts};

    fn faults(declared: &[&'static str], zones: &[(&str, &str)]) -> Vec<String> {
        let mut stack = Architecture::FILLER;
        stack.network.zones = Texts::new(declared);
        let zones = zones.iter().map(|(name, state)| Zone {
            name: (*name).into(),
            id: String::new(),
            state: (*state).into(),
        });
        let answers = PreflightAnswers {
            zones: Some(zones.collect()),
            ..PreflightAnswers::default()
        };
        let faults = are_available(&stack, &answers);
        faults
            .iter()
            .map(|fault| format!("{}; {}", fault.what.as_str(), fault.help.as_str()))
            .collect()
    }

    #[test]
    fn each_missing_or_impaired_zone_is_reported() {
        let zones = [
            ("ap-northeast-1a", "available"),
            ("ap-northeast-1c", "information"),
            ("ap-northeast-1d", "impaired"),
        ];
        assert!(faults(&["ap-northeast-1a", "ap-northeast-1c"], &zones).is_empty());
        assert_eq!(
            faults(&["ap-northeast-1a", "ap-northeast-1b", "ap-northeast-1d"], &zones),
            [
                "the account has no availability zone `\"ap-northeast-1b\"`; choose among ap-northeast-1a and \
                 ap-northeast-1c",
                "the availability zone `\"ap-northeast-1d\"` is impaired; choose among ap-northeast-1a and \
                 ap-northeast-1c, or wait until AWS has fixed it; `--skip-checks` deploys anyway",
            ]
        );
    }
}
