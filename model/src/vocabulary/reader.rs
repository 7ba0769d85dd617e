//! Reader a declaration: every slip is a finding of its own, and none hides another.

use super::schema::{Key, Shape, Type, listed};
use crate::secret::{NO_SECRET, secret_fault};
use crate::{Block, Entry, Finding, Node, Value, nearest};

/// How many other keys are listed beside the one that was probably meant.
const LISTED: usize = 8;

/// A declaration in the course of being read.
#[derive(Debug)]
pub struct Reader<S> {
    findings: Vec<Finding<S>>,
    path: Vec<&'static str>,
    places: Vec<KeySpan<S>>,
    broken: Vec<String>,
}

/// What is known of a declaration after it was read.
#[derive(Debug)]
pub(crate) struct Read<S> {
    pub(crate) findings: Vec<Finding<S>>,
    pub(crate) places: Vec<KeySpan<S>>,
    /// The paths of the values that a filler stands in for.
    pub(crate) broken: Vec<String>,
}

/// Where the value of a key stands.
#[derive(Clone, Debug, PartialEq)]
pub struct KeySpan<S> {
    /// The keys from the top, joined by dots.
    pub path: String,
    /// The key; the type's name for the top.
    pub key: S,
    /// The value.
    pub value: S,
    /// The items, where the value is a list; the two ends, where it is a range.
    pub items: Vec<S>,
    /// Where the first constant in it stands, if only the compiler knows the whole value.
    pub constant: Option<S>,
    /// Whether it, or an item of it, was written as `unchecked!(…)`.
    pub unchecked: bool,
    /// Whether it looks like a secret, which only an unchecked value may.
    pub secret_like: bool,
    /// The warnings that are silenced here, by id.
    pub allow: Vec<String>,
}

impl<S: Copy> Reader<S> {
    pub(crate) fn new() -> Self {
        Self {
            findings: Vec::new(),
            path: Vec::new(),
            places: Vec::new(),
            broken: Vec::new(),
        }
    }

    pub(crate) fn finish(self) -> Read<S> {
        Read {
            findings: self.findings,
            places: self.places,
            broken: self.broken,
        }
    }

    fn fault<T>(&mut self, id: &'static str, at: S, what: String, help: String) -> Option<T> {
        self.findings.push(Finding::language(id, at, what, help));
        None
    }

