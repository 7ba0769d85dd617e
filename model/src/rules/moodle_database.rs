//! The rule on Moodle's requirements for its database.

use super::moodle_version::branch;
use crate::facts::database::Engine;
use crate::facts::database::versions::{self, EngineVersionStatus, newest_branch};
use crate::facts::moodle::{AS_OF, Branch};
use crate::facts::version::at_least;
use crate::{Architecture, Database, Problem, Subject, Text};

rules! {
    "MS626" moodle_on_database {
        statement: "The database meets the minimum version of Moodle's branch.",
        why: "Moodle's installer and upgrade refuse an older database.",
        source: "https://moodledev.io/general/releases",
        reads: ["moodle.version", "database.version"],
        unless: ["MS709", "MS710"],
        as_of: AS_OF,
        wrong: "moodle: Moodle { version: \"5.2\", … }, database: Postgres { version: \"15\", … }",
        right: "moodle: Moodle { version: \"5.2\", … }, database: Postgres { version: \"16\", … }",
    }
}

/// The database meets the minimum version of Moodle's branch.
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
    if at_least(version, least) {
        return None;
    }
    let what = Text::new("Moodle ")
        .push(branch.name)
        .push(" needs ")
        .push(engine.name());
    let what = what.push(" ").push(least).push(" or newer, got ").push(version);
    let help = Text::new("write `version: \"").push(offered(engine, least));
    let help =
        help.push("\"`, or declare an older `version` of Moodle; if Moodle supports this version now, write `version: unchecked!(\"");
    let help = help.push(version).push("\")`");
    Problem::between(
        Subject::at("database.version"),
        Subject::at("moodle.version"),
        what,
        help,
    )
}

/// Returns the oldest version of an engine that a Moodle branch supports.
const fn least(engine: Engine, branch: &Branch) -> &'static str {
    match engine {
        Engine::Mysql => branch.mysql,
        Engine::MariaDb => branch.mariadb,
        Engine::Postgres | Engine::AuroraPostgres => branch.postgres,
        Engine::AuroraMysql => branch.aurora_mysql,
    }
}

/// Returns the oldest branch of an engine that is new enough and in standard support, or else the newest branch.
const fn offered(engine: Engine, least: &str) -> &'static str {
    let branches = versions::branches(engine);
    let mut i = 0;
    while i < branches.len() {
        if at_least(branches[i].name, least)
            && matches!(
                versions::engine_version_status(engine, branches[i].name),
                EngineVersionStatus::Supported(_)
            )
        {
            return branches[i].name;
        }
        i += 1;
    }
    newest_branch(engine).name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rule;
    use crate::{Aurora, Field as _, Instance};

    /// Runs the rule on a Moodle version and a database version.
    fn fault(moodle: &'static str, engine: Engine, version: &'static str) -> Option<Problem> {
        let mut stack = Architecture::FILLER;
        stack.moodle.version = moodle;
        let instance = Instance {
            version,
            ..Instance::FILLER
        };
        let cluster = Aurora {
            version,
            ..Aurora::FILLER
        };
        stack.database = match engine {
            Engine::Mysql => Database::Mysql(instance),
            Engine::MariaDb => Database::MariaDb(instance),
            Engine::Postgres => Database::Postgres(instance),
            Engine::AuroraMysql => Database::AuroraMysql(cluster),
            Engine::AuroraPostgres => Database::AuroraPostgres(cluster),
        };
        Rule::by_id("MS626").unwrap().evaluate(&stack)
    }

    #[test]
    fn minimum_database_and_newer_ones_are_accepted() {
        for (moodle, engine, version) in [
            ("4.5", Engine::Mysql, "8.0"),
            ("4.5.3", Engine::MariaDb, "10.6"),
            ("4.5", Engine::Postgres, "13"),
            ("5.1", Engine::Mysql, "8.4.5"),
            ("5.1", Engine::Postgres, "15"),
            ("5.2", Engine::MariaDb, "10.11.4"),
            ("5.2", Engine::Postgres, "16.9"),
            ("5.2", Engine::AuroraMysql, "8.0.mysql_aurora.3.04.0"),
            ("5.2", Engine::AuroraMysql, "8.4.mysql_aurora.8.4.7"),
            ("5.2.1", Engine::AuroraPostgres, "18.3"),
            ("5.3", Engine::MariaDb, "11.4"),
            ("5.3", Engine::Postgres, "17"),
        ] {
            assert_eq!(fault(moodle, engine, version), None, "{moodle} {version}");
        }
    }

    #[test]
    fn older_database_is_refused_and_the_help_offers_one_that_is_new_enough() {
        for (moodle, engine, version, offered) in [
            ("5.1", Engine::Mysql, "8.0.46", "8.4"),
            ("4.5", Engine::Mysql, "5.7", "8.4"),
            ("5.2", Engine::MariaDb, "10.6.7", "10.11"),
            ("5.3", Engine::MariaDb, "10.11", "11.4"),
            ("5.2", Engine::Postgres, "15.19", "16"),
            ("5.3", Engine::AuroraPostgres, "16.9", "17"),
            ("5.2", Engine::AuroraMysql, "5.7.mysql_aurora.2.12.6", "8.0"),
        ] {
            let problem = fault(moodle, engine, version).unwrap();
            let help = problem.help.as_str();
            assert!(help.starts_with(&format!("write `version: \"{offered}\"`")), "{help}");
            assert_eq!(problem.against, Some(Subject::at("moodle.version")));
        }
    }

    #[test]
    fn version_that_another_rule_refuses_is_not_reported_again() {
        for (moodle, version) in [
            ("5.2", "v8"),
            ("5.2", ""),
            ("v5.2", "8.0"),
            ("9.9", "5.7"),
            ("3.9", "5.7"),
        ] {
            assert_eq!(fault(moodle, Engine::Mysql, version), None, "{moodle} {version}");
        }
    }
}
