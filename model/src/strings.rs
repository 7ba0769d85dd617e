//! Strings in `const` evaluation: the comparisons, the cuts and the parser that rules need.

/// Compares two strings; `==` is not `const` yet.
#[must_use]
pub const fn same(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    left.len() == right.len() && starts(left, right)
}

/// Returns whether a string starts with another.
#[must_use]
pub const fn starts_with(text: &str, prefix: &str) -> bool {
    starts(text.as_bytes(), prefix.as_bytes())
}

/// Returns whether a string ends with another.
#[must_use]
pub const fn ends_with(text: &str, suffix: &str) -> bool {
    let (text, suffix) = (text.as_bytes(), suffix.as_bytes());
    text.len() >= suffix.len() && starts(text.split_at(text.len() - suffix.len()).1, suffix)
}

/// Returns whether a string contains an ASCII byte.
#[must_use]
pub const fn has(text: &str, byte: u8) -> bool {
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i] == byte {
            return true;
        }
        i += 1;
    }
    false
}

/// Returns whether a string contains an ASCII capital.
pub(crate) const fn has_capital(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i].is_ascii_uppercase() {
            return true;
        }
        i += 1;
    }
    false
}

/// Returns where a string first contains another, in bytes.
#[must_use]
pub(crate) const fn find(text: &str, part: &str) -> Option<usize> {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    let mut at = 0;
    while at + part.len() <= text.len() {
        if starts(text.split_at(at).1, part) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Returns the index of the first string of a list that equals another.
#[must_use]
pub(crate) const fn position(list: &[&str], text: &str) -> Option<usize> {
    let mut i = 0;
    while i < list.len() {
        if same(list[i], text) {
            return Some(i);
        }
        i += 1;
    }
    None
}

/// Returns the part after a prefix, if the string starts with it.
#[must_use]
pub const fn after<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    if starts_with(text, prefix) {
        Some(text.split_at(prefix.len()).1)
    } else {
        None
    }
}

/// Returns the part of a string between two offsets; both must be character boundaries.
#[must_use]
pub(crate) const fn between(text: &str, from: usize, to: usize) -> &str {
    text.split_at(to).0.split_at(from).1
}

/// Returns whether a string consists of digits, and is not empty.
#[must_use]
pub const fn is_digits(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if !bytes[i].is_ascii_digit() {
            return false;
        }
        i += 1;
    }
    i > 0
}

/// Returns whether a string consists of lower-case ASCII letters, and is not empty.
#[must_use]
pub const fn is_letters(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if !bytes[i].is_ascii_lowercase() {
            return false;
        }
        i += 1;
    }
    i > 0
}

const fn starts(text: &[u8], prefix: &[u8]) -> bool {
    if text.len() < prefix.len() {
        return false;
    }
    let mut i = 0;
    while i < prefix.len() {
        if text[i] != prefix[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// Returns the `n`th part of `text`, counted from 0, between occurrences of `separator`, an ASCII byte.
///
/// ```
/// use moodle_stack_model::rules::part;
/// assert_eq!(part("arn:aws:acm", b':', 1), Some("aws"));
/// assert_eq!(part("arn:aws:acm", b':', 3), None);
/// ```
#[must_use]
pub const fn part(text: &str, separator: u8, n: usize) -> Option<&str> {
    let bytes = text.as_bytes();
    let (mut start, mut end, mut seen) = (0, 0, 0);
    while end <= bytes.len() {
        if end == bytes.len() || bytes[end] == separator {
            if seen == n {
                return Some(between(text, start, end));
            }
            seen += 1;
            start = end + 1;
        }
        end += 1;
    }
    None
}

/// Parses a decimal number of at most nine digits, without sign or leading zeros.
#[must_use]
pub const fn parse(text: &str) -> Option<u32> {
    let bytes = text.as_bytes();
    if bytes.is_empty() || bytes.len() > 9 || (bytes.len() > 1 && bytes[0] == b'0') {
        return None;
    }
    let (mut i, mut number) = (0, 0);
    while i < bytes.len() {
        if !bytes[i].is_ascii_digit() {
            return None;
        }
        number = number * 10 + (bytes[i] - b'0') as u32;
        i += 1;
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn parse_refuses_signs_spaces_and_leading_zeros() {
        assert_eq!(parse("0"), Some(0));
        assert_eq!(parse("16"), Some(16));
        for bad in ["", "016", "+1", " 1", "1 ", "x", "1234567890"] {
            assert_eq!(parse(bad), None, "{bad:?}");
        }
    }
}
