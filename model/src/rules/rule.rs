//! The type of a rule, and the macro that declares the rules of a file.

use crate::{Architecture, Level, Problem};

/// One rule.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its id, such as `MS501`.
    pub id: &'static str,
    /// The name of its function.
    pub name: &'static str,
    /// Whether it is an error or a warning.
    pub level: Level,
    /// What must be true, in one line.
    pub statement: &'static str,
    /// Why: what happens on AWS otherwise.
    pub why: &'static str,
    /// The AWS or Moodle page that it is based on.
    pub source: &'static str,
    /// The keys that it reads; a key that only its help mentions is not listed.
    pub reads: &'static [&'static str],
    /// The IDs of the rules that report the cause: if one of them finds a problem, this rule reports nothing.
    pub unless: &'static [&'static str],
    /// The date of the table that it checks against, if the table changes with time: `unchecked!("…")` then silences it.
    pub as_of: Option<&'static str>,
    /// A line that breaks it, as close to a legal one as possible.
    pub wrong: &'static str,
    /// The same line, corrected.
    pub right: &'static str,
    /// The check, on its own. [`Rule::evaluate`] also obeys `unless`.
    pub(in crate::rules) check: fn(&Architecture) -> Option<Problem>,
}

/// Declares the rules of a file, one row of the table for each.
///
/// A rule is an error unless `: Warned` follows its name. `unless` and `as_of` may be omitted.
macro_rules! rules {
    ($( $id:literal $name:ident $(: $level:ident)? {
        statement: $statement:literal,
        why: $why:literal,
        source: $source:literal,
        reads: [$($reads:literal),+ $(,)?],
        $(unless: [$($unless:literal),+ $(,)?],)?
        $(as_of: $as_of:expr,)?
        wrong: $wrong:literal,
        right: $right:literal,
    } )+) => {
        pub(in $crate::rules) const RULES: &[$crate::rules::Rule] = &[
            $( $crate::rules::Rule {
                id: $id,
                name: stringify!($name),
                level: rules!(@level $($level)?),
                statement: $statement,
                why: $why,
                source: $source,
                reads: &[$($reads),+],
                unless: &[$($($unless),+)?],
                as_of: rules!(@as_of $($as_of)?),
                wrong: $wrong,
                right: $right,
                check: $name,
            }, )+
        ];
    };
    (@level) => { $crate::rules::Level::Refused };
    (@level $level:ident) => { $crate::rules::Level::$level };
    (@as_of) => { None };
    (@as_of $as_of:expr) => { Some($as_of) };
}
