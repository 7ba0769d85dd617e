//! What stands before a key or a stack: doc comments, and `#[allow(MS209)]`.

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
    /// Doc comments, as they were written.
    pub(super) docs: Vec<TokenStream>,
    /// The ids of the warnings that are silenced.
    pub(super) allow: Vec<String>,
}

impl Parser {
    /// Parses all attributes that stand here; another than those two is a fault.
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
                    let help = "remove it; `///` comments and `#[allow(MS…)]` may stand here";
                    self.syntax(at, "a declaration takes no such attribute", help);
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
                    parser.unexpected(input, "where a warning's id belongs", "write ids with commas between");
                    let _ = input.parse::<TokenTree>();
                }
                comma(input);
            }
            ids
        });
        ids.unwrap_or_default()
    }

    /// Complains of an id that no warning has.
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
                "remove it, and do what the error's help says".into(),
            )
        } else {
            let help = match nearest(id, warnings.clone().map(|rule| rule.id)) {
                // The ids are alike: only one slip away, all of them are near.
                Some(near) if id.len() != near.len() => format!("did you mean `{near}`?"),
                _ => match warnings.next() {
                    Some(first) => format!("write the id that stands at the end of the warning, as `{}`", first.id),
                    None => "remove it".into(),
                },
            };
            (format!("there is no warning {id}"), help)
        };
        self.findings.push(Finding::language("MS010", at, what, help));
    }
}
