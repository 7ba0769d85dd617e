//! The versions of RDS and Aurora, and the ends of their support.
//!
//! Source of the versions that can or can no longer be created: cfn-lint 1.58.0, which takes them from AWS's API, 2026-10.
//! It lists no withdrawn versions of MariaDB, so every listed version of MariaDB counts as one that can be created.
//! Source of the ends of standard support: the page named at each table.

use super::Engine;
use crate::facts::version::{Order, is_dotted, order};
use crate::facts::{Date, last, lists};
use crate::text::{after, is_digits, part, same};

/// The date of the tables, for messages.
pub const AS_OF: &str = "2026-10";

/// The date that [`engine_version_status`] uses, so that a build's result does not depend on the current date.
pub const AS_OF_DATE: Date = Date::new(2026, 10, 20);

/// A major version of an engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Branch {
    /// The branch's name, which AWS also accepts as a version: `8.4`, `16`.
    pub name: &'static str,
    /// The prefix of each full version, which the lists below omit.
    pub prefix: &'static str,
    /// The last day of standard support, if AWS has announced it; after it AWS charges for extended support.
    pub ends: Option<Date>,
    /// The versions that can be created, the newest last, separated by spaces; only the newest of a branch
    /// that is long out of standard support.
    pub creatable: &'static str,
    /// The versions that can no longer be created; empty for a branch out of standard support.
    pub withdrawn: &'static str,
}

/// The status of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EngineVersionStatus {
    /// It can be created, or is a branch, and is in standard support.
    Supported(Branch),
    /// Standard support of its branch ended on a date.
    SupportEnded(Branch, Date),
    /// Its branch is in standard support, but it can no longer be created; [`Branch::newest`] can.
    Withdrawn(Branch),
    /// It is newer than the table.
    Newer,
    /// It is not newer than the table, and AWS does not have it, or no longer lists it.
    Unknown,
    /// It does not have the form of the engine's versions.
    Malformed,
}

impl Branch {
    /// Finds the branch that a version belongs to or is.
    #[must_use]
    pub const fn of(engine: Engine, version: &str) -> Option<Self> {
        let branches = branches(engine);
        let mut i = 0;
        while i < branches.len() {
            if matches!(order(version, branches[i].name), Order::Same | Order::Member) {
                return Some(branches[i]);
            }
            i += 1;
        }
        None
    }

    /// Appends the branch's newest version to a message, or the branch if it has none.
    #[must_use]
    pub const fn newest(&self, text: crate::Text) -> crate::Text {
        match last(self.creatable) {
            Some(newest) => text.push(self.prefix).push(newest),
            None => text.push(self.name),
        }
    }

    /// Returns whether a version, or the branch itself, can be created.
    #[must_use]
    pub const fn has(&self, version: &str) -> bool {
        self.listed(self.creatable, version) || same(version, self.name)
    }

    const fn listed(&self, list: &str, version: &str) -> bool {
        match after(version, self.prefix) {
            Some(rest) => lists(list, rest),
            None => false,
        }
    }

    const fn is_newer(&self, version: &str) -> bool {
        let Some(newest) = last(self.creatable) else {
            return true;
        };
        match after(version, self.prefix) {
            // An extended build of the newest version counts as newer.
            Some(rest) => matches!(order(rest, newest), Order::Newer | Order::Member),
            None => false,
        }
    }
}

/// Returns the status of a version of an engine on the date of the table.
#[must_use]
pub const fn engine_version_status(engine: Engine, version: &str) -> EngineVersionStatus {
    if !is_form(engine, version) {
        return EngineVersionStatus::Malformed;
    }
    let branches = branches(engine);
    let Some(branch) = Branch::of(engine, version) else {
        return match order(version, branches[branches.len() - 1].name) {
            Order::Newer => EngineVersionStatus::Newer,
            _ => EngineVersionStatus::Unknown,
        };
    };
    if let Some(end) = branch.ends
        && end.is_before(AS_OF_DATE)
    {
        return EngineVersionStatus::SupportEnded(branch, end);
    }
    if branch.has(version) {
        EngineVersionStatus::Supported(branch)
    } else if branch.listed(branch.withdrawn, version) {
        EngineVersionStatus::Withdrawn(branch)
    } else if branch.is_newer(version) {
        EngineVersionStatus::Newer
    } else {
        EngineVersionStatus::Unknown
    }
}

/// Returns the newest branch of an engine.
#[must_use]
pub const fn newest_branch(engine: Engine) -> Branch {
    let branches = branches(engine);
    branches[branches.len() - 1]
}

