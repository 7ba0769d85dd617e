//! The architecture as Rust source, with the user's own constants.

use std::collections::HashMap;

use moodle_stack_model::{KeySpan, Tree};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};

use crate::at::At;

/// Converts a tree to tokens, with `__model` as a short alias for the path of the model.
pub(crate) struct Writer<'p> {
    spans: HashMap<&'p str, &'p KeySpan<At>>,
    constants: &'p [TokenStream],
    /// The constants that contain strings, and their places.
    pub(crate) texts: Vec<(TokenStream, At)>,
}

impl<'p> Writer<'p> {
    pub(crate) fn new(spans: &'p [KeySpan<At>], constants: &'p [TokenStream]) -> Self {
        Self {
            spans: spans.iter().map(|span| (span.path.as_str(), span)).collect(),
            constants,
            texts: Vec::new(),
        }
    }

    /// Converts the value at a path.
    pub(crate) fn write(&mut self, path: &str, tree: &Tree) -> TokenStream {
        match tree {
            Tree::Option(None) => return quote!(::core::option::Option::None),
            Tree::Option(Some(held)) => {
                let held = self.write(path, held);
                return quote!(::core::option::Option::Some(#held));
            }
            Tree::Struct(name, fields) => {
                let name = ident(name);
                let fields = fields.iter().map(|(key, value)| {
                    let inner = if path.is_empty() {
                        (*key).into()
                    } else {
                        format!("{path}.{key}")
                    };
                    let (key, value) = (ident(key), self.write(&inner, value));
                    quote!(#key: #value)
                });
                return quote!(__model::#name { #(#fields),* });
            }
            Tree::Variant(name, variant, held) => {
                let (name, variant) = (ident(name), ident(variant));
                let held = held.as_ref().map(|held| {
                    let held = self.write(path, held);
                    quote!((#held))
                });
                return quote!(__model::#name::#variant #held);
            }
            _ => {}
        }
        let span = self.spans.get(path).copied();
        match (tree, span.and_then(|span| self.constant(span.value))) {
            (_, None) => {}
            (Tree::Range(min, _), Some((tokens, at))) => {
                let number = if matches!(**min, Tree::Decimal(_)) {
                    quote!(f64)
                } else {
                    quote!(u32)
                };
                // If it is not a range, rustc reports that at this constant rather than at an internal function.
                return quote_spanned! {at.end=>
                    __model::Range::of(&{
                        const RANGE: ::core::ops::RangeInclusive<#number> = #tokens;
                        RANGE
                    })
                };
            }
            (Tree::Texts(_), Some((tokens, at))) => {
                self.text(quote!(&#tokens), at);
                return quote!(__model::Texts::new(&#tokens));
            }
            (Tree::Text(_), Some((tokens, at))) => {
                self.text(quote!(&[#tokens]), at);
                return tokens;
            }
            (_, Some((tokens, _))) => return tokens,
        }
        let part = |index: usize| span.and_then(|span| self.constant(*span.items.get(index)?));
        match tree {
            Tree::Range(min, max) => {
                let end = |index, plain_end| part(index).map_or_else(|| plain(plain_end), |(tokens, _)| tokens);
                let (min, max) = (end(0, min), end(1, max));
                quote!(__model::Range { min: #min, max: #max })
            }
            Tree::Texts(texts) => {
                let parts: Vec<_> = (0..texts.len()).map(part).collect();
                for (tokens, at) in parts.iter().flatten() {
                    self.text(quote!(&[#tokens]), *at);
                }
                let texts = texts.iter().zip(parts);
                let texts = texts.map(|(text, part)| part.map_or_else(|| quote!(#text), |(tokens, _)| tokens));
                quote!(__model::Texts::new(&[#(#texts),*]))
            }
            _ => plain(tree),
        }
    }

    /// Records a constant that contains strings.
    fn text(&mut self, tokens: TokenStream, at: At) {
        if !at.unchecked {
            self.texts.push((tokens, at));
        }
    }

    fn constant(&self, at: At) -> Option<(TokenStream, At)> {
        Some((self.constants.get(at.constant?)?.clone(), at))
    }
}

/// Converts a value that contains no other.
fn plain(tree: &Tree) -> TokenStream {
    match tree {
        Tree::Text(text) => quote!(#text),
        Tree::Number(number) => quote!(#number),
        Tree::Decimal(number) => {
            let number = Literal::f64_suffixed(*number);
            quote!(#number)
        }
        Tree::Switch(on) => quote!(#on),
        // The others are handled above.
        _ => TokenStream::new(),
    }
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
