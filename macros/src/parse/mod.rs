//! The parser, from tokens to stacks.
//!
//! The parser never stops at an error: it reports the error and continues at the next comma, so that one mistake does not
//! hide another.

mod attribute;
mod base;
mod entry;
mod value;

use moodle_stack_model::{Block, Entry, Finding, Node, Value, name_fault, stack_name};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use syn::Token;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};

use crate::at::At;
pub(crate) use value::is_constant;

/// The maximum nesting depth of values. The vocabulary needs four; the limit prevents a stack overflow in the parser.
const DEEPEST: usize = 24;

/// One declared stack, including what it inherits.
#[derive(Debug)]
pub(crate) struct Declared {
    pub(crate) docs: Vec<TokenStream>,
    pub(crate) identifier: Ident,
    pub(crate) name: String,
    pub(crate) block: Block<At>,
}

/// The parser and its results so far.
#[derive(Default, Debug)]
pub(crate) struct Parser {
    pub(crate) stacks: Vec<Declared>,
    pub(crate) findings: Vec<Finding<At>>,
    /// The tokens of the values that only the compiler knows.
    pub(crate) constants: Vec<TokenStream>,
    /// The place of each `..Base`.
    pub(crate) bases: Vec<At>,
    depth: usize,
}

impl Parser {
    /// Parses everything between the delimiters of a call.
    pub(crate) fn parse(tokens: TokenStream) -> Self {
        let mut parser = Self::default();
        if tokens.is_empty() {
            let at = at(Span::call_site());
            let help = "write `moodle_stack!(Campus { … })`; the book's first chapter has a complete declaration";
            parser.syntax(at, "this call declares no stack", help);
        }
        parser.within(tokens, Self::call);
        parser
    }

    /// Runs a part of the parser on the tokens inside a delimiter.
    fn within<T>(&mut self, tokens: TokenStream, part: impl FnOnce(&mut Self, ParseStream<'_>) -> T) -> Option<T> {
        let mut result = None;
        let all = |input: ParseStream<'_>| {
            result = Some(part(self, input));
            // Remaining tokens have been reported; syn would report them again.
            while input.parse::<TokenTree>().is_ok() {}
            Ok(())
        };
        // The closure cannot fail.
        all.parse2(tokens).ok()?;
        result
    }

    /// Parses the stacks of a call, separated by commas.
    fn call(&mut self, input: ParseStream<'_>) {
        while !input.is_empty() {
            if self.stack(input).is_none() {
                skip(input, |input| input.peek(Token![,]));
            }
            if input.is_empty() || comma(input) {
                continue;
            }
            let at = next(input);
            if input.peek(syn::Ident) {
                self.syntax(at, "a comma is missing before this stack", "write `,` before it");
            } else {
                self.unexpected(input, "after a stack", "write a comma, or remove it");
                skip(input, |input| input.peek(Token![,]));
                comma(input);
            }
        }
    }

    /// Parses one stack; returns `None` if it has no name that can be defined.
    fn stack(&mut self, input: ParseStream<'_>) -> Option<()> {
        let attributes = self.attributes(input);
        if input.peek(Token![pub]) || input.peek(Token![struct]) {
            let at = next(input);
            let word = input.parse::<TokenTree>().ok()?;
            let what = format!("`{word}` is not allowed before a stack's name");
            self.syntax(at, &what, "write only the name; a stack is always a public struct");
            if input.peek(Token![struct]) {
                input.parse::<TokenTree>().ok()?;
            }
        }
        if !input.peek(syn::Ident) {
            self.unexpected(
                input,
                "in place of a stack",
                "write its name and its keys: `Campus { … }`",
            );
            return None;
        }
        let identifier = input.parse::<Ident>().ok()?;
        let name_at = at(identifier.span());
        let group = match group(input) {
            Some(group) if group.delimiter() == Delimiter::Brace => group,
            _ => {
                let what = format!("the stack `{identifier}` has no keys in braces");
                self.syntax(name_at, &what, &format!("write `{identifier} {{ … }}`"));
                return None;
            }
        };
        let name = stack_name(&identifier.unraw().to_string());
        self.name(&name, name_at);
        let mut block = Block {
            name: identifier.to_string(),
            name_at,
            entries: Vec::new(),
            bare: false,
            allow: attributes.allow,
        };
        let base = self.within(group.stream(), Self::entries).and_then(|(entries, base)| {
            block.entries = entries;
            base
        });
        if let Some(base) = base {
            self.inherit(&base, &mut block, true);
        }
        self.stacks.push(Declared {
            docs: attributes.docs,
            identifier,
            name,
            block,
        });
        Some(())
    }

    /// Checks the name of a stack, which the names of its AWS resources are derived from.
    fn name(&mut self, name: &str, at: At) {
        let namesake = self.stacks.iter().find(|earlier| earlier.name == name);
        if let Some(earlier) = namesake {
            let what = format!("two stacks in this call have the name `{name}`");
            self.findings.push(Finding {
                against: Some(("the first is".into(), earlier.block.name_at)),
                ..Finding::language("MS007", at, what, "rename one of them")
            });
        } else if let Some(fault) = name_fault(name) {
            self.findings
                .push(Finding::language(fault.id, at, fault.what, fault.help));
        }
    }

    /// Reports a syntax error.
    fn syntax(&mut self, at: At, what: &str, help: &str) {
        self.findings.push(Finding::language("MS006", at, what, help));
    }

    /// Reports the next token as unexpected.
    fn unexpected(&mut self, input: ParseStream<'_>, place: &str, help: &str) {
        let at = next(input);
        let token = match input.fork().parse::<TokenTree>() {
            Ok(TokenTree::Group(group)) => match group.delimiter() {
                Delimiter::Parenthesis => "(".into(),
                Delimiter::Brace => "{".into(),
                Delimiter::Bracket => "[".into(),
                Delimiter::None => "this".into(),
            },
            Ok(token) => token.to_string(),
            Err(_) => "the end".into(),
        };
        self.syntax(at, &format!("`{token}` is unexpected {place}"), help);
    }
}

/// Creates a placeholder for an entry that could not be parsed.
fn broken_entry(at: At) -> Entry<At> {
    Entry::new("", at, Node::new(Value::Broken, at))
}

/// Returns the place of one token.
fn at(span: Span) -> At {
    At {
        start: span,
        end: span,
        via: None,
        constant: None,
        unchecked: false,
    }
}

/// Returns the place of the next token.
fn next(input: ParseStream<'_>) -> At {
    at(input.span())
}

/// Consumes the next token if it is a comma.
fn comma(input: ParseStream<'_>) -> bool {
    input.peek(Token![,]) && input.parse::<Token![,]>().is_ok()
}

/// Consumes the next token if it is a group.
fn group(input: ParseStream<'_>) -> Option<Group> {
    match input.fork().parse::<TokenTree>() {
        Ok(TokenTree::Group(_)) => match input.parse::<TokenTree>() {
            Ok(TokenTree::Group(group)) => Some(group),
            _ => None,
        },
        _ => None,
    }
}

/// Skips tokens up to a place where parsing can continue.
fn skip(input: ParseStream<'_>, until: impl Fn(ParseStream<'_>) -> bool) {
    while !input.is_empty() && !until(input) {
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}
