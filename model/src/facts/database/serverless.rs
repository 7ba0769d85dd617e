//! The capacity that versions of serverless Aurora support.
//!
//! Source: <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.how-it-works.html>,
//! 2026-10. All versions that can still be created support serverless capacity.

use super::Engine;
use crate::facts::version::at_least;
use crate::text::{part, same};

/// The date of the table, for messages.
pub const AS_OF: &str = "2026-10";

/// The first version of each branch in which an idle database can pause, at 0 ACUs.
const PAUSING: [&str; 5] = ["8.0.mysql_aurora.3.08.0", "13.15", "14.12", "15.7", "16.3"];

/// The first version of each branch that supports 256 ACUs; older ones support 128.
const LARGE: [&str; 5] = ["8.0.mysql_aurora.3.06.0", "13.13", "14.10", "15.5", "16.1"];

/// Returns whether a version of Aurora can pause.
#[must_use]
pub const fn can_pause(engine: Engine, version: &str) -> bool {
    reaches(engine, version, &PAUSING)
}

/// Returns the maximum ACUs of a version of Aurora.
#[must_use]
pub const fn most(engine: Engine, version: &str) -> u32 {
    if reaches(engine, version, &LARGE) { 256 } else { 128 }
}

/// Returns whether a version has reached the minimum for its branch; a branch without an entry is newer than all entries.
const fn reaches(engine: Engine, version: &str, least: &[&str]) -> bool {
    let Some(major) = part(version, b'.', 0) else {
        return true;
    };
    let mut i = 0;
    while i < least.len() {
        let of_mysql = part(least[i], b'.', 2).is_some();
        if of_mysql == engine.is(Engine::AuroraMysql)
            && let Some(branch) = part(least[i], b'.', 0)
            && same(major, branch)
        {
            return at_least(version, least[i]);
        }
        i += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::Engine::{AuroraMysql, AuroraPostgres};
    use super::*;

    #[test]
    fn minimum_version_depends_on_the_branch() {
        for (engine, version, pauses, acus) in [
            (AuroraMysql, "8.0", true, 256),
            (AuroraMysql, "8.0.mysql_aurora.3.04.6", false, 128),
            (AuroraMysql, "8.0.mysql_aurora.3.07.1", false, 256),
            (AuroraMysql, "8.0.mysql_aurora.3.10.0", true, 256),
            (AuroraMysql, "8.4.mysql_aurora.8.4.7", true, 256),
            (AuroraPostgres, "14.6", false, 128),
            (AuroraPostgres, "14.11", false, 256),
            (AuroraPostgres, "16.15", true, 256),
            (AuroraPostgres, "17", true, 256),
        ] {
            assert_eq!(can_pause(engine, version), pauses, "{version}");
            assert_eq!(most(engine, version), acus, "{version}");
        }
    }
}
