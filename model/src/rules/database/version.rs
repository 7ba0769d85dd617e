//! Rules on `database.version`.

use crate::facts::database::Engine;
use crate::facts::database::versions::{
    AS_OF, AS_OF_DATE, Branch, EngineVersionStatus, branches, engine_version_status, newest_branch,
};
use crate::facts::version::{Order, order};
use crate::rules::offered::{or_unchecked, unchecked};
use crate::rules::{ends_with, part};
use crate::{Architecture, Database, Problem, Subject, Text};

rules! {
    "MS709" database_version_form {
        statement: "A database's version has the form that its engine uses.",
        why: "RDS refuses a version that its engine does not have.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html",
        reads: ["database.version"],
        wrong: "database: Mysql { version: \"8\", … }",
        right: "database: Mysql { version: \"8.4\", … }",
    }
    "MS710" database_version_exists {
        statement: "The engine has the database's version.",
        why: "RDS refuses a version that its engine does not have.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html",
        reads: ["database.version"],
        as_of: AS_OF,
        wrong: "database: MariaDb { version: \"8.4\", … }",
        right: "database: MariaDb { version: \"11.4\", … }",
    }
    "MS711" database_version_not_withdrawn {
        statement: "RDS still creates databases of this version.",
        why: "RDS withdraws old minor versions: existing databases keep running until they are upgraded, but new ones cannot be created.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.VersionMgmt.html",
        reads: ["database.version"],
        unless: ["MS626"],
        as_of: AS_OF,
        wrong: "database: Mysql { version: \"8.4.4\", … }",
        right: "database: Mysql { version: \"8.4.5\", … }",
    }
    "MS712" database_version_supported {
        statement: "A database's version is in standard support.",
        why: "After standard support ends, AWS charges for extended support. moodle-stack disables it, and RDS then refuses to create the database.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support.html",
        reads: ["database.version"],
        unless: ["MS626"],
        as_of: AS_OF,
        wrong: "database: Mysql { version: \"8.0\", … }",
        right: "database: Mysql { version: \"8.4\", … }",
    }
    "MS713" database_version_known: Warned {
        statement: "The database's version is known to this release of moodle-stack.",
        why: "Moodle and moodle-stack have not been tried with it; if it is a typo, RDS refuses it in the middle of a deployment.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html",
        reads: ["database.version"],
        unless: ["MS710"],
        as_of: AS_OF,
        wrong: "database: Mysql { version: \"9.7\", … }",
        right: "database: Mysql { version: \"8.4\", … }",
    }
}

const PATH: &str = "database.version";

/// A database's version has the form that its engine uses.
#[must_use]
pub const fn database_version_form(stack: &Architecture) -> Option<Problem> {
    let (engine, version) = declared(stack);
    if !matches!(engine_version_status(engine, version), EngineVersionStatus::Malformed) {
        return None;
    }
    no_version(engine, version, &meant(engine, version))
}

/// The engine has the database's version.
#[must_use]
pub const fn database_version_exists(stack: &Architecture) -> Option<Problem> {
    let (engine, version) = declared(stack);
    let Some(problem) = (match engine_version_status(engine, version) {
        EngineVersionStatus::Unknown => no_version(engine, version, &meant(engine, version)),
        EngineVersionStatus::Newer if Branch::of(engine, version).is_none() && owner(engine, version).is_some() => {
            no_version(engine, version, &meant(engine, version))
        }
        _ => None,
    }) else {
        return None;
    };
    Some(Problem {
        help: or_unchecked(&problem.help, version),
        ..problem
    })
}

/// RDS still creates databases of this version.
#[must_use]
pub const fn database_version_not_withdrawn(stack: &Architecture) -> Option<Problem> {
    let (engine, version) = declared(stack);
    let EngineVersionStatus::Withdrawn(branch) = engine_version_status(engine, version) else {
        return None;
    };
    let what = Text::new("AWS no longer creates databases of ")
        .push(engine.name())
        .push(" ")
        .push(version);
    let help = branch.newest(Text::new("write `version: \"")).push("\"`");
    Problem::at(Subject::at(PATH), what, or_running(&help, version))
}

/// A database's version is in standard support.
#[must_use]
pub const fn database_version_supported(stack: &Architecture) -> Option<Problem> {
    let (engine, version) = declared(stack);
    let EngineVersionStatus::SupportEnded(branch, end) = engine_version_status(engine, version) else {
        return None;
    };
    let what = Text::new("standard support of ")
        .push(engine.name())
        .push(" ")
        .push(branch.name)
        .push(" ended on ");
    let help = newest(engine, &Text::new("write `version: \"")).push("\"`");
    Problem::at(Subject::at(PATH), end.write(what), or_running(&help, version))
}

/// The database's version is known to this release of moodle-stack.
#[must_use]
pub const fn database_version_known(stack: &Architecture) -> Option<Problem> {
    let (engine, version) = declared(stack);
    let branch = Branch::of(engine, version);
    if !matches!(engine_version_status(engine, version), EngineVersionStatus::Newer) {
        return None;
    }
    let what = Text::new("")
        .quoted(version)
        .push(" is newer than every version of ")
        .push(engine.name())
        .push(" in the table of ")
        .push(AS_OF);
    let help = unchecked("version", version).push(" if AWS has it, else `");
    let help = match branch {
        Some(branch) => branch.newest(help),
        None => newest(engine, &help),
    };
    Problem::at(Subject::at(PATH), what, help.push("`"))
}

