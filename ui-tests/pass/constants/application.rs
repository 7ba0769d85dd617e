//! MS620 MS627

use moodle_stack::moodle_stack;

const VERSION: &str = "5.2.1";
const IMAGE: &str = "111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/team/moodle:5.2.1-amd64";
const DATA: &str = "/srv/moodledata";
const EMAIL: &str = "moodle-admin@example.edu";
const USER: &str = "moodle.admin";
const SITE: &str = "The University of the North";
const PHP: &str = "8.3";
const CODE: &str = "/srv/moodle";
const TASKS: u32 = 12;
const ENGINE: &str = "8.4";

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
    },
    load_balancer: Alb {
        certificate: "arn:aws:acm:ap-southeast-1:111122223333:certificate/7a1c",
    },
    moodle: Moodle {
        version: VERSION,
        image: IMAGE,
        dataroot: DATA,
        admin_email: EMAIL,
        admin_user: USER,
        site_name: SITE,
        php: PHP,
        code: CODE,
    },
    compute: Fargate {
        cpu: 2048,
        memory: 4096,
        replicas: 2..=TASKS,
    },
    files: Efs {
        mount: DATA,
    },
    database: Mysql {
        version: ENGINE,
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
