//! What the rules on instance classes and on node types have in common, and what every rule says that judges by a table.

use super::{after, has, same};
use crate::facts::offered::{Class, ClassSyntaxError, SIZES, Sizes};
use crate::text::has_capital;
use crate::{Problem, Subject, Text};

/// Adds to a help what to write where the table has aged.
pub(super) const fn or_unchecked(help: &Text, value: &str) -> Text {
    help.push("; if AWS has it by now, write `unchecked!(\"")
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

/// Holds a class as it is written, and where.
#[derive(Clone, Copy)]
pub(super) struct Written {
    /// Its path.
    pub(super) path: &'static str,
    /// The last part of the path.
    pub(super) key: &'static str,
    /// What it has to begin with.
    pub(super) prefix: &'static str,
    /// What it is: `instance class`.
    pub(super) noun: &'static str,
    /// What stands there.
    pub(super) text: &'static str,
}

impl Written {
    /// Returns what is meant by it as far as letters tell: small ones, without what it begins with.
    pub(super) const fn bare(&self) -> Text {
        let small = Text::new("").lower(self.text);
        match (after(small.as_str(), "db."), after(small.as_str(), "cache.")) {
            (Some(rest), _) | (None, Some(rest)) => Text::new(rest),
            (None, None) => small,
        }
    }

    /// Returns what is meant by it, with a size where it has none.
    pub(super) const fn whole(&self) -> Text {
        let bare = self.bare();
        if has(bare.as_str(), b'.') {
            bare
        } else {
            bare.push(".large")
        }
    }

    /// Starts a help that offers a class, or tells how one is written.
    pub(super) const fn offer(&self, nearest: Option<Class<'_>>) -> Text {
        match nearest {
            Some(nearest) => nearest
                .write(Text::new("write `").push(self.key).push(": \""), self.prefix)
                .push("\"`"),
            None => Text::new("write one that there is, as `")
                .push(self.prefix)
                .push("r6g.large`"),
        }
    }

    /// Says what is wrong with its form.
    pub(super) const fn malformed(&self, fault: ClassSyntaxError, nearest: Option<Class<'_>>) -> Option<Problem> {
        let what = Text::new("").quoted(self.text);
        let what = match fault {
            _ if has_capital(self.text) => what.push(" has capital letters, and no ").push(self.noun).push(" has"),
            ClassSyntaxError::Prefix if after(self.text, "cache.").is_some() => what.push(" is a node type of a cache"),
            ClassSyntaxError::Prefix if after(self.text, "db.").is_some() => {
                what.push(" is an instance class of a database")
            }
            ClassSyntaxError::Prefix => what.push(" does not begin with `").push(self.prefix).push("`"),
            ClassSyntaxError::Parts => what
                .push(" does not have the form `")
                .push(self.prefix)
                .push("FAMILY.SIZE`"),
            ClassSyntaxError::Family => what.push(" names no family, as `r6g` is one"),
            ClassSyntaxError::Processor => what.push(" lacks the letter of the processor, as the `g` of `r6g`"),
            ClassSyntaxError::Size => what.push(" names no size, as `large` and `2xlarge` are"),
        };
        Problem::at(Subject::at(self.path), what, self.offer(nearest))
    }

    /// Offers another class for one that is not to be had: of the same family where its `sizes` are given, or the nearest.
    pub(super) const fn instead(&self, class: Class<'_>, sizes: Option<Sizes>, nearest: Option<Class<'_>>) -> Text {
        if let Some(sizes) = sizes
            && let Some(resized) = resized(class, sizes)
        {
            let offer = self.offer(Some(resized)).push("; the sizes of `");
            return or_unchecked(&sizes.write(offer.push(class.family).push("` are ")), self.text);
        }
        or_unchecked(&self.offer(nearest), self.text)
    }

    /// Warns of a class that the table does not have.
    pub(super) const fn newer(&self, as_of: &str, nearest: Option<Class<'_>>) -> Option<Problem> {
        let what = Text::new("the table of ")
            .push(as_of)
            .push(" has no ")
            .push(self.noun)
            .push(" ")
            .quoted(self.text);
        let help = unchecked(self.key, self.text).push(" if AWS has it");
        let help = match nearest {
            Some(nearest) => nearest.write(help.push(", or else `"), self.prefix).push("`"),
            None => help,
        };
        Problem::at(Subject::at(self.path), what, help)
    }
}

/// Returns the class of the same family whose size is nearest, of the sizes that there are.
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
    fn what_stands_before_a_class_and_how_it_is_spelled_does_not_hide_it() {
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
