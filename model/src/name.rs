//! The name of a stack, which the names of its AWS resources are derived from.

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

/// Returns what is wrong with a stack's name and what to do, if AWS would refuse a name derived from it.
///
/// ```
/// use moodle_stack_model::name_fault;
/// assert_eq!(name_fault("north-campus"), None);
/// assert!(name_fault("the-university-of-the-north").is_some());
/// ```
#[must_use]
pub fn name_fault(name: &str) -> Option<(String, String)> {
    let length = name.chars().count();
    let legal = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if let Some(other) = name.chars().find(|letter| !legal(*letter)) {
        let what = format!("the stack's name `{name}` contains the character `{other}`");
        return Some((what, "use letters from a to z and digits".into()));
    }
    if !name.starts_with(|first: char| first.is_ascii_lowercase()) {
        let what = format!("the stack's name `{name}` does not start with a letter");
        return Some((what, "put a letter first".into()));
    }
    if name == "internal" || name.starts_with("internal-") {
        let what = format!("the stack's name `{name}` starts with `internal`, which names of load balancers cannot do");
        return Some((what, "choose another first word".into()));
    }
    if length > LONGEST_NAME {
        let what = format!("the stack's name `{name}` has {length} characters, but names on AWS are derived from it");
        return Some((what, format!("choose a name with at most {LONGEST_NAME} characters")));
    }
    None
}
