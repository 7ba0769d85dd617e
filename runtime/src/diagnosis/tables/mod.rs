//! The tables of explanations, in the order in which they are searched.

mod account;
mod capacity;
mod credentials;
mod denied;
mod names;
mod users;
mod values;

use super::row::Row;

/// The tables, with the more specific ones first.
const TABLES: [&[Row]; 7] = [
    account::ROWS,
    credentials::ROWS,
    names::ROWS,
    users::ROWS,
    capacity::ROWS,
    values::ROWS,
    denied::ROWS,
];

/// Returns all rows.
pub(super) fn all() -> impl Iterator<Item = &'static Row> {
    TABLES.into_iter().flatten()
}
