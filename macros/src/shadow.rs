//! What rust-analyzer sees of a declaration.
//!
//! To an editor, the inside of a macro call is only tokens, unless they appear as Rust in the expansion. So each section is
//! also expanded to a literal of its struct in the model, with the user's own tokens for keys, types and constants. Hover,
//! go-to-definition and completion then work as in ordinary Rust. `cfg(rust_analyzer)` hides these literals from rustc.
//!
//! While the user types, the declaration is rarely complete. So this code works on the raw tokens, independently of the
//! parser, reports nothing, and passes on only tokens that are certain to be valid Rust.

use moodle_stack_model::{Architecture, Shape, Type};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::quote;

use crate::parse::is_constant;

/// The maximum nesting depth of brackets. The vocabulary needs four.
const DEEPEST: usize = 24;

/// The number of spaces at the end of a section, and the number removed for each word that is not a key.
///
/// For completion, rust-analyzer expands again with a made-up word at the cursor. It looks up the section in the first
/// expansion by its offset in the second, minus the length of this word. Any tokens that the word adds beyond its own length
/// must be saved elsewhere in the section, or an enclosing section is found instead.
const ROOM: usize = 160;
const STEP: usize = 32;

/// Expands the sections of all stacks of a call for rust-analyzer.
pub(crate) fn shadow(tokens: TokenStream) -> TokenStream {
    let tokens = flat(tokens, 0);
    let mut earlier: Vec<&Ident> = Vec::new();
    let mut stacks = TokenStream::new();
    for pair in tokens.windows(2) {
        if let [TokenTree::Ident(name), TokenTree::Group(group)] = pair
            && group.delimiter() == Delimiter::Brace
            && !is_keyword(name)
        {
            let shadow = Shadow { earlier: &earlier };
            let stack = shadow.section(&quote!(__editor::Architecture), &Architecture::TYPE, group);
            stacks.extend(quote!(let _ = #stack;));
            if !earlier.contains(&name) {
                earlier.push(name);
            }
        }
    }
    // rustc warns about unknown `cfg`s, unless an enclosing item allows them.
    quote! {
        #[allow(unexpected_cfgs)]
        const _: () = {
            #[cfg(rust_analyzer)]
            const _: () = {
                use ::moodle_stack::model::editor as __editor;
                #stacks
            };
        };
    }
}

/// The context for expanding one stack.
struct Shadow<'t> {
    /// The stacks before this one, which it can inherit from.
    earlier: &'t [&'t Ident],
}

