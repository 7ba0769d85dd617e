//! The architectures that the tests deploy: the reference and its variants.

use super::stacks::{Campus, DELETED_TRAIL};
use moodle_stack::model::{
    Aurora, Certificate, Database, Instance, Issued, KeepDatabase, KeepFiles, Nodes, Range, Route53, Serverless, Stack,
};

/// The reference's database, without a final snapshot.
pub const INSTANCE: Instance = Instance {
    version: "8.4",
    class: "db.r6g.large",
    storage: Range { min: 30, max: 300 },
    multi_az: true,
    single_zone: false,
    backup_days: 7,
    deletion_protection: true,
    on_destroy: KeepDatabase::Delete,
};

/// An Aurora cluster without a final snapshot.
pub const AURORA: Aurora = Aurora {
    version: "8.0.mysql_aurora.3.10.0",
    capacity: Some(Range { min: 0.5, max: 10.0 }),
    class: None,
    readers: 1,
    single_zone: false,
    backup_days: 7,
    deletion_protection: true,
    on_destroy: KeepDatabase::Delete,
};

/// A cache of nodes.
pub const NODES: Nodes = Nodes {
    version: "7.1",
    node: "cache.r6g.large",
    nodes: 2,
    snapshot_days: 0,
};

/// A serverless cache.
pub const SERVERLESS: Serverless = Serverless {
    version: "8",
    storage: 10,
    ecpu: Range {
        min: 1000,
        max: 100_000,
    },
    snapshot_days: 0,
};

/// Returns the reference under another name, without retained resources.
pub fn campus(name: &'static str) -> Stack {
    let mut stack = Stack {
        name,
        ..Campus::stack()
    };
    // Two distributions cannot have the same alias. An architecture consists of constants, and a test creates only few.
    stack.architecture.domain = format!("{name}.example.edu").leak();
    // Two stacks cannot create the same repository either.
    let registry = "111122223333.dkr.ecr.ap-southeast-1.amazonaws.com";
    stack.architecture.moodle.image = format!("{registry}/{name}/moodle:5.2").leak();
    stack.architecture.files.on_destroy = KeepFiles::Delete;
    stack.architecture.trail = DELETED_TRAIL;
    stack.architecture.database = Database::Mysql(INSTANCE);
    stack
}

/// Makes a stack request its certificates and create its records in a hosted zone.
pub fn issue(stack: &mut Stack, zone: &'static str) {
    let issued = Certificate::Issued(Issued { zone });
    stack.architecture.load_balancer.certificate = issued;
    if let Some(edge) = &mut stack.architecture.edge {
        edge.certificate = issued;
    }
    stack.architecture.dns = Some(Route53 { zone });
}
