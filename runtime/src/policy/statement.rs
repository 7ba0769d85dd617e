//! Statements of a policy.

use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Conditions: values by key, by operator. All conditions must be true; for each key, one of its values is enough:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html>.
pub type Conditions = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

/// Allows actions on resources, under conditions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Statement {
    /// The actions, such as `ec2:CreateVpc`.
    pub actions: BTreeSet<String>,
    /// ARNs, which may contain `*`.
    pub resources: BTreeSet<String>,
    /// The conditions.
    pub conditions: Conditions,
}

impl Statement {
    /// Lists its actions.
    pub fn actions(&self) -> impl Iterator<Item = &str> {
        self.actions.iter().map(String::as_str)
    }

    /// Returns the statement in IAM's grammar:
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>.
    #[must_use]
    pub fn json(&self) -> Value {
        let mut statement = Map::new();
        statement.insert("Effect".into(), "Allow".into());
        statement.insert("Action".into(), one_or_all(&self.actions));
        statement.insert("Resource".into(), one_or_all(&self.resources));
        if !self.conditions.is_empty() {
            let keys = |keys: &BTreeMap<String, BTreeSet<String>>| -> Map<String, Value> {
                keys.iter()
                    .map(|(key, values)| (key.clone(), one_or_all(values)))
                    .collect()
            };
            let operators = self.conditions.iter();
            let conditions: Map<String, Value> = operators
                .map(|(operator, by_key)| (operator.clone(), keys(by_key).into()))
                .collect();
            statement.insert("Condition".into(), conditions.into());
        }
        Value::Object(statement)
    }
}

fn one_or_all(texts: &BTreeSet<String>) -> Value {
    match texts.first() {
        Some(one) if texts.len() == 1 => json!(one),
        _ => json!(texts),
    }
}

/// Merges statements with the same resources and conditions, and then those with the same actions and conditions. The
/// result allows nothing that was not allowed before.
pub(super) fn merged(statements: impl IntoIterator<Item = Statement>) -> Vec<Statement> {
    let mut by_resources: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for one in statements {
        let actions = by_resources.entry((one.resources, one.conditions)).or_default();
        actions.extend(one.actions);
    }
    let mut by_actions: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for ((resources, conditions), actions) in by_resources {
        by_actions.entry((actions, conditions)).or_default().extend(resources);
    }
    let statements = by_actions
        .into_iter()
        .map(|((actions, conditions), resources)| Statement {
            actions,
            resources,
            conditions,
        });
    statements.collect()
}
