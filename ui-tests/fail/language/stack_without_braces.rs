//! MS006

use moodle_stack::moodle_stack;

moodle_stack!(Campus);

fn main() {}
