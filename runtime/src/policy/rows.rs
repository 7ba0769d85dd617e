//! Rows, filled one after the other.

use super::fill::Values;
use super::statement::Statement;
use crate::blueprint::Graph;
use crate::resource::permission::Row;

/// Rows, filled one after the other.
pub(crate) struct Rows<'g> {
    pub(super) graph: &'g Graph,
    pub(crate) statements: Vec<Statement>,
}

impl Rows<'_> {
    pub(super) fn add(&mut self, values: &Values<'_>, rows: &[Row]) {
        self.statements.extend(rows.iter().filter_map(|row| row.filled(values)));
    }
}
