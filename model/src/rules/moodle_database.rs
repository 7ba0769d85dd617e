//! Rules on Moodle and its database.

use super::moodle_version::branch;
use crate::facts::database::Engine;
use crate::facts::database::versions::{self, Standing, newest_branch};
use crate::facts::moodle::{Branch, TAKEN};
use crate::facts::version::at_least;
use crate::{Architecture, Database, Problem, Subject, Text};

rules! {
    "MS626" moodle_on_database {
        statement: "The database is as new as Moodle's branch needs.",
        why: "Moodle's installation and upgrade stop on an older database.",
        source: "https://moodledev.io/general/releases",
        reads: ["moodle.version", "database.version"],
        taken: TAKEN,
        wrong: "moodle: Moodle { version: \"5.2\", … }, database: Postgres { version: \"15\", … }",
        right: "moodle: Moodle { version: \"5.2\", … }, database: Postgres { version: \"16\", … }",
    }
}

/// The database is as new as Moodle's branch needs.
#[must_use]
pub const fn moodle_on_database(stack: &Architecture) -> Option<Problem> {
    let Some(branch) = branch(stack) else {
        return None;
    };
    let engine = Engine::of(&stack.database);
    let version = match stack.database {
        Database::Mysql(database) | Database::MariaDb(database) | Database::Postgres(database) => database.version,
        Database::AuroraMysql(database) | Database::AuroraPostgres(database) => database.version,
    };
    let least = least(engine, &branch);
    // Of a version that AWS does not have, there is another rule.
    if matches!(
        versions::standing(engine, version),
        Standing::Malformed | Standing::Unknown
    ) || at_least(version, least)
    {
        return None;
    }
    let what = Text::new("Moodle ")
        .push(branch.name)
        .push(" needs ")
        .push(engine.name());
    let what = what.push(" ").push(least).push(" or newer, and this is ").push(version);
    let help = Text::new("write `version: \"").push(offered(engine, least));
    let help =
        help.push("\"`, or an older `version` of Moodle; if Moodle runs on it by now, write `version: unchecked!(\"");
    let help = help.push(version).push("\")`");
    Problem::between(
        Subject::at("database.version"),
        Subject::at("moodle.version"),
        what,
        help,
    )
}

/// Returns the oldest version of an engine that a branch of Moodle runs on.
const fn least(engine: Engine, branch: &Branch) -> &'static str {
    match engine {
        Engine::Mysql => branch.mysql,
        Engine::MariaDb => branch.mariadb,
        Engine::Postgres | Engine::AuroraPostgres => branch.postgres,
        Engine::AuroraMysql => branch.aurora_mysql,
    }
}

/// Returns the oldest branch of an engine that is new enough and in support, or else the newest.
const fn offered(engine: Engine, least: &str) -> &'static str {
    let branches = versions::branches(engine);
    let mut i = 0;
    while i < branches.len() {
        if at_least(branches[i].name, least)
            && matches!(versions::standing(engine, branches[i].name), Standing::Supported(_))
        {
            return branches[i].name;
        }
        i += 1;
    }
    newest_branch(engine).name
}
