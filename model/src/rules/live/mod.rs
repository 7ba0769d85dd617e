//! Rules that only what is there can judge: the deployer asks AWS and its journal before it changes anything, and refuses by
//! them.
//!
//! They are functions of plain data as all rules are. [`Question::all`] says what to ask for a declaration, the answers
//! make a [`Known`], and [`judge`] runs every rule on it. What is not known is not judged.

mod certificates;
mod database;
mod hosted_zones;
mod image;
mod known;
mod network;
mod upgrade;

use crate::{Architecture, Problem};

pub use known::{About, HostedZone, Known, KnownCertificate, KnownImage, Offer, Question, Zone};
pub use upgrade::upgrade_problem;

/// One rule that is judged with what is there.
#[derive(Clone, Copy, Debug)]
pub struct LiveRule {
    /// Its id: the hundred is its section's, and from 90 up.
    pub id: &'static str,
    /// What must be true, in one line.
    pub statement: &'static str,
    /// Why: what happens on AWS otherwise.
    pub why: &'static str,
    /// The AWS page behind it.
    pub source: &'static str,
    /// The keys that it judges by.
    pub reads: &'static [&'static str],
    /// A line that breaks it, as near to legal as can be.
    pub wrong: &'static str,
    /// The same line, legal.
    pub right: &'static str,
    /// The check. It finds all problems at once: what is at stake is the time of a run, not of a compilation.
    pub check: fn(&Architecture, &Known) -> Vec<Problem>,
}

/// Every rule that is judged with what is there, by id.
pub const LIVE: &[LiveRule] = &[
    hosted_zones::IS_PUBLIC,
    hosted_zones::HOLDS_THE_DOMAIN,
    network::ZONES_ARE_AVAILABLE,
    certificates::IS_ISSUED,
    certificates::COVERS_THE_DOMAIN,
    upgrade::MOODLE_GOES_ON,
    image::IS_THERE,
    image::IS_OF_THE_PROCESSOR,
    database::IS_OFFERED,
];

/// Runs every live rule on what is known.
#[must_use]
pub fn judge(architecture: &Architecture, known: &Known) -> Vec<(&'static LiveRule, Problem)> {
    let problems = LIVE.iter().map(|rule| (rule, (rule.check)(architecture, known)));
    problems
        .flat_map(|(rule, problems)| problems.into_iter().map(move |problem| (rule, problem)))
        .collect()
}

/// Lists names in a message: the first few, and how many more there are.
fn few<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    const MOST: usize = 8;
    let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
    if names.len() <= MOST {
        return crate::listed(&names, "and");
    }
    format!("{} and {} more", names[..MOST].join(", "), names.len() - MOST)
}

/// Brings a host name into one form: lower case, without the dot that may end it.
fn plain(host: &str) -> String {
    host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{Known, LIVE, judge};
    use crate::rules::RULES;
    use crate::{Architecture, Field as _, Type};

    #[test]
    fn ids_are_in_order_from_ninety_up_and_no_other_rule_has_them() {
        assert!(LIVE.windows(2).all(|pair| pair[0].id < pair[1].id));
        for rule in LIVE {
            assert!(rule.id.as_bytes()[3] == b'9', "{}", rule.id);
            assert!(RULES.iter().all(|other| other.id != rule.id), "{}", rule.id);
        }
    }

    #[test]
    fn every_live_rule_tells_what_and_why_in_sentences_and_reads_keys_that_there_are() {
        fn known(types: &[Type], path: &str) -> bool {
            let (key, rest) = path.split_once('.').unwrap_or((path, ""));
            let mut found = types
                .iter()
                .flat_map(|one| one.keys.iter())
                .filter(|known| known.name == key);
            found.any(|found| rest.is_empty() || known(found.shape.types(), rest))
        }
        for rule in LIVE {
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
    fn nothing_is_judged_where_nothing_is_known() {
        assert_eq!(judge(&Architecture::FILLER, &Known::default()).len(), 0);
    }
}
