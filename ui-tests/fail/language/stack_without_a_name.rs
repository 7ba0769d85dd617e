//! MS006

use moodle_stack::moodle_stack;

moodle_stack!({
    account: "111122223333",
});

fn main() {}
