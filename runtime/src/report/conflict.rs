//! Something foreign in the place of a resource, as text and as JSON.

use super::place;
use super::style::{BOLD, CYAN, RED, paint};
use crate::execute::Conflict;
use crate::journal::Entry;
use crate::kinds::cloudfront::Distribution;
use crate::kinds::route53::Record;
use crate::provider::{ApiError, OTHER_STACK, RESOURCE_TAG, SPEC_HASH_TAG, STACK_TAG};
use crate::resource::Kind as _;
use moodle_stack_model::Stack;
use serde_json::{Value, json};

/// Writes what is in the place of a resource, where the resource is declared, and what to do.
pub(crate) fn conflict_text(conflict: &Conflict, stack: &Stack, is_deployed: bool) -> String {
    let Conflict { entry, error } = conflict;
    let head = format!(
        "{} ({}) cannot be created: {}",
        entry.address,
        noun(conflict),
        error.message
    );
    let mut lines = vec![format!("{} {}", paint(RED, "error:"), paint(BOLD, head))];
    let place = place(stack, &entry.key);
    lines.extend(place.map(|place| format!("  {} {place}", paint(CYAN, "-->"))));
    lines.push(String::new());
    let hints = hints(entry, error, stack, is_deployed).into_iter();
    lines.extend(hints.map(|hint| format!("{} {hint}", paint(CYAN, "hint:"))));
    lines.join("\n")
}

/// Returns a conflict as JSON.
pub(crate) fn conflict_json(conflict: &Conflict, stack: &Stack, is_deployed: bool) -> Value {
    json!({
        "address": conflict.entry.address,
        "noun": noun(conflict),
        "name": conflict.entry.name,
        "declared_at": place(stack, &conflict.entry.key),
        "what": conflict.error.message,
        "next": hints(&conflict.entry, &conflict.error, stack, is_deployed),
    })
}

fn noun(conflict: &Conflict) -> &str {
    conflict
        .entry
        .kind()
        .map_or(conflict.entry.kind.as_str(), |kind| kind.noun)
}

/// Returns what to do about something in the place of a resource. What is in the way may be the stack's own, without its tags: so nothing that may hold data is to be
/// deleted.
pub(super) fn hints(entry: &Entry, error: &ApiError, stack: &Stack, is_deployed: bool) -> Vec<String> {
    if entry.kind == Record::INFO.name {
        return vec![
            "if the domain is to move to this stack, delete that record; until then, declare another `domain`".into(),
        ];
    }
    if entry.kind == Distribution::INFO.name {
        return vec![
            "if the domain is to move to this stack, remove it from that distribution; until then, declare another `domain`"
                .into(),
        ];
    }
    let mut hints = Vec::new();
    let is_of_other_stack = error.code == OTHER_STACK;
    if !is_of_other_stack {
        hints.push(format!(
            "if this stack created it, and its tags were removed, give it these tags: {STACK_TAG}={} {RESOURCE_TAG}={} \
             {SPEC_HASH_TAG}={}",
            stack.name, entry.address, entry.spec_hash
        ));
    }
    // Under another name, a stack that exists would be another stack.
    hints.push(if is_deployed {
        "if somebody else needs it, it must get another name: this stack keeps its own".into()
    } else {
        format!(
            "if somebody else needs it, declare this stack under another name than {}",
            stack.name
        )
    });
    let holds_data = entry.kind().is_none_or(|kind| kind.holds_data);
    if !holds_data && !is_of_other_stack {
        hints.push("if nobody needs it, delete it".into());
    }
    hints
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::info;
    use crate::provider::ApiErrorKind;
    use crate::spec::Desired;
    use moodle_stack_model::{Architecture, Field as _, Location};
    use std::collections::BTreeSet;

    fn stack() -> Stack {
        Stack {
            name: "campus",
            architecture: Architecture::FILLER,
            file: "src/main.rs",
            locations: &[Location {
                path: "database",
                line: 12,
                column: 14,
            }],
            deferred_warnings: &[],
        }
    }

    fn conflict(kind: &str, code: &str) -> Conflict {
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
        let fields = desired.fields.clone();
        Conflict {
            entry: crate::journal::Entry::intend("part.x", &desired, fields, "1", "token".into()),
            error: ApiError::new(ApiErrorKind::NotOwned, "x:Describe", code, "it already exists"),
        }
    }

    #[test]
    fn nobody_is_advised_to_delete_a_database() {
        for is_deployed in [false, true] {
            for code in ["NotOurs", OTHER_STACK] {
                let text = conflict_text(&conflict("AWS::RDS::DBInstance", code), &stack(), is_deployed);
                assert!(text.contains("src/main.rs:12:14"), "{text}");
                assert!(!text.contains("delete it"), "{text}");
            }
        }
        let text = conflict_text(&conflict("AWS::SNS::Topic", "NotOurs"), &stack(), false);
        assert!(text.contains("if nobody needs it, delete it"), "{text}");
    }

    #[test]
    fn stack_that_is_deployed_is_not_to_be_renamed() {
        let Conflict { entry, error } = conflict("AWS::SNS::Topic", "NotOurs");
        let named = |is_deployed| hints(&entry, &error, &stack(), is_deployed).join("; ");
        assert!(named(false).contains("declare this stack under another name"));
        assert!(!named(true).contains("declare this stack under another name"));
    }

    #[test]
    fn every_conflict_has_something_to_do() {
        for kind in crate::kinds::KINDS.iter().filter(|kind| kind.can_be_taken()) {
            for is_deployed in [false, true] {
                for code in ["NotOurs", OTHER_STACK] {
                    let Conflict { entry, error } = conflict(kind.name, code);
                    let hints = hints(&entry, &error, &stack(), is_deployed);
                    assert!(!hints.is_empty(), "{}", kind.name);
                }
            }
        }
    }
}
