//! `database`.

use crate::Range;

one_of! {
    /// The database system.
    Database in database {
        /// Amazon RDS for MySQL.
        Mysql(Instance),
        /// Amazon RDS for MariaDB.
        MariaDb(Instance),
        /// Amazon RDS for PostgreSQL.
        Postgres(Instance),
        /// Amazon Aurora, MySQL-compatible.
        AuroraMysql(Aurora),
        /// Amazon Aurora, PostgreSQL-compatible.
        AuroraPostgres(Aurora),
    }
}

section! {
    /// An Amazon RDS instance.
    Instance {
        /// The engine's version, as `8.4`.
        version: &'static str,
        /// The instance class, as `db.r6g.large`.
        class: &'static str,
        /// Storage in GiB: what it starts with, and what it may grow to.
        storage: Range<u32> = Range { min: 30, max: 300 },
        /// A standby in another zone.
        multi_az: bool = true,
        /// Says that a database without a standby, and an outage with each loss of it, is meant.
        single_zone: bool = false,
        /// For how many days backups are kept: 0 to 35.
        backup_days: u32 = 7,
        /// Refuses a deletion that does not come from `destroy`.
        deletion_protection: bool = true,
        /// What `destroy` does with it.
        on_destroy: KeepDatabase = KeepDatabase::Snapshot,
    }
}

section! {
    /// An Amazon Aurora cluster.
    Aurora {
        /// The engine's version, as `8.0.mysql_aurora.3.10.0`.
        version: &'static str,
        /// Serverless capacity in ACUs, in steps of 0.5; give this or `class`.
        capacity: Option<Range<f64>>,
        /// The instance class, as `db.r6g.large`; give this or `capacity`.
        class: Option<&'static str>,
        /// How many readers stand by in other zones: 0 to 15.
        readers: u32 = 1,
        /// Says that a cluster without a reader, and an outage with each loss of the writer, is meant.
        single_zone: bool = false,
        /// For how many days backups are kept: 1 to 35.
        backup_days: u32 = 7,
        /// Refuses a deletion that does not come from `destroy`.
        deletion_protection: bool = true,
        /// What `destroy` does with it.
        on_destroy: KeepDatabase = KeepDatabase::Snapshot,
    }
}

one_of! {
    /// What `destroy` does with the database.
    KeepDatabase in database_on_destroy {
        /// Deletes it and keeps a final snapshot.
        Snapshot,
        /// Deletes it, with every course and grade in it.
        Delete,
    }
}
