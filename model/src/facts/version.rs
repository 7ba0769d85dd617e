//! Versions, compared number by number.

/// The order of two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The first is older.
    Older,
    /// Both have the same numbers.
    Same,
    /// The first is a branch that the second belongs to: `8.4` for `8.4.7`.
    Branch,
    /// The first belongs to the branch that is the second.
    Member,
    /// The first is newer.
    Newer,
}

/// Compares two versions number by number, ignoring everything between the numbers.
///
/// ```
/// use moodle_stack_model::facts::version::{Order, order};
/// assert_eq!(order("8.0.mysql_aurora.3.10.0", "8.0.mysql_aurora.3.04.6"), Order::Newer);
/// assert_eq!(order("10.6.7", "10.11"), Order::Older);
/// assert_eq!(order("8.4", "8.4.7"), Order::Branch);
/// ```
#[must_use]
pub const fn order(left: &str, right: &str) -> Order {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let (mut at, mut to) = (0, 0);
    loop {
        let (l, r) = (number(left, at), number(right, to));
        match (l, r) {
            (None, None) => return Order::Same,
            (None, Some(_)) => return Order::Branch,
            (Some(_), None) => return Order::Member,
            (Some((l, next)), Some((r, then))) => {
                if l < r {
                    return Order::Older;
                }
                if l > r {
                    return Order::Newer;
                }
                (at, to) = (next, then);
            }
        }
    }
}

/// Returns whether a version is equal to another or newer. A branch counts as new as any of its versions, since AWS uses
/// the newest.
#[must_use]
pub const fn at_least(version: &str, least: &str) -> bool {
    !matches!(order(version, least), Order::Older)
}

/// Returns whether a version is `least` to `most` numbers separated by dots, each of at most nine digits.
///
/// ```
/// use moodle_stack_model::facts::version::is_dotted;
/// assert!(is_dotted("16", 1, 2) && is_dotted("16.4", 1, 2));
/// assert!(!is_dotted("16.4.1", 1, 2) && !is_dotted("16.", 1, 2) && !is_dotted("v16", 1, 2));
/// ```
#[must_use]
pub const fn is_dotted(version: &str, least: usize, most: usize) -> bool {
    let mut i = 0;
    while let Some(one) = crate::text::part(version, b'.', i) {
        if !crate::text::is_digits(one) || one.len() > 9 {
            return false;
        }
        i += 1;
    }
    i >= least && i <= most
}

/// Returns the next number from an offset, and the offset where it ends.
const fn number(bytes: &[u8], from: usize) -> Option<(u64, usize)> {
    let mut i = from;
    while i < bytes.len() && !bytes[i].is_ascii_digit() {
        i += 1;
    }
    if i == bytes.len() {
        return None;
    }
    let mut number: u64 = 0;
    while i < bytes.len() && bytes[i].is_ascii_digit() {
        number = number.saturating_mul(10).saturating_add((bytes[i] - b'0') as u64);
        i += 1;
    }
    Some((number, i))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branch_counts_as_new_as_any_of_its_versions() {
        for (version, least) in [
            ("8.4", "8.4"),
            ("8.4", "8.4.7"),
            ("10.11", "10.6.7"),
            ("17.2", "16"),
            ("16", "16"),
        ] {
            assert!(at_least(version, least), "{version} {least}");
        }
        for (version, least) in [
            ("8.0.46", "8.4"),
            ("10.6.5", "10.6.7"),
            ("10.5", "10.6.7"),
            ("15.19", "16"),
        ] {
            assert!(!at_least(version, least), "{version} {least}");
        }
    }

    #[test]
    fn number_that_overflows_counts_as_the_newest() {
        assert_eq!(order(&"9".repeat(40), "10"), Order::Newer);
    }
}
