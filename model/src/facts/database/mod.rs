//! Amazon RDS and Amazon Aurora.

pub mod classes;
pub mod serverless;
pub mod versions;

use crate::Database;

/// A database engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// RDS for MySQL.
    Mysql,
    /// RDS for MariaDB.
    MariaDb,
    /// RDS for PostgreSQL.
    Postgres,
    /// Aurora MySQL.
    AuroraMysql,
    /// Aurora PostgreSQL.
    AuroraPostgres,
}

impl Engine {
    /// Returns the engine of a declaration's database.
    #[must_use]
    pub const fn of(database: &Database) -> Self {
        match database {
            Database::Mysql(_) => Self::Mysql,
            Database::MariaDb(_) => Self::MariaDb,
            Database::Postgres(_) => Self::Postgres,
            Database::AuroraMysql(_) => Self::AuroraMysql,
            Database::AuroraPostgres(_) => Self::AuroraPostgres,
        }
    }

    /// Returns the engine's name in messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mysql => "RDS for MySQL",
            Self::MariaDb => "RDS for MariaDB",
            Self::Postgres => "RDS for PostgreSQL",
            Self::AuroraMysql => "Aurora MySQL",
            Self::AuroraPostgres => "Aurora PostgreSQL",
        }
    }

    /// Returns the engine's name in RDS's API.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mysql => "mysql",
            Self::MariaDb => "mariadb",
            Self::Postgres => "postgres",
            Self::AuroraMysql => "aurora-mysql",
            Self::AuroraPostgres => "aurora-postgresql",
        }
    }

    /// Returns the engine's bit in a set of engines.
    pub(crate) const fn bit(self) -> u8 {
        1 << self as u8
    }

    /// Compares two engines; `==` is not `const` yet.
    #[must_use]
    pub const fn is(self, other: Self) -> bool {
        self.bit() == other.bit()
    }
}
