//! Documents that IAM takes, and that say no more and no less than the tables.

use super::{POLICIES, named};
use crate::blueprint::tests::variants::all;
use crate::policy::statement::merged;
use crate::policy::{ATTACHED, LIMIT, Policy, Statement, allowed, documents};
use std::collections::BTreeSet;

/// As long as a stack's name can be.
const LONGEST: &str = "a-university-college";

#[test]
fn every_document_is_as_short_as_iam_demands_and_there_are_no_more_than_a_role_can_have() {
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
fn documents_together_have_every_statement_once() {
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

/// What statements allow, one by one.
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
fn putting_statements_together_allows_nothing_more_and_nothing_less() {
    for architecture in all() {
        let before = allowed(&named("campus", &architecture), &["rescue"]);
        let after = merged(before.clone());
        assert_eq!(singly(&before), singly(&after));
        assert!(after.len() * 2 < before.len());
    }
}
