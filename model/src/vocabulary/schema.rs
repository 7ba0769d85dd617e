//! What a declaration may say, as data: for messages, for completion and for the book.

/// A key of a section.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What it means, as Markdown lines.
    pub doc: &'static [&'static str],
    /// What it takes.
    pub shape: Shape,
    /// Its default in source form; `None` where it must be given or may be left out.
    pub default: Option<&'static str>,
    /// Whether it must be given.
    pub required: bool,
}

/// A type: the AWS system, or the way, that plays a role.
#[derive(Clone, Copy, Debug)]
pub struct Type {
    /// As it is written.
    pub name: &'static str,
    /// What it is, as Markdown lines.
    pub doc: &'static [&'static str],
    /// Its keys; a type without keys is written without braces.
    pub keys: &'static [Key],
    /// The module of `editor` that holds what can stand in its place; empty where no key takes it.
    pub words: &'static str,
}

/// What a key takes.
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
    /// Tells whether a key of this type, or of one inside it, takes a type of some name.
    ///
    /// ```
    /// use moodle_stack_model::Architecture;
    /// assert!(Architecture::TYPE.has("X86"));
    /// assert!(!Architecture::TYPE.has("X87"));
    /// ```
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        let taken = self.keys.iter().flat_map(|key| key.shape.types());
        taken.into_iter().any(|one| one.name == name || one.has(name))
    }
}

impl Shape {
    /// Says what is taken, for a message: "a string, as `\"text\"`".
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Text => "a string, as `\"text\"`".into(),
            Self::Number => "a whole number, as `30`".into(),
            Self::Decimal => "a decimal number, as `0.5`".into(),
            Self::Switch => "`true` or `false`".into(),
            Self::Range(Shape::Decimal) => "a range, as `0.5..=10.0`".into(),
            Self::Range(_) => "a range, as `2..=10`".into(),
            Self::Texts => "a list of strings, as `[\"a\", \"b\"]`".into(),
            Self::OneOf(types) => choices(types),
            Self::TextOr(types) => format!("a string, or {}", choices(types)),
        }
    }

    /// Returns the types that may stand here.
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

/// Joins words as English does: "a, b or c".
#[must_use]
pub fn listed(words: &[String], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., end] => format!("{} {last} {end}", rest.join(", ")),
    }
}
