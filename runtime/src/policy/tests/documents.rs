//! Documents that IAM accepts, and that allow exactly the same as the tables.

use super::{POLICIES, named};
use crate::blueprint::tests::variants::all;
use crate::policy::statement::merged;
use crate::policy::{ATTACHED, LIMIT, Policy, Statement, allowed, documents};
use std::collections::BTreeSet;

/// The longest possible name of a stack.
const LONGEST: &str = "a-university-college";

#[test]
fn documents_stay_within_the_limits_of_iam() {
    for architecture in all() {
        let documents = documents(&Policy::of(&named(LONGEST, &architecture), &["rescue"]).statements);
        assert!(documents.len() <= ATTACHED, "{}", documents.len());
        for document in &documents {
            let size = document
                .to_string()
                .chars()
                .filter(|letter| !letter.is_whitespace())
                .count();
            assert!(size <= LIMIT, "{size}");
        }
    }
}

#[test]
fn every_statement_is_in_exactly_one_document() {
    for (_, policy) in POLICIES.iter() {
        let documents = documents(&policy.statements);
        let mut told: Vec<String> = Vec::new();
        for document in &documents {
            assert_eq!(document["Version"], "2012-10-17");
            told.extend(
                document["Statement"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(ToString::to_string),
            );
        }
        told.sort();
        let mut wanted: Vec<String> = policy.statements.iter().map(|one| one.json().to_string()).collect();
        wanted.sort();
        assert_eq!(told, wanted);
    }
}

/// Lists everything that statements allow, one combination at a time.
fn singly(statements: &[Statement]) -> BTreeSet<(&str, &str, String)> {
    let mut all = BTreeSet::new();
    for one in statements {
        for action in &one.actions {
            for resource in &one.resources {
                all.insert((action.as_str(), resource.as_str(), format!("{:?}", one.conditions)));
            }
        }
    }
    all
}

#[test]
fn merged_statements_allow_exactly_the_same() {
    for architecture in all() {
        let before = allowed(&named("campus", &architecture), &["rescue"]);
        let after = merged(before.clone());
        assert_eq!(singly(&before), singly(&after));
        assert!(after.len() * 2 < before.len());
    }
}
