//! From the tokens of a call to the tokens of its expansion.

use std::collections::HashSet;

use moodle_stack_model::Field as _;
use moodle_stack_model::rules::{Checked, Level, Rule, check};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::quote;

use crate::at::At;
use crate::parse::{Declared, Parser};
use crate::report;
use crate::shadow::shadow;
use crate::tree::Writer;

/// Expands a call: each stack's struct, and an error or a warning for each thing that is wrong in any of them.
///
/// The structs are there in any case, so that their uses elsewhere do not fail as well.
pub(crate) fn expand(tokens: TokenStream) -> TokenStream {
    let shadow = shadow(tokens.clone());
    let parser = Parser::parse(tokens);
    let mut messages: Vec<(At, TokenStream)> = Vec::new();
    let mut output = shadow;
    let (mut told, mut defined) = (HashSet::new(), HashSet::new());
    for finding in &parser.findings {
        messages.push((finding.at, report::report(finding, finding.at, None)));
    }
    for declared in &parser.stacks {
        let checked = check(&declared.block);
        for finding in &checked.findings {
            let new = told.insert((finding.id, finding.at.line_column()));
            let (at, taken_over) = match finding.at.via.and_then(|via| parser.bases.get(via)) {
                None => (finding.at, None),
                // What was right where it is written is wrong in this stack.
                Some(base) if new => (*base, Some(finding.at)),
                // What is wrong where it is written is told once.
                Some(_) => continue,
            };
            messages.push((at, report::report(finding, at, taken_over)));
        }
        if defined.insert(declared.identifier.to_string()) {
            output.extend(stack(declared, &checked, &parser.constants));
        }
    }
    messages.sort_by_key(|(at, _)| at.line_column());
    output.extend(messages.into_iter().map(|(_, tokens)| tokens));
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
    let mut writer = Writer::new(&checked.spans, constants);
    let architecture = writer.write("", &checked.architecture.tree());
    let no_secrets = writer.texts.iter().map(|(tokens, at)| {
        let check = quote!(::moodle_stack::model::rules::require_no_secret);
        in_const(*at, &check, tokens)
    });
    let mut locations = vec![location("", declared.block.name_at)];
    locations.extend(checked.spans.iter().map(|place| location(&place.path, place.value)));
    let (warned, refused): (Vec<_>, Vec<_>) = checked
        .deferred
        .iter()
        .partition(|(rule, _)| rule.level == Level::Warned);
    let deferred = refused.iter().map(|(rule, at)| deferred(identifier, rule, *at));
    let warned = warned.iter().map(|(rule, _)| rule.id);
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
                    use ::moodle_stack::model as __model;
                    __model::Stack {
                        name: #name,
                        architecture: #architecture,
                        file: ::core::file!(),
                        locations: &[#(#locations),*],
                        deferred_warnings: &[#(#warned),*],
                    }
                }
            }
        }

        #(#no_secrets)*
        #(#deferred)*
    }
}

fn location(path: &str, at: At) -> TokenStream {
    let (line, column) = at.line_column();
    let (line, column) = (u32::try_from(line).unwrap_or(0), u32::try_from(column).unwrap_or(0));
    quote!(__model::Location::new(#path, #line, #column))
}

/// Runs a rule in `const` evaluation, on the value that the compiler knows.
fn deferred(identifier: &Ident, rule: &Rule, at: At) -> TokenStream {
    let id = rule.id;
    let problem = judged(identifier, rule);
    in_const(
        at,
        &quote!(::moodle_stack::model::rules::require),
        &quote!(#id, #problem),
    )
}

/// Writes what [`Rule::evaluate`] does: `const` evaluation cannot call a rule through the table.
fn judged(identifier: &Ident, rule: &Rule) -> TokenStream {
    let name = Ident::new(rule.name, Span::call_site());
    let check = quote!(::moodle_stack::model::rules::#name(&#identifier::stack().architecture));
    if rule.unless.is_empty() {
        return check;
    }
    let causes = rule.unless.iter().filter_map(|id| Rule::by_id(id));
    let causes = causes.map(|cause| judged(identifier, cause));
    quote! {
        if #(::core::option::Option::is_some(&#causes))||* { ::core::option::Option::None } else { #check }
    }
}

/// Calls a function in `const` evaluation; where it panics, rustc underlines what stands at a place.
fn in_const(at: At, function: &TokenStream, arguments: &TokenStream) -> TokenStream {
    // rustc underlines the call, from its first to its last token: here brackets, since of words in the place of a constant
    // an editor would tell whoever asks it about the constant.
    let parenthesis = |tokens: &TokenStream, span| {
        let mut group = Group::new(Delimiter::Parenthesis, tokens.clone());
        group.set_span(span);
        group
    };
    let (function, arguments) = (parenthesis(function, at.start), parenthesis(arguments, at.end));
    quote!(const _: () = #function #arguments;)
}
