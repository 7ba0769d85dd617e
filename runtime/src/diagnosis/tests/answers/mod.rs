//! Answers of AWS. If the source is a thread, people quoted the answer there; if it is a page of AWS, the page documents the code,
//! and the words are examples.

mod account;
mod capacity;
mod credentials;
mod denied;
mod names;
mod quota;
mod users;
mod values;

use super::Answer;

/// Creates an answer.
const fn answer(
    region: &'static str,
    call: &'static str,
    code: &'static str,
    message: &'static str,
    source: &'static str,
) -> Answer {
    Answer {
        region,
        call,
        code,
        message,
        source,
    }
}

/// The answers, in the order of the tables.
pub(super) fn all() -> impl Iterator<Item = &'static Answer> {
    let tables = [
        account::ANSWERS,
        credentials::ANSWERS,
        denied::ANSWERS,
        names::ANSWERS,
        users::ANSWERS,
        capacity::ANSWERS,
        values::ANSWERS,
        quota::ANSWERS,
    ];
    tables.into_iter().flatten()
}
