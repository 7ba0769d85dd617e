//! What rust-analyzer sees of a declaration.
//!
//! To the editor, the inside of a macro's call is nothing but tokens, until they come out again as Rust. So each section is
//! written once more, as a literal of its struct in the model, with the user's own tokens for keys, types and constants:
//! hover, go-to-definition and completion then work on them as anywhere. `cfg(rust_analyzer)` hides it from rustc.
//!
//! While somebody types, hardly anything is whole. So this works on the tokens as they come, beside the parser, reports
//! nothing, and passes on only what is sure to be Rust again.

use moodle_stack_model::{Architecture, Shape, Type};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::quote;

use crate::parse::is_constant;

/// How deep brackets are looked into. The vocabulary needs four.
const DEEPEST: usize = 24;

/// How many blanks stand at the end of a section, and how many fewer for each word that is no key.
///
/// To complete, rust-analyzer expands once more with a made-up word at the cursor, and looks for the section in the first
/// expansion by the place that it has in the second, less the length of that word. What the word brings with it beyond its
/// own length has to be saved elsewhere in the section, or another section around it is found.
const ROOM: usize = 160;
const STEP: usize = 32;

/// Writes the sections of all stacks of a call for rust-analyzer.
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
    // rustc tells the user of each `cfg` that it does not know, unless an item around it says otherwise.
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

/// What is known while one stack is written.
struct Shadow<'t> {
    /// The stacks before this one, which it can take something over from.
    earlier: &'t [&'t Ident],
}

impl Shadow<'_> {
    /// Writes a section as a literal of its struct.
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
                TokenTree::Punct(_) if begins_base(token, after) => {
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

    /// Writes one key with its value; tells whether the key is one.
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
            // A key that is being typed. It completes in spite of the `cfg`, without which it were a second error.
            (None, value) => {
                let value = value.map_or_else(|| quote!(()), constants);
                (quote!(#[cfg(any())] #key: #value,), false)
            }
        }
    }

    /// Writes the value of a key.
    fn value(&self, shape: &Shape, value: &[TokenTree]) -> TokenStream {
        let types = shape.types();
        let Some(first) = types.first().filter(|one| !one.words.is_empty()) else {
            return constants(value);
        };
        let words = Ident::new(first.words, Span::call_site());
        let first = Ident::new(first.name, Span::call_site());
        let (word, behind) = match value {
            [TokenTree::Ident(word), behind @ ..] => (word, behind),
            // Where a word is missing, one stands already in the place of what will be typed.
            [] => (&first, value),
            [TokenTree::Group(group), ..] if group.delimiter() == Delimiter::Brace => (&first, value),
            _ => return constants(value),
        };
        let name = word.to_string();
        let known = types.iter().find(|one| one.name == name);
        // A single letter is rather the beginning of a type.
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
            // A word without its keys, or one that is being typed: the path is all that completion needs.
            _ => path,
        };
        quote!(__editor::any(#written))
    }

    /// Writes what a section takes over: the stack, and the keys that lead from it to the section.
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
        // Behind a last dot, the next name has its place already.
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

/// Stands for a value with nothing in it to tell of. It fits every type, and takes few tokens, as most values do.
fn nothing() -> TokenStream {
    quote!(loop {})
}

/// Writes the constants in a value, and nothing else of it.
fn constants(value: &[TokenTree]) -> TokenStream {
    let mut paths = TokenStream::new();
    gather(value, &mut paths, 0);
    if paths.is_empty() {
        nothing()
    } else {
        quote!(__editor::any((#paths)))
    }
}

/// Collects the paths of constants, with a comma behind each.
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
                    // `unchecked!(…)` holds a value; what `env!(…)` gives is text, with nothing to say about it.
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

/// Returns the tokens without attributes, and with those of invisible brackets in the place of the brackets.
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

/// Finds where an entry ends: at a comma, at the next key, or at a base.
fn end_of_entry(tokens: &[TokenTree]) -> usize {
    let mut last: Option<&TokenTree> = None;
    let mut rest = tokens;
    while let [token, after @ ..] = rest {
        // A word directly behind a value is the next key, and the comma before it is missing.
        let word = matches!(token, TokenTree::Ident(_)) && !matches!(last, None | Some(TokenTree::Punct(_)));
        if word || is(token, ',') || begins_base(token, after) || begins_key(token, after) {
            break;
        }
        last = Some(token);
        rest = after;
    }
    tokens.len() - rest.len()
}

/// Tells whether `key:` begins here, and not `path::`.
fn begins_key(token: &TokenTree, after: &[TokenTree]) -> bool {
    matches!(token, TokenTree::Ident(_))
        && after.first().is_some_and(|next| is(next, ':'))
        && !after.get(1).is_some_and(|next| is(next, ':'))
}

/// Tells whether `..` begins here, and not `..=`.
fn begins_base(token: &TokenTree, after: &[TokenTree]) -> bool {
    is(token, '.')
        && after.first().is_some_and(|next| is(next, '.'))
        && !after.get(1).is_some_and(|next| is(next, '=') || is(next, '.'))
}

fn is(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark)
}

/// Tells whether a word can be no name in Rust.
fn is_keyword(word: &Ident) -> bool {
    syn::parse2::<Ident>(TokenTree::Ident(word.clone()).into()).is_err()
}

/// Tells whether a keyword can stand in a path.
fn leads(word: &Ident) -> bool {
    word == "crate" || word == "self" || word == "super"
}
