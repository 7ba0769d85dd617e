//! A declaration while somebody types it: hardly ever whole, and never without help.

use crate::{ask, assert_none, editor, offered, sorted, tell};
use moodle_stack::model::{Architecture, CloudFront, Fargate, Key, Type, Vpc};

/// Declares a stack with something in it.
fn stack(inside: &str) -> String {
    format!("moodle_stack::moodle_stack!(Campus {{\n{inside}\n}});\nfn main() {{}}\n")
}

/// Returns the names of the keys of a section but some.
fn keys_but(one: &Type, but: &[&str]) -> Vec<String> {
    let keys = one.keys.iter().map(|key| key.name);
    sorted(keys.filter(|name| !but.contains(name)))
}

fn key(one: &Type, name: &str) -> Key {
    *one.keys.iter().find(|key| key.name == name).expect("the key is there")
}

fn types_of(one: &Type, name: &str) -> Vec<String> {
    sorted(key(one, name).shape.types().iter().map(|one| one.name))
}

#[test]
fn the_keys_that_are_left_are_offered_whatever_else_is_wrong() {
    let Some(mut editor) = editor() else { return };
    let (top, fargate, vpc) = (Architecture::TYPE, Fargate::TYPE, Vpc::TYPE);
    let mut faults = Vec::new();
    let cases = [
        ("compute: Fargate { cpu: 1024, cap⎀ }", keys_but(&fargate, &["cpu"])),
        ("compute: Fargate { cpu: 1024 cap⎀ }", keys_but(&fargate, &["cpu"])),
        (
            "compute: Fargate { cap⎀ memory: 2048 }",
            keys_but(&fargate, &["memory"]),
        ),
        ("compute: Fargate { ⎀ memory: 2048 }", keys_but(&fargate, &["memory"])),
        (
            "compute: Fargate { cap⎀: 1, memory: 2048 }",
            keys_but(&fargate, &["memory"]),
        ),
        ("compute: Fargate { cpu: , ⎀ }", keys_but(&fargate, &["cpu"])),
        ("compute: Fargate { cpu, ⎀ }", keys_but(&fargate, &["cpu"])),
        (
            "compute: Fargate { cpu, memory, ⎀ }",
            keys_but(&fargate, &["cpu", "memory"]),
        ),
        (
            "compute: Fargate { cpux: 1, memoy: 2, nothing, ⎀ }",
            keys_but(&fargate, &[]),
        ),
        ("compute: Fargate { cpu = 1024, ⎀ }", keys_but(&fargate, &["cpu"])),
        ("compute: Fargate { \"cpu\": 1024, = , ⎀ }", keys_but(&fargate, &[])),
        (
            "compute: Fargate { capacity: Spread, ⎀ }",
            keys_but(&fargate, &["capacity"]),
        ),
        (
            "compute: Fargate { capacity: Sprea { base: 1 }, ⎀ }",
            keys_but(&fargate, &["capacity"]),
        ),
        (
            "compute: Fargate { replicas: 2..=MOST, ⎀ }",
            keys_but(&fargate, &["replicas"]),
        ),
        (
            "compute: Fargate { cpu: env!(\"CPU\"), ⎀ }",
            keys_but(&fargate, &["cpu"]),
        ),
        (
            "compute: Fargate { cpu: unchecked!(1000), ⎀ }",
            keys_but(&fargate, &["cpu"]),
        ),
        (
            "compute: Fargate { /// Why.\n #[allow(MS501)]\n cpu: 1024, ⎀ }",
            keys_but(&fargate, &["cpu"]),
        ),
        (
            "compute: Fargate { cpu: 1024, ⎀ ..Other.compute }",
            keys_but(&fargate, &["cpu"]),
        ),
        ("network: { ⎀ }", keys_but(&vpc, &[])),
        ("network: Vpc { zones: [A, \"b\" 3], ⎀ }", keys_but(&vpc, &["zones"])),
        ("netw⎀", keys_but(&top, &[])),
        (
            "account: \"1\"\nnetw⎀\nregion: \"\"",
            keys_but(&top, &["account", "region"]),
        ),
        ("network: Vpc { }\n⎀", keys_but(&top, &["network"])),
        (
            "network: Vpc { }, ⎀, nothing: Here { a: 1 }",
            keys_but(&top, &["network"]),
        ),
    ];
    tell(&format!("{} sections are completed while they are broken", cases.len()));
    for (inside, expected) in cases {
        let words = offered(&mut editor, &stack(inside));
        if words != expected {
            faults.push(format!("{inside}\n    is offered {words:?}"));
        }
    }
    assert_none(&faults);
}

