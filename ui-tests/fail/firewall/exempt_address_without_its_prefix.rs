//! MS421

use moodle_stack::moodle_stack;

moodle_stack!(Campus {
    account: "111122223333",
    region: "ap-southeast-1",
    domain: "learn.example.edu",
    network: Vpc {
        cidr: "10.0.0.0/16",
        zones: ["ap-southeast-1a", "ap-southeast-1b"],
    },
    edge: CloudFront {
        certificate: "arn:aws:acm:us-east-1:111122223333:certificate/0f5e",
        waf: WebAcl { exempt: ["192.0.2.44"] },
    },
    load_balancer: Alb {
        certificate: "arn:aws:acm:ap-southeast-1:111122223333:certificate/7a1c",
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
    },
    files: Efs {
        mount: "/var/www/moodledata",
    },
    database: Mysql {
        version: "8.4",
        class: "db.r6g.large",
    },
    cache: Redis {
        version: "7.1",
        node: "cache.r6g.large",
    },
});

fn main() {
    let _ = Campus::stack();
}
