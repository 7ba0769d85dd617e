//! The declarations in `fail/` and `pass/`.

use std::fs;
use std::path::Path;

/// One file with a declaration.
pub(crate) struct Declaration {
    /// Where it is, from this package: `fail/network/cidr.rs`.
    pub(crate) path: String,
    /// The ids of the rules that it is about.
    pub(crate) ids: Vec<String>,
    /// What the compiler says, where that is written down.
    pub(crate) expected: Option<String>,
}

/// Returns each declaration of a folder, in the order of their paths.
pub(crate) fn declarations(folder: &str) -> Vec<Declaration> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for section in fs::read_dir(root.join(folder)).expect("the folder is there") {
        for file in fs::read_dir(section.expect("a section").path()).expect("a section is a folder") {
            let path = file.expect("a file").path();
            if path.extension().is_some_and(|extension| extension == "rs") {
                let source = fs::read_to_string(&path).expect("a declaration is text");
                let first = source.lines().next().unwrap_or_default();
                let ids = first.strip_prefix("//! ").unwrap_or_default();
                assert!(!ids.is_empty(), "{} begins with no `//! MS…`", path.display());
                let inside = path.strip_prefix(root).expect("the folder is in this package");
                found.push(Declaration {
                    path: inside.display().to_string(),
                    ids: ids.split(' ').map(str::to_owned).collect(),
                    expected: fs::read_to_string(path.with_extension("stderr")).ok(),
                });
            }
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}
