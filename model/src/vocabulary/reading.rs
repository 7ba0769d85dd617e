//! Reading a declaration: every slip is a finding of its own, and none hides another.

use super::field::Field;
use super::schema::{Key, Shape, Type, listed};
use crate::{Block, Finding, Node, Value, nearest};

/// A declaration in the course of being read.
#[derive(Debug)]
pub struct Reading<S> {
    findings: Vec<Finding<S>>,
    path: Vec<&'static str>,
    places: Vec<Place<S>>,
}

/// Where the value of a key stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Place<S> {
    /// The keys from the top, joined by dots.
    pub path: String,
    /// The key; the type's name for the top.
    pub key: S,
    /// The value.
    pub value: S,
    /// The items, where the value is a list.
    pub items: Vec<S>,
    /// Whether only the compiler knows the value.
    pub constant: bool,
}

impl<S: Copy> Reading<S> {
    pub(crate) fn new() -> Self {
        Self {
            findings: Vec::new(),
            path: Vec::new(),
            places: Vec::new(),
        }
    }

    pub(crate) fn finish(self) -> (Vec<Finding<S>>, Vec<Place<S>>) {
        (self.findings, self.places)
    }

    fn fault<T>(&mut self, id: &'static str, at: S, what: String, help: String) -> Option<T> {
        self.findings.push(Finding {
            id,
            at,
            what,
            against: None,
            help,
            note: String::new(),
        });
        None
    }

    /// The value has another shape than the key takes.
    pub(crate) fn mismatch<T>(&mut self, node: &Node<S>, shape: Shape) -> Option<T> {
        let key = self.path.last().copied().unwrap_or("the stack");
        let what = format!("`{key}` takes {}, not {}", shape.describe(), node.value.kind());
        let help = match (&node.value, shape) {
            (Value::Number(n), Shape::Text) => format!("write `{key}: \"{n}\"`"),
            (Value::Text(text), Shape::Number) if text.parse::<u32>().is_ok() => format!("write `{key}: {text}`"),
            (Value::Text(text), Shape::Switch) if matches!(*text, "true" | "false") => format!("write `{key}: {text}`"),
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

    /// Reads one item of a list.
    pub(crate) fn item(&mut self, node: &Node<S>) -> Option<&'static str> {
        match node.value {
            Value::Text(text) => Some(text),
            Value::Const => Some(""),
            _ => self.mismatch(node, Shape::Texts),
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
                format!("write `{name}` alone"),
            );
        }
        Some((index, block))
    }

    /// Complains of keys that the type does not have, and of keys given twice.
    pub fn keys(&mut self, block: &Block<S>, one: &Type) {
        for (i, entry) in block.entries.iter().enumerate() {
            let written = entry.key.as_str();
            if let Some(first) = block.entries[..i].iter().find(|earlier| earlier.key == entry.key) {
                self.findings.push(Finding {
                    id: "MS002",
                    at: entry.key_at,
                    what: format!("`{written}` is given twice"),
                    against: Some((format!("the first `{written}`"), first.key_at)),
                    help: "remove one of them".into(),
                    note: String::new(),
                });
            } else if !one.keys.iter().any(|key| key.name == written) {
                let unused = |key: &&Key| !block.entries.iter().any(|entry| entry.key == key.name);
                let legal: Vec<String> = one
                    .keys
                    .iter()
                    .filter(unused)
                    .map(|key| format!("`{}`", key.name))
                    .collect();
                let near = nearest(written, one.keys.iter().map(|key| key.name));
                let help = match (near, legal.is_empty()) {
                    (Some(near), true) => format!("did you mean `{near}`?"),
                    (Some(near), false) => {
                        format!("did you mean `{near}`? not yet used here: {}", listed(&legal, "and"))
                    }
                    (None, true) => format!("remove it; every key of `{}` is given", one.name),
                    (None, false) => format!("not yet used here: {}", listed(&legal, "and")),
                };
                let what = format!("`{}` has no key `{written}`", one.name);
                self.fault::<()>("MS001", entry.key_at, what, help);
            }
        }
    }

    /// Reads the value of one key.
    pub fn key<T: Field>(&mut self, block: &Block<S>, one: &Type, key: &'static str, default: Option<T>) -> Option<T> {
        // With a key given twice, the first counts.
        let Some(entry) = block.entries.iter().find(|entry| entry.key == key) else {
            if default.is_none() {
                // A slip in the key is one mistake: what is said of it names the key, so nothing is missing beside it.
                let slipped = block.entries.iter().any(|entry| {
                    let known = |written: &str| one.keys.iter().any(|key| key.name == written);
                    !known(&entry.key) && nearest(&entry.key, one.keys.iter().map(|key| key.name)) == Some(key)
                });
                if !slipped {
                    let shape = T::SHAPE.describe();
                    let what = format!("`{}` is missing the key `{key}`", one.name);
                    self.fault::<()>("MS003", block.name_at, what, format!("add `{key}:` with {shape}"));
                }
            }
            return default;
        };
        self.path.push(key);
        let items = match &entry.value.value {
            Value::List(items) => items.iter().map(|item| item.at).collect(),
            _ => Vec::new(),
        };
        let constant = match &entry.value.value {
            Value::Const => true,
            Value::List(items) => items.iter().any(|item| matches!(item.value, Value::Const)),
            Value::Range(min, max) => [min, max].iter().any(|end| matches!(end.value, Value::Const)),
            _ => false,
        };
        self.places.push(Place {
            path: self.path.join("."),
            key: entry.key_at,
            value: entry.value.at,
            items,
            constant,
        });
        let read = T::read(&entry.value, self);
        self.path.pop();
        read
    }
}
