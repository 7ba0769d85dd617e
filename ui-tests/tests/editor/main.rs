//! Tests of an editor's view of a declaration: they ask a real rust-analyzer about every word of the vocabulary.
//!
//! Skipped with a message if rust-analyzer is not installed.

mod client;
mod diagnostics;
mod project;
mod typing;
mod words;

use std::fs;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use client::{Editor, print};
use words::{sample, sections, word};

/// Marks the cursor in a text.
const CURSOR: char = '⎀';

/// Returns the editor, which all tests share, if rust-analyzer is installed.
fn editor() -> Option<MutexGuard<'static, Editor>> {
    static EDITOR: LazyLock<Option<Mutex<Editor>>> = LazyLock::new(|| {
        let Some(version) = client::version() else {
            print("skipped: rust-analyzer is not installed; `rustup component add rust-analyzer rust-src` installs it");
            return None;
        };
        print(&format!("testing {version}"));
        Some(Mutex::new(Editor::start()))
    });
    EDITOR
        .as_ref()
        .map(|editor| editor.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Removes the cursor from a text, and returns its line and column.
fn place(marked: &str) -> (String, (usize, usize)) {
    let (before, after) = marked.split_once(CURSOR).expect("the text has a cursor");
    let line = before.matches('\n').count();
    let column = before.len() - before.rfind('\n').map_or(0, |end| end + 1);
    (format!("{before}{after}"), (line, column))
}

/// Opens a text, and returns the completions at its cursor.
fn offered(editor: &mut Editor, marked: &str) -> Vec<String> {
    let (text, place) = place(marked);
    editor.write(&text);
    editor.completions(place)
}

fn sorted(words: impl IntoIterator<Item = &'static str>) -> Vec<String> {
    let mut words: Vec<String> = words.into_iter().map(str::to_owned).collect();
    words.sort();
    words
}

/// Checks that the documentation of the word at the cursor is shown, and that its declaration is found.
fn ask(editor: &mut Editor, marked: &str, name: &str, doc: &[&str], faults: &mut Vec<String>) {
    let (text, place) = place(marked);
    editor.write(&text);
    let expected: Vec<&str> = doc.iter().flat_map(|line| line.split_whitespace()).collect();
    let expected = expected.join(" ");
    let shown = editor.hover(place);
    let flat: Vec<&str> = shown.split_whitespace().collect();
    if !flat.join(" ").contains(&expected) {
        faults.push(format!(
            "{text}: `{name}` is not documented as {expected:?} but as {shown:?}"
        ));
    }
    let targets = editor.definition(place);
    let found = targets.iter().any(|target| {
        let source = fs::read_to_string(&target.file).unwrap_or_default();
        let lines: Vec<&str> = source.lines().collect();
        let here = lines.get(target.line).and_then(|line| line.get(target.column..));
        let above = target.line.checked_sub(1).and_then(|line| lines.get(line));
        target.file.contains("/model/src/vocabulary/")
            && here.is_some_and(|here| here.starts_with(name))
            && above.is_some_and(|above| above.trim() == format!("///{}", doc.last().unwrap_or(&"")))
    });
    if !found {
        faults.push(format!("{text}: `{name}` is not declared at {targets:?}"));
    }
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_key_shows_its_documentation_and_leads_to_its_declaration() {
    let Some(mut editor) = editor() else { return };
    let (mut faults, mut asked) = (Vec::new(), 0);
    for section in sections() {
        for key in section.one.keys {
            let (first, rest) = key.name.split_at(1);
            let text = section.declare(&format!("{first}{CURSOR}{rest}: {}", sample(key)));
            ask(&mut editor, &text, key.name, key.doc, &mut faults);
            asked += 1;
        }
    }
    print(&format!("{asked} keys are documented, and lead to their declarations"));
    assert_none(&faults);
}

#[test]
fn every_type_shows_its_documentation_and_leads_to_its_declaration() {
    let Some(mut editor) = editor() else { return };
    let (mut faults, mut asked) = (Vec::new(), 0);
    for section in sections() {
        for key in section.one.keys {
            for one in key.shape.types() {
                let (first, rest) = one.name.split_at(1);
                let value = word(one).replacen(one.name, &format!("{first}{CURSOR}{rest}"), 1);
                let text = section.declare(&format!("{}: {value}", key.name));
                ask(&mut editor, &text, one.name, one.doc, &mut faults);
                asked += 1;
            }
        }
    }
    print(&format!("{asked} types are documented, and lead to their declarations"));
    assert_none(&faults);
}

#[test]
fn completions_in_an_empty_section_are_exactly_its_keys() {
    let Some(mut editor) = editor() else { return };
    let (mut faults, mut asked) = (Vec::new(), 0);
    for section in sections() {
        let keys = sorted(section.one.keys.iter().map(|key| key.name));
        let words = offered(&mut editor, &section.declare(&CURSOR.to_string()));
        if words != keys {
            faults.push(format!("{} has the completions {words:?}", section.name()));
        }
        asked += keys.len();
    }
    print(&format!("{asked} keys are completed"));
    assert_none(&faults);
}

#[test]
fn completions_for_a_key_are_exactly_its_types() {
    let Some(mut editor) = editor() else { return };
    let (mut faults, mut asked) = (Vec::new(), 0);
    for section in sections() {
        for key in section.one.keys.iter().filter(|key| !key.shape.types().is_empty()) {
            let types = sorted(key.shape.types().iter().map(|one| one.name));
            for typed in ["", &types[0][..1]] {
                let text = section.declare(&format!("{}: {typed}{CURSOR}", key.name));
                let words = offered(&mut editor, &text);
                if words != types {
                    faults.push(format!("{} has the completions {words:?} in {text}", key.name));
                }
            }
            asked += types.len();
        }
    }
    print(&format!("{asked} types are completed"));
    assert_none(&faults);
}
