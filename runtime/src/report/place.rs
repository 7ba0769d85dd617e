//! The place in the declaration.

use moodle_stack_model::Stack;

/// Returns where a key is in the declaration, such as `src/main.rs:14:9`.
pub(crate) fn place(stack: &Stack, key: &str) -> Option<String> {
    let location = stack.location(key)?;
    Some(format!("{}:{}:{}", stack.file, location.line, location.column))
}
