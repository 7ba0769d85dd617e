//! What rust-analyzer sees of a declaration.
//!
//! To the editor, the inside of a macro's call is nothing but tokens, until they come out again as Rust. So each section is
//! written once more, as a literal of its struct in the model, with the user's own tokens for keys, types and constants:
//! hover, go-to-definition and completion then work on them as anywhere. `cfg(rust_analyzer)` hides it from rustc.
//!
//! While somebody types, hardly anything is whole. So this works on the tokens as they come, beside the parser, reports
//! nothing, and passes on only what is sure to be Rust again.

use moodle_stack_model::{Architecture, Type};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::quote;

/// How deep brackets are looked into. The vocabulary needs four.
const DEEPEST: usize = 24;

/// How many blanks stand at the end of a section, and how many fewer for each key that is not whole.
///
/// To complete, rust-analyzer expands once more with a made-up word at the cursor, and looks for the section in the first
/// expansion by the place that it has in the second, less the length of that word. What the word brings with it beyond its
/// own length has to be saved elsewhere in the section, or another section around it is found.
const ROOM: usize = 160;
const STEP: usize = 32;

/// Writes the sections of all stacks of a call for rust-analyzer.
pub(crate) fn shadow(tokens: TokenStream) -> TokenStream {
    let tokens = flat(tokens, 0);
    let stacks = tokens.windows(2).filter_map(|pair| match pair {
        [TokenTree::Ident(_), TokenTree::Group(group)] if group.delimiter() == Delimiter::Brace => {
            Some(section(&quote!(__editor::Architecture), &Architecture::TYPE, group))
        }
        _ => None,
    });
    // rustc tells the user of each `cfg` that it does not know, unless an item around it says otherwise.
    quote! {
        #[allow(unexpected_cfgs)]
        const _: () = {
            #[cfg(rust_analyzer)]
            const _: () = {
                use ::moodle_stack::model::editor as __editor;
                #(let _ = #stacks;)*
            };
        };
    }
}

/// Writes a section as a literal of its struct.
fn section(path: &TokenStream, one: &Type, group: &Group) -> TokenStream {
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
                let (field, whole) = field(one, key, value);
                fields.extend(field);
                room = if whole { room } else { room.saturating_sub(STEP) };
            }
            TokenTree::Punct(_) if begins_base(token, after) => {
                let (path, behind) = after.split_at(end_of_entry(after.get(1..).unwrap_or_default()) + 1);
                rest = behind;
                base = inherited(path);
            }
            _ => {}
        }
    }
    let room = " ".repeat(room);
    quote!(#path { #fields ..{ #base __editor::rest(#room) } })
}

/// Writes one key with its value; tells whether both are whole.
fn field(one: &Type, key: &Ident, value: Option<&[TokenTree]>) -> (TokenStream, bool) {
    let name = key.to_string();
    let known = one.keys.iter().find(|known| known.name == name);
    match (known, value) {
        (Some(known), Some(value)) => {
            let value = match known.shape.types() {
                [] => constants(value),
                types => typed(types, value),
            };
            (quote!(#key: #value,), true)
        }
        (Some(_), None) => (quote!(#key: (),), false),
        (None, _) if is_keyword(key) => (TokenStream::new(), true),
        // A key that is being typed. It completes in spite of the `cfg`, without which it were a second error.
        (None, value) => {
            let value = value.map_or_else(|| quote!(()), constants);
            (quote!(#[cfg(any())] #key: #value,), false)
        }
    }
}

/// Writes the value of a key that takes types.
fn typed(types: &[Type], value: &[TokenTree]) -> TokenStream {
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
    let other = is_constant(&name) || matches!(behind, [next, ..] if is(next, ':') || is(next, '!'));
    if known.is_none() && (other || is_keyword(word)) {
        return constants(value);
    }
    let path = quote!(__editor::#words::#word);
    let written = match (known, behind) {
        (Some(one), _) if one.keys.is_empty() => path,
        (Some(one), [TokenTree::Group(group), ..]) if group.delimiter() == Delimiter::Brace => {
            section(&path, one, group)
        }
        // A word without its keys, or one that is being typed: the path is all that completion needs.
        _ => path,
    };
    quote!(__editor::any(#written))
}

/// Writes the constants in a value, and nothing else of it.
fn constants(value: &[TokenTree]) -> TokenStream {
    let mut paths = TokenStream::new();
    gather(value, &mut paths, 0);
    quote!(__editor::any((#paths)))
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
                let mut whole = !is_keyword(first) || begins_path(first);
                while let [one, two, TokenTree::Ident(next), after @ ..] = rest
                    && is(one, ':')
                    && is(two, ':')
                {
                    whole &= !is_keyword(next) || begins_path(next);
                    path.extend([one.clone(), two.clone(), TokenTree::Ident(next.clone())]);
                    rest = after;
                }
                match rest {
                    // `env!(…)`: what it gives is text, with nothing to say about it.
                    [bang, TokenTree::Group(_), after @ ..] if is(bang, '!') => rest = after,
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

/// Writes what a section takes over: the stack, and the keys that lead from it to the section.
fn inherited(tokens: &[TokenTree]) -> TokenStream {
    let mut names = tokens.iter().filter_map(|token| match token {
        TokenTree::Ident(name) => Some(name),
        _ => None,
    });
    let mut steps = TokenStream::new();
    if let Some(stack) = names.next()
        && !is_keyword(stack)
    {
        steps.extend(quote!(let _ = #stack;));
    }
    let mut here = vec![(quote!(__editor::Architecture), Architecture::TYPE)];
    for name in names {
        let text = name.to_string();
        let owner = here.iter().find(|(_, one)| one.keys.iter().any(|key| key.name == text));
        let Some((path, one)) = owner.or(here.first()) else {
            break;
        };
        if !is_keyword(name) {
            steps.extend(quote!(let _ = #path { #name: __editor::any(()), ..__editor::rest("") };));
        }
        let key = one.keys.iter().find(|key| key.name == text);
        let types = key.map_or(&[][..], |key| key.shape.types()).iter();
        here = types
            .filter(|one| !one.keys.is_empty())
            .map(|one| {
                let (words, word) = (
                    Ident::new(one.words, Span::call_site()),
                    Ident::new(one.name, Span::call_site()),
                );
                (quote!(__editor::#words::#word), *one)
            })
            .collect();
    }
    steps
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
    let ends = |i: usize| {
        let (token, after) = (&tokens[i], &tokens[i + 1..]);
        is(token, ',') || begins_base(token, after) || begins_key(token, after)
    };
    (0..tokens.len()).find(|i| ends(*i)).unwrap_or(tokens.len())
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

/// Tells a constant's name from a type's: constants are in capitals.
fn is_constant(name: &str) -> bool {
    name.len() > 1 && !name.chars().any(|letter| letter.is_ascii_lowercase())
}

/// Tells whether a word can be no name in Rust.
fn is_keyword(word: &Ident) -> bool {
    syn::parse2::<Ident>(TokenTree::Ident(word.clone()).into()).is_err()
}

/// Tells whether a keyword can begin an expression that is a path or a literal.
fn begins_path(word: &Ident) -> bool {
    ["crate", "self", "super", "true", "false"]
        .iter()
        .any(|one| word == one)
}
