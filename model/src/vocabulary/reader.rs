//! Reading a declaration: every mistake is reported, and none hides another.

use super::schema::{Key, Shape, Type, listed};
use crate::secret::{NO_SECRET, secret_fault};
use crate::{Block, Entry, Finding, Node, Value, nearest};

/// The number of keys that are listed in addition to the suggested one.
const LISTED: usize = 8;

/// The state of reading a declaration.
#[derive(Debug)]
pub struct Reader<S> {
    findings: Vec<Finding<S>>,
    path: Vec<&'static str>,
    spans: Vec<KeySpan<S>>,
    broken: Vec<String>,
}

/// The result of reading a declaration.
#[derive(Debug)]
pub(crate) struct Read<S> {
    pub(crate) findings: Vec<Finding<S>>,
    pub(crate) spans: Vec<KeySpan<S>>,
    /// The paths of the values that were replaced with a filler.
    pub(crate) broken: Vec<String>,
}

/// Where a key and its value are in the source, and how they are written.
#[derive(Clone, Debug, PartialEq)]
pub struct KeySpan<S> {
    /// The keys from the top, joined by dots.
    pub path: String,
    /// The key; the type's name for the top.
    pub key: S,
    /// The value.
    pub value: S,
    /// The items of a list, or the two ends of a range.
    pub items: Vec<S>,
    /// The first constant in the value, if only the compiler knows all of it.
    pub constant: Option<S>,
    /// Whether it, or an item of it, was written as `unchecked!(…)`.
    pub unchecked: bool,
    /// Whether it looks like a secret, which only an unchecked value may do.
    pub secret_like: bool,
    /// The warnings that are silenced here, by id.
    pub allow: Vec<String>,
}

impl<S: Copy> Reader<S> {
    pub(crate) fn new() -> Self {
        Self {
            findings: Vec::new(),
            path: Vec::new(),
            spans: Vec::new(),
            broken: Vec::new(),
        }
    }

    pub(crate) fn finish(self) -> Read<S> {
        Read {
            findings: self.findings,
            spans: self.spans,
            broken: self.broken,
        }
    }

    fn fault<T>(&mut self, id: &'static str, at: S, what: String, help: String) -> Option<T> {
        self.findings.push(Finding::language(id, at, what, help));
        None
    }

    /// Reports a value whose syntax does not match the key.
    pub(crate) fn mismatch<T>(&mut self, node: &Node<S>, shape: Shape) -> Option<T> {
        if let Value::Broken = node.value {
            return None;
        }
        let key = self.path.last().copied().unwrap_or("the stack");
        let what = format!("`{key}` takes {}, not {}", shape.describe(), node.value.kind());
        let help = match (&node.value, shape) {
            (Value::Block(block), Shape::Text) if block.bare => format!("write `{key}: \"{}\"`", block.name),
            (Value::Text(text), Shape::OneOf(types)) if types.iter().any(|one| one.name == *text) => {
                format!("write `{key}: {text}`, without quotes")
            }
            (Value::Decimal(number), Shape::Text) => format!("write `{key}: \"{number:?}\"`"),
            (Value::Text(_) | Value::Number(_), Shape::OneOf([one])) if !one.keys.is_empty() => {
                format!("write `{key}: {} {{ … }}`", one.name)
            }
            (Value::Number(n), Shape::Text) => format!("write `{key}: \"{n}\"`"),
            (Value::Text(text), Shape::Number) if text.parse::<u32>().is_ok() => format!("write `{key}: {text}`"),
            (Value::Text(text), Shape::Switch) if switch(text).is_some() => write_switch(key, text),
            (Value::Block(block), Shape::Switch) if switch(&block.name).is_some() => write_switch(key, &block.name),
            (Value::Text(text), Shape::Texts) => format!("write `{key}: [\"{text}\"]`"),
            (Value::Number(n), Shape::Range(_)) => format!("write `{key}: {n}..={n}`"),
            _ => format!("write {} for `{key}`", shape.describe()),
        };
        self.fault("MS005", node.at, what, help)
    }

