//! The form of an instance class or a node type.

use super::size::SIZES;
use crate::Text;
use crate::strings::{after, ends_with, has, is_digits, is_letters, parse, part, position, same};

/// The first generation whose family names state the processor.
const STATES_PROCESSOR: u32 = 6;

/// An instance class or a node type without its prefix: the `r6g.large` of `db.r6g.large`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class<'t> {
    /// The family, such as `r6g`.
    pub family: &'t str,
    /// The size, such as `large`; empty for `db.serverless`.
    pub size: &'t str,
}

/// The syntax errors of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClassSyntaxError {
    /// It does not begin with `db.` or `cache.`.
    Prefix,
    /// It has fewer or more than three parts.
    Parts,
    /// The family is not letters, a generation and letters.
    Family,
    /// The family's generation has several processors, and the name states none: `m6` instead of `m6g`.
    Processor,
    /// The size is not one of AWS's.
    Size,
}

impl<'t> Class<'t> {
    /// Reads a class that begins with a prefix, `db.` or `cache.`, without checking whether it exists.
    pub const fn read(text: &'t str, prefix: &str) -> Result<Self, ClassSyntaxError> {
        let Some(rest) = after(text, prefix) else {
            return Err(ClassSyntaxError::Prefix);
        };
        if same(rest, "serverless") {
            return Ok(Self { family: rest, size: "" });
        }
        let (Some(family), Some(size), None) = (part(rest, b'.', 0), part(rest, b'.', 1), part(rest, b'.', 2)) else {
            return Err(ClassSyntaxError::Parts);
        };
        if let Some(error) = family_error(family) {
            return Err(error);
        }
        if is_size(size) {
            Ok(Self { family, size })
        } else {
            Err(ClassSyntaxError::Size)
        }
    }

    /// Appends the class to a message, after its prefix.
    #[must_use]
    pub const fn write(self, text: Text, prefix: &str) -> Text {
        let text = text.push(prefix).push(self.family);
        if self.size.is_empty() {
            text
        } else {
            text.push(".").push(self.size)
        }
    }
}

const fn family_error(family: &str) -> Option<ClassSyntaxError> {
    let bytes = family.as_bytes();
    let mut digits = 0;
    while digits < bytes.len() && bytes[digits].is_ascii_lowercase() {
        digits += 1;
    }
    let mut letters = digits;
    while letters < bytes.len() && bytes[letters].is_ascii_digit() {
        letters += 1;
    }
    // The counted characters are ASCII, so both offsets are character boundaries.
    let (head, attributes) = family.split_at(letters);
    let (_, generation) = head.split_at(digits);
    let Some(generation) = parse(generation) else {
        return Some(ClassSyntaxError::Family);
    };
    // EC2 has families such as `m7i-flex`, which other services may offer in the future.
    let attributes = match (part(attributes, b'-', 0), part(attributes, b'-', 1)) {
        (Some(attributes), Some(variant))
            if variant.len() > 2 && is_letters(variant) && part(family, b'-', 2).is_none() =>
        {
            attributes
        }
        _ => attributes,
    };
    if digits == 0 || generation == 0 || !(attributes.is_empty() || is_letters(attributes)) {
        return Some(ClassSyntaxError::Family);
    }
    // Every family of these generations in the tables has g (Graviton), i (Intel) or a (AMD) after its number.
    if generation >= STATES_PROCESSOR && (attributes.is_empty() || !has("gia", attributes.as_bytes()[0])) {
        return Some(ClassSyntaxError::Processor);
    }
    None
}

const fn is_size(size: &str) -> bool {
    if position(&SIZES, size).is_some() {
        return true;
    }
    // A size that is newer than the table.
    match part(size, b'x', 0) {
        Some(number) if is_digits(number) && ends_with(size, "xlarge") => {
            number.len() + "xlarge".len() == size.len() && matches!(parse(number), Some(2..))
        }
        _ => false,
    }
}
