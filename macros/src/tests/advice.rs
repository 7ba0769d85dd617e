//! Pastes the suggestions of `help:` lines, and checks that they are right.

use std::fs;
use std::path::Path;
use std::str::FromStr;

use moodle_stack_model::Finding;
use moodle_stack_model::rules::check;
use proc_macro2::{TokenStream, TokenTree};

use crate::at::At;
use crate::parse::Parser;

/// Returns the findings on the first call in a file.
fn findings(file: &str) -> Vec<Finding<At>> {
    let Ok(tokens) = TokenStream::from_str(file) else {
        return Vec::new();
    };
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let call = tokens.windows(3).find_map(|window| match window {
        [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Group(group)] if name == "moodle_stack" => Some(group),
        _ => None,
    });
    let Some(group) = call else {
        return Vec::new();
    };
    let parser = Parser::parse(group.stream());
    let checked = parser
        .stacks
        .iter()
        .flat_map(|declared| check(&declared.block).findings);
    parser.findings.iter().cloned().chain(checked).collect()
}

/// Replaces the text at a place.
fn paste(file: &str, at: At, text: &str) -> String {
    let offset = |line: usize, column: usize| {
        let before: usize = file.split_inclusive('\n').take(line - 1).map(str::len).sum();
        before + file[before..].chars().take(column).map(char::len_utf8).sum::<usize>()
    };
    let (start, end) = (at.start.start(), at.end.end());
    let (start, end) = (offset(start.line, start.column), offset(end.line, end.column));
    [&file[..start], text, &file[end..]].concat()
}

/// Returns the replacement that a help text suggests: the value of "write `key: value`", the word of "did you mean `word`?".
fn offered<'h>(file: &str, finding: &'h Finding<At>) -> Option<&'h str> {
    if let Some(rest) = finding.help.strip_prefix("did you mean `") {
        return rest.split('`').next();
    }
    let text = finding.help.strip_prefix("write `")?.split('`').next()?;
    // A comma is inserted before the place, and does not replace it.
    if text.contains('…') || text == "," {
        return None;
    }
    // An inherited value is right where it is written; the fix is to set the key in this stack.
    if finding.at.via.is_some() {
        return None;
    }
    let Some((key, value)) = text.split_once(": ") else {
        return Some(text);
    };
    // A suggestion for another key cannot be pasted here.
    let (line, column) = finding.at.line_column();
    let before = &file.lines().nth(line - 1)?[..column - 1];
    before.ends_with(&format!("{key}: ")).then_some(value)
}

#[test]
fn pasted_suggestions_are_right() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui-tests/fail");
    let (mut pasted, mut wrong) = (0, Vec::new());
    for section in fs::read_dir(folder).unwrap() {
        for path in fs::read_dir(section.unwrap().path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
        {
            if path.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let file = fs::read_to_string(&path).unwrap();
            for finding in findings(&file) {
                let Some(value) = offered(&file, &finding) else {
                    continue;
                };
                let better = paste(&file, finding.at, value);
                let place = finding.at.line_column();
                let left = findings(&better);
                // A value that is right in form may still break another rule, which has its own help.
                let form = finding.id.starts_with("MS0");
                let same = left
                    .iter()
                    .find(|other| other.at.line_column() == place && (!form || other.id == finding.id));
                if let Some(same) = same {
                    wrong.push(format!("{}: {} → {}", path.display(), finding.help, same.what));
                }
                pasted += 1;
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(pasted > 100, "only {pasted} suggestions were found");
}
