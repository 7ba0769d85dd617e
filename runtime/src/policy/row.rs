//! Turns rows into statements.

use super::fill::Values;
use super::statement::{Conditions, Statement};
use crate::resource::permission::Row;
use std::collections::BTreeSet;

impl Row {
    /// Fills its placeholders. Returns `None` if a resource or a condition would have no value: the row is then about
    /// something that does not exist.
    pub(super) fn filled(&self, values: &Values<'_>) -> Option<Statement> {
        if self.field.is_some_and(|field| !values.has(field)) {
            return None;
        }
        let resources: BTreeSet<String> = if self.on.is_empty() {
            BTreeSet::from(["*".to_owned()])
        } else {
            self.on.iter().flat_map(|text| values.fill(text)).collect()
        };
        let mut conditions = Conditions::new();
        for one in self.when {
            let texts: BTreeSet<String> = one.values.iter().flat_map(|text| values.fill(text)).collect();
            if texts.is_empty() {
                return None;
            }
            let keys = conditions.entry(one.operator.to_owned()).or_default();
            keys.insert(one.key.to_owned(), texts);
        }
        let actions = self.actions.iter().map(|&action| action.to_owned()).collect();
        (!resources.is_empty()).then_some(Statement {
            actions,
            resources,
            conditions,
        })
    }
}
