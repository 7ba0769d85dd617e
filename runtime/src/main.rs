//! Explains the rules without a declaration: a program with an invalid declaration does not compile, so it could not explain
//! them.
//!
//! `cargo run -p moodle-stack -- explain MS304`

use std::process::ExitCode;

fn main() -> ExitCode {
    moodle_stack::run(&[])
}
