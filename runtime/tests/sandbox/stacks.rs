//! The reference stack of the tests.

use moodle_stack::model::{KeepTrail, Trail, TrailLog};
use moodle_stack::moodle_stack;

/// A trail whose records are deleted with the stack.
pub const DELETED_TRAIL: Trail = Trail::CloudTrail(TrailLog {
    on_destroy: KeepTrail::Delete,
    ..TrailLog::DEFAULT
});

moodle_stack!(Campus {
    account: "111122223333",
    region: "ap-southeast-1",
    domain: "learn.example.edu",
    network: Vpc {
        cidr: "10.0.0.0/16",
        zones: ["ap-southeast-1a", "ap-southeast-1b"],
    },
    edge: CloudFront {
        certificate: "arn:aws:acm:us-east-1:111122223333:certificate/0f5e8a1c-1111-2222-3333-444455556666",
        origin_timeout: 60,
    },
    load_balancer: Alb {
        certificate: "arn:aws:acm:ap-southeast-1:111122223333:certificate/7a1c2b3d-1111-2222-3333-444455556666",
    },
    moodle: Moodle {
        version: "5.2",
        image: "111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/moodle:5.2",
        dataroot: "/var/www/moodledata",
        admin_email: "moodle-admin@example.edu",
    },
    compute: Fargate {
        cpu: 2048,
        memory: 4096,
        replicas: 2..=10,
        capacity: Spread { fargate: 1, spot: 3 },
        scale_at_cpu: 50,
    },
    files: Efs {
        mount: "/var/www/moodledata"
    },
    database: Mysql {
        version: "8.4",
        class: "db.r6g.large",
        storage: 30..=300,
        multi_az: true,
        backup_days: 7,
    },
    cache: Redis {
        version: "7.1",
        node: "cache.r6g.large",
        nodes: 2
    },
    observability: CloudWatch {
        retention_days: 30,
        notify: "moodle-ops@example.edu"
    },
});