    pub(crate) fn too_large<T>(&mut self, node: &Node<S>, number: u64) -> Option<T> {
        let what = format!("{number} is larger than any number that AWS accepts here");
        self.fault("MS005", node.at, what, format!("write a number up to {}", u32::MAX))
    }

    pub(crate) fn too_long<T>(&mut self, node: &Node<S>, len: usize) -> Option<T> {
        let what = format!("this list has {len} items, but at most 16 are allowed");
        self.fault("MS005", node.at, what, "remove some of them".into())
    }

    /// Reads a string. Reports a secret and returns `None`, so that no other message repeats it.
    pub fn text(&mut self, node: &Node<S>, text: &'static str) -> Option<&'static str> {
        match secret_fault(text) {
            Some(kind) if !node.unchecked => {
                let what = format!("this looks like {kind}; a declaration must not contain secrets");
                self.fault("MS009", node.at, what, NO_SECRET.into())
            }
            _ => Some(text),
        }
    }

    /// Reads one item of a list.
    pub(crate) fn item(&mut self, node: &Node<S>) -> Option<&'static str> {
        match node.value {
            Value::Text(text) => self.text(node, text),
            Value::Const => Some(""),
            Value::Broken => None,
            _ => {
                let key = self.path.last().copied().unwrap_or("the list");
                let what = format!(
                    "an item of `{key}` is a string, such as `\"text\"`, not {}",
                    node.value.kind()
                );
                let help = match &node.value {
                    Value::Number(number) => format!("write `\"{number}\"`"),
                    Value::Block(block) if block.bare => format!("write `\"{}\"`", block.name),
                    _ => "write it as a string".into(),
                };
                self.fault("MS005", node.at, what, help)
            }
        }
    }

    /// Finds the type that is written, or reports which types are accepted.
    pub fn choose<'n>(&mut self, node: &'n Node<S>, shape: Shape) -> Option<(usize, &'n Block<S>)> {
        let Value::Block(block) = &node.value else {
            return self.mismatch(node, shape);
        };
        let types = shape.types();
        let Some(index) = types.iter().position(|one| one.name == block.name) else {
            let key = self.path.last().copied().unwrap_or("the stack");
            let what = format!("`{}` is not a type that `{key}` takes", block.name);
            let help = match nearest(&block.name, types.iter().map(|one| one.name)) {
                Some(near) => format!("did you mean `{near}`? `{key}` takes {}", shape.describe()),
                None => format!("`{key}` takes {}", shape.describe()),
            };
            return self.fault("MS004", block.name_at, what, help);
        };
        if types[index].keys.is_empty() && !block.bare {
            let name = &block.name;
            return self.fault(
                "MS005",
                block.name_at,
                format!("`{name}` has no keys"),
                format!("remove the braces: write `{name}`"),
            );
        }
        let mut required = types[index].keys.iter().filter(|key| key.required).peekable();
        if block.bare && required.peek().is_some() {
            let name = &block.name;
            let keys: Vec<String> = required.map(|key| format!("{}: …", key.name)).collect();
            let help = format!("write `{name} {{ {} }}`", keys.join(", "));
            return self.fault("MS005", block.name_at, format!("`{name}` has required keys"), help);
        }
        Some((index, block))
    }

    /// Reports keys that the type does not have, and keys that are given twice.
    pub fn keys(&mut self, block: &Block<S>, one: &Type) {
        for (i, entry) in block.entries.iter().enumerate() {
            let written = entry.key.as_str();
            if written.is_empty() {
                // The parser has reported it.
            } else if let Some(first) = block.entries[..i].iter().find(|earlier| earlier.key == entry.key) {
                let what = format!("`{written}` is given twice");
                self.findings.push(Finding {
                    against: Some((format!("the first `{written}` is"), first.key_at)),
                    ..Finding::language("MS002", entry.key_at, what, "remove one of them")
                });
            } else if !one.keys.iter().any(|key| key.name == written) {
                let near = nearest(written, one.keys.iter().map(|key| key.name));
                let unused =
                    |key: &&Key| Some(key.name) != near && !block.entries.iter().any(|entry| entry.key == key.name);
                let legal = one.keys.iter().filter(unused).map(|key| format!("`{}`", key.name));
                let legal: Vec<String> = legal.collect();
                let help = match (near, legal.len()) {
                    _ if is_for_secrets(written) => {
                        "remove it, and never write a secret into a declaration: AWS generates the database's and the \
                         administrator's passwords and keeps them in Secrets Manager"
                            .into()
                    }
                    (Some(near), 1..=LISTED) => {
                        format!(
                            "did you mean `{near}`? other keys not used here: {}",
                            listed(&legal, "and")
                        )
                    }
                    (Some(near), _) => format!("did you mean `{near}`?"),
                    (None, 0) => format!("remove it; all keys of `{}` are already given", block.name),
                    (None, _) => format!("keys not used here: {}", listed(&legal, "and")),
                };
                let what = format!("`{}` has no key `{written}`", block.name);
                self.fault::<()>("MS001", entry.key_at, what, help);
            }
        }
    }

    /// Enters a key, and returns its value if the section contains it.
    pub(crate) fn enter<'b>(&mut self, block: &'b Block<S>, key: &'static str) -> Option<&'b Node<S>> {
        self.path.push(key);
        // If a key is given twice, the first one counts.
        let entry = block.entries.iter().find(|entry| entry.key == key)?;
        self.spans.push(span(self.path.join("."), entry));
        Some(&entry.value)
    }

    /// Leaves a key. If its value could not be read, the rules that read it are not run.
    pub(crate) fn leave(&mut self, is_read: bool) {
        if !is_read {
            self.broken.push(self.path.join("."));
        }
        self.path.pop();
    }

    /// Reports a missing required key.
    pub(crate) fn missing<T>(&mut self, block: &Block<S>, one: &Type, key: &str, shape: Shape) -> Option<T> {
        let doc = one
            .keys
            .iter()
            .find(|known| known.name == key)
            .map_or(&[][..], |known| known.doc);
        let what = format!("`{}` is missing the key `{key}`", block.name);
        let help = format!("add `{key}:` with {}", shape.describe());
        self.findings.push(Finding {
            note: doc.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" "),
            ..Finding::language("MS003", block.name_at, what, help)
        });
        None
    }
}

