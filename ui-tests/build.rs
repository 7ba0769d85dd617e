//! Lists the declarations in `pass/` as modules of one test, which compiles in seconds instead of a minute.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=pass");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("pass");
    let mut modules = String::new();
    for section in entries(&root)? {
        for file in entries(&section)? {
            let name = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let module = format!("{}_{}", name(&section), name(&file));
            // A declaration passes by compiling; its `main` is never called.
            writeln!(
                modules,
                "#[allow(dead_code)]\n#[path = {:?}]\nmod {module};",
                file.display().to_string()
            )
            .map_err(io::Error::other)?;
        }
    }
    fs::write(
        PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("pass.rs"),
        modules,
    )
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
