//! From the tokens of a call to the tokens of its expansion.

use std::collections::HashSet;

use moodle_stack_model::Field as _;
use moodle_stack_model::rules::{Checked, Rule, check};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::quote;

use crate::at::At;
use crate::parse::{Declared, Parser};
use crate::report;
use crate::shadow::shadow;
use crate::tree::Writer;

/// Expands a call: each stack's struct, and an error for each thing that is wrong in any of them.
///
/// The structs are there in any case, so that their uses elsewhere do not fail as well.
pub(crate) fn expand(tokens: TokenStream) -> TokenStream {
    let shadow = shadow(tokens.clone());
    let parser = Parser::parse(tokens);
    let mut errors: Vec<(At, String)> = Vec::new();
    let mut output = shadow;
    let (mut told, mut defined) = (HashSet::new(), HashSet::new());
    for finding in &parser.findings {
        errors.push((finding.at, report::message(finding, None)));
    }
    for declared in &parser.stacks {
        let checked = check(&declared.block);
        for finding in &checked.findings {
            let new = told.insert((finding.id, finding.at.line_column()));
            match finding.at.via.and_then(|via| parser.bases.get(via)) {
                None => errors.push((finding.at, report::message(finding, None))),
                // What was right where it is written is wrong in this stack.
                Some(base) if new => errors.push((*base, report::message(finding, Some(finding.at)))),
                // What is wrong where it is written is told once.
                Some(_) => {}
            }
        }
        if defined.insert(declared.identifier.to_string()) {
            output.extend(stack(declared, &checked, &parser.constants));
        }
    }
    errors.sort_by_key(|(at, _)| at.line_column());
    for (at, message) in errors {
        output.extend(report::error(at, &message));
    }
    output
}

/// Writes one stack.
fn stack(declared: &Declared, checked: &Checked<At>, constants: &[TokenStream]) -> TokenStream {
    let (identifier, name) = (&declared.identifier, &declared.name);
    let docs = if declared.docs.is_empty() {
        let doc = format!("The stack `{name}`.");
        quote!(#[doc = #doc])
    } else {
        let docs = &declared.docs;
        quote!(#(#docs)*)
    };
    let architecture = Writer::new(&checked.places, constants).write("", &checked.architecture.tree());
    let mut locations = vec![location("", declared.block.name_at)];
    locations.extend(checked.places.iter().map(|place| location(&place.path, place.value)));
    let deferred = checked
        .deferred
        .iter()
        .map(|(rule, at)| deferred(identifier, rule, *at));
    quote! {
        #docs
        #[allow(dead_code, unreachable_pub)]
        pub struct #identifier;

        #[allow(dead_code, unreachable_pub)]
        impl #identifier {
            /// Returns the checked declaration.
            #[must_use]
            pub const fn stack() -> ::moodle_stack::model::Stack {
                const {
                    ::moodle_stack::model::Stack {
                        name: #name,
                        architecture: #architecture,
                        file: ::core::file!(),
                        locations: &[#(#locations),*],
                    }
                }
            }
        }

        #(#deferred)*
    }
}

fn location(path: &str, at: At) -> TokenStream {
    let (line, column) = at.line_column();
    let (line, column) = (u32::try_from(line).unwrap_or(0), u32::try_from(column).unwrap_or(0));
    quote!(::moodle_stack::model::Location { path: #path, line: #line, column: #column })
}

/// Runs a rule in `const` evaluation, on the value that the compiler knows.
fn deferred(identifier: &Ident, rule: &Rule, at: At) -> TokenStream {
    let id = rule.id;
    let name = Ident::new(rule.name, Span::call_site());
    let arguments = quote! {
        #id,
        ::moodle_stack::model::rules::#name(&#identifier::stack().architecture)
    };
    // rustc underlines the call, from its first to its last token.
    let mut arguments = Group::new(Delimiter::Parenthesis, arguments);
    arguments.set_span(at.end);
    // Only brackets have the constant's place: an editor would tell of words in it whoever asks it about the constant.
    let mut function = Group::new(Delimiter::Parenthesis, quote!(::moodle_stack::model::rules::require));
    function.set_span(at.start);
    quote!(const _: () = #function #arguments;)
}
