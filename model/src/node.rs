//! A declaration as it was written, before anything is known to be right about it.
//!
//! `S` is where something stands: a `Span` in the macro, a name in tests.

/// One value, where it stands.
#[derive(Clone, Debug)]
pub struct Node<S> {
    /// What is written.
    pub value: Value<S>,
    /// Where.
    pub at: S,
    /// Whether it was written as `unchecked!(…)`: tables that change with time do not judge it.
    pub unchecked: bool,
}

/// What a value can be.
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
    /// Something that could not be parsed, of which the parser has told already.
    Broken,
}

/// `Vpc { key: value, … }`, or a lone name.
#[derive(Clone, Debug)]
pub struct Block<S> {
    /// The type's name.
    pub name: String,
    /// Where the name stands.
    pub name_at: S,
    /// The keys, in the order written.
    pub entries: Vec<Entry<S>>,
    /// Whether it was written without braces.
    pub bare: bool,
    /// The warnings that are silenced in all of it, by id; a section's stand at its key.
    pub allow: Vec<String>,
}

/// One key and its value.
#[derive(Clone, Debug)]
pub struct Entry<S> {
    /// The key; empty where it could not be parsed.
    pub key: String,
    /// Where the key stands.
    pub key_at: S,
    /// Its value.
    pub value: Node<S>,
    /// The warnings that are silenced here, by id.
    pub allow: Vec<String>,
}

impl<S> Node<S> {
    /// Makes a value as it is mostly written.
    pub const fn new(value: Value<S>, at: S) -> Self {
        Self {
            value,
            at,
            unchecked: false,
        }
    }
}

impl<S> Entry<S> {
    /// Makes an entry without attributes.
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
    /// Names the kind of value, for a message: "a string", "a number".
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a string",
            Self::Number(_) => "a number",
            Self::Decimal(_) => "a decimal number",
            Self::Switch(_) => "a switch",
            Self::Range(..) => "a range",
            Self::List(_) => "a list",
            Self::Block(block) if block.bare => "a name",
            Self::Block(_) => "a section",
            Self::Const => "a constant",
            Self::Broken => "something else",
        }
    }
}
