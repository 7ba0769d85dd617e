//! Findings to compile errors.

use moodle_stack_model::Finding;
use moodle_stack_model::rules::GRAMMAR;
use proc_macro2::{Delimiter, Group, Literal, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use crate::at::At;

/// Writes what rustc shows after `error: `.
///
/// rustc indents each further line by the width of that word; the blanks here put the lines where rustc puts its own.
pub(crate) fn message(finding: &Finding<At>, taken_over: Option<At>) -> String {
    let mut text = finding.what.clone();
    let mut line = |line: String| {
        text.push('\n');
        text.push_str(&line);
    };
    if let Some(base) = taken_over {
        line(format!("  --> the value is taken over from {}", base.describe()));
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
    text
}

/// Makes the tokens that tell rustc to stop, at a place.
pub(crate) fn error(at: At, message: &str) -> TokenStream {
    let mut literal = Literal::string(message);
    literal.set_span(at.end);
    let mut group = Group::new(Delimiter::Brace, TokenTree::Literal(literal).into());
    group.set_span(at.end);
    // rustc underlines from the first to the last token of the call, and an editor the macro's name. What is between has the
    // place of the whole declaration, lest the editor tell of the crate `core` whoever asks it about the word here.
    let mut tokens = quote_spanned!(at.start=> ::);
    tokens.extend(quote!(core));
    tokens.extend(quote_spanned!(at.start=> ::compile_error!));
    tokens.extend([TokenTree::Group(group)]);
    tokens
}
