//! A parser of declarations, for tests.
//!
//! The macro's parser needs crates that the model does not depend on. This one parses only literals, ranges, lists,
//! sections, `unchecked!` and `#[allow]`. It returns `None` for constants, bases and syntax errors.

use crate::{Block, Entry, Node, Value};

/// A line and a column, both counted from 1, as rustc prints them.
pub(super) type LineColumn = (usize, usize);

/// Returns the stack that a file declares, or `None` if the file contains anything that this parser does not support.
pub(super) fn declaration(file: &str) -> Option<Block<LineColumn>> {
    let (before, call) = file.split_once("moodle_stack!(")?;
    let mut reader = Reader {
        file,
        at: file.len() - call.len(),
    };
    if before.lines().any(|line| line.contains("const ")) {
        return None;
    }
    let stack = reader.stack()?;
    reader.take(")").then_some(stack)
}

struct Reader<'f> {
    file: &'f str,
    at: usize,
}

impl Reader<'_> {
    fn stack(&mut self) -> Option<Block<LineColumn>> {
        let allow = self.allow()?;
        let stack = self.named()?;
        match stack.value {
            Value::Block(stack) if !stack.bare => Some(Block { allow, ..stack }),
            _ => None,
        }
    }

    /// Returns the rest of the file from the next token on.
    fn rest(&mut self) -> &str {
        loop {
            let rest = &self.file[self.at..];
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            if !trimmed.starts_with("//") {
                return trimmed;
            }
            self.at += trimmed.find('\n').unwrap_or(trimmed.len());
        }
    }

    fn take(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        self.at += if found { token.len() } else { 0 };
        found
    }

    /// Consumes the characters of a word or a number.
    fn word(&mut self, of: impl Fn(char) -> bool) -> Option<String> {
        let rest = self.rest();
        let end = rest.find(|letter| !of(letter)).unwrap_or(rest.len());
        let word = rest[..end].to_owned();
        self.at += end;
        (end > 0).then_some(word)
    }

    fn name(&mut self) -> Option<String> {
        if self.rest().starts_with(|first: char| first.is_ascii_digit()) {
            return None;
        }
        self.word(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    }

    fn place(&mut self) -> LineColumn {
        self.rest();
        let before = &self.file[..self.at];
        let line = before.rsplit('\n').next().unwrap_or_default();
        (before.matches('\n').count() + 1, line.chars().count() + 1)
    }

    fn allow(&mut self) -> Option<Vec<String>> {
        let mut ids = Vec::new();
        while self.take("#[") {
            if !self.take("allow(") {
                return None;
            }
            while !self.take(")") {
                ids.push(self.name()?);
                self.take(",");
            }
            if !self.take("]") {
                return None;
            }
        }
        Some(ids)
    }

    fn value(&mut self) -> Option<Node<LineColumn>> {
        let at = self.place();
        if self.take("unchecked!(") {
            let inside = self.value()?;
            return self.take(")").then_some(Node {
                at,
                unchecked: true,
                ..inside
            });
        }
        if self.take("[") {
            let mut items = Vec::new();
            while !self.take("]") {
                items.push(self.value()?);
                if !self.take(",") && !self.rest().starts_with(']') {
                    return None;
                }
            }
            return Some(Node::new(Value::List(items), at));
        }
        if self.take("\"") {
            return Some(Node::new(Value::Text(self.text()?), at));
        }
        if self.rest().starts_with(|first: char| first.is_ascii_digit()) {
            let min = self.number()?;
            if !self.take("..=") {
                return Some(min);
            }
            let max = self.number()?;
            return Some(Node::new(Value::Range(Box::new(min), Box::new(max)), at));
        }
        self.named()
    }

    /// Parses a string after its opening quote.
    fn text(&mut self) -> Option<&'static str> {
        let rest = &self.file[self.at..];
        let end = rest.find('"')?;
        self.at += end + 1;
        // Only declarations in `language` contain escapes.
        (!rest[..end].contains('\\')).then(|| &*rest[..end].to_owned().leak())
    }

    fn number(&mut self) -> Option<Node<LineColumn>> {
        let at = self.place();
        let mut digits = self.word(|letter| letter.is_ascii_digit() || letter == '_')?;
        let fraction = self.file[self.at..].strip_prefix('.');
        if fraction.is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit())) {
            self.at += 1;
            digits = format!("{digits}.{}", self.word(|letter| letter.is_ascii_digit())?);
        }
        let digits = digits.replace('_', "");
        let value = match digits.parse() {
            Ok(number) => Value::Number(number),
            Err(_) => Value::Decimal(digits.parse().ok()?),
        };
        Some(Node::new(value, at))
    }

    /// Parses `true`, a plain name or a section.
    fn named(&mut self) -> Option<Node<LineColumn>> {
        let name_at = self.place();
        let name = self.name()?;
        let switch = name == "true" || name == "false";
        if switch {
            return Some(Node::new(Value::Switch(name == "true"), name_at));
        }
        if !name.contains(|letter: char| letter.is_ascii_lowercase()) && !crate::Architecture::TYPE.has(&name) {
            return None;
        }
        let bare = !self.take("{");
        let mut entries = Vec::new();
        while !bare && !self.take("}") {
            entries.push(self.entry()?);
        }
        let block = Block {
            name,
            name_at,
            entries,
            bare,
            allow: Vec::new(),
        };
        Some(Node::new(Value::Block(block), name_at))
    }

    fn entry(&mut self) -> Option<Entry<LineColumn>> {
        let allow = self.allow()?;
        let key_at = self.place();
        let key = self.name()?;
        let value = if self.take(":") { self.value()? } else { return None };
        let ends = self.take(",") || self.rest().starts_with('}');
        ends.then(|| Entry {
            allow,
            ..Entry::new(key, key_at, value)
        })
    }
}
