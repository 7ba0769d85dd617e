//! Compile errors and warnings for findings.

use moodle_stack_model::Finding;
use moodle_stack_model::rules::{GRAMMAR, Level, RULES};
use proc_macro2::{Delimiter, Group, Ident, Literal, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use crate::at::At;

/// Formats the text that rustc shows after `error: `.
///
/// rustc indents each further line by the width of this word; the leading spaces align the lines with rustc's own.
fn message(finding: &Finding<At>, inherited: Option<At>) -> String {
    let mut text = finding.what.clone();
    let mut line = |line: String| {
        text.push('\n');
        text.push_str(&line);
    };
    if let Some(base) = inherited {
        line(format!("  --> the value is inherited from {}", base.describe()));
    }
    if let Some((what, at)) = &finding.against {
        line(format!("  --> {what} at {}", at.describe()));
    }
    line(format!("   = help: {}", finding.help));
    let grammar = GRAMMAR.iter().find(|rule| rule.id == finding.id);
    let why = grammar
        .filter(|_| finding.note.is_empty())
        .map_or(finding.note.as_str(), |rule| rule.why);
    line(format!("   = note: {why} [{}]", finding.id));
    let declared = RULES.iter().find(|rule| rule.id == finding.id);
    let source = declared.map(|rule| rule.source);
    if let Some(source) = source.or(grammar.and_then(|rule| rule.source)) {
        line(format!("   = note: see {source}"));
    }
    text
}

/// Returns the tokens that make rustc report a finding at a place.
pub(crate) fn report(finding: &Finding<At>, at: At, inherited: Option<At>) -> TokenStream {
    let message = message(finding, inherited);
    match finding.level {
        Level::Refused => error(at, &message),
        Level::Warned => warning(at, finding.id, &message),
    }
}

/// Returns the tokens that make rustc warn.
///
/// Macros cannot warn on stable Rust, <https://github.com/rust-lang/rust/issues/54140>. The use of a deprecated item can, and
/// `-D warnings` turns it into an error.
fn warning(at: At, id: &str, message: &str) -> TokenStream {
    let defined = Ident::new(id, proc_macro2::Span::call_site());
    let used = Ident::new(id, at.start);
    quote! {
        const _: () = {
            #[deprecated(note = #message)]
            const #defined: () = ();
            #used
        };
    }
}

/// Returns the tokens that make rustc report an error.
fn error(at: At, message: &str) -> TokenStream {
    let mut literal = Literal::string(message);
    literal.set_span(at.end);
    let mut group = Group::new(Delimiter::Brace, TokenTree::Literal(literal).into());
    group.set_span(at.end);
    // rustc underlines from the first to the last token of the call, and an editor the macro's name. The token in between has
    // the span of the whole declaration: otherwise an editor would show the crate `core` when the user hovers over the word.
    let mut tokens = quote_spanned!(at.start=> ::);
    tokens.extend(quote!(core));
    tokens.extend(quote_spanned!(at.start=> ::compile_error!));
    tokens.extend([TokenTree::Group(group)]);
    tokens
}
