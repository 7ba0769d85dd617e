//! Completion and hover in declarations that are incomplete, as they are while the user types.

use crate::{ask, assert_none, editor, offered, print, sorted};
use moodle_stack::model::{Architecture, CloudFront, Fargate, Key, Type, Vpc};

/// Declares a stack with the given content.
fn stack(inside: &str) -> String {
    format!("moodle_stack::moodle_stack!(Campus {{\n{inside}\n}});\nfn main() {{}}\n")
}

/// Returns the names of the keys of a section, except some.
fn keys_except(one: &Type, except: &[&str]) -> Vec<String> {
    let keys = one.keys.iter().map(|key| key.name);
    sorted(keys.filter(|name| !except.contains(name)))
}

fn key(one: &Type, name: &str) -> Key {
    *one.keys.iter().find(|key| key.name == name).expect("the key exists")
}

fn types_of(one: &Type, name: &str) -> Vec<String> {
    sorted(key(one, name).shape.types().iter().map(|one| one.name))
}

#[test]
fn remaining_keys_are_completed_in_a_broken_section() {
    let Some(mut editor) = editor() else { return };
    let (top, fargate, vpc) = (Architecture::TYPE, Fargate::TYPE, Vpc::TYPE);
    let mut faults = Vec::new();
    let cases = [
        ("compute: Fargate { cpu: 1024, cap⎀ }", keys_except(&fargate, &["cpu"])),
        ("compute: Fargate { cpu: 1024 cap⎀ }", keys_except(&fargate, &["cpu"])),
        (
            "compute: Fargate { cap⎀ memory: 2048 }",
            keys_except(&fargate, &["memory"]),
        ),
        (
            "compute: Fargate { ⎀ memory: 2048 }",
            keys_except(&fargate, &["memory"]),
        ),
        (
            "compute: Fargate { cap⎀: 1, memory: 2048 }",
            keys_except(&fargate, &["memory"]),
        ),
        ("compute: Fargate { cpu: , ⎀ }", keys_except(&fargate, &["cpu"])),
        ("compute: Fargate { cpu, ⎀ }", keys_except(&fargate, &["cpu"])),
        (
            "compute: Fargate { cpu, memory, ⎀ }",
            keys_except(&fargate, &["cpu", "memory"]),
        ),
        (
            "compute: Fargate { cpux: 1, memoy: 2, nothing, ⎀ }",
            keys_except(&fargate, &[]),
        ),
        ("compute: Fargate { cpu = 1024, ⎀ }", keys_except(&fargate, &["cpu"])),
        ("compute: Fargate { \"cpu\": 1024, = , ⎀ }", keys_except(&fargate, &[])),
        (
            "compute: Fargate { capacity: Spread, ⎀ }",
            keys_except(&fargate, &["capacity"]),
        ),
        (
            "compute: Fargate { capacity: Sprea { base: 1 }, ⎀ }",
            keys_except(&fargate, &["capacity"]),
        ),
        (
            "compute: Fargate { replicas: 2..=MOST, ⎀ }",
            keys_except(&fargate, &["replicas"]),
        ),
        (
            "compute: Fargate { cpu: env!(\"CPU\"), ⎀ }",
            keys_except(&fargate, &["cpu"]),
        ),
        (
            "compute: Fargate { cpu: unchecked!(1000), ⎀ }",
            keys_except(&fargate, &["cpu"]),
        ),
        (
            "compute: Fargate { /// Why.\n #[allow(MS501)]\n cpu: 1024, ⎀ }",
            keys_except(&fargate, &["cpu"]),
        ),
        (
            "compute: Fargate { cpu: 1024, ⎀ ..Other.compute }",
            keys_except(&fargate, &["cpu"]),
        ),
        ("network: { ⎀ }", keys_except(&vpc, &[])),
        ("network: Vpc { zones: [A, \"b\" 3], ⎀ }", keys_except(&vpc, &["zones"])),
        ("netw⎀", keys_except(&top, &[])),
        (
            "account: \"1\"\nnetw⎀\nregion: \"\"",
            keys_except(&top, &["account", "region"]),
        ),
        ("network: Vpc { }\n⎀", keys_except(&top, &["network"])),
        (
            "network: Vpc { }, ⎀, nothing: Here { a: 1 }",
            keys_except(&top, &["network"]),
        ),
    ];
    print(&format!("{} broken sections have completions", cases.len()));
    for (inside, expected) in cases {
        let words = offered(&mut editor, &stack(inside));
        if words != expected {
            faults.push(format!("{inside}\n    has the completions {words:?}"));
        }
    }
    assert_none(&faults);
}

#[test]
fn types_are_completed_in_a_broken_section() {
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
    print(&format!("{} broken values have completions", cases.len()));
    for (inside, expected) in cases {
        let words = offered(&mut editor, &stack(inside));
        if words != expected {
            faults.push(format!("{inside}\n    has the completions {words:?}"));
        }
    }
    assert_none(&faults);
}

#[test]
fn hover_works_in_a_broken_declaration() {
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
fn stacks_and_keys_are_completed_in_a_base() {
    let Some(mut editor) = editor() else { return };
    let two =
        |inside: &str| format!("moodle_stack::moodle_stack!(North {{ }}, South {{\n{inside}\n}});\nfn main() {{}}\n");
    let words = offered(&mut editor, &two("compute: Fargate { cpu: 1, ..North.⎀ }"));
    assert_eq!(words, keys_except(&Architecture::TYPE, &[]));
    let words = offered(&mut editor, &two("compute: Fargate { cpu: 1, ..North.com⎀ }"));
    assert_eq!(words, keys_except(&Architecture::TYPE, &[]));
    let spread = keys_except(&moodle_stack::model::Spread::TYPE, &[]);
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
fn constants_are_completed_and_have_hover() {
    let Some(mut editor) = editor() else { return };
    let constant = |text: &str| {
        format!(
            "/// Our account.\nconst ACCOUNT: &str = \"111122223333\";\n{}",
            stack(text)
        )
    };
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
    let internal = words.iter().filter(|one| one.starts_with("__"));
    assert_eq!(internal.count(), 0, "internal names must not be completed: {words:?}");
    let (text, place) = crate::place(&constant("account: ACC⎀OUNT"));
    editor.write(&text);
    let shown = editor.hover(place);
    assert!(
        shown.contains("const ACCOUNT") && shown.contains("Our account."),
        "{shown}"
    );
}
