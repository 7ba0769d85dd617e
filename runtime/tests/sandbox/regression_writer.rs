//! Writes sequences that failed as tests.

use crate::change_sequence::{Command, Sequence};
use crate::declarations::EDITS;
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;

/// Returns a sequence as a test, and appends it to `regressions.rs`, except in CI, where the file could not be committed.
pub fn write(sequence: &Sequence) -> String {
    let test = test(sequence);
    if std::env::var_os("CI").is_none() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sandbox/regressions.rs");
        let known = std::fs::read_to_string(&path).unwrap();
        if !known.contains(&test) {
            std::fs::write(&path, format!("{known}\n{test}")).unwrap();
        }
    }
    test
}

/// Writes a sequence in Rust, with a hash of it as the test's name.
fn test(sequence: &Sequence) -> String {
    let mut commands = String::new();
    for command in &sequence.commands {
        writeln!(commands, "            {},", call(command)).unwrap();
    }
    let last = call(&sequence.last);
    let mut hash = DefaultHasher::new();
    (&commands, &last).hash(&mut hash);
    let name = hash.finish();
    format!(
        "#[test]\nfn sequence_{name:016x}() {{\n    replay(&Sequence {{\n        commands: vec![\n{commands}        ],\n        last: {last},\n    }});\n}}\n"
    )
}

fn call(command: &Command) -> String {
    let edits: Vec<&str> = command.edits.iter().map(|edit| EDITS[*edit].0).collect();
    let verb = if command.destroy { "destroy" } else { "deploy" };
    format!("{verb}(&{edits:?}, {:?})", command.interruption)
}

#[test]
fn written_test_compiles() {
    use crate::declarations::edit;
    use crate::fault::{Fault, Interruption};
    let command = |edits, destroy, interruption| Command {
        edits,
        destroy,
        interruption,
    };
    let sequence = Sequence {
        commands: vec![command(
            vec![edit("network.cidr")],
            false,
            Interruption::Call(7, Fault::JournalLost),
        )],
        last: command(Vec::new(), true, Interruption::None),
    };
    let known = include_str!("regressions.rs");
    let body = "    replay(&Sequence {\n        commands: vec![\n            deploy(&[\"network.cidr\"], Call(7, JournalLost)),\n        ],\n        last: destroy(&[], None),\n    });\n";
    assert!(test(&sequence).contains(body), "{}", test(&sequence));
    // The file has a test of the same form, which is compiled.
    assert!(known.contains("replay(&Sequence {\n        commands: vec![\n"));
}
