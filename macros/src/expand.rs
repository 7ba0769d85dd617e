//! The expansion of a call.

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

/// Expands a call to the struct of each stack, and an error or a warning for each finding.
///
/// The structs are always defined, so that their uses elsewhere do not fail as well.
pub(crate) fn expand(tokens: TokenStream) -> TokenStream {
    let shadow = shadow(tokens.clone());
    let parser = Parser::parse(tokens);
    let mut messages: Vec<(At, TokenStream)> = Vec::new();
    let mut output = shadow;
    let (mut reported, mut defined) = (HashSet::new(), HashSet::new());
    for finding in &parser.findings {
        messages.push((finding.at, report::report(finding, finding.at, None)));
    }
    for declared in &parser.stacks {
        let checked = check(&declared.block);
        for finding in &checked.findings {
            let new = reported.insert((finding.id, finding.at.line_column()));
            let (at, inherited) = match finding.at.via.and_then(|via| parser.bases.get(via)) {
                None => (finding.at, None),
                // The value was valid in the stack where it is written, but is not in this one.
                Some(base) if new => (*base, Some(finding.at)),
                // The value is wrong where it is written, and has been reported there.
                Some(_) => continue,
            };
            messages.push((at, report::report(finding, at, inherited)));
        }
        if defined.insert(declared.identifier.to_string()) {
            output.extend(stack(declared, &checked, &parser.constants));
        }
    }
    messages.sort_by_key(|(at, _)| at.line_column());
    output.extend(messages.into_iter().map(|(_, tokens)| tokens));
    output
}

/// Expands one stack.
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
    locations.extend(checked.spans.iter().map(|span| location(&span.path, span.value)));
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

/// Evaluates a rule in `const` evaluation, with the values that only the compiler knows.
fn deferred(identifier: &Ident, rule: &Rule, at: At) -> TokenStream {
    let id = rule.id;
    let problem = evaluated(identifier, rule);
    in_const(
        at,
        &quote!(::moodle_stack::model::rules::require),
        &quote!(#id, #problem),
    )
}

/// Writes the equivalent of [`Rule::evaluate`], since `const` evaluation cannot call functions through the table of rules.
fn evaluated(identifier: &Ident, rule: &Rule) -> TokenStream {
    let name = Ident::new(rule.name, Span::call_site());
    let check = quote!(::moodle_stack::model::rules::#name(&#identifier::stack().architecture));
    if rule.unless.is_empty() {
        return check;
    }
    let causes = rule.unless.iter().filter_map(|id| Rule::by_id(id));
    let causes = causes.map(|cause| evaluated(identifier, cause));
    quote! {
        if #(::core::option::Option::is_some(&#causes))||* { ::core::option::Option::None } else { #check }
    }
}

/// Calls a function in `const` evaluation; if it panics, rustc underlines the given place.
fn in_const(at: At, function: &TokenStream, arguments: &TokenStream) -> TokenStream {
    // rustc underlines the call from its first to its last token. Both are parentheses here: an editor would show words with
    // the span of a constant when the user hovers over the constant.
    let parenthesis = |tokens: &TokenStream, span| {
        let mut group = Group::new(Delimiter::Parenthesis, tokens.clone());
        group.set_span(span);
        group
    };
    let (function, arguments) = (parenthesis(function, at.start), parenthesis(arguments, at.end));
    quote!(const _: () = #function #arguments;)
}
