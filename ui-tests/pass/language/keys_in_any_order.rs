//! MS006

use moodle_stack::moodle_stack;

moodle_stack!(Campus {
    cache: Redis {
        version: "7.1",
        node: "cache.r6g.large",
    },
    database: Mysql {
        version: "8.4",
        class: "db.r6g.large",
    },
    files: Efs {
        mount: "/var/www/moodledata",
    },
    compute: Fargate {
        cpu: 2048,
        memory: 4096,
    },
    moodle: Moodle {
        version: "5.2",
        image: "111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/moodle:5.2",
        dataroot: "/var/www/moodledata",
        admin_email: "moodle-admin@example.edu",
    },
    load_balancer: Alb {
        certificate: "arn:aws:acm:ap-southeast-1:111122223333:certificate/7a1c",
    },
    edge: CloudFront {
        certificate: "arn:aws:acm:us-east-1:111122223333:certificate/0f5e",
    },
    network: Vpc {
        cidr: "10.0.0.0/16",
        zones: ["ap-southeast-1a", "ap-southeast-1b"],
    },
    domain: "learn.example.edu",
    region: "ap-southeast-1",
    account: "111122223333",
});

fn main() {
    let _ = Campus::stack();
}