const fn declared(stack: &Architecture) -> (Engine, &'static str) {
    let version = match stack.database {
        Database::Mysql(instance) | Database::MariaDb(instance) | Database::Postgres(instance) => instance.version,
        Database::AuroraMysql(cluster) | Database::AuroraPostgres(cluster) => cluster.version,
    };
    (Engine::of(&stack.database), version)
}

/// Reports a version that an engine does not have: names the engine that has it, and offers another version.
const fn no_version(engine: Engine, version: &str, meant: &Text) -> Option<Problem> {
    let what = Text::new("")
        .quoted(version)
        .push(" is not a version of ")
        .push(engine.name());
    let owner = owner(engine, version);
    let what = match owner {
        Some(owner) => what.push("; it is a version of ").push(owner.name()),
        None => what,
    };
    let help = Text::new("write `version: \"").push(meant.as_str()).push("\"`");
    let help = match owner {
        Some(owner) => help.push(", or `database: ").push(declared_as(owner)).push(" { … }`"),
        None => help,
    };
    Problem::at(Subject::at(PATH), what, help)
}

/// Returns the name of an engine in declarations.
const fn declared_as(engine: Engine) -> &'static str {
    match engine {
        Engine::Mysql => "Mysql",
        Engine::MariaDb => "MariaDb",
        Engine::Postgres => "Postgres",
        Engine::AuroraMysql => "AuroraMysql",
        Engine::AuroraPostgres => "AuroraPostgres",
    }
}

/// Returns another engine that has or had a version.
const fn owner(engine: Engine, version: &str) -> Option<Engine> {
    // Aurora accepts the names of MySQL's and PostgreSQL's branches as versions, so those two come first.
    const ENGINES: [Engine; 5] = [
        Engine::Mysql,
        Engine::Postgres,
        Engine::MariaDb,
        Engine::AuroraMysql,
        Engine::AuroraPostgres,
    ];
    let mut i = 0;
    while i < ENGINES.len() {
        if !ENGINES[i].is(engine)
            && matches!(
                engine_version_status(ENGINES[i], version),
                EngineVersionStatus::Supported(_)
                    | EngineVersionStatus::Withdrawn(_)
                    | EngineVersionStatus::SupportEnded(..)
            )
        {
            return Some(ENGINES[i]);
        }
        i += 1;
    }
    None
}

/// Returns the probably intended version: the full version for Aurora's own number, else the branch with the same first
/// numbers, else the newest.
const fn meant(engine: Engine, version: &str) -> Text {
    let branches = branches(engine);
    let mut i = branches.len();
    while i > 0 {
        i -= 1;
        let branch = branches[i];
        let mut nth = 0;
        while let Some(known) = part(branch.creatable, b' ', nth) {
            if !branch.prefix.is_empty() && ends_with(version, known) {
                return Text::new(branch.prefix).push(known);
            }
            nth += 1;
        }
        let ended = match branch.ends {
            Some(end) => end.is_before(AS_OF_DATE),
            None => false,
        };
        if !ended && matches!(order(version, branch.name), Order::Same | Order::Branch | Order::Member) {
            return offered(engine, branch, &Text::new(""));
        }
    }
    newest(engine, &Text::new(""))
}

/// Appends the newest branch of an engine.
const fn newest(engine: Engine, text: &Text) -> Text {
    offered(engine, newest_branch(engine), text)
}

/// Appends a branch, without a minor version, which RDS chooses. For Aurora MySQL it is a full version, since
/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html> accepts only the branches 5.7
/// and 8.0.
const fn offered(engine: Engine, branch: Branch, text: &Text) -> Text {
    if engine.is(Engine::AuroraMysql) {
        branch.newest(*text)
    } else {
        text.push(branch.name)
    }
}

/// Appends what to write if the database already exists.
const fn or_running(&help: &Text, version: &str) -> Text {
    help.push("; for an existing database of this version, write `unchecked!(\"")
        .push(version)
        .push("\")`")
}

#[cfg(test)]
mod tests {
    use super::{Engine, meant, owner};

    #[test]
    fn suggested_versions_are_in_standard_support() {
        for (engine, written, expected) in [
            (Engine::Mysql, "8", "8.4"),
            (Engine::Mysql, "MySQL 8.4.7", "8.4"),
            (Engine::Mysql, "8.0.mysql_aurora.3.10.0", "8.4"),
            (Engine::Mysql, "", "8.4"),
            (Engine::MariaDb, "10", "10.11"),
            (Engine::MariaDb, "8.4", "12.3"),
            (Engine::Postgres, "v17.2", "17"),
            (Engine::Postgres, "9.6", "18"),
            (Engine::AuroraMysql, "aurora-3.10.0", "8.0.mysql_aurora.3.10.0"),
            (Engine::AuroraMysql, "8.0.35", "8.0.mysql_aurora.3.13.0"),
            (Engine::AuroraPostgres, "16.x", "16"),
        ] {
            assert_eq!(meant(engine, written).as_str(), expected, "{engine:?} {written}");
        }
    }

    #[test]
    fn version_of_another_engine_is_recognized() {
        for (engine, written, expected) in [
            (Engine::Mysql, "16.4", Some(Engine::Postgres)),
            (Engine::Mysql, "11.4.5", Some(Engine::MariaDb)),
            (Engine::Postgres, "8.4", Some(Engine::Mysql)),
            (Engine::Mysql, "8.0.mysql_aurora.3.10.0", Some(Engine::AuroraMysql)),
            (Engine::Postgres, "16.4-limitless", Some(Engine::AuroraPostgres)),
            (Engine::Mysql, "9.7", None),
        ] {
            assert_eq!(owner(engine, written), expected, "{engine:?} {written}");
        }
    }
}
