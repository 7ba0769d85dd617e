//! Strings in `const` evaluation: a message builder, and the comparisons that rules need.

/// A message that `const` evaluation can build; it is cut at [`Text::CAPACITY`] bytes.
///
/// ```
/// use moodle_stack_model::Text;
/// const MESSAGE: Text = Text::new("memory is ").number(2048).push(" MiB");
/// assert_eq!(MESSAGE.as_str(), "memory is 2048 MiB");
/// ```
#[derive(Clone, Copy)]
pub struct Text {
    bytes: [u8; Self::CAPACITY],
    len: usize,
}

impl Text {
    /// The maximum length of a message, in bytes.
    pub const CAPACITY: usize = 800;

    /// The maximum length of a quoted string, in bytes; a certificate's ARN has about ninety.
    const QUOTED: usize = 128;

    /// Starts a message.
    #[must_use]
    pub const fn new(start: &str) -> Self {
        Self {
            bytes: [0; Self::CAPACITY],
            len: 0,
        }
        .push(start)
    }

    /// Appends a string.
    #[must_use]
    pub const fn push(mut self, more: &str) -> Self {
        let more = more.as_bytes();
        let mut i = 0;
        while i < more.len() {
            // Characters are copied whole or not at all, so that the content is always valid UTF-8.
            let width = width(more[i]);
            if self.len + width > Self::CAPACITY {
                return self;
            }
            let end = i + width;
            while i < end {
                self.bytes[self.len] = more[i];
                self.len += 1;
                i += 1;
            }
        }
        self
    }

    /// Appends a string in backticks and quotes. A long string is shortened, and anything that looks like a secret is left
    /// out.
    #[must_use]
    pub const fn quoted(self, more: &str) -> Self {
        if crate::secret_fault(more).is_some() {
            return self.push("`\"…\"`");
        }
        let mut end = if more.len() > Self::QUOTED {
            Self::QUOTED
        } else {
            more.len()
        };
        while !more.is_char_boundary(end) {
            end -= 1;
        }
        let (shown, rest) = more.split_at(end);
        let text = self.push("`\"").push(shown);
        if rest.is_empty() { text } else { text.push("…") }.push("\"`")
    }

    /// Appends a string with its ASCII capitals in lower case.
    #[must_use]
    pub const fn lower(mut self, more: &str) -> Self {
        const SMALL: &str = "abcdefghijklmnopqrstuvwxyz";
        let bytes = more.as_bytes();
        let (mut start, mut i) = (0, 0);
        while i < bytes.len() {
            if bytes[i].is_ascii_uppercase() {
                let at = (bytes[i] - b'A') as usize;
                self = self.push(between(more, start, i)).push(between(SMALL, at, at + 1));
                start = i + 1;
            }
            i += 1;
        }
        self.push(between(more, start, bytes.len()))
    }

    /// Appends a number in decimal.
    #[must_use]
    pub const fn number(self, number: u64) -> Self {
        let mut digits = [0_u8; 20];
        let mut at = digits.len();
        let mut rest = number;
        loop {
            at -= 1;
            // The remainder is below ten.
            #[allow(clippy::cast_possible_truncation)]
            let digit = (rest % 10) as u8;
            digits[at] = b'0' + digit;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        let (_, digits) = digits.split_at(at);
        match core::str::from_utf8(digits) {
            Ok(digits) => self.push(digits),
            Err(_) => self,
        }
    }

    /// Returns the message.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        let (held, _) = self.bytes.split_at(self.len);
        match core::str::from_utf8(held) {
            Ok(held) => held,
            // Only whole characters are copied in.
            Err(_) => "",
        }
    }
}

impl core::fmt::Debug for Text {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        core::fmt::Debug::fmt(self.as_str(), f)
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

const fn width(first: u8) -> usize {
    match first {
        0xf0.. => 4,
        0xe0.. => 3,
        0xc0.. => 2,
        _ => 1,
    }
}

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
    use super::*;

    #[test]
    fn message_beyond_the_capacity_is_cut_between_characters() {
        let long = "é".repeat(Text::CAPACITY);
        let text = Text::new("x").push(&long);
        assert_eq!(text.as_str().len(), Text::CAPACITY - 1);
        assert!(text.as_str().ends_with('é'));
    }

    #[test]
    fn quoted_string_is_cut_at_128_bytes() {
        assert_eq!(Text::new("").quoted("short").as_str(), "`\"short\"`");
        let text = Text::new("").quoted(&format!("x{}", "é".repeat(100)));
        assert_eq!(text.as_str(), format!("`\"x{}…\"`", "é".repeat(63)));
    }

    #[test]
    fn secret_is_not_quoted() {
        assert_eq!(Text::new("").quoted("AKIAIOSFODNN7EXAMPLE").as_str(), "`\"…\"`");
    }

    #[test]
    fn lower_changes_only_ascii_capitals() {
        assert_eq!(Text::new("").lower("Learn.ÉDU-Xz9").as_str(), "learn.Édu-xz9");
        assert_eq!(Text::new("a").lower("").as_str(), "a");
    }

    #[test]
    fn parse_refuses_signs_spaces_and_leading_zeros() {
        assert_eq!(parse("0"), Some(0));
        assert_eq!(parse("16"), Some(16));
        for bad in ["", "016", "+1", " 1", "1 ", "x", "1234567890"] {
            assert_eq!(parse(bad), None, "{bad:?}");
        }
    }
}
