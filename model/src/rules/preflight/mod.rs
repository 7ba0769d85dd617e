//! Preflight rules: they compare a declaration with what exists in the account. The deployer evaluates them before it changes
//! anything.
//!
//! Like all rules, they are functions of plain data. [`PreflightQuery::all`] lists what to ask AWS about a declaration,
//! [`PreflightAnswers`] holds the answers, and [`evaluate`] runs every rule on them. A rule whose answer is missing finds
//! nothing.

mod answers;
mod certificates;
mod database;
mod hosted_zones;
mod image;
mod network;
mod query;
mod upgrade;

use crate::{Architecture, Problem};

pub use answers::{FoundCertificate, FoundImage, HostedZone, Offer, PreflightAnswers, Zone};
pub use query::{PreflightQuery, QueryTarget};
pub use upgrade::upgrade_problem;

/// A rule that compares a declaration with what exists.
#[derive(Clone, Copy, Debug)]
pub struct PreflightRule {
    /// Its id: the hundred is its section's, and the last two digits are 90 or more.
    pub id: &'static str,
    /// What must be true, in one line.
    pub statement: &'static str,
    /// Why: what happens on AWS otherwise.
    pub why: &'static str,
    /// The AWS page that it is based on.
    pub source: &'static str,
    /// The keys that it reads.
    pub reads: &'static [&'static str],
    /// A line that breaks it, as close to a legal one as possible.
    pub wrong: &'static str,
    /// The same line, corrected.
    pub right: &'static str,
    /// The check. It returns all problems at once, since each run costs a round of API calls.
    pub check: fn(&Architecture, &PreflightAnswers) -> Vec<Problem>,
}

/// Every preflight rule, by id.
pub const PREFLIGHT_RULES: &[PreflightRule] = &[
    hosted_zones::HOSTED_ZONE_IS_PUBLIC,
    hosted_zones::HOSTED_ZONE_HOLDS_DOMAIN,
    network::ZONES_ARE_AVAILABLE,
    certificates::CERTIFICATE_IS_ISSUED,
    certificates::CERTIFICATE_COVERS_DOMAIN,
    upgrade::MOODLE_CAN_UPGRADE,
    image::IMAGE_EXISTS,
    image::IMAGE_FITS_PROCESSOR,
    database::CLASS_IS_OFFERED,
];

/// Runs every preflight rule on the answers.
#[must_use]
pub fn evaluate(architecture: &Architecture, answers: &PreflightAnswers) -> Vec<(&'static PreflightRule, Problem)> {
    let problems = PREFLIGHT_RULES
        .iter()
        .map(|rule| (rule, (rule.check)(architecture, answers)));
    problems
        .flat_map(|(rule, problems)| problems.into_iter().map(move |problem| (rule, problem)))
        .collect()
}

/// Lists the first few names for a message, and the number of the others.
fn few<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    const MOST: usize = 8;
    let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
    if names.len() <= MOST {
        return crate::listed(&names, "and");
    }
    format!("{} and {} more", names[..MOST].join(", "), names.len() - MOST)
}

/// Normalizes a host name: lower case, without a final dot.
fn plain(host: &str) -> String {
    host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{PREFLIGHT_RULES, PreflightAnswers, evaluate};
    use crate::rules::RULES;
    use crate::{Architecture, Field as _, Type};

    #[test]
    fn ids_are_sorted_unique_and_end_in_ninety_or_more() {
        assert!(PREFLIGHT_RULES.windows(2).all(|pair| pair[0].id < pair[1].id));
        for rule in PREFLIGHT_RULES {
            assert!(rule.id.as_bytes()[3] == b'9', "{}", rule.id);
            assert!(RULES.iter().all(|other| other.id != rule.id), "{}", rule.id);
        }
    }

    #[test]
    fn every_preflight_rule_has_sentences_and_a_source_and_reads_existing_keys() {
        fn known(types: &[Type], path: &str) -> bool {
            let (key, rest) = path.split_once('.').unwrap_or((path, ""));
            let mut found = types
                .iter()
                .flat_map(|one| one.keys.iter())
                .filter(|known| known.name == key);
            found.any(|found| rest.is_empty() || known(found.shape.types(), rest))
        }
        for rule in PREFLIGHT_RULES {
            assert!(
                rule.statement.ends_with('.') && rule.why.ends_with('.') && rule.source.starts_with("https://"),
                "{}",
                rule.id
            );
            for path in rule.reads {
                assert!(known(&[Architecture::TYPE], path), "{}: {path}", rule.id);
            }
        }
    }

    #[test]
    fn without_answers_there_are_no_problems() {
        assert_eq!(evaluate(&Architecture::FILLER, &PreflightAnswers::default()).len(), 0);
    }
}
