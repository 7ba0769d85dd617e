//! Rules on `database`.

pub(super) mod backups;
pub(super) mod capacity;
pub(super) mod class;
pub(super) mod standby;
pub(super) mod storage;
pub(super) mod version;

use crate::{Architecture, Aurora, Database, Instance};

pub use backups::*;
pub use capacity::*;
pub use class::*;
pub use standby::*;
pub use storage::*;
pub use version::*;

const fn instance(stack: &Architecture) -> Option<Instance> {
    match stack.database {
        Database::Mysql(instance) | Database::MariaDb(instance) | Database::Postgres(instance) => Some(instance),
        Database::AuroraMysql(_) | Database::AuroraPostgres(_) => None,
    }
}

const fn aurora(stack: &Architecture) -> Option<Aurora> {
    match stack.database {
        Database::AuroraMysql(cluster) | Database::AuroraPostgres(cluster) => Some(cluster),
        Database::Mysql(_) | Database::MariaDb(_) | Database::Postgres(_) => None,
    }
}
