//! Explains the rules without a declaration: one that is refused compiles to no program that could.
//!
//! `cargo run -p moodle-stack -- explain MS304`

use std::process::ExitCode;

fn main() -> ExitCode {
    moodle_stack::run(&[])
}