/// Returns the boolean that a word from another language means.
fn switch(word: &str) -> Option<bool> {
    match word.to_lowercase().as_str() {
        "true" | "yes" | "on" | "enabled" => Some(true),
        "false" | "no" | "off" | "disabled" => Some(false),
        _ => None,
    }
}

fn write_switch(key: &str, word: &str) -> String {
    format!("write `{key}: {}`", switch(word).unwrap_or_default())
}

/// Returns whether an unknown key was probably meant for a secret.
fn is_for_secrets(key: &str) -> bool {
    ["password", "passwd", "secret", "token", "api_key", "access_key"]
        .iter()
        .any(|word| key.to_lowercase().contains(word))
}

/// Returns whether the block has a misspelling of this key, or an entry that could not be parsed.
pub(crate) fn is_misspelled<S>(block: &Block<S>, one: &Type, key: &str) -> bool {
    let names = || one.keys.iter().map(|key| key.name);
    block.entries.iter().any(|entry| {
        entry.key.is_empty() || (!names().any(|name| name == entry.key) && nearest(&entry.key, names()) == Some(key))
    })
}

fn span<S: Copy>(path: String, entry: &Entry<S>) -> KeySpan<S> {
    let parts: Vec<&Node<S>> = match &entry.value.value {
        Value::List(items) => items.iter().collect(),
        Value::Range(min, max) => vec![min, max],
        _ => Vec::new(),
    };
    let constant = |node: &Node<S>| matches!(node.value, Value::Const).then_some(node.at);
    KeySpan {
        path,
        key: entry.key_at,
        value: entry.value.at,
        constant: constant(&entry.value).or_else(|| parts.iter().copied().find_map(constant)),
        items: parts.iter().map(|part| part.at).collect(),
        unchecked: entry.value.unchecked || parts.iter().any(|part| part.unchecked),
        secret_like: matches!(entry.value.value, Value::Text(text) if secret_fault(text).is_some()),
        allow: entry.allow.clone(),
    }
}
