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
        /// The engine's version, such as `8.4`.
        version: &'static str,
        /// The instance class, such as `db.r6g.large`.
        class: &'static str,
        /// The initial and maximum storage in GiB.
        storage: Range<u32> = Range { min: 30, max: 300 },
        /// Whether there is a standby in another zone.
        multi_az: bool = true,
        /// Confirms a database without a standby, which means an outage whenever it is lost.
        single_zone: bool = false,
        /// The number of days that backups are kept: 0 to 35.
        backup_days: u32 = 7,
        /// Refuses any deletion except by `destroy`.
        deletion_protection: bool = true,
        /// What `destroy` does with the database.
        on_destroy: KeepDatabase = KeepDatabase::Snapshot,
    }
}

section! {
    /// An Amazon Aurora cluster.
    Aurora {
        /// The engine's version, such as `8.0.mysql_aurora.3.10.0`.
        version: &'static str,
        /// The minimum and maximum serverless capacity in ACUs, in steps of 0.5; an alternative to `class`.
        capacity: Option<Range<f64>>,
        /// The instance class, such as `db.r6g.large`; an alternative to `capacity`.
        class: Option<&'static str>,
        /// The number of readers in other zones, ready for failover: 0 to 15.
        readers: u32 = 1,
        /// Confirms a cluster without a reader, which means an outage whenever the writer is lost.
        single_zone: bool = false,
        /// The number of days that backups are kept: 1 to 35.
        backup_days: u32 = 7,
        /// Refuses any deletion except by `destroy`.
        deletion_protection: bool = true,
        /// What `destroy` does with the database.
        on_destroy: KeepDatabase = KeepDatabase::Snapshot,
    }
}

one_of! {
    /// What `destroy` does with the database.
    KeepDatabase in database_on_destroy {
        /// Deletes it and keeps a final snapshot.
        Snapshot,
        /// Deletes it with all courses and grades.
        Delete,
    }
}
