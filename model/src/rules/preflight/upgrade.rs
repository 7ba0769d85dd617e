//! The live rule on the step from the Moodle that is there to the one that is declared.

use super::{PreflightAnswers, PreflightRule};
use crate::facts::moodle::{BRANCHES, Branch, ReleaseStatus, release_status};
use crate::facts::version::{Order, at_least, order};
use crate::{Architecture, Problem, Subject, Text};

pub(super) const MOODLE_GOES_ON: PreflightRule = PreflightRule {
    id: "MS690",
    statement: "The declared Moodle takes over the database of the one that is there.",
    why: "Moodle never goes back, and each version brings the database forward from some older ones only; its upgrade would refuse in \
          the middle of a deployment.",
    source: "https://moodledev.io/general/releases",
    reads: &["moodle.version"],
    wrong: "version: \"5.2\" // on a site of 4.1",
    right: "version: \"4.5\" // on a site of 4.1",
    check: goes_on,
};

fn goes_on(stack: &Architecture, answers: &PreflightAnswers) -> Vec<Problem> {
    let from = answers.schema.as_deref();
    let problem = from.and_then(|from| upgrade_problem(from, stack.moodle.version));
    problem.into_iter().collect()
}

/// Tells why a database of one version of Moodle cannot be taken over by another, if it cannot. What the table does not know
/// is left to Moodle.
#[must_use]
pub fn upgrade_problem(from: &str, to: &str) -> Option<Problem> {
    let at = Subject::at("moodle.version");
    if release_status(from) == ReleaseStatus::Malformed {
        return None;
    }
    if release_status(to) != ReleaseStatus::Malformed && order(to, from) == Order::Older {
        let what = Text::new("the database is of Moodle ").push(from);
        let what = what.push(", and Moodle cannot go back to ").push(to);
        let help = Text::new("write `version: \"").push(from);
        let help =
            help.push("\"` with its image; an older database is had from a backup, by restoring it into a new stack");
        return Problem::at(at, what, help);
    }
    let branch = Branch::of(to)?;
    if at_least(from, branch.upgrade_from) {
        return None;
    }
    let what = Text::new("Moodle ")
        .push(to)
        .push(" takes over a database of ")
        .push(branch.upgrade_from);
    let what = what.push(" or newer, and this one is of ").push(from);
    let help = match between(from, &branch) {
        Some(step) => Text::new("go there in two steps: write `version: \"")
            .push(step.name)
            .push("\"` with an image of it and deploy, and then ")
            .push(to),
        None => Text::new("go there by way of older versions, each within what the next one takes over"),
    };
    Problem::at(at, what, help)
}

/// Finds the newest branch that takes over a database and that another branch takes over in its turn.
fn between(from: &str, to: &Branch) -> Option<Branch> {
    let steps = BRANCHES.into_iter().rev();
    let mut steps = steps.filter(|step| order(step.name, to.name) == Order::Older);
    steps.find(|step| at_least(step.name, to.upgrade_from) && at_least(from, step.upgrade_from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Field as _;

    fn told(from: &str, to: &str) -> Option<String> {
        let problem = upgrade_problem(from, to)?;
        Some(format!("{}; {}", problem.what.as_str(), problem.help.as_str()))
    }

    #[test]
    fn moodle_does_not_go_back() {
        let told = told("5.2", "5.1.4").unwrap();
        assert!(told.starts_with(
            "the database is of Moodle 5.2, and Moodle cannot go back to 5.1.4; write `version: \"5.2\"`"
        ));
        assert!(upgrade_problem("5.2.3", "5.2.1").is_some());
        assert!(
            upgrade_problem("6.1", "6.0").is_some(),
            "newer than the table, and still back"
        );
    }

    #[test]
    fn a_jump_that_is_too_long_names_the_version_in_between() {
        assert_eq!(
            told("4.1", "5.2").unwrap(),
            "Moodle 5.2 takes over a database of 4.4 or newer, and this one is of 4.1; go there in two steps: write \
             `version: \"4.5\"` with an image of it and deploy, and then 5.2"
        );
        let step = told("4.2.3", "5.3").unwrap();
        assert!(step.contains("`version: \"5.1\"`"), "{step}");
        assert!(
            told("3.9", "5.2")
                .unwrap()
                .ends_with("by way of older versions, each within what the next one takes over")
        );
    }

    #[test]
    fn what_moodle_takes_over_and_what_nobody_knows_passes() {
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
            assert_eq!(told(from, to), None, "{from} {to}");
        }
    }

    #[test]
    fn a_site_that_is_not_there_yet_may_be_of_any_version() {
        let mut stack = Architecture::FILLER;
        stack.moodle.version = "4.5";
        assert_eq!(goes_on(&stack, &PreflightAnswers::default()).len(), 0);
        let answers = PreflightAnswers {
            schema: Some("5.2".into()),
            ..PreflightAnswers::default()
        };
        assert_eq!(goes_on(&stack, &answers).len(), 1);
    }
}
