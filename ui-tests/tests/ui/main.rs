//! Checks that each declaration in `fail/` is refused with the expected output, and that every rule has a declaration there
//! and one in `pass/`.

mod declaration;
mod rustc;

use std::collections::HashSet;
use std::env;

use declaration::declarations;
use moodle_stack::model::rules::{GRAMMAR, RULES};

/// Compiles each declaration with rustc. Those with unexpected output are passed to trybuild, which shows the difference or
/// updates the expected output. `UI_TESTS=trybuild` passes all of them to trybuild.
#[test]
fn wrong_declarations_are_refused_with_the_expected_output() {
    let declarations = declarations("fail");
    let unexpected = if env::var_os("UI_TESTS").is_some_and(|value| value == "trybuild") {
        declarations.iter().collect()
    } else {
        rustc::unexpected(&declarations)
    };
    // Even without declarations, trybuild would check all dependencies.
    if !unexpected.is_empty() {
        let cases = trybuild::TestCases::new();
        for declaration in unexpected {
            cases.compile_fail(&declaration.path);
        }
    }
}

#[test]
fn every_rule_has_a_failing_and_a_passing_declaration() {
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
fn expected_output_names_the_rules_of_its_declaration() {
    // Another test is writing these files at the same time.
    if std::env::var("TRYBUILD").is_ok_and(|mode| mode == "overwrite") {
        return;
    }
    for declaration in declarations("fail") {
        let path = &declaration.path;
        let expected = declaration.expected.expect(path);
        for id in declaration.ids.iter().filter(|id| *id != "rustc") {
            assert!(expected.contains(&format!("[{id}]")), "{path} does not report {id}");
        }
    }
}

/// Returns the ids of all rules that the declarations in a folder are about.
fn tested(folder: &str) -> HashSet<String> {
    let declarations = declarations(folder).into_iter();
    declarations.flat_map(|declaration| declaration.ids).collect()
}
