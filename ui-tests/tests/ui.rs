//! Shows the declarations in `fail/` to rustc, and sees that no rule goes without one there and one in `pass/`.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use moodle_stack::model::rules::{GRAMMAR, RULES};

#[test]
fn wrong_declarations_are_refused_with_the_expected_text() {
    trybuild::TestCases::new().compile_fail("fail/*/*.rs");
}

#[test]
fn every_rule_has_a_declaration_that_breaks_it_and_one_that_nearly_does() {
    let (fail, pass) = (tested("fail"), tested("pass"));
    let ids = GRAMMAR
        .iter()
        .map(|rule| rule.id)
        .chain(RULES.iter().map(|rule| rule.id));
    let known: HashSet<String> = ids.clone().map(str::to_owned).chain(["rustc".to_owned()]).collect();
    for id in ids {
        assert!(fail.contains(id), "no file in fail/ is about {id}");
        assert!(pass.contains(id), "no file in pass/ is about {id}");
    }
    let strange: Vec<_> = fail.union(&pass).filter(|id| !known.contains(*id)).collect();
    assert!(strange.is_empty(), "no rule has the ids {strange:?}");
}

#[test]
fn every_expected_text_names_the_rules_that_its_declaration_is_about() {
    for (path, ids) in declarations("fail") {
        let expected = fs::read_to_string(Path::new(&path).with_extension("stderr")).expect(&path);
        for id in ids.iter().filter(|id| *id != "rustc") {
            assert!(expected.contains(&format!("[{id}]")), "{path} does not tell of {id}");
        }
    }
}

/// Returns the ids of the rules that the declarations of a folder are about.
fn tested(folder: &str) -> HashSet<String> {
    declarations(folder).into_iter().flat_map(|(_, ids)| ids).collect()
}

/// Returns each declaration of a folder with the ids of the rules that it is about.
fn declarations(folder: &str) -> Vec<(String, Vec<String>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    for section in fs::read_dir(root).expect("the folder is there") {
        for file in fs::read_dir(section.expect("a section").path()).expect("a section is a folder") {
            let path = file.expect("a file").path();
            if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("a declaration is text");
                let first = text.lines().next().unwrap_or_default();
                let ids = first.strip_prefix("//! ").unwrap_or_default();
                assert!(!ids.is_empty(), "{} begins with no `//! MS…`", path.display());
                found.push((path.display().to_string(), ids.split(' ').map(str::to_owned).collect()));
            }
        }
    }
    found
}
