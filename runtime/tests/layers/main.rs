//! Which file of the program imports which: no circles, and in the runtime only downwards.
//!
//! The test reads the sources as tokens. It follows `use` declarations and every path that starts with `crate`,
//! `super`, `self`, an imported name or a submodule, and resolves re-exports to the file that defines the name. Code
//! for unit tests does not count, since a unit test may use what is above the file that it tests.

#![allow(clippy::unwrap_used)]

mod reader;

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use reader::{Crate, Imports, Sources};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The top-level modules of the runtime. A module imports only modules of layers above its own line.
const LAYERS: &[&[&str]] = &[
    &["clock", "declaration", "elapsed", "template", "timestamp", "token"],
    &["resource"],
    &["kinds"],
    &["provider", "spec"],
    &["diagnosis", "retry", "secret"],
    &["operations"],
    &["logged"],
    &["journal"],
    &["blueprint"],
    &["policy"],
    &["oci"],
    &["aws", "sandbox"],
    &["plan"],
    &["verify"],
    &["execute"],
    &["report"],
    &["cli"],
];

/// Lists the circles, each by the imports that close it.
fn circles(imports: &Imports) -> Vec<String> {
    let files: BTreeSet<&str> = imports.keys().flat_map(|(from, to)| [&**from, &**to]).collect();
    let mut graph = DiGraph::<&str, ()>::new();
    let nodes: BTreeMap<&str, NodeIndex> = files.into_iter().map(|file| (file, graph.add_node(file))).collect();
    graph.extend_with_edges(imports.keys().map(|(from, to)| (nodes[&**from], nodes[&**to])));
    let circles = tarjan_scc(&graph).into_iter().filter(|files| files.len() > 1);
    let listed = circles.map(|files| {
        let files: BTreeSet<&str> = files.into_iter().map(|node| graph[node]).collect();
        let ties = imports
            .iter()
            .filter(|((from, to), _)| files.contains(from.as_str()) && files.contains(to.as_str()));
        let lines = ties.map(|((from, to), names)| {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            format!("  {from} imports {} from {to}", names.join(", "))
        });
        let lines: Vec<String> = lines.collect();
        lines.join("\n")
    });
    listed.collect()
}

/// Reads the sources below a folder.
fn sources(folder: &Path) -> Sources {
    let mut sources = Sources::new();
    let mut next = vec![folder.to_owned()];
    while let Some(at) = next.pop() {
        for entry in fs::read_dir(&at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                next.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                sources.insert(path.strip_prefix(folder).unwrap().to_owned(), text);
            }
        }
    }
    sources
}

/// The imports of a crate of this workspace.
fn imports(folder: &str) -> Imports {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder);
    Crate::read(&sources(&root), "lib.rs").imports(folder)
}

#[test]
fn files_do_not_import_each_other_in_circles() {
    let mut found = Vec::new();
    for folder in ["runtime/src", "model/src", "macros/src"] {
        let imports = imports(folder);
        assert!(imports.len() > 15, "{folder}: {} imports were read", imports.len());
        found.extend(circles(&imports));
    }
    assert!(found.is_empty(), "imports in circles:\n{}", found.join("\n\n"));
}

#[test]
fn modules_of_the_runtime_import_only_from_lower_layers() {
    let layer = |file: &str| {
        let mut parts = file.trim_start_matches("runtime/src/").split('/');
        let parts = parts.by_ref().map(|part| part.trim_end_matches(".rs"));
        let parts: Vec<&str> = parts.collect();
        // A kind's facet for the sandbox belongs to the sandbox, and its adapter to `aws`.
        let of_provider = ["aws", "sandbox"].into_iter().find(|provider| parts.contains(provider));
        let module = of_provider.filter(|_| parts[0] == "kinds").unwrap_or(parts[0]);
        let layer = LAYERS.iter().position(|layer| layer.contains(&module));
        (module.to_owned(), layer)
    };
    let mut upward = Vec::new();
    for ((from, to), names) in imports("runtime/src") {
        let ((importer, high), (source, low)) = (layer(&from), layer(&to));
        if importer == "lib" || importer == source {
            continue;
        }
        let (Some(high), Some(low)) = (high, low) else {
            upward.push(format!("{importer} or {source} is in no layer"));
            continue;
        };
        if high <= low {
            upward.push(format!("{from} imports {names:?} from {to}"));
        }
    }
    assert!(
        upward.is_empty(),
        "imports from above or beside:\n{}",
        upward.join("\n")
    );
}

/// Circular imports in an invented crate.
fn circles_of(files: &[(&str, &str)]) -> Vec<String> {
    let sources = files
        .iter()
        .map(|(path, text)| (PathBuf::from(path), (*text).to_owned()));
    let imports = Crate::read(&sources.collect(), "lib.rs").imports("src");
    circles(&imports)
}

#[test]
fn circle_through_a_reexport_is_found_and_names_what_ties_it() {
    let found = circles_of(&[
        ("lib.rs", "mod a;\nmod b;\npub use a::One;"),
        ("a.rs", "pub struct One;\nfn two() { crate::b::two() }"),
        ("b/mod.rs", "mod c;\npub use c::two;"),
        ("b/c.rs", "use crate::One;\npub fn two() -> One { todo!() }"),
    ]);
    assert_eq!(
        found,
        ["  src/a.rs imports two from src/b/c.rs\n  src/b/c.rs imports One from src/a.rs"]
    );
}

#[test]
fn circle_through_a_module_name_a_glob_or_a_macro_is_found() {
    let module = circles_of(&[
        ("lib.rs", "mod a;\nmod b;"),
        ("a.rs", "use super::b;\npub struct One;\nfn two() { b::two() }"),
        (
            "b.rs",
            "use super::a::{self, One as Other};\npub fn two() -> Other { todo!() }",
        ),
    ]);
    assert_eq!(module.len(), 1, "{module:?}");
    let glob = circles_of(&[
        ("lib.rs", "mod a;\nmod b;\npub use a::*;"),
        ("a.rs", "use super::b::two;\npub struct One;"),
        ("b.rs", "pub fn two() -> crate::One { todo!() }"),
    ]);
    assert_eq!(glob.len(), 1, "{glob:?}");
    let in_macro = circles_of(&[
        ("lib.rs", "#[macro_use]\nmod a;\nmod b;"),
        ("a.rs", "macro_rules! two { () => { $crate::b::two() } }"),
        ("b.rs", "pub fn two() { two!() }"),
    ]);
    assert_eq!(in_macro.len(), 1, "{in_macro:?}");
}

#[test]
fn unit_tests_reexports_and_downward_imports_are_no_circle() {
    let found = circles_of(&[
        ("lib.rs", "mod a;\nmod b;"),
        ("a/mod.rs", "mod c;\npub use c::One;\npub struct Two;"),
        ("a/c.rs", "use super::Two;\npub struct One(Two);"),
        (
            "b.rs",
            "use crate::a::One;\npub fn b(_: One) {}\n#[cfg(test)]\nmod tests { use crate::d; fn t() { crate::a::One } }",
        ),
    ]);
    assert_eq!(found, [""; 0]);
}
