//! rust-analyzer's own diagnostics of a declaration: only those of the macro.

use std::fs;

use crate::project::workspace;
use crate::{assert_none, editor, print};

#[test]
fn valid_declarations_have_no_diagnostics() {
    let Some(mut editor) = editor() else { return };
    let root = workspace();
    let examples = ["campus", "two-campuses"].map(|name| root.join("examples").join(name).join("src/main.rs"));
    let folders = fs::read_dir(root.join("ui-tests/pass")).expect("the folder exists");
    let passing = folders.flat_map(|folder| fs::read_dir(folder.expect("a section").path()).expect("a folder"));
    let mut files: Vec<_> = passing.map(|file| file.expect("a file").path()).collect();
    files.sort();
    let (mut faults, mut asked) = (Vec::new(), 0);
    for file in examples.into_iter().chain(files) {
        editor.write(&fs::read_to_string(&file).expect("a declaration is text"));
        asked += 1;
        for message in editor.diagnostics() {
            faults.push(format!("{}: {message}", file.display()));
        }
    }
    print(&format!("{asked} declarations have no diagnostics"));
    assert_none(&faults);
}

#[test]
fn mistake_is_reported_once_and_by_the_macro() {
    let Some(mut editor) = editor() else { return };
    let root = workspace();
    let right = fs::read_to_string(root.join("examples/campus/src/main.rs")).expect("the example is text");
    for (from, to, id) in [
        ("cpu: 2048", "cpux: 2048", "MS001"),
        ("nodes: 2,", "nodes: 2, nothing: Here { a: 1 },", "MS001"),
        ("cpu: 2048", "cpu: 2047", "MS5"),
        ("cpu: 2048", "cpu:", "MS006"),
        ("cpu: 2048", "cpu: \"2048\"", "MS00"),
        ("cpu: 2048", "cpu: [2048]", "MS00"),
        ("cpu: 2048", "cpu: Off", "MS00"),
        ("cpu: 2048,", "cpu: 2048", "MS006"),
        ("cpu: 2048,", "cpu,", "MS006"),
        ("Mysql {", "Mysq {", "MS004"),
        ("Mysql {", "{", "MS006"),
        ("capacity: Spread { fargate: 1, spot: 3 }", "capacity: Spraed", "MS004"),
        (
            "capacity: Spread { fargate: 1, spot: 3 }",
            "capacity: Off::Spread",
            "MS00",
        ),
        ("scale_at_cpu: 50,", "..Other.compute", "MS008"),
        ("2..=10", "2..10", "MS006"),
    ] {
        let wrong = right.replacen(from, to, 1);
        assert_ne!(wrong, right, "{from}");
        editor.write(&wrong);
        let found = editor.diagnostics();
        assert!(
            found.len() == 1 && found[0].contains(&format!("[{id}")),
            "{to}: {found:#?}"
        );
    }
}
