//! Checks the declarations of `ui-tests` without a compiler, against the output of rustc next to each.
//!
//! `ui-tests` compiles the same declarations, which takes minutes. Here a rule that reports too much, too little or
//! something else fails at once.

use std::fs;
use std::path::{Path, PathBuf};

use super::declaration::{LineColumn, declaration};
use crate::rules::{Level, check};

/// A finding: its place, the id of its rule, what is wrong, and the help.
type Found = (LineColumn, String, String, String);

#[test]
fn wrong_declarations_have_exactly_the_findings_that_rustc_prints() {
    let mut read = 0;
    for path in files("fail") {
        let Some(declared) = declaration(&text(&path)) else {
            continue;
        };
        let mut found: Vec<Found> = check(&declared)
            .findings
            .into_iter()
            .map(|finding| (finding.at, finding.id.to_owned(), finding.what, finding.help))
            .collect();
        let mut expected = printed(&text(&path.with_extension("stderr")));
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{}", path.display());
        read += 1;
    }
    assert!(read >= 250, "only {read} declarations could be parsed");
}

#[test]
fn right_declarations_have_no_findings() {
    let mut read = 0;
    for path in files("pass") {
        let Some(declared) = declaration(&text(&path)) else {
            continue;
        };
        assert_eq!(check(&declared).findings, [], "{}", path.display());
        read += 1;
    }
    assert!(read >= 180, "only {read} declarations could be parsed");
}

#[test]
fn exactly_warnings_are_printed_as_warnings() {
    for path in files("fail") {
        let Some(declared) = declaration(&text(&path)) else {
            continue;
        };
        let expected = text(&path.with_extension("stderr"));
        for finding in check(&declared).findings {
            let warned = expected.contains(&format!("deprecated constant `_::{}`", finding.id));
            assert_eq!(warned, finding.level == Level::Warned, "{}", path.display());
        }
    }
}

/// Parses the output of rustc: each error has the id of its rule at the end of its first note, followed by its place.
fn printed(stderr: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for error in stderr.split("\nerror: ") {
        let error = error.strip_prefix("error: ").unwrap_or(error);
        let first = error.lines().next().unwrap_or_default();
        let what = match first.strip_prefix("use of deprecated constant `_::") {
            Some(warning) => warning.split_once("`: ").expect("a warning has a text").1,
            None => first,
        };
        let of = |prefix: &str| error.lines().find_map(|line| line.trim_start().strip_prefix(prefix));
        let help = of("= help: ").expect("an error has a help");
        let (_, id) = of("= note: ")
            .and_then(|note| note.rsplit_once('['))
            .expect("a note has an id");
        let place = of("--> fail/").expect("an error has a place");
        let mut numbers = place.rsplit(':').map(|number| number.parse().expect("a number"));
        let (column, line) = (numbers.next().expect("a column"), numbers.next().expect("a line"));
        let id = id.trim_end_matches(']').to_owned();
        found.push(((line, column), id, what.to_owned(), help.to_owned()));
    }
    found
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).expect("the file exists")
}

/// Returns the declarations of a folder of `ui-tests`.
fn files(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui-tests").join(folder);
    let entries = |path: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(path).expect("the folder exists");
        entries.map(|entry| entry.expect("an entry").path()).collect()
    };
    // Most errors in `language` come from the macro's parser.
    let sections = entries(&root)
        .into_iter()
        .filter(|path| path.is_dir() && !path.ends_with("language"));
    let files = sections.flat_map(|section| entries(&section));
    let mut files: Vec<PathBuf> = files
        .filter(|path| path.extension().is_some_and(|end| end == "rs"))
        .collect();
    files.sort();
    files
}
