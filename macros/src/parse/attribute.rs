//! Attributes of a key or a stack: doc comments and `#[allow(MS209)]`.

use moodle_stack_model::rules::{GRAMMAR, Level, RULES};
use moodle_stack_model::{Finding, nearest};
use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use syn::Token;
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;

use super::{Parser, comma, group, next};
use crate::at::At;

/// The attributes of one key or stack.
#[derive(Default)]
pub(super) struct Attributes {
    /// The doc comments.
    pub(super) docs: Vec<TokenStream>,
    /// The ids of the silenced warnings.
    pub(super) allow: Vec<String>,
}

impl Parser {
    /// Parses all attributes; any other than these two is an error.
    pub(super) fn attributes(&mut self, input: ParseStream<'_>) -> Attributes {
        let mut attributes = Attributes::default();
        while input.peek(Token![#]) {
            let at = next(input);
            let mut tokens = TokenStream::new();
            tokens.extend(input.parse::<TokenTree>());
            let Some(group) = group(input) else {
                self.syntax(at, "`#` has no meaning here", "remove it");
                continue;
            };
            let mut words = group.stream().into_iter();
            let word = match words.next() {
                Some(TokenTree::Ident(word)) if group.delimiter() == Delimiter::Bracket => word.to_string(),
                _ => String::new(),
            };
            match (word.as_str(), words.next()) {
                ("doc", _) => {
                    tokens.extend([TokenTree::Group(group)]);
                    attributes.docs.push(tokens);
                }
                ("allow", Some(TokenTree::Group(ids))) => attributes.allow.extend(self.allow(&ids)),
                _ => {
                    let at = At {
                        end: group.span_close(),
                        ..at
                    };
                    let help = "remove it; only `///` comments and `#[allow(MS…)]` are allowed here";
                    self.syntax(at, "this attribute is not allowed in a declaration", help);
                }
            }
        }
        attributes
    }

    /// Parses the ids of an `#[allow(…)]`.
    fn allow(&mut self, ids: &Group) -> Vec<String> {
        let ids = self.within(ids.stream(), |parser, input| {
            let mut ids = Vec::new();
            while !input.is_empty() {
                let at = next(input);
                if let Ok(id) = input.call(Ident::parse_any) {
                    let id = id.to_string();
                    parser.warning(&id, at);
                    ids.push(id);
                } else {
                    parser.unexpected(input, "in place of a warning's id", "write ids separated by commas");
                    let _ = input.parse::<TokenTree>();
                }
                comma(input);
            }
            ids
        });
        ids.unwrap_or_default()
    }

    /// Reports an id that is not the id of a warning.
    fn warning(&mut self, id: &str, at: At) {
        let mut warnings = RULES.iter().filter(|rule| rule.level == Level::Warned);
        if warnings.clone().any(|rule| rule.id == id) {
            return;
        }
        let refuses = RULES
            .iter()
            .map(|rule| rule.id)
            .chain(GRAMMAR.iter().map(|rule| rule.id));
        let (what, help) = if refuses.clone().any(|known| known == id) {
            (
                format!("{id} is an error, which cannot be allowed"),
                "remove it, and follow the error's help".into(),
            )
        } else {
            let help = match nearest(id, warnings.clone().map(|rule| rule.id)) {
                // IDs of the same length differ in few digits, so any of them would be close.
                Some(near) if id.len() != near.len() => format!("did you mean `{near}`?"),
                _ => match warnings.next() {
                    Some(first) => format!("write the id at the end of the warning, such as `{}`", first.id),
                    None => "remove it".into(),
                },
            };
            (format!("there is no warning {id}"), help)
        };
        self.findings.push(Finding::language("MS010", at, what, help));
    }
}