#[test]
fn the_types_that_a_key_takes_are_offered_whatever_else_is_wrong() {
    let Some(mut editor) = editor() else { return };
    let (top, edge) = (Architecture::TYPE, CloudFront::TYPE);
    let mut faults = Vec::new();
    let cases = [
        ("database: ⎀ { version: \"8.4\" }", types_of(&top, "database")),
        ("database: My⎀ { version: \"8.4\" }", types_of(&top, "database")),
        ("database: Mysql⎀ { version: \"8.4\" }", types_of(&top, "database")),
        ("database: ⎀\ncache: Redis {}", types_of(&top, "database")),
        ("database: My⎀ cache: Redis {}", types_of(&top, "database")),
        ("network: ⎀", types_of(&top, "network")),
        ("edge: CloudFront { nothing: 1, waf: ⎀ }", types_of(&edge, "waf")),
        ("edge: CloudFront { certificate: , waf: O⎀ }", types_of(&edge, "waf")),
        ("edge: CloudFront { certificate: ⎀ }", types_of(&edge, "certificate")),
        ("trail: ⎀, ..Other", types_of(&top, "trail")),
    ];
    tell(&format!("{} types are completed while they are broken", cases.len()));
    for (inside, expected) in cases {
        let words = offered(&mut editor, &stack(inside));
        if words != expected {
            faults.push(format!("{inside}\n    is offered {words:?}"));
        }
    }
    assert_none(&faults);
}

#[test]
fn words_are_explained_in_a_broken_declaration() {
    let Some(mut editor) = editor() else { return };
    let mut faults = Vec::new();
    let fargate = Fargate::TYPE;
    let cpu = key(&fargate, "cpu");
    for inside in [
        "compute: Fargate { c⎀pu: 1024, memory: }",
        "compute: Fargate { c⎀pu: }",
        "compute: Fargate { c⎀pu }",
        "compute: Fargate { nothing c⎀pu: 3 memory = 1 }",
        "account: 1, nothing: Here {}, compute: Fargate { c⎀pu: \"\" }, =",
    ] {
        ask(&mut editor, &stack(inside), "cpu", cpu.doc, &mut faults);
    }
    let compute = key(&Architecture::TYPE, "compute");
    for inside in [
        "compute: Far⎀gate",
        "compute: Far⎀gate { cpu }",
        "account: , compute: Far⎀gate {}",
    ] {
        ask(&mut editor, &stack(inside), "Fargate", fargate.doc, &mut faults);
    }
    let other = stack("cache: Redis {}, ..Other.com⎀pute");
    ask(&mut editor, &other, "compute", compute.doc, &mut faults);
    let own = stack("}, South { account: , ..Cam⎀pus");
    let (text, place) = crate::place(&own);
    editor.write(&text);
    let shown = editor.hover(place);
    assert!(shown.contains("The stack `campus`."), "{shown}");
    assert_none(&faults);
}

#[test]
fn what_is_taken_over_is_offered_by_the_names_of_stacks_and_keys() {
    let Some(mut editor) = editor() else { return };
    let two =
        |inside: &str| format!("moodle_stack::moodle_stack!(North {{ }}, South {{\n{inside}\n}});\nfn main() {{}}\n");
    let words = offered(&mut editor, &two("compute: Fargate { cpu: 1, ..North.⎀ }"));
    assert_eq!(words, keys_but(&Architecture::TYPE, &[]));
    let words = offered(&mut editor, &two("compute: Fargate { cpu: 1, ..North.com⎀ }"));
    assert_eq!(words, keys_but(&Architecture::TYPE, &[]));
    let spread = keys_but(&moodle_stack::model::Spread::TYPE, &[]);
    let words = offered(
        &mut editor,
        &two("compute: Fargate { capacity: Spread { ..North.compute.capacity.⎀ } }"),
    );
    assert_eq!(words, spread);
    let words = offered(&mut editor, &two("account: \"1\", ..⎀"));
    assert_eq!(words, ["North"]);
    let words = offered(&mut editor, &two("account: \"1\", ..No⎀"));
    assert_eq!(words, ["North"]);
}

#[test]
fn constants_are_offered_for_a_value_and_explained() {
    let Some(mut editor) = editor() else { return };
    let constant = |text: &str| format!("/// Ours.\nconst ACCOUNT: &str = \"111122223333\";\n{}", stack(text));
    for inside in [
        "account: ⎀",
        "account: ACC⎀",
        "account: ⎀ region: \"eu-west-1\"",
        "compute: Fargate { replicas: 2..=⎀ }",
        "network: Vpc { zones: [⎀] }",
        "network: Vpc { multi: ⎀ }",
    ] {
        let words = offered(&mut editor, &constant(inside));
        assert!(words.contains(&"ACCOUNT".to_owned()), "{inside}: {words:?}");
    }
    let words = offered(&mut editor, &stack("network: Vpc { endpoints: ⎀ }"));
    assert!(
        ["true", "false"].iter().all(|one| words.contains(&(*one).to_owned())),
        "{words:?}"
    );
    let ours = words.iter().filter(|one| one.starts_with("__"));
    assert_eq!(
        ours.count(),
        0,
        "what only the shadow has is no word of the user's: {words:?}"
    );
    let (text, place) = crate::place(&constant("account: ACC⎀OUNT"));
    editor.write(&text);
    let shown = editor.hover(place);
    assert!(shown.contains("const ACCOUNT") && shown.contains("Ours."), "{shown}");
}
