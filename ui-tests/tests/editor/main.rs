//! What an editor shows in a declaration: a real rust-analyzer is asked about every word of the vocabulary.
//!
//! Skipped, with a line that says so, where there is no rust-analyzer.

mod client;
mod diagnostics;
mod project;
mod typing;
mod words;

use std::fs;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use client::{Editor, tell};
use words::{sample, sections, word};

/// Marks the cursor in a text.
const CURSOR: char = '⎀';

/// Returns the editor, which all tests share; nothing where there is none.
fn editor() -> Option<MutexGuard<'static, Editor>> {
    static EDITOR: LazyLock<Option<Mutex<Editor>>> = LazyLock::new(|| {
        let Some(version) = client::version() else {
            tell("skipped: no rust-analyzer is here; `rustup component add rust-analyzer rust-src` installs it");
            return None;
        };
        tell(&format!("{version} is asked"));
        Some(Mutex::new(Editor::start()))
    });
    EDITOR
        .as_ref()
        .map(|editor| editor.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Takes the cursor out of a text, and returns its line and column.
fn place(marked: &str) -> (String, (usize, usize)) {
    let (before, after) = marked.split_once(CURSOR).expect("the text has a cursor");
    let line = before.matches('\n').count();
    let column = before.len() - before.rfind('\n').map_or(0, |end| end + 1);
    (format!("{before}{after}"), (line, column))
}

/// Opens a text, and returns what is offered at its cursor.
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

/// Asks about the word at the cursor: whether its documentation is shown, and whether its declaration is found.
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
        faults.push(format!("{text}: `{name}` is declared elsewhere than at {targets:?}"));
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
    tell(&format!(
        "{asked} keys are documented, and found where they are declared"
    ));
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
    tell(&format!(
        "{asked} types are documented, and found where they are declared"
    ));
    assert_none(&faults);
}

#[test]
fn an_empty_section_is_offered_its_keys_and_nothing_else() {
    let Some(mut editor) = editor() else { return };
    let (mut faults, mut asked) = (Vec::new(), 0);
    for section in sections() {
        let keys = sorted(section.one.keys.iter().map(|key| key.name));
        let words = offered(&mut editor, &section.declare(&CURSOR.to_string()));
        if words != keys {
            faults.push(format!("{} is offered {words:?}", section.name()));
        }
        asked += keys.len();
    }
    tell(&format!("{asked} keys are offered"));
    assert_none(&faults);
}

#[test]
fn a_key_that_takes_types_is_offered_them_and_nothing_else() {
    let Some(mut editor) = editor() else { return };
    let (mut faults, mut asked) = (Vec::new(), 0);
    for section in sections() {
        for key in section.one.keys.iter().filter(|key| !key.shape.types().is_empty()) {
            let types = sorted(key.shape.types().iter().map(|one| one.name));
            for typed in ["", &types[0][..1]] {
                let text = section.declare(&format!("{}: {typed}{CURSOR}", key.name));
                let words = offered(&mut editor, &text);
                if words != types {
                    faults.push(format!("{} is offered {words:?} in {text}", key.name));
                }
            }
            asked += types.len();
        }
    }
    tell(&format!("{asked} types are offered"));
    assert_none(&faults);
}
