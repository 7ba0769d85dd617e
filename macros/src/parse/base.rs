//! `..Base` and `..Base.section`: what a stack or a section inherits from an earlier stack.

use moodle_stack_model::{Block, Entry, Finding, Node, Value, listed, nearest};
use proc_macro2::Ident;
use syn::Token;
use syn::parse::ParseStream;

use super::{Parser, broken_entry, next};
use crate::at::At;

/// A base to inherit from.
#[derive(Debug)]
pub(super) struct Base {
    /// The stack, and the keys of its section.
    path: Vec<(String, At)>,
    /// The whole base, including the dots.
    pub(super) at: At,
}

impl Parser {
    /// Parses `..Base.section`.
    pub(super) fn base(&mut self, input: ParseStream<'_>) -> Option<Base> {
        let mut at = next(input);
        input.parse::<Token![..]>().ok()?;
        let mut path = Vec::new();
        loop {
            let here = next(input);
            let Ok(name) = input.parse::<Ident>() else {
                let help = "name an earlier stack, such as `..Campus`, or its section, such as `..Campus.compute`";
                self.syntax(at, "the name of a stack is missing after `..`", help);
                return None;
            };
            at.end = name.span();
            path.push((name.to_string(), here));
            if !input.peek(Token![.]) || input.peek(Token![..]) {
                return Some(Base { path, at });
            }
            input.parse::<Token![.]>().ok()?;
        }
    }

    /// Adds the inherited entries to a block; its own entries override them.
    pub(super) fn inherit(&mut self, base: &Base, block: &mut Block<At>, whole: bool) {
        let inherited = match self.find(base, block, whole) {
            Ok(Some(inherited)) => inherited,
            Ok(None) => vec![broken_entry(base.at)],
            Err(finding) => {
                self.findings.push(*finding);
                // It is unknown which keys are missing.
                vec![broken_entry(base.at)]
            }
        };
        let via = self.bases.len();
        self.bases.push(base.at);
        let own: Vec<String> = block.entries.iter().map(|entry| entry.key.clone()).collect();
        let new = inherited
            .into_iter()
            .filter(|entry| entry.key.is_empty() || !own.contains(&entry.key));
        let new = new.map(|mut entry| {
            entry.key_at.via = Some(via);
            mark_inherited(&mut entry.value, via);
            entry
        });
        block.entries.extend(new);
    }

    /// Finds the entries of a base; returns `None` if they could not be parsed.
    fn find(&self, base: &Base, block: &Block<At>, whole: bool) -> Result<Option<Vec<Entry<At>>>, Box<Finding<At>>> {
        let fault = |at: At, what: String, help: String| Box::new(Finding::language("MS008", at, what, help));
        let Some(((stack, stack_at), keys)) = base.path.split_first() else {
            return Ok(None);
        };
        let known = || self.stacks.iter().map(|stack| stack.block.name.as_str());
        let Some(declared) = self.stacks.iter().find(|earlier| earlier.block.name == *stack) else {
            let names: Vec<String> = known().map(|name| format!("`{name}`")).collect();
            let help = match nearest(stack, known()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if names.is_empty() => "declare it in this call, before this stack".into(),
                None => format!(
                    "declare it in this call, before this stack; known here: {}",
                    listed(&names, "and")
                ),
            };
            let what = format!("there is no stack `{stack}` before this one");
            return Err(fault(*stack_at, what, help));
        };
        let mut found = &declared.block;
        for (key, key_at) in keys {
            match found
                .entries
                .iter()
                .find(|entry| entry.key == *key)
                .map(|entry| &entry.value)
            {
                Some(Node {
                    value: Value::Block(section),
                    ..
                }) => found = section,
                Some(Node {
                    value: Value::Broken, ..
                }) => return Ok(None),
                Some(Node { value, .. }) => {
                    let what = format!("`{key}` of `{stack}` is {}, which has no keys to inherit", value.kind());
                    return Err(fault(*key_at, what, "remove this base".into()));
                }
                None => {
                    let names = || found.entries.iter().map(|entry| entry.key.as_str());
                    let help = match nearest(key, names()) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => "remove this base: keys that are not set have their defaults".into(),
                    };
                    let what = format!("`{stack}` does not set `{key}`");
                    return Err(fault(*key_at, what, help));
                }
            }
        }
        if whole && !keys.is_empty() {
            let what = "a stack inherits from a stack, not from a section".into();
            return Err(fault(base.at, what, format!("write `..{stack}`")));
        }
        if !whole && found.name != block.name {
            let help = match &declared
                .block
                .entries
                .iter()
                .find(|entry| is(&entry.value, &block.name))
            {
                Some(entry) => format!("write `..{stack}.{}`", entry.key),
                None => format!("write out the keys of `{}`", block.name),
            };
            let what = if keys.is_empty() {
                format!("`{stack}` is a stack, but a section inherits from a section of the same type")
            } else {
                format!("the base is `{}`, not `{}`", found.name, block.name)
            };
            return Err(fault(base.at, what, help));
        }
        Ok(Some(found.entries.clone()))
    }
}

/// Marks a value and everything in it as inherited.
fn mark_inherited(node: &mut Node<At>, via: usize) {
    node.at.via = Some(via);
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| mark_inherited(item, via)),
        Value::Range(min, max) => {
            mark_inherited(min, via);
            mark_inherited(max, via);
        }
        Value::Block(block) => {
            block.name_at.via = Some(via);
            for entry in &mut block.entries {
                entry.key_at.via = Some(via);
                mark_inherited(&mut entry.value, via);
            }
        }
        Value::Text(_) | Value::Number(_) | Value::Decimal(_) | Value::Switch(_) | Value::Const | Value::Broken => {}
    }
}

fn is(node: &Node<At>, name: &str) -> bool {
    matches!(&node.value, Value::Block(block) if block.name == name)
}