/// Returns every branch of an engine in the table, the oldest first.
#[must_use]
pub const fn branches(engine: Engine) -> &'static [Branch] {
    match engine {
        Engine::Mysql => MYSQL,
        Engine::MariaDb => MARIADB,
        Engine::Postgres => POSTGRES,
        Engine::AuroraMysql => AURORA_MYSQL,
        Engine::AuroraPostgres => AURORA_POSTGRES,
    }
}

/// Returns whether a version has the form that the engine uses.
const fn is_form(engine: Engine, version: &str) -> bool {
    let (plain, build) = match part(version, b'-', 0) {
        Some(plain) if plain.len() < version.len() => (plain, version.split_at(plain.len() + 1).1),
        _ => (version, ""),
    };
    let is_build = match after(build, "rds.") {
        Some(day) => is_digits(day) && day.len() == 8,
        None => build.is_empty() && plain.len() == version.len(),
    };
    match engine {
        Engine::Mysql => is_dotted(plain, 2, 3) && is_build && (build.is_empty() || part(plain, b'.', 2).is_some()),
        Engine::MariaDb => is_dotted(version, 2, 3),
        Engine::Postgres => is_dotted(plain, 1, 2) && is_build && (build.is_empty() || part(plain, b'.', 1).is_some()),
        Engine::AuroraPostgres => is_dotted(plain, 1, 2) && (same(build, "limitless") || plain.len() == version.len()),
        Engine::AuroraMysql => {
            if is_dotted(version, 2, 3) {
                return true;
            }
            let (Some(major), Some(minor)) = (part(version, b'.', 0), part(version, b'.', 1)) else {
                return false;
            };
            let head = major.len() + 1 + minor.len();
            let (head, rest) = version.split_at(head);
            match after(rest, ".mysql_aurora.") {
                Some(rest) => is_dotted(head, 2, 2) && is_dotted(rest, 3, 4),
                None => false,
            }
        }
    }
}

const fn branch(name: &'static str, ends: Option<Date>, creatable: &'static str, withdrawn: &'static str) -> Branch {
    Branch {
        name,
        prefix: "",
        ends,
        creatable,
        withdrawn,
    }
}

const fn aurora(
    name: &'static str,
    prefix: &'static str,
    ends: Option<Date>,
    creatable: &'static str,
    withdrawn: &'static str,
) -> Branch {
    Branch {
        name,
        prefix,
        ends,
        creatable,
        withdrawn,
    }
}

// Lets each row state whether there is a date.
#[allow(clippy::unnecessary_wraps)]
const fn on(year: u16, month: u8, day: u8) -> Option<Date> {
    Some(Date::new(year, month, day))
}

/// Source: <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.VersionMgmt.html>, via
/// endoflife.date, 2026-10.
const MYSQL: &[Branch] = &[
    branch("5.7", on(2024, 2, 29), "5.7.44-rds.20260902", ""),
    branch(
        "8.0",
        on(2026, 7, 31),
        "8.0.42 8.0.43 8.0.44 8.0.45 8.0.46 8.0.46-rds.20260624 8.0.46-rds.20260908",
        "",
    ),
    branch(
        "8.4",
        on(2029, 7, 31),
        "8.4.5 8.4.6 8.4.7 8.4.8 8.4.9 8.4.10 8.4.11",
        "8.4.3 8.4.4",
    ),
];

/// Source: <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MariaDB.Concepts.VersionMgmt.html>, via
/// endoflife.date, 2026-10; no source was found for the end of 12.3.
const MARIADB: &[Branch] = &[
    branch("10.4", on(2025, 2, 28), "10.4.34", ""),
    branch("10.5", on(2026, 2, 28), "10.5.29", ""),
    branch(
        "10.6",
        on(2026, 12, 31),
        "10.6.5 10.6.7 10.6.8 10.6.9 10.6.10 10.6.11 10.6.12 10.6.13 10.6.14 10.6.15 10.6.16 10.6.17 10.6.18 10.6.19 \
         10.6.20 10.6.21 10.6.22 10.6.23 10.6.24 10.6.25 10.6.27 10.6.28",
        "",
    ),
    branch(
        "10.11",
        on(2028, 2, 29),
        "10.11.4 10.11.5 10.11.6 10.11.7 10.11.8 10.11.9 10.11.10 10.11.11 10.11.13 10.11.14 10.11.15 10.11.16 \
         10.11.18 10.11.19",
        "",
    ),
    branch(
        "11.4",
        on(2029, 5, 31),
        "11.4.3 11.4.4 11.4.5 11.4.7 11.4.8 11.4.9 11.4.10 11.4.12 11.4.13",
        "",
    ),
    branch("11.8", on(2030, 6, 30), "11.8.3 11.8.4 11.8.5 11.8.6 11.8.8 11.8.9", ""),
    branch("12.3", None, "12.3.2 12.3.3", ""),
];

