//! The name of a stack, which the names of its AWS resources are derived from.

use crate::rules::RESERVED_STARTS;

/// The length of the longest name. A load balancer's name is the stack's with a suffix, and has at most 32 characters:
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html>.
pub const LONGEST_NAME: usize = 20;

/// Converts the identifier of a stack to its name on AWS.
///
/// ```
/// use moodle_stack_model::stack_name;
/// assert_eq!(stack_name("NorthCampus"), "north-campus");
/// assert_eq!(stack_name("HTTPCampus2"), "http-campus2");
/// assert_eq!(stack_name("NORTH_CAMPUS"), "north-campus");
/// ```
#[must_use]
pub fn stack_name(identifier: &str) -> String {
    let letters: Vec<char> = identifier.chars().collect();
    let mut name = String::new();
    for (i, letter) in letters.iter().enumerate() {
        let before = i.checked_sub(1).map(|i| letters[i]);
        let after = letters.get(i + 1);
        let word = letter.is_uppercase()
            && before.is_some_and(|before| !before.is_uppercase() || after.is_some_and(|after| after.is_lowercase()));
        if (word || *letter == '_') && !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
        if *letter != '_' {
            name.extend(letter.to_lowercase());
        }
    }
    name.trim_end_matches('-').into()
}

/// Why a stack's name is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameFault {
    /// The id of the rule that it breaks.
    pub id: &'static str,
    /// What is wrong, in one line.
    pub what: String,
    /// What to write instead.
    pub help: String,
}

/// Returns why AWS would refuse a name that every stack of this name has, if it would.
///
/// ```
/// use moodle_stack_model::name_fault;
/// assert_eq!(name_fault("north-campus"), None);
/// assert!(name_fault("the-university-of-the-north").is_some());
/// ```
#[must_use]
pub fn name_fault(name: &str) -> Option<NameFault> {
    let fault = |id, what, help: &str| {
        let help = help.into();
        Some(NameFault { id, what, help })
    };
    let length = name.chars().count();
    let legal = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if let Some(other) = name.chars().find(|letter| !legal(*letter)) {
        let what = format!("the stack's name `{name}` contains the character `{other}`");
        return fault("MS007", what, "use letters from a to z and digits");
    }
    if !name.starts_with(|first: char| first.is_ascii_lowercase()) {
        let what = format!("the stack's name `{name}` does not start with a letter");
        return fault("MS007", what, "put a letter first");
    }
    if name == "internal" || name.starts_with("internal-") {
        let what = format!("the stack's name `{name}` starts with `internal`, which names of load balancers cannot do");
        return fault("MS012", what, ANOTHER_WORD);
    }
    if name == "sg" || name.starts_with("sg-") {
        let what = format!("the stack's name `{name}` starts with `sg`, which names of security groups cannot do");
        return fault("MS013", what, ANOTHER_WORD);
    }
    if name == "aws" {
        let what = "the stack's name is `aws`, but names of log groups cannot start with `aws/`".into();
        return fault("MS014", what, "add a word, such as `AwsCampus`");
    }
    if length > LONGEST_NAME {
        let what = format!("the stack's name `{name}` has {length} characters, but names on AWS are derived from it");
        let help = format!("choose a name with at most {LONGEST_NAME} characters");
        return fault("MS007", what, &help);
    }
    None
}

/// Returns why S3 would refuse the names of the buckets of a stack, if it has any.
///
/// ```
/// use moodle_stack_model::bucket_name_fault;
/// assert!(bucket_name_fault("sthree-campus").is_some());
/// assert_eq!(bucket_name_fault("sthreecampus"), None);
/// ```
#[must_use]
pub fn bucket_name_fault(name: &str) -> Option<NameFault> {
    let start = format!("{name}-");
    let reserved = RESERVED_STARTS.iter().find(|reserved| start.starts_with(**reserved))?;
    Some(NameFault {
        id: "MS015",
        what: format!("the names of the stack's buckets would start with `{reserved}`, which S3 reserves"),
        help: ANOTHER_WORD.into(),
    })
}

const ANOTHER_WORD: &str = "choose another first word";

#[cfg(test)]
mod tests {
    use super::{name_fault, stack_name};

    #[test]
    fn only_whole_first_words_are_reserved() {
        for (identifier, id) in [
            ("Internal", Some("MS012")),
            ("InternalCampus", Some("MS012")),
            ("Internals", None),
            ("CampusInternal", None),
            ("Sg", Some("MS013")),
            ("SgCampus", Some("MS013")),
            ("SG_CAMPUS", Some("MS013")),
            ("Sgcampus", None),
            ("CampusSg", None),
            ("Aws", Some("MS014")),
            ("AWS", Some("MS014")),
            ("AwsCampus", None),
            ("CampusAws", None),
        ] {
            let fault = name_fault(&stack_name(identifier));
            assert_eq!(fault.map(|fault| fault.id), id, "{identifier}");
        }
    }
}