    /// The value has another shape than the key takes.
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
            (Value::Text(text), Shape::Switch) if switch(text).is_some() => say_switch(key, text),
            (Value::Block(block), Shape::Switch) if switch(&block.name).is_some() => say_switch(key, &block.name),
            (Value::Text(text), Shape::Texts) => format!("write `{key}: [\"{text}\"]`"),
            (Value::Number(n), Shape::Range(_)) => format!("write `{key}: {n}..={n}`"),
            _ => format!("give `{key}` {}", shape.describe()),
        };
        self.fault("MS005", node.at, what, help)
    }

    pub(crate) fn too_large<T>(&mut self, node: &Node<S>, number: u64) -> Option<T> {
        let what = format!("{number} is larger than any number that AWS takes here");
        self.fault("MS005", node.at, what, format!("write a number up to {}", u32::MAX))
    }

    pub(crate) fn too_long<T>(&mut self, node: &Node<S>, len: usize) -> Option<T> {
        let what = format!("this list has {len} items");
        self.fault("MS005", node.at, what, "write at most 16".into())
    }

    /// Reads a string, unless it is a secret: then nothing else is said of it, so that nothing repeats it.
    pub fn text(&mut self, node: &Node<S>, text: &'static str) -> Option<&'static str> {
        match secret_fault(text) {
            Some(kind) if !node.unchecked => {
                let what = format!("this looks like {kind}, and a declaration holds no secrets");
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
                    "an item of `{key}` is a string, as `\"text\"`, not {}",
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

    /// Finds out which of the types is written, or says what may be.
    pub fn choose<'n>(&mut self, node: &'n Node<S>, shape: Shape) -> Option<(usize, &'n Block<S>)> {
        let Value::Block(block) = &node.value else {
            return self.mismatch(node, shape);
        };
        let types = shape.types();
        let Some(index) = types.iter().position(|one| one.name == block.name) else {
            let key = self.path.last().copied().unwrap_or("the stack");
            let what = format!("`{}` is no type that `{key}` takes", block.name);
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
                format!("remove the braces: `{name}` stands alone"),
            );
        }
        let mut required = types[index].keys.iter().filter(|key| key.required).peekable();
        if block.bare && required.peek().is_some() {
            let name = &block.name;
            let keys: Vec<String> = required.map(|key| format!("{}: …", key.name)).collect();
            let help = format!("write `{name} {{ {} }}`", keys.join(", "));
            return self.fault(
                "MS005",
                block.name_at,
                format!("`{name}` has keys that must be given"),
                help,
            );
        }
        Some((index, block))
    }

    /// Complains of keys that the type does not have, and of keys given twice.
    pub fn keys(&mut self, block: &Block<S>, one: &Type) {
        for (i, entry) in block.entries.iter().enumerate() {
            let written = entry.key.as_str();
            if written.is_empty() {
                // The parser has told of it.
            } else if let Some(first) = block.entries[..i].iter().find(|earlier| earlier.key == entry.key) {
                let what = format!("`{written}` is given twice");
                self.findings.push(Finding {
                    against: Some((format!("the first `{written}` stands"), first.key_at)),
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
                        "remove it, and never write a secret into a declaration: the database's and the administrator's \
                         passwords are made by AWS and kept in Secrets Manager"
                            .into()
                    }
                    (Some(near), 1..=LISTED) => {
                        format!("did you mean `{near}`? not yet used here: {}", listed(&legal, "and"))
                    }
                    (Some(near), _) => format!("did you mean `{near}`?"),
                    (None, 0) => format!("remove it; every key of `{}` is given", block.name),
                    (None, _) => format!("not yet used here: {}", listed(&legal, "and")),
                };
                let what = format!("`{}` has no key `{written}`", block.name);
                self.fault::<()>("MS001", entry.key_at, what, help);
            }
        }
    }

    /// Enters a key, and returns its value where the section has one.
    pub(crate) fn enter<'b>(&mut self, block: &'b Block<S>, key: &'static str) -> Option<&'b Node<S>> {
        self.path.push(key);
        // With a key given twice, the first counts.
        let entry = block.entries.iter().find(|entry| entry.key == key)?;
        self.places.push(place(self.path.join("."), entry));
        Some(&entry.value)
    }

    /// Leaves a key; where its value could not be read, the rules that judge by it are not run.
    pub(crate) fn leave(&mut self, is_read: bool) {
        if !is_read {
            self.broken.push(self.path.join("."));
        }
        self.path.pop();
    }

    /// Reports that a key without a default is not given.
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

/// Tells what a word that other languages have for a switch means.
fn switch(word: &str) -> Option<bool> {
    match word.to_lowercase().as_str() {
        "true" | "yes" | "on" | "enabled" => Some(true),
        "false" | "no" | "off" | "disabled" => Some(false),
        _ => None,
    }
}

fn say_switch(key: &str, word: &str) -> String {
    format!("write `{key}: {}`", switch(word).unwrap_or_default())
}

/// Tells whether a key that there is not was probably meant for a secret.
fn is_for_secrets(key: &str) -> bool {
    ["password", "passwd", "secret", "token", "api_key", "access_key"]
        .iter()
        .any(|word| key.to_lowercase().contains(word))
}

/// Tells whether an entry was probably meant to be this key: one with a slip in it, or one that did not parse.
pub(crate) fn slipped<S>(block: &Block<S>, one: &Type, key: &str) -> bool {
    let names = || one.keys.iter().map(|key| key.name);
    block.entries.iter().any(|entry| {
        entry.key.is_empty() || (!names().any(|name| name == entry.key) && nearest(&entry.key, names()) == Some(key))
    })
}

fn place<S: Copy>(path: String, entry: &Entry<S>) -> KeySpan<S> {
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
