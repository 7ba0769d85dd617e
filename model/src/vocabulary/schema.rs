//! The schema of declarations as data, for messages, completion and the book.

/// A key of a section.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its name in a declaration.
    pub name: &'static str,
    /// What it means, as Markdown lines.
    pub doc: &'static [&'static str],
    /// The form of its value.
    pub shape: Shape,
    /// Its default in source form; `None` if it is required or optional.
    pub default: Option<&'static str>,
    /// Whether it is required.
    pub required: bool,
}

/// A type: an AWS service, or a variant of a setting.
#[derive(Clone, Copy, Debug)]
pub struct Type {
    /// Its name in a declaration.
    pub name: &'static str,
    /// What it is, as Markdown lines.
    pub doc: &'static [&'static str],
    /// Its keys; a type without keys is written without braces.
    pub keys: &'static [Key],
    /// The module of `editor` with the words that can replace it; empty if no key takes it.
    pub words: &'static str,
}

/// The form of a value.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// `"text"`.
    Text,
    /// `30`.
    Number,
    /// `0.5`.
    Decimal,
    /// `true`.
    Switch,
    /// `2..=10`.
    Range(&'static Shape),
    /// `["a", "b"]`.
    Texts,
    /// One of some types.
    OneOf(&'static [Type]),
    /// A string, or one of some types.
    TextOr(&'static [Type]),
}

impl Type {
    /// Returns whether a key of this type, or of a type inside it, takes a type with this name.
    ///
    /// ```
    /// use moodle_stack_model::Architecture;
    /// assert!(Architecture::TYPE.has("X86"));
    /// assert!(!Architecture::TYPE.has("X87"));
    /// ```
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        let mut accepted = self.keys.iter().flat_map(|key| key.shape.types());
        accepted.any(|one| one.name == name || one.has(name))
    }
}

impl Shape {
    /// Describes it for a message: "a string, such as `\"text\"`".
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Text => "a string, such as `\"text\"`".into(),
            Self::Number => "a whole number, such as `30`".into(),
            Self::Decimal => "a decimal number, such as `0.5`".into(),
            Self::Switch => "`true` or `false`".into(),
            Self::Range(Shape::Decimal) => "a range, such as `0.5..=10.0`".into(),
            Self::Range(_) => "a range, such as `2..=10`".into(),
            Self::Texts => "a list of strings, such as `[\"a\", \"b\"]`".into(),
            Self::OneOf(types) => choices(types),
            Self::TextOr(types) => format!("a string, or {}", choices(types)),
        }
    }

    /// Returns the types that are accepted.
    #[must_use]
    pub const fn types(&self) -> &'static [Type] {
        match self {
            Self::OneOf(types) | Self::TextOr(types) => types,
            _ => &[],
        }
    }
}

/// Lists types as they are written: "`Mysql { … }`, `Postgres { … }` or `Off`".
fn choices(types: &[Type]) -> String {
    let names: Vec<String> = types
        .iter()
        .map(|one| {
            if one.keys.is_empty() {
                format!("`{}`", one.name)
            } else {
                format!("`{} {{ … }}`", one.name)
            }
        })
        .collect();
    listed(&names, "or")
}

/// Joins words into an English list: "a, b or c".
#[must_use]
pub fn listed(words: &[String], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., end] => format!("{} {last} {end}", rest.join(", ")),
    }
}
