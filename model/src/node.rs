//! A declaration as it was written, before any check.
//!
//! `S` is a place in the source: a span in the macro, a line and a column in tests.

/// One value and its place.
#[derive(Clone, Debug)]
pub struct Node<S> {
    /// The value.
    pub value: Value<S>,
    /// Its place.
    pub at: S,
    /// Whether it was written as `unchecked!(…)`, which skips the tables that change with time.
    pub unchecked: bool,
}

/// The kinds of values.
#[derive(Clone, Debug)]
pub enum Value<S> {
    /// `"10.0.0.0/16"`.
    Text(&'static str),
    /// `2048`.
    Number(u64),
    /// `0.5`.
    Decimal(f64),
    /// `true`.
    Switch(bool),
    /// `2..=10`.
    Range(Box<Node<S>>, Box<Node<S>>),
    /// `["a", "b"]`.
    List(Vec<Node<S>>),
    /// `Vpc { … }`; also `Off`, a type without keys.
    Block(Block<S>),
    /// A `const` path or `env!(…)`: the compiler knows the value, the macro does not.
    Const,
    /// Something that could not be parsed, which the parser has already reported.
    Broken,
}

/// `Vpc { key: value, … }`, or a plain name.
#[derive(Clone, Debug)]
pub struct Block<S> {
    /// The type's name.
    pub name: String,
    /// The place of the name.
    pub name_at: S,
    /// The keys, in source order.
    pub entries: Vec<Entry<S>>,
    /// Whether it was written without braces.
    pub bare: bool,
    /// The ids of the warnings that are silenced in the whole stack; those of a section are at its key.
    pub allow: Vec<String>,
}

/// One key and its value.
#[derive(Clone, Debug)]
pub struct Entry<S> {
    /// The key; empty if it could not be parsed.
    pub key: String,
    /// The place of the key.
    pub key_at: S,
    /// Its value.
    pub value: Node<S>,
    /// The ids of the warnings that are silenced here.
    pub allow: Vec<String>,
}

impl<S> Node<S> {
    /// Creates a value without `unchecked!`.
    pub const fn new(value: Value<S>, at: S) -> Self {
        Self {
            value,
            at,
            unchecked: false,
        }
    }
}

impl<S> Entry<S> {
    /// Creates an entry without attributes.
    pub fn new(key: impl Into<String>, key_at: S, value: Node<S>) -> Self {
        Self {
            key: key.into(),
            key_at,
            value,
            allow: Vec::new(),
        }
    }
}

impl<S> Value<S> {
    /// Returns the kind of value for a message: "a string", "a number".
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a string",
            Self::Number(_) => "a number",
            Self::Decimal(_) => "a decimal number",
            Self::Switch(_) => "a boolean",
            Self::Range(..) => "a range",
            Self::List(_) => "a list",
            Self::Block(block) if block.bare => "a name",
            Self::Block(_) => "a section",
            Self::Const => "a constant",
            Self::Broken => "something else",
        }
    }
}
