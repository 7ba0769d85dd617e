//! The preflight rule on the regions that the account may use.

use super::{PreflightAnswers, PreflightRule};
use crate::{Architecture, Image, Level, Problem, Subject, Text};

pub(super) const REGIONS_ARE_ENABLED: PreflightRule = PreflightRule {
    id: "MS192",
    level: Level::Refused,
    statement: "The account has enabled each region of the declaration.",
    why: "AWS refuses every call in a region that the account has not enabled, as if the credentials were wrong.",
    source: "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html",
    reads: &["region", "email.region", "moodle.image"],
    as_of: None,
    wrong: "region: \"ap-southeast-5\" // not enabled",
    right: "region: \"ap-southeast-1\" // enabled in every account",
    check: are_enabled,
};

fn are_enabled(stack: &Architecture, answers: &PreflightAnswers) -> Vec<Problem> {
    let Some(regions) = &answers.regions else {
        return Vec::new();
    };
    let email = stack.email.and_then(|ses| ses.region);
    let image = Image::parse(stack.moodle.image).ok();
    let image = image.and_then(|image| image.ecr().map(|ecr| ecr.region));
    let named = [
        ("region", Some(stack.region)),
        ("email.region", email),
        ("moodle.image", image),
    ];
    let mut seen = Vec::new();
    let faults = named.into_iter().filter_map(|(key, region)| {
        let region = region.filter(|region| !seen.contains(region))?;
        seen.push(region);
        // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Region.html
        if regions.get(region)? != "not-opted-in" {
            return None;
        }
        let what = Text::new("the account has not enabled the region ").push(region);
        Problem::at(Subject::at(key), what, enable(region))
    });
    faults.collect()
}

/// Returns how a region is enabled.
#[must_use]
pub fn enable(region: &str) -> Text {
    Text::new("enable it, which takes minutes to hours: `aws account enable-region --region-name ")
        .push(region)
        .push("`; `aws account get-region-opt-status --region-name ")
        .push(region)
        .push("` prints ENABLED when it is done")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Field as _, Ses};

    #[test]
    fn region_that_is_not_enabled_is_refused_once() {
        let mut stack = Architecture::FILLER;
        stack.region = "ap-southeast-5";
        stack.email = Some(Ses {
            region: Some("ap-southeast-5"),
            ..Ses::FILLER
        });
        let answers = |status: &str| PreflightAnswers {
            regions: Some([("ap-southeast-5".to_owned(), status.to_owned())].into()),
            ..PreflightAnswers::default()
        };
        let [fault] = are_enabled(&stack, &answers("not-opted-in"))[..] else {
            panic!("expected one problem");
        };
        assert_eq!(fault.at, Subject::at("region"));
        assert!(
            fault
                .help
                .as_str()
                .contains("`aws account enable-region --region-name ap-southeast-5`"),
            "{}",
            fault.help.as_str()
        );
        for enabled in ["opted-in", "opt-in-not-required"] {
            assert!(are_enabled(&stack, &answers(enabled)).is_empty());
        }
        stack.region = "ap-southeast-1";
        assert_eq!(
            are_enabled(&stack, &answers("not-opted-in"))[0].at,
            Subject::at("email.region")
        );
    }
}
