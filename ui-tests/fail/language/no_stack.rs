//! MS006

use moodle_stack::moodle_stack;

moodle_stack!();

fn main() {}
