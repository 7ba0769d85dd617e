//! The entries of a section: `key: value, …`

use moodle_stack_model::{Entry, Node, Value};
use proc_macro2::{Ident, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{LitStr, Token};

use super::base::Base;
use super::{Parser, broken_entry, comma, next, skip};
use crate::at::At;

impl Parser {
    /// Parses the inside of a section's braces: its entries and its base.
    pub(super) fn entries(&mut self, input: ParseStream<'_>) -> (Vec<Entry<At>>, Option<Base>) {
        let (mut entries, mut base) = (Vec::new(), None);
        while !input.is_empty() {
            let attributes = self.attributes(input);
            if input.is_empty() {
                break;
            }
            if input.peek(Token![..]) {
                base = self.base(input);
                if base.is_none() {
                    entries.push(broken_entry(next(input)));
                }
                if !input.is_empty() {
                    self.unexpected(
                        input,
                        "after the base",
                        "move `..Base` to the end, without a comma after it",
                    );
                    skip(input, starts_entry);
                    comma(input);
                }
                continue;
            }
            let mut entry = self.entry(input);
            entry.allow = attributes.allow;
            if matches!(entry.value.value, Value::Broken) {
                skip(input, starts_entry);
                comma(input);
            } else if !self.separator(input, &entry.key) {
                // Only a part of the value was parsed, so no rule must read it.
                entry.value.value = Value::Broken;
            }
            entries.push(entry);
        }
        (entries, base)
    }

    /// Parses one key and its value.
    fn entry(&mut self, input: ParseStream<'_>) -> Entry<At> {
        let at = next(input);
        let key = if input.peek(Ident::peek_any) {
            let Ok(key) = input.call(Ident::parse_any) else {
                return broken_entry(at);
            };
            key.to_string()
        } else if input.peek(LitStr) {
            let key = input.parse::<LitStr>().map(|text| text.value()).unwrap_or_default();
            self.syntax(at, "a key is written without quotes", &format!("write `{key}: …`"));
            return broken(&key, at);
        } else {
            self.unexpected(input, "in place of a key", "write `key: value`");
            // Consume at least one token, so that parsing makes progress.
            let _ = input.parse::<TokenTree>();
            return broken_entry(at);
        };
        if input.peek(Token![:]) && !input.peek(Token![::]) {
            let _ = input.parse::<Token![:]>();
        } else if input.is_empty() || input.peek(Token![,]) {
            self.syntax(at, &format!("`{key}` has no value"), &format!("write `{key}: …`"));
            return broken(&key, at);
        } else {
            self.unexpected(input, &format!("after the key `{key}`"), &format!("write `{key}: …`"));
            return broken(&key, at);
        }
        let value = if input.is_empty() || input.peek(Token![,]) {
            self.syntax(
                at,
                &format!("`{key}` has no value"),
                &format!("write one after `{key}:`"),
            );
            Node::new(Value::Broken, at)
        } else {
            self.value(input)
        };
        Entry::new(key, at, value)
    }

    /// Parses the comma between two entries. Returns whether the value before it was complete.
    fn separator(&mut self, input: ParseStream<'_>, key: &str) -> bool {
        if input.is_empty() || comma(input) {
            return true;
        }
        if starts_entry(input) {
            let at = next(input);
            let what = format!("a comma is missing after the value of `{key}`");
            self.syntax(at, &what, "write `,` before this");
            return true;
        }
        let help = "a value is a literal or the path of a `const`: move a calculation into a `const`";
        self.unexpected(input, &format!("after the value of `{key}`"), help);
        skip(input, starts_entry);
        comma(input);
        false
    }
}

fn broken(key: &str, at: At) -> Entry<At> {
    Entry::new(key, at, Node::new(Value::Broken, at))
}

/// Returns whether an entry, or the comma before one, starts here.
fn starts_entry(input: ParseStream<'_>) -> bool {
    input.peek(Token![,])
        || input.peek(Token![..]) && !input.peek(Token![..=])
        || input.peek(Ident::peek_any) && input.peek2(Token![:]) && !input.peek2(Token![::])
}
