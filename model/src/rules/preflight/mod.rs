//! Preflight rules: they compare a declaration with what exists in the account. The deployer evaluates them before it changes
//! anything.
//!
//! Like all rules, they are functions of plain data. [`PreflightQuery::all`] lists what to ask AWS about a declaration,
//! [`PreflightAnswers`] holds the answers, and [`evaluate`] runs every rule on them. A rule whose answer is missing finds
//! nothing.

mod alias;
mod answers;
mod certificates;
mod database;
mod email;
mod endpoints;
mod hosted_zones;
mod image;
mod names;
mod network;
mod query;
mod quotas;
mod regions;
mod rule;
mod upgrade;
mod zones;

use crate::{Architecture, Problem};

pub use answers::{
    AliasHolder, AliasUse, FoundCertificate, FoundImage, HostedZone, Offer, PreflightAnswers, QuotaState, Sender,
    Sending, Zone,
};
pub use email::identities;
pub use endpoints::ENDPOINTS;
pub use query::{PreflightQuery, QueryTarget};
pub use quotas::{Needed, needed};
pub use regions::enable;
pub use rule::PreflightRule;
pub use upgrade::upgrade_problem;

/// Every preflight rule, by id.
pub const PREFLIGHT_RULES: &[PreflightRule] = &[
    hosted_zones::HOSTED_ZONE_IS_PUBLIC,
    hosted_zones::HOSTED_ZONE_HOLDS_DOMAIN,
    regions::REGIONS_ARE_ENABLED,
    network::ZONES_ARE_AVAILABLE,
    zones::ZONES_HAVE_FARGATE,
    zones::ZONES_HAVE_VPC_ORIGINS,
    endpoints::ENDPOINTS_ARE_AVAILABLE,
    quotas::VPC_FITS,
    quotas::ADDRESSES_FIT,
    zones::ZONES_HAVE_EFS,
    certificates::CERTIFICATE_IS_ISSUED,
    certificates::CERTIFICATE_COVERS_DOMAIN,
    alias::ALIAS_IS_FREE,
    quotas::DISTRIBUTION_FITS,
    quotas::LOAD_BALANCER_FITS,
    quotas::RULES_FIT,
    quotas::TASKS_FIT,
    quotas::MOST_TASKS_FIT,
    upgrade::MOODLE_CAN_UPGRADE,
    image::IMAGE_EXISTS,
    image::IMAGE_FITS_PROCESSOR,
    database::CLASS_IS_OFFERED,
    database::CLASS_IS_IN_ENOUGH_ZONES,
    database::CLASS_IS_IN_EACH_ZONE,
    quotas::DATABASE_FITS,
    email::SENDER_IS_VERIFIED,
    email::SENDING_IS_ENABLED,
    email::SENDER_IS_OUT_OF_THE_SANDBOX,
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
