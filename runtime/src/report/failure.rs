//! Failed steps as text and as JSON: what happened, what it means, and what to do next.

use super::conflict::hints;
use super::place;
use super::style::{BOLD, CYAN, RED, paint};
use crate::diagnosis::is_taken;
use crate::execute::{Failure, StepError};
use crate::provider::ApiErrorKind;
use moodle_stack_model::Stack;
use serde_json::{Value, json};

/// Writes which resources failed, where they are declared, what happened, what it means and what to do next: one text for
/// each cause.
pub(crate) fn failures(failures: &[Failure], stack: &Stack) -> Vec<String> {
    let texts = causes(failures).into_iter().filter_map(|failures| {
        let (first, others) = failures.split_first()?;
        Some(failure(first, others, stack))
    });
    texts.collect()
}

fn failure(first: &Failure, others: &[&Failure], stack: &Stack) -> String {
    let Failure {
        address,
        noun,
        key,
        place: on_aws,
        error,
        ..
    } = first;
    let others: Vec<&str> = others.iter().map(|other| other.address.as_str()).collect();
    let more = match others.len() {
        0 => String::new(),
        1 => ", and one more for the same reason".into(),
        count => format!(", and {count} more for the same reason"),
    };
    let head = paint(BOLD, format!("{address} ({noun}) failed{more}"));
    let mut lines = vec![format!("{} {head}", paint(RED, "error:"))];
    lines.extend(place(stack, key).map(|place| format!("  {} {place}", paint(CYAN, "-->"))));
    lines.extend(on_aws.text().map(|place| format!("  where: {place}")));
    // The rest of AWS's cause is below its first line.
    lines.push(format!("   what: {}", error.what().replace('\n', "\n         ")));
    lines.push(format!("  means: {}", error.meaning()));
    lines.push(format!("   next: {}", advice(first, stack)));
    if !others.is_empty() {
        lines.push(format!("   also: {}", others.join(", ")));
    }
    lines.join("\n")
}

/// Returns what to do next. About something in the place of a resource, it is what `plan` says about it.
fn advice(failure: &Failure, stack: &Stack) -> String {
    match (&failure.error, &failure.entry) {
        (StepError::Api(error), Some(entry)) if is_taken(error) => {
            let hints = hints(entry, error, stack, failure.is_deployed);
            format!("{}; then run the same command again", hints.join("; "))
        }
        (error, _) => error.advice(),
    }
}

/// Groups failures by cause: twenty resources that fail because the credentials have expired are one problem.
fn causes(failures: &[Failure]) -> Vec<Vec<&Failure>> {
    let mut causes: Vec<(String, Vec<&Failure>)> = Vec::new();
    for failure in failures {
        let cause = match &failure.error {
            // What they mean depends on the region only if the region may not be enabled.
            StepError::Api(api_error) if api_error.kind == ApiErrorKind::Credentials => failure.error.meaning(),
            error => format!("{}\n{}", failure.place.region, error.what()),
        };
        match causes.iter_mut().find(|(known, _)| *known == cause) {
            Some((_, failures)) => failures.push(failure),
            None => causes.push((cause, vec![failure])),
        }
    }
    causes.into_iter().map(|(_, failures)| failures).collect()
}

/// Returns one failure as JSON.
pub(crate) fn failure_json(failure: &Failure, stack: &Stack) -> Value {
    json!({
        "address": failure.address,
        "noun": failure.noun,
        "declared_at": place(stack, &failure.key),
        "account": failure.place.account,
        "region": failure.place.region,
        "what": failure.error.what(),
        "means": failure.error.meaning(),
        "next": advice(failure, stack),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::Entry;
    use crate::kinds::info;
    use crate::provider::{ApiError, Place};
    use crate::spec::Desired;
    use moodle_stack_model::{Architecture, Field as _};
    use std::collections::BTreeSet;

    fn failed(address: &str, kind: ApiErrorKind, call: &str) -> Failure {
        Failure {
            address: address.into(),
            noun: "subnet",
            key: "network".into(),
            place: Place::of_region("ap-southeast-1"),
            error: StepError::Api(ApiError::new(kind, call, "Code", "message")),
            entry: None,
            is_deployed: false,
        }
    }

    #[test]
    fn expired_credentials_are_one_cause_and_two_denied_calls_are_two() {
        let failures = [
            failed("network.private-a", ApiErrorKind::Credentials, "ec2:CreateSubnet"),
            failed("network.public-a", ApiErrorKind::Denied, "ec2:CreateSubnet"),
            failed(
                "cache.subnets",
                ApiErrorKind::Credentials,
                "elasticache:CreateCacheSubnetGroup",
            ),
            failed("files.mount-a", ApiErrorKind::Denied, "efs:CreateMountTarget"),
        ];
        let causes = causes(&failures);
        let addresses: Vec<Vec<&str>> = causes
            .iter()
            .map(|failures| failures.iter().map(|failure| failure.address.as_str()).collect())
            .collect();
        assert_eq!(
            addresses,
            [
                vec!["network.private-a", "cache.subnets"],
                vec!["network.public-a"],
                vec!["files.mount-a"]
            ]
        );
    }

    /// Returns the advice about a resource of a kind whose creation failed.
    fn advised(kind: &str, error: ApiErrorKind, is_deployed: bool) -> String {
        let kind = info(kind).unwrap();
        let desired = Desired {
            kind,
            region: "ap-southeast-1".into(),
            name: "campus-x".into(),
            spec_hash: "0f0f0".into(),
            fields: (kind.blank)(),
            depends: BTreeSet::new(),
            key: "database",
        };
        let entry = Entry::intend("part.x", &desired, desired.fields.clone(), "1", "token".into());
        let failure = Failure {
            entry: Some(Box::new(entry)),
            is_deployed,
            ..failed("part.x", error, "x:CreateX")
        };
        let stack = Stack {
            name: "campus",
            architecture: Architecture::FILLER,
            file: "src/main.rs",
            locations: &[],
            deferred_warnings: &[],
        };
        advice(&failure, &stack)
    }

    #[test]
    fn taken_name_gets_the_advice_of_the_plan() {
        for error in [ApiErrorKind::AlreadyExists, ApiErrorKind::NotOwned] {
            let database = advised("AWS::RDS::DBInstance", error, true);
            assert!(database.contains("moodle-stack:resource=part.x"), "{database}");
            assert!(
                !database.contains("delete") && !database.contains("under another name"),
                "{database}"
            );
            let topic = advised("AWS::SNS::Topic", error, false);
            assert!(
                topic.contains("if nobody needs it, delete it") && topic.contains("under another name"),
                "{topic}"
            );
        }
        assert!(!advised("AWS::SNS::Topic", ApiErrorKind::InUse, true).contains("moodle-stack:resource"));
    }
}
