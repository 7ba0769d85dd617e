//! `moodle_stack!`: a whole Moodle site on AWS, declared in Rust and checked by rustc.
//!
//! ```text
//! tokens ──parse──▶ Block<At> ──check──▶ findings ──report──▶ compile_error!s, each at its own token
//!                       │
//!                       └──expand──▶ `pub struct Campus;`, `Campus::stack()`
//! ```
//!
//! The vocabulary and the rules are in `moodle-stack-model`, which `const` evaluation and the deployer use as well. This
//! crate only handles tokens, and contains nothing about AWS.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod at;
mod expand;
mod intern;
mod parse;
mod report;
mod shadow;
#[cfg(test)]
mod tests;
mod tree;

use proc_macro::TokenStream;

/// Declares stacks, checks them at compile time, and defines a struct for each.
///
/// ```ignore
/// use moodle_stack::moodle_stack;
///
/// moodle_stack!(Campus {
///     account: "111122223333",
///     region: "ap-southeast-1",
///     // …
/// });
///
/// fn main() -> std::process::ExitCode {
///     moodle_stack::run(&[Campus::stack()])
/// }
/// ```
///
/// A value is a string, a number, `true` or `false`, an inclusive range, a list, a section `Type { … }`, the name of a
/// type without keys, the path of a `const`, or `env!("NAME")`. Sections may be in any order. One call can declare several
/// stacks, separated by commas; a later one may end in `..Campus`, and a section of it in `..Campus.compute`, to inherit
/// the keys that it does not set.
///
/// `Campus::stack()` returns the declaration as a value, with the source location of each part.
#[proc_macro]
pub fn moodle_stack(tokens: TokenStream) -> TokenStream {
    expand::expand(tokens.into()).into()
}
