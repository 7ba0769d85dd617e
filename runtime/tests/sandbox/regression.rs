//! Cases that have failed, written down as tests.

use crate::declarations::EDITS;
use crate::turn_back::{Case, Turn};
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;

/// Writes a case down as a test of its own, and returns it. In CI, nobody could commit the file: there it is only told.
pub fn write(case: &Case) -> String {
    let test = test(case);
    if std::env::var_os("CI").is_none() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sandbox/regressions.rs");
        let known = std::fs::read_to_string(&path).unwrap();
        if !known.contains(&test) {
            std::fs::write(&path, format!("{known}\n{test}")).unwrap();
        }
    }
    test
}

/// Says a case in Rust, under a name that no other case has.
fn test(case: &Case) -> String {
    let mut turns = String::new();
    for turn in &case.turns {
        writeln!(turns, "            {},", said(turn)).unwrap();
    }
    let last = said(&case.last);
    let mut hash = DefaultHasher::new();
    (&turns, &last).hash(&mut hash);
    let name = hash.finish();
    format!(
        "#[test]\nfn case_{name:016x}() {{\n    replay(&Case {{\n        turns: vec![\n{turns}        ],\n        last: {last},\n    }});\n}}\n"
    )
}

fn said(turn: &Turn) -> String {
    let edits: Vec<&str> = turn.edits.iter().map(|edit| EDITS[*edit].0).collect();
    let verb = if turn.destroy { "destroy" } else { "deploy" };
    format!("{verb}(&{edits:?}, {:?})", turn.interruption)
}

#[test]
fn a_case_is_said_as_a_test_that_compiles() {
    use crate::declarations::edit;
    use crate::peril::Peril;
    use crate::turn_back::Interruption;
    let turn = |edits, destroy, interruption| Turn {
        edits,
        destroy,
        interruption,
    };
    let case = Case {
        turns: vec![turn(
            vec![edit("network.cidr")],
            false,
            Interruption::Call(7, Peril::JournalLost),
        )],
        last: turn(Vec::new(), true, Interruption::None),
    };
    let known = include_str!("regressions.rs");
    let body = "    replay(&Case {\n        turns: vec![\n            deploy(&[\"network.cidr\"], Call(7, JournalLost)),\n        ],\n        last: destroy(&[], None),\n    });\n";
    assert!(test(&case).contains(body), "{}", test(&case));
    // One like it stands in the file, and is compiled with it.
    assert!(known.contains("replay(&Case {\n        turns: vec![\n"));
}
