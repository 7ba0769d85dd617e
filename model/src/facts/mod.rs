//! Tables of AWS and Moodle facts, each with the page it was taken from and the day.

pub mod efs;
pub mod fargate;
pub mod logs;

/// Returns the entry of an ascending table that is nearest to a value from above, or the last.
///
/// ```
/// assert_eq!(moodle_stack_model::facts::next(&[1, 7, 14], 8), 14);
/// assert_eq!(moodle_stack_model::facts::next(&[1, 7, 14], 15), 14);
/// ```
#[must_use]
pub const fn next(table: &[u32], value: u32) -> u32 {
    let mut i = 0;
    while i + 1 < table.len() && table[i] < value {
        i += 1;
    }
    table[i]
}
