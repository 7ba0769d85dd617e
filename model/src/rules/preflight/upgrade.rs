//! The preflight rule on the upgrade from the deployed Moodle to the declared one.

use super::{PreflightAnswers, PreflightRule};
use crate::facts::moodle::{BRANCHES, Branch, ReleaseStatus, release_status};
use crate::facts::version::{Order, at_least, order};
use crate::{Architecture, Level, Problem, Subject, Text};

pub(super) const MOODLE_CAN_UPGRADE: PreflightRule = PreflightRule {
    id: "MS690",
    level: Level::Refused,
    statement: "The declared Moodle can upgrade the existing database.",
    why: "Moodle cannot be downgraded, and each version upgrades only from certain older ones; its upgrade would fail in the \
          middle of a deployment.",
    source: "https://moodledev.io/general/releases",
    reads: &["moodle.version"],
    as_of: None,
    wrong: "version: \"5.2\" // on a site with 4.1",
    right: "version: \"4.5\" // on a site with 4.1",
    check: can_upgrade,
};

fn can_upgrade(stack: &Architecture, answers: &PreflightAnswers) -> Vec<Problem> {
    let from = answers.schema.as_deref();
    let problem = from.and_then(|from| upgrade_problem(from, stack.moodle.version));
    problem.into_iter().collect()
}

/// Returns why one version of Moodle cannot upgrade the database of another, if it cannot. Versions that are not in the
/// table are left to Moodle's own check.
#[must_use]
pub fn upgrade_problem(from: &str, to: &str) -> Option<Problem> {
    let at = Subject::at("moodle.version");
    if release_status(from) == ReleaseStatus::Malformed {
        return None;
    }
    if release_status(to) != ReleaseStatus::Malformed && order(to, from) == Order::Older {
        let what = Text::new("the database is at Moodle ").push(from);
        let what = what.push(", which cannot be downgraded to ").push(to);
        let help = Text::new("write `version: \"").push(from);
        let help = help.push("\"` with its image; to go back, restore an older backup into a new stack");
        return Problem::at(at, what, help);
    }
    let branch = Branch::of(to)?;
    if at_least(from, branch.upgrade_from) {
        return None;
    }
    let what = Text::new("Moodle ")
        .push(to)
        .push(" can upgrade a database from ")
        .push(branch.upgrade_from);
    let what = what.push(" or newer, but this one is at ").push(from);
    let help = match between(from, &branch) {
        Some(step) => Text::new("upgrade in two steps: write `version: \"")
            .push(step.name)
            .push("\"` with an image for it and deploy, then ")
            .push(to),
        None => Text::new("upgrade through older versions, each of which the next one can upgrade from"),
    };
    Problem::at(at, what, help)
}

/// Finds the newest branch that can upgrade a database, and from which another branch can upgrade in turn.
fn between(from: &str, to: &Branch) -> Option<Branch> {
    let steps = BRANCHES.into_iter().rev();
    let mut steps = steps.filter(|step| order(step.name, to.name) == Order::Older);
    steps.find(|step| at_least(step.name, to.upgrade_from) && at_least(from, step.upgrade_from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Field as _;

    fn text_of(from: &str, to: &str) -> Option<String> {
        let problem = upgrade_problem(from, to)?;
        Some(format!("{}; {}", problem.what.as_str(), problem.help.as_str()))
    }

    #[test]
    fn downgrade_is_refused() {
        let text = text_of("5.2", "5.1.4").unwrap();
        assert!(text.starts_with(
            "the database is at Moodle 5.2, which cannot be downgraded to 5.1.4; write `version: \"5.2\"`"
        ));
        assert!(upgrade_problem("5.2.3", "5.2.1").is_some());
        assert!(
            upgrade_problem("6.1", "6.0").is_some(),
            "newer than the table, but still a downgrade"
        );
    }

    #[test]
    fn help_names_the_version_for_an_upgrade_in_two_steps() {
        assert_eq!(
            text_of("4.1", "5.2").unwrap(),
            "Moodle 5.2 can upgrade a database from 4.4 or newer, but this one is at 4.1; upgrade in two steps: write \
             `version: \"4.5\"` with an image for it and deploy, then 5.2"
        );
        let step = text_of("4.2.3", "5.3").unwrap();
        assert!(step.contains("`version: \"5.1\"`"), "{step}");
        assert!(
            text_of("3.9", "5.2")
                .unwrap()
                .ends_with("through older versions, each of which the next one can upgrade from")
        );
    }

    #[test]
    fn supported_and_unknown_upgrades_are_accepted() {
        for (from, to) in [
            ("5.2", "5.2"),
            ("5.2", "5.2.1"),
            ("5.2.1", "5.2"),
            ("4.4", "5.2"),
            ("4.5.2", "5.3.1"),
            ("4.1", "4.5"),
            ("5.3", "5.4"),
            ("3.9", "9.0"),
            ("", "5.2"),
            ("main", "5.2"),
            ("5.2", "latest"),
        ] {
            assert_eq!(text_of(from, to), None, "{from} {to}");
        }
    }

    #[test]
    fn new_site_may_have_any_version() {
        let mut stack = Architecture::FILLER;
        stack.moodle.version = "4.5";
        assert_eq!(can_upgrade(&stack, &PreflightAnswers::default()).len(), 0);
        let answers = PreflightAnswers {
            schema: Some("5.2".into()),
            ..PreflightAnswers::default()
        };
        assert_eq!(can_upgrade(&stack, &answers).len(), 1);
    }
}
