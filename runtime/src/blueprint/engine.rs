//! The differences between database engines.

use moodle_stack_model::Database;
use moodle_stack_model::facts::database::Engine as Code;
use std::collections::BTreeMap;

/// An engine's names in AWS and Moodle, and its settings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Engine {
    /// RDS's name for the engine.
    pub(super) name: &'static str,
    /// Moodle's name for the driver.
    pub(super) driver: &'static str,
    pub(super) port: u16,
    /// The logs that are exported to CloudWatch:
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html>.
    pub(super) logs: &'static [&'static str],
    /// The beginning of the name of a parameter group family.
    family: &'static str,
    /// How many parts of the version the family's name has: two for MySQL, as in `8.4`, and one for PostgreSQL, as in
    /// `16`.
    family_parts: usize,
    /// The parameters that differ from the engine's defaults.
    parameters: &'static [(&'static str, &'static str)],
}

// Moodle needs four-byte UTF-8: <https://docs.moodle.org/502/en/MySQL_full_unicode_support>. Connections must use TLS:
// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.require-ssl.html>. Queries that take
// two seconds or more are logged.
const MYSQL_PARAMETERS: &[(&str, &str)] = &[
    ("character_set_server", "utf8mb4"),
    ("collation_server", "utf8mb4_unicode_ci"),
    ("log_output", "FILE"),
    ("long_query_time", "2"),
    ("require_secure_transport", "1"),
    ("slow_query_log", "1"),
];
// <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Reference.ParameterGroups.html>
const AURORA_MYSQL_PARAMETERS: &[(&str, &str)] = &[
    ("character_set_server", "utf8mb4"),
    ("collation_server", "utf8mb4_unicode_ci"),
    ("log_output", "FILE"),
    ("long_query_time", "2"),
    ("require_secure_transport", "ON"),
    ("slow_query_log", "1"),
];
// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html>
const POSTGRES_PARAMETERS: &[(&str, &str)] = &[("log_min_duration_statement", "2000"), ("rds.force_ssl", "1")];

impl Engine {
    /// Returns the engine of a declared database.
    pub(super) const fn of(database: &Database) -> Self {
        const MYSQL: Engine = Engine {
            name: Code::Mysql.code(),
            driver: "mysqli",
            port: 3306,
            logs: &["error", "slowquery"],
            family: "mysql",
            family_parts: 2,
            parameters: MYSQL_PARAMETERS,
        };
        const POSTGRES: Engine = Engine {
            name: Code::Postgres.code(),
            driver: "pgsql",
            port: 5432,
            logs: &["postgresql", "upgrade"],
            family: "postgres",
            family_parts: 1,
            parameters: POSTGRES_PARAMETERS,
        };
        match database {
            Database::Mysql(_) => MYSQL,
            Database::MariaDb(_) => Self {
                name: Code::MariaDb.code(),
                driver: "mariadb",
                family: "mariadb",
                ..MYSQL
            },
            Database::Postgres(_) => POSTGRES,
            Database::AuroraMysql(_) => Self {
                name: Code::AuroraMysql.code(),
                driver: "auroramysql",
                family: "aurora-mysql",
                parameters: AURORA_MYSQL_PARAMETERS,
                ..MYSQL
            },
            Database::AuroraPostgres(_) => Self {
                name: Code::AuroraPostgres.code(),
                logs: &["postgresql"],
                family: "aurora-postgresql",
                ..POSTGRES
            },
        }
    }

    /// Returns the parameter group family of a version: `mysql8.4` for 8.4.5, `aurora-mysql8.0` for
    /// 8.0.mysql_aurora.3.10.0, `postgres16` for 16.4.
    pub(super) fn family(&self, version: &str) -> String {
        let parts: Vec<&str> = version.split('.').take(self.family_parts).collect();
        format!("{}{}", self.family, parts.join("."))
    }

    /// Returns the parameters that differ from the engine's defaults.
    pub(super) fn parameters(&self) -> BTreeMap<String, String> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        self.parameters.iter().map(owned).collect()
    }
}
