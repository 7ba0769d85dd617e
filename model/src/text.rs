//! Strings in `const` evaluation: a message that is built there, and the few comparisons that rules need.

/// Holds a message that `const` evaluation can build, up to [`Text::CAPACITY`] bytes; what is longer is cut.
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
    /// The longest message, in bytes.
    pub const CAPACITY: usize = 800;

    /// How much of a string is quoted, in bytes; a certificate's ARN has about ninety.
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
            // A character is copied whole or not at all, so that what is held is always UTF-8.
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

    /// Appends a string in backticks, as a declaration would write it; of a long one, the beginning, and of what looks
    /// like a secret, nothing.
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

    /// Appends a string with the capitals of ASCII in lower case.
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
            // Only whole characters are ever copied in.
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

/// Tells whether a string begins with another.
#[must_use]
pub const fn starts_with(text: &str, prefix: &str) -> bool {
    starts(text.as_bytes(), prefix.as_bytes())
}

/// Tells whether a string ends with another.
#[must_use]
pub const fn ends_with(text: &str, suffix: &str) -> bool {
    let (text, suffix) = (text.as_bytes(), suffix.as_bytes());
    text.len() >= suffix.len() && starts(text.split_at(text.len() - suffix.len()).1, suffix)
}

/// Tells whether a byte of ASCII is in a string.
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

/// Tells whether a capital letter of ASCII is in a string.
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

/// Returns what follows a prefix.
#[must_use]
pub const fn after<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    if starts_with(text, prefix) {
        Some(text.split_at(prefix.len()).1)
    } else {
        None
    }
}

/// Returns the bytes of a string from one place up to another; both are the beginnings of characters.
#[must_use]
pub(crate) const fn between(text: &str, from: usize, to: usize) -> &str {
    text.split_at(to).0.split_at(from).1
}

/// Tells whether a string has digits only, and at least one.
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

/// Tells whether a string has lower-case letters of ASCII only, and at least one.
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

/// Returns the part of `text` between the `n`th and the next `separator` (an ASCII byte), counted from 0.
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

/// Reads a decimal number of at most nine digits, without sign or leading zeros.
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
    fn a_message_longer_than_its_room_is_cut_between_characters() {
        let long = "é".repeat(Text::CAPACITY);
        let text = Text::new("x").push(&long);
        assert_eq!(text.as_str().len(), Text::CAPACITY - 1);
        assert!(text.as_str().ends_with('é'));
    }

    #[test]
    fn a_long_string_is_quoted_up_to_its_hundred_and_twenty_eighth_byte() {
        assert_eq!(Text::new("").quoted("short").as_str(), "`\"short\"`");
        let text = Text::new("").quoted(&format!("x{}", "é".repeat(100)));
        assert_eq!(text.as_str(), format!("`\"x{}…\"`", "é".repeat(63)));
    }

    #[test]
    fn a_secret_is_not_quoted() {
        assert_eq!(Text::new("").quoted("AKIAIOSFODNN7EXAMPLE").as_str(), "`\"…\"`");
    }

    #[test]
    fn capitals_become_small_and_nothing_else_changes() {
        assert_eq!(Text::new("").lower("Learn.ÉDU-Xz9").as_str(), "learn.Édu-xz9");
        assert_eq!(Text::new("a").lower("").as_str(), "a");
    }

    #[test]
    fn numbers_are_read_without_signs_blanks_or_leading_zeros() {
        assert_eq!(parse("0"), Some(0));
        assert_eq!(parse("16"), Some(16));
        for bad in ["", "016", "+1", " 1", "1 ", "x", "1234567890"] {
            assert_eq!(parse(bad), None, "{bad:?}");
        }
    }
}
