//! The versions of the engines.

use moodle_stack_model::facts::database::Engine;
use moodle_stack_model::facts::database::versions::{Branch, branches};

/// Returns RDS's newest version of the major version that a version belongs to.
pub(super) fn newest(engine: &str, version: &str) -> String {
    let engine = ENGINES.into_iter().find(|one| one.code() == engine).unwrap();
    let branch = Branch::of(engine, version).unwrap_or_else(|| panic!("{version} has no branch"));
    let newest = branch.creatable.split(' ').next_back().unwrap_or_default();
    if newest.is_empty() {
        return version.into();
    }
    format!("{}{newest}", branch.prefix)
}

/// Every engine.
pub(in super::super) const ENGINES: [Engine; 5] = [
    Engine::Mysql,
    Engine::MariaDb,
    Engine::Postgres,
    Engine::AuroraMysql,
    Engine::AuroraPostgres,
];

/// Lists every version of an engine in the tables: each branch, and each release of it.
pub(in super::super) fn versions(engine: Engine) -> Vec<String> {
    let versions = branches(engine).iter().flat_map(|branch| {
        let releases = branch.creatable.split(' ').chain(branch.withdrawn.split(' '));
        let releases = releases.filter(|release| !release.is_empty());
        let releases = releases.map(|release| format!("{}{release}", branch.prefix));
        releases.chain([branch.name.to_owned()])
    });
    versions.collect()
}
