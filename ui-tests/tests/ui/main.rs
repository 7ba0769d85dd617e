//! Sees that each declaration in `fail/` is refused with the text beside it, and that no rule goes without one there and one
//! in `pass/`.

mod declaration;
mod rustc;

use std::collections::HashSet;
use std::env;

use declaration::declarations;
use moodle_stack::model::rules::{GRAMMAR, RULES};

/// Each is shown to rustc. What is refused otherwise than expected, trybuild judges: it shows the difference, or writes the
/// text anew. `UI_TESTS=trybuild` has it judge all of them.
#[test]
fn wrong_declarations_are_refused_with_the_expected_text() {
    let declarations = declarations("fail");
    let otherwise = if env::var_os("UI_TESTS").is_some_and(|judge| judge == "trybuild") {
        declarations.iter().collect()
    } else {
        rustc::refused_otherwise(&declarations)
    };
    // Even for nothing, trybuild checks all that the declarations depend on.
    if !otherwise.is_empty() {
        let cases = trybuild::TestCases::new();
        for declaration in otherwise {
            cases.compile_fail(&declaration.path);
        }
    }
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
    for declaration in declarations("fail") {
        let path = &declaration.path;
        let expected = declaration.expected.expect(path);
        for id in declaration.ids.iter().filter(|id| *id != "rustc") {
            assert!(expected.contains(&format!("[{id}]")), "{path} does not tell of {id}");
        }
    }
}

/// Returns the ids of the rules that the declarations of a folder are about.
fn tested(folder: &str) -> HashSet<String> {
    let declarations = declarations(folder).into_iter();
    declarations.flat_map(|declaration| declaration.ids).collect()
}