/// Source: <https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html>, via
/// endoflife.date, 2025-02; no source was found for the end of 18.
const POSTGRES: &[Branch] = &[
    branch("11", on(2024, 2, 29), "11.22-rds.20260514", ""),
    branch("12", on(2025, 2, 28), "12.22 12.22-rds.20260514", ""),
    branch("13", on(2026, 2, 28), "13.23 13.23-rds.20260224 13.23-rds.20260514", ""),
    branch(
        "14",
        on(2027, 2, 28),
        "14.18 14.19 14.20 14.21 14.22 14.23 14.24",
        "14.1 14.2 14.3 14.4 14.5 14.6 14.7 14.8 14.9 14.10 14.11 14.12 14.13 14.14 14.15 14.16 14.17",
    ),
    branch(
        "15",
        on(2028, 2, 29),
        "15.13 15.14 15.15 15.16 15.17 15.18 15.19",
        "15.2 15.3 15.4 15.5 15.6 15.7 15.8 15.9 15.10 15.11 15.12",
    ),
    branch(
        "16",
        on(2029, 2, 28),
        "16.9 16.10 16.11 16.12 16.13 16.14 16.15",
        "16.1 16.2 16.3 16.4 16.5 16.6 16.7 16.8",
    ),
    branch(
        "17",
        on(2030, 2, 28),
        "17.5 17.6 17.7 17.8 17.9 17.10 17.11",
        "17.1 17.2 17.3 17.4",
    ),
    branch("18", None, "18.1 18.2 18.3 18.4 18.6", ""),
];

/// Source: <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraMySQLReleaseNotes/AuroraMySQL.release-calendars.html>, via
/// endoflife.date, 2026-05; no source was found for the end of 8.4.
const AURORA_MYSQL: &[Branch] = &[
    aurora("5.7", "5.7.mysql_aurora.", on(2024, 10, 31), "2.12.6", ""),
    aurora(
        "8.0",
        "8.0.mysql_aurora.",
        on(2028, 4, 30),
        "3.04.0 3.04.1 3.04.2 3.04.3 3.04.4 3.04.6 3.08.0 3.08.1 3.08.2 3.09.0 3.10.0 3.10.1 3.10.2 3.10.3 3.10.4 \
         3.10.5 3.10.6 3.11.1 3.12.0 3.13.0",
        "3.01.0 3.01.1 3.02.0 3.02.1 3.02.2 3.02.3 3.03.0 3.03.1 3.03.2 3.03.3 3.05.0 3.05.0.1 3.05.1 3.05.2 3.06.0 \
         3.06.1 3.07.0 3.07.1 3.11.0",
    ),
    aurora("8.4", "8.4.mysql_aurora.", None, "8.4.7 8.4.8", ""),
];

/// The dates are those of RDS for PostgreSQL: AWS announced the ends of 11 and 12 for both on the same day. Source:
/// <https://aws.amazon.com/blogs/database/upgrade-strategies-for-amazon-aurora-postgresql-and-amazon-rds-for-postgresql-12>,
/// 2026-10; no source was found for the end of 18.
const AURORA_POSTGRES: &[Branch] = &[
    branch("11", on(2024, 2, 29), "11.9 11.21", ""),
    branch("12", on(2025, 2, 28), "12.9 12.22", ""),
    branch("13", on(2026, 2, 28), "13.9 13.23", ""),
    branch(
        "14",
        on(2027, 2, 28),
        "14.6 14.17 14.18 14.19 14.20 14.22 14.23 14.24",
        "14.3 14.4 14.5 14.7 14.8 14.9 14.10 14.11 14.12 14.13 14.15",
    ),
    branch(
        "15",
        on(2028, 2, 29),
        "15.10 15.12 15.13 15.14 15.15 15.17 15.18 15.19",
        "15.2 15.3 15.4 15.5 15.6 15.7 15.8",
    ),
    branch(
        "16",
        on(2029, 2, 28),
        "16.4-limitless 16.6-limitless 16.8-limitless 16.9-limitless 16.10-limitless 16.11-limitless 16.13-limitless \
         16.8 16.9 16.10 16.11 16.13 16.14 16.15",
        "16.1 16.2 16.3 16.4 16.6",
    ),
    branch("17", on(2030, 2, 28), "17.4 17.5 17.6 17.7 17.9 17.10 17.11", ""),
    branch("18", None, "18.3 18.4 18.6", ""),
];

#[cfg(test)]
mod tests;
