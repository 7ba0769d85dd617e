//! The declarations in `fail/` and `pass/`.

use std::fs;
use std::path::Path;

/// A file with a declaration.
pub(crate) struct Declaration {
    /// Its path relative to this package: `fail/network/cidr.rs`.
    pub(crate) path: String,
    /// The ids of the rules that it is about.
    pub(crate) ids: Vec<String>,
    /// The expected output of the compiler, if there is a file with it.
    pub(crate) expected: Option<String>,
}

/// Returns the declarations in a folder, sorted by path.
pub(crate) fn declarations(folder: &str) -> Vec<Declaration> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for section in fs::read_dir(root.join(folder)).expect("the folder exists") {
        for file in fs::read_dir(section.expect("a section").path()).expect("a section is a folder") {
            let path = file.expect("a file").path();
            if path.extension().is_some_and(|extension| extension == "rs") {
                let source = fs::read_to_string(&path).expect("a declaration is text");
                let first = source.lines().next().unwrap_or_default();
                let ids = first.strip_prefix("//! ").unwrap_or_default();
                assert!(!ids.is_empty(), "{} does not start with `//! MS…`", path.display());
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
