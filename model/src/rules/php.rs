//! Rules on `moodle.php`.

use super::moodle_version::{branch, is_release};
use super::part;
use crate::facts::Date;
use crate::facts::moodle::{AS_OF, AS_OF_DATE, BRANCHES, php_ends};
use crate::facts::version::{Order, order};
use crate::{Architecture, Problem, Subject, Text};

rules! {
    "MS623" php_form {
        statement: "PHP's version is a branch, such as `8.4`, or a release, such as `8.4.2`.",
        why: "The branch determines which Moodle branches run on it.",
        source: "https://www.php.net/supported-versions.php",
        reads: ["moodle.php"],
        wrong: "php: \"php84\"",
        right: "php: \"8.4\"",
    }
    "MS624" moodle_on_php {
        statement: "Moodle's branch supports the image's PHP.",
        why: "Moodle's installer and upgrade refuse a PHP that is older or newer than its branch supports.",
        source: "https://moodledev.io/general/development/policies/php",
        reads: ["moodle.version", "moodle.php"],
        unless: ["MS623"],
        as_of: AS_OF,
        wrong: "version: \"4.5\", php: \"8.4\"",
        right: "version: \"4.5\", php: \"8.3\"",
    }
    "MS625" php_maintained: Warned {
        statement: "PHP's branch still receives security fixes.",
        why: "Published vulnerabilities in older branches stay unpatched.",
        source: "https://www.php.net/supported-versions.php",
        reads: ["moodle.version", "moodle.php"],
        unless: ["MS623", "MS624"],
        as_of: AS_OF,
        wrong: "version: \"4.5\", php: \"8.1\"",
        right: "version: \"4.5\", php: \"8.3\"",
    }
}

/// PHP's version is a branch, or a release of one.
#[must_use]
pub const fn php_form(stack: &Architecture) -> Option<Problem> {
    let php = stack.moodle.php;
    if is_release(php) {
        return None;
    }
    let what = Text::new("").quoted(php).push(" is not a version of PHP");
    let help = Text::new("write `php: \"")
        .push(most(stack))
        .push("\"`, or the version that `php -v` prints in the image");
    Problem::at(Subject::at("moodle.php"), what, help)
}

/// Moodle's branch supports the image's PHP.
#[must_use]
pub const fn moodle_on_php(stack: &Architecture) -> Option<Problem> {
    let php = stack.moodle.php;
    let Some(branch) = branch(stack) else {
        return None;
    };
    if branch.runs_on(php) {
        return None;
    }
    let what = Text::new("Moodle ")
        .push(branch.name)
        .push(" supports PHP ")
        .push(branch.php_least);
    let what = what.push(" to ").push(branch.php_most).push(", got ").push(php);
    let help = Text::new("write `php: \"").push(branch.php_most);
    let help =
        help.push("\"` with an image that has it; if Moodle supports this version now, write `php: unchecked!(\"");
    let help = help.push(php).push("\")`");
    Problem::between(Subject::at("moodle.php"), Subject::at("moodle.version"), what, help)
}

/// PHP's branch still receives security fixes.
#[must_use]
pub const fn php_maintained(stack: &Architecture) -> Option<Problem> {
    let php = stack.moodle.php;
    let what = Text::new("PHP ").push(php);
    let what = match end(php) {
        End::On(day) if day.is_before(AS_OF_DATE) => day.write(what.push(" has had no security fixes since ")),
        End::Before => what.push(" is older than every branch that still receives security fixes"),
        _ => return None,
    };
    let help = Text::new("write `php: \"")
        .push(most(stack))
        .push("\"` with an image that has it");
    Problem::at(Subject::at("moodle.php"), what, help)
}

/// Returns the newest PHP for the declared Moodle, or for the newest Moodle if the declared one is unknown.
const fn most(stack: &Architecture) -> &'static str {
    match branch(stack) {
        Some(branch) => branch.php_most,
        None => BRANCHES[BRANCHES.len() - 1].php_most,
    }
}

/// When security fixes for a PHP version end.
enum End {
    On(Date),
    /// Before the oldest branch in the table.
    Before,
    Unknown,
}

const fn end(php: &str) -> End {
    let (Some(major), Some(minor)) = (part(php, b'.', 0), part(php, b'.', 1)) else {
        return End::Unknown;
    };
    let (name, _) = php.split_at(major.len() + 1 + minor.len());
    match php_ends(name) {
        Some(day) => End::On(day),
        None if matches!(order(name, BRANCHES[0].php_least), Order::Older) => End::Before,
        None => End::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Field as _;
    use crate::rules::Rule;

    fn evaluate(rule: &str, version: &'static str, php: &'static str) -> Option<Problem> {
        let mut stack = Architecture::FILLER;
        (stack.moodle.version, stack.moodle.php) = (version, php);
        Rule::by_id(rule).unwrap().evaluate(&stack)
    }

    #[test]
    fn each_moodle_branch_accepts_only_the_php_branches_it_supports() {
        for (version, least, most) in [
            ("4.5", 1, 3),
            ("5.0", 2, 4),
            ("5.1.2", 2, 4),
            ("5.2", 3, 4),
            ("5.3", 3, 4),
        ] {
            for (minor, php) in [
                (0, "8.0"),
                (1, "8.1.30"),
                (2, "8.2"),
                (3, "8.3.0"),
                (4, "8.4"),
                (5, "8.5"),
            ] {
                let problem = evaluate("MS624", version, php);
                assert_eq!(problem.is_none(), (least..=most).contains(&minor), "{version} {php}");
            }
        }
    }

    #[test]
    fn outdated_php_is_a_warning_unless_moodle_refuses_it() {
        assert!(evaluate("MS625", "4.5", "8.1.30").is_some());
        assert!(evaluate("MS625", "9.9", "7.4").is_some());
        for (version, php) in [("4.5", "8.2"), ("5.2", "8.1"), ("9.9", "8.9"), ("5.2", "8")] {
            assert_eq!(evaluate("MS625", version, php), None, "{version} {php}");
        }
    }
}
