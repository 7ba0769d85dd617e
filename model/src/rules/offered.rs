//! Text and types shared by the rules on instance classes, node types and other values that are looked up in a table.

use super::{after, has, same};
use crate::facts::offered::{Class, ClassSyntaxError, SIZES, Sizes};
use crate::strings::has_capital;
use crate::{Problem, Subject, Text};

/// Appends the way past an outdated table to a help text.
pub(super) const fn or_unchecked(help: &Text, value: &str) -> Text {
    help.push("; if AWS has it now, write `unchecked!(\"")
        .push(value)
        .push("\")`")
}

/// Offers `key: unchecked!("value")` for a value that is newer than the table.
pub(super) const fn unchecked(key: &str, value: &str) -> Text {
    Text::new("write `")
        .push(key)
        .push(": unchecked!(\"")
        .push(value)
        .push("\")`")
}

/// A class as it is declared, and where.
#[derive(Clone, Copy)]
pub(super) struct Written {
    /// Its path in the declaration.
    pub(super) path: &'static str,
    /// The last part of the path.
    pub(super) key: &'static str,
    /// The prefix that it must have.
    pub(super) prefix: &'static str,
    /// Its name in messages, such as `instance class`.
    pub(super) noun: &'static str,
    /// The declared text.
    pub(super) text: &'static str,
}

impl Written {
    /// Returns the class in lower case and without its prefix.
    pub(super) const fn bare(&self) -> Text {
        let small = Text::new("").lower(self.text);
        match (after(small.as_str(), "db."), after(small.as_str(), "cache.")) {
            (Some(rest), _) | (None, Some(rest)) => Text::new(rest),
            (None, None) => small,
        }
    }

    /// Returns the class like [`Written::bare`], with a default size if it has none.
    pub(super) const fn whole(&self) -> Text {
        let bare = self.bare();
        if has(bare.as_str(), b'.') {
            bare
        } else {
            bare.push(".large")
        }
    }

    /// Starts a help text that offers the nearest class, or shows the form of one.
    pub(super) const fn offer(&self, nearest: Option<Class<'_>>) -> Text {
        match nearest {
            Some(nearest) => nearest
                .write(Text::new("write `").push(self.key).push(": \""), self.prefix)
                .push("\"`"),
            None => Text::new("write an existing one, such as `")
                .push(self.prefix)
                .push("r6g.large`"),
        }
    }

    /// Reports a class whose form is wrong.
    pub(super) const fn malformed(&self, fault: ClassSyntaxError, nearest: Option<Class<'_>>) -> Option<Problem> {
        let what = Text::new("").quoted(self.text);
        let what = match fault {
            _ if has_capital(self.text) => what
                .push(" has capital letters, which no ")
                .push(self.noun)
                .push(" has"),
            ClassSyntaxError::Prefix if after(self.text, "cache.").is_some() => {
                what.push(" is a node type for a cache")
            }
            ClassSyntaxError::Prefix if after(self.text, "db.").is_some() => {
                what.push(" is an instance class for a database")
            }
            ClassSyntaxError::Prefix => what.push(" does not begin with `").push(self.prefix).push("`"),
            ClassSyntaxError::Parts => what
                .push(" does not have the form `")
                .push(self.prefix)
                .push("FAMILY.SIZE`"),
            ClassSyntaxError::Family => what.push(" does not name a family, such as `r6g`"),
            ClassSyntaxError::Processor => what.push(" lacks the letter of its processor, such as the `g` in `r6g`"),
            ClassSyntaxError::Size => what.push(" does not name a size, such as `large` or `2xlarge`"),
        };
        Problem::at(Subject::at(self.path), what, self.offer(nearest))
    }

    /// Offers a replacement for a class that does not exist: another size of its family if `sizes` is given, else the nearest class.
    pub(super) const fn instead(&self, class: Class<'_>, sizes: Option<Sizes>, nearest: Option<Class<'_>>) -> Text {
        if let Some(sizes) = sizes
            && let Some(resized) = resized(class, sizes)
        {
            let offer = self.offer(Some(resized)).push("; the sizes of `");
            return or_unchecked(&sizes.write(offer.push(class.family).push("` are ")), self.text);
        }
        or_unchecked(&self.offer(nearest), self.text)
    }

    /// Warns about a class that is not in the table.
    pub(super) const fn newer(&self, as_of: &str, nearest: Option<Class<'_>>) -> Option<Problem> {
        let what = Text::new("the ")
            .push(self.noun)
            .push(" ")
            .quoted(self.text)
            .push(" is not in the table of ")
            .push(as_of);
        let help = unchecked(self.key, self.text).push(" if AWS has it");
        let help = match nearest {
            Some(nearest) => nearest.write(help.push(", else `"), self.prefix).push("`"),
            None => help,
        };
        Problem::at(Subject::at(self.path), what, help)
    }
}

/// Returns the class of the same family with the nearest available size.
const fn resized(class: Class<'_>, sizes: Sizes) -> Option<Class<'_>> {
    let (mut best, mut least, mut at, mut i) = (None, usize::MAX, SIZES.len(), 0);
    while i < SIZES.len() {
        if same(SIZES[i], class.size) {
            at = i;
        }
        i += 1;
    }
    i = 0;
    while i < SIZES.len() {
        let steps = at.abs_diff(i);
        if steps < least && sizes.has(SIZES[i]) {
            (best, least) = (
                Some(Class {
                    family: class.family,
                    size: SIZES[i],
                }),
                steps,
            );
        }
        i += 1;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn class_is_recognized_despite_a_wrong_prefix_or_capital_letters() {
        for (text, expected) in [
            ("db.R6g.Large", "r6g.large"),
            ("cache.r6g.large", "r6g.large"),
            ("r6g.large", "r6g.large"),
            ("db.r6g", "r6g.large"),
            ("db.É", "É.large"),
        ] {
            let written = Written {
                path: "database.class",
                key: "class",
                prefix: "db.",
                noun: "instance class",
                text,
            };
            assert_eq!(written.whole().as_str(), expected, "{text}");
        }
    }
}