impl Shadow<'_> {
    /// Expands a section to a literal of its struct.
    fn section(&self, path: &TokenStream, one: &Type, group: &Group) -> TokenStream {
        let tokens = flat(group.stream(), 0);
        let (mut fields, mut base) = (TokenStream::new(), TokenStream::new());
        let mut room = ROOM;
        let mut rest = tokens.as_slice();
        while let [token, after @ ..] = rest {
            rest = after;
            match token {
                TokenTree::Ident(key) => {
                    let value = match after {
                        [colon, after @ ..] if is(colon, ':') => {
                            let (value, behind) = after.split_at(end_of_entry(after));
                            rest = behind;
                            Some(value)
                        }
                        _ => None,
                    };
                    let (field, known) = self.field(one, key, value);
                    fields.extend(field);
                    room = if known { room } else { room.saturating_sub(STEP) };
                }
                TokenTree::Punct(_) if starts_base(token, after) => {
                    let (path, behind) = after.split_at(end_of_entry(after.get(1..).unwrap_or_default()) + 1);
                    rest = behind;
                    base = self.inherited(path);
                }
                _ => {}
            }
        }
        let room = " ".repeat(room);
        quote!(#path { #fields ..{ #base __editor::rest(#room) } })
    }

    /// Expands one key with its value; also returns whether the key is known.
    fn field(&self, one: &Type, key: &Ident, value: Option<&[TokenTree]>) -> (TokenStream, bool) {
        let name = key.to_string();
        let known = one.keys.iter().find(|known| known.name == name);
        match (known, value) {
            (Some(known), Some(value)) => {
                let value = self.value(&known.shape, value);
                (quote!(#key: #value,), true)
            }
            (Some(_), None) => {
                let value = nothing();
                (quote!(#key: #value,), true)
            }
            (None, _) if is_keyword(key) => (TokenStream::new(), true),
            // A key that is being typed. It is completed despite the `cfg`, which avoids a second error.
            (None, value) => {
                let value = value.map_or_else(|| quote!(()), constants);
                (quote!(#[cfg(any())] #key: #value,), false)
            }
        }
    }

    /// Expands the value of a key.
    fn value(&self, shape: &Shape, value: &[TokenTree]) -> TokenStream {
        let types = shape.types();
        let Some(first) = types.first().filter(|one| !one.words.is_empty()) else {
            return constants(value);
        };
        let words = Ident::new(first.words, Span::call_site());
        let first = Ident::new(first.name, Span::call_site());
        let (word, behind) = match value {
            [TokenTree::Ident(word), behind @ ..] => (word, behind),
            // If the word is missing, the first type stands in for it.
            [] => (&first, value),
            [TokenTree::Group(group), ..] if group.delimiter() == Delimiter::Brace => (&first, value),
            _ => return constants(value),
        };
        let name = word.to_string();
        let known = types.iter().find(|one| one.name == name);
        // A single letter is more likely the start of a type.
        let constant = matches!(shape, Shape::TextOr(_)) && is_constant(&name) && name.len() > 1;
        let other = constant || matches!(behind, [next, ..] if is(next, ':') || is(next, '!'));
        if known.is_none() && (other || is_keyword(word)) {
            return constants(value);
        }
        let path = quote!(__editor::#words::#word);
        let written = match (known, behind) {
            (Some(one), _) if one.keys.is_empty() => path,
            (Some(one), [TokenTree::Group(group), ..]) if group.delimiter() == Delimiter::Brace => {
                self.section(&path, one, group)
            }
            // A word without its keys, or one that is being typed: completion needs only the path.
            _ => path,
        };
        quote!(__editor::any(#written))
    }

    /// Expands a base: the stack, and the keys that lead from it to the section.
    fn inherited(&self, tokens: &[TokenTree]) -> TokenStream {
        let mut names = tokens.iter().filter_map(|token| match token {
            TokenTree::Ident(name) if !is_keyword(name) => Some(name),
            _ => None,
        });
        let mut steps = TokenStream::new();
        let stack = names.next();
        let earlier = self.earlier;
        if let Some(written) = stack.or(earlier.first().copied()) {
            steps.extend(quote! {
                mod __earlier {
                    pub use super::{#(#earlier),*};
                }
                let _ = __earlier::#written;
            });
        }
        let mut here = vec![(quote!(__editor::Architecture), Architecture::TYPE)];
        for name in names {
            let text = name.to_string();
            let owner = here.iter().find(|(_, one)| one.keys.iter().any(|key| key.name == text));
            let Some((path, one)) = owner.or(here.first()) else {
                return steps;
            };
            let value = nothing();
            steps.extend(quote!(let _ = #path { #name: #value, ..__editor::rest("") };));
            let key = one.keys.iter().find(|key| key.name == text);
            let types = key.map_or(&[][..], |key| key.shape.types()).iter();
            here = types
                .filter(|one| !one.keys.is_empty() && !one.words.is_empty())
                .map(|one| {
                    let (words, word) = (
                        Ident::new(one.words, Span::call_site()),
                        Ident::new(one.name, Span::call_site()),
                    );
                    (quote!(__editor::#words::#word), *one)
                })
                .collect();
        }
        // After a final dot, prepare a place for the next name.
        if let Some((path, _)) = here.first()
            && stack.is_some()
            && tokens.last().is_some_and(|last| is(last, '.'))
        {
            let room = " ".repeat(STEP);
            steps.extend(quote!(let _ = #path { ..__editor::rest(#room) };));
        }
        steps
    }
}

/// Returns the placeholder for a value without names: it fits every type, and has few tokens.
fn nothing() -> TokenStream {
    quote!(loop {})
}

/// Expands only the constants in a value.
fn constants(value: &[TokenTree]) -> TokenStream {
    let mut paths = TokenStream::new();
    gather(value, &mut paths, 0);
    if paths.is_empty() {
        nothing()
    } else {
        quote!(__editor::any((#paths)))
    }
}

/// Collects the paths of constants, each followed by a comma.
fn gather(value: &[TokenTree], paths: &mut TokenStream, depth: usize) {
    let mut rest = value;
    while let [token, after @ ..] = rest {
        rest = after;
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket && depth < DEEPEST => {
                gather(&flat(group.stream(), depth), paths, depth + 1);
            }
            TokenTree::Ident(first) => {
                let mut path = vec![TokenTree::Ident(first.clone())];
                let mut whole = !is_keyword(first) || leads(first);
                while let [one, two, TokenTree::Ident(next), after @ ..] = rest
                    && is(one, ':')
                    && is(two, ':')
                {
                    whole &= !is_keyword(next) || leads(next);
                    path.extend([one.clone(), two.clone(), TokenTree::Ident(next.clone())]);
                    rest = after;
                }
                match rest {
                    // `unchecked!(…)` contains a value; `env!(…)` is only text.
                    [bang, TokenTree::Group(group), after @ ..] if is(bang, '!') => {
                        if first == "unchecked" && depth < DEEPEST {
                            gather(&flat(group.stream(), depth), paths, depth + 1);
                        }
                        rest = after;
                    }
                    _ if whole => {
                        let path: TokenStream = path.into_iter().collect();
                        paths.extend(quote!(#path,));
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

/// Returns the tokens without attributes, and without invisible brackets around tokens.
fn flat(tokens: TokenStream, depth: usize) -> Vec<TokenTree> {
    let mut output: Vec<TokenTree> = Vec::new();
    for token in tokens {
        match &token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None && depth < DEEPEST => {
                output.extend(flat(group.stream(), depth + 1));
            }
            TokenTree::Group(group)
                if group.delimiter() == Delimiter::Bracket && output.last().is_some_and(|last| is(last, '#')) =>
            {
                output.pop();
            }
            _ => output.push(token),
        }
    }
    output
}

/// Returns the number of tokens up to the end of an entry: a comma, the next key, or a base.
fn end_of_entry(tokens: &[TokenTree]) -> usize {
    let mut last: Option<&TokenTree> = None;
    let mut rest = tokens;
    while let [token, after @ ..] = rest {
        // A word directly after a value is the next key, whose comma is missing.
        let word = matches!(token, TokenTree::Ident(_)) && !matches!(last, None | Some(TokenTree::Punct(_)));
        if word || is(token, ',') || starts_base(token, after) || starts_key(token, after) {
            break;
        }
        last = Some(token);
        rest = after;
    }
    tokens.len() - rest.len()
}

/// Returns whether `key:` starts here, rather than `path::`.
fn starts_key(token: &TokenTree, after: &[TokenTree]) -> bool {
    matches!(token, TokenTree::Ident(_))
        && after.first().is_some_and(|next| is(next, ':'))
        && !after.get(1).is_some_and(|next| is(next, ':'))
}

/// Returns whether `..` starts here, rather than `..=`.
fn starts_base(token: &TokenTree, after: &[TokenTree]) -> bool {
    is(token, '.')
        && after.first().is_some_and(|next| is(next, '.'))
        && !after.get(1).is_some_and(|next| is(next, '=') || is(next, '.'))
}

fn is(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark)
}

/// Returns whether a word is a Rust keyword.
fn is_keyword(word: &Ident) -> bool {
    syn::parse2::<Ident>(TokenTree::Ident(word.clone()).into()).is_err()
}

/// Returns whether a keyword can start a path.
fn leads(word: &Ident) -> bool {
    word == "crate" || word == "self" || word == "super"
}
