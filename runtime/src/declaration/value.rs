//! The values of an architecture as JSON.
//!
//! A type of the vocabulary is `{"type": "Vpc", "keys": {…}}`, a range is `{"min": 2, "max": 10}`, and a key without a value is
//! omitted. Everything else is JSON's own.

#[cfg(any(test, not(feature = "aws")))]
use moodle_stack_model::Tree;
use moodle_stack_model::{Block, Entry, Node, Value};
use serde_json::Value as Json;
#[cfg(any(test, not(feature = "aws")))]
use serde_json::{Map, json};

// A program with the SDK passes nothing on.
#[cfg(any(test, not(feature = "aws")))]
/// Writes a value; `None` if the key has none.
pub(super) fn write(tree: &Tree) -> Option<Json> {
    let json = match tree {
        Tree::Text(text) => json!(text),
        Tree::Number(number) => json!(number),
        Tree::Decimal(number) => json!(number),
        Tree::Switch(is_on) => json!(is_on),
        Tree::Range(min, max) => json!({ "min": write(min), "max": write(max) }),
        Tree::Texts(texts) => json!(texts),
        Tree::Option(held) => return held.as_deref().and_then(write),
        Tree::Struct(name, keys) => block(name, keys),
        Tree::Variant(_, name, held) => match held.as_deref() {
            None => block(name, &[]),
            Some(Tree::Struct(_, keys)) => block(name, keys),
            // A key that takes a string or a type.
            Some(text) => return write(text),
        },
    };
    Some(json)
}

#[cfg(any(test, not(feature = "aws")))]
fn block(name: &str, keys: &[(&'static str, Tree)]) -> Json {
    let keys = keys.iter();
    let keys: Map<String, Json> = keys
        .filter_map(|(key, tree)| Some(((*key).to_owned(), write(tree)?)))
        .collect();
    json!({ "type": name, "keys": keys })
}

/// Reads a value; `None` if it has none of the forms that [`write`] writes.
///
/// Its texts live as long as the process, as those of a compiled declaration do.
pub(super) fn read(json: &Json) -> Option<Node<()>> {
    let value = match json {
        Json::String(text) => Value::Text(text.clone().leak()),
        Json::Bool(is_on) => Value::Switch(*is_on),
        Json::Number(number) => match number.as_u64() {
            Some(number) => Value::Number(number),
            None => Value::Decimal(number.as_f64()?),
        },
        Json::Array(items) => Value::List(items.iter().map(read).collect::<Option<_>>()?),
        Json::Object(object) if object.contains_key("min") => {
            let end = |name| Some(Box::new(read(object.get(name)?)?));
            Value::Range(end("min")?, end("max")?)
        }
        Json::Object(_) => Value::Block(read_block(json)?),
        Json::Null => return None,
    };
    Some(Node {
        value,
        at: (),
        // The first program has looked for secrets.
        unchecked: true,
    })
}

/// Reads a type of the vocabulary.
pub(super) fn read_block(json: &Json) -> Option<Block<()>> {
    let keys = json.get("keys")?.as_object()?.iter();
    let entries: Vec<Entry<()>> = keys
        .map(|(key, value)| {
            Some(Entry {
                key: key.clone(),
                key_at: (),
                value: read(value)?,
                allow: Vec::new(),
            })
        })
        .collect::<Option<_>>()?;
    Some(Block {
        name: json.get("type")?.as_str()?.to_owned(),
        name_at: (),
        bare: entries.is_empty(),
        entries,
        allow: Vec::new(),
    })
}
