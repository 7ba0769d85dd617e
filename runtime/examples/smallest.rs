//! The smallest site that a declaration allows, which `.ci/real-aws` deploys to a real account.
//!
//! The script sets the variables of the constants when it builds this program, so that the compiler checks the declaration for
//! that account and region. When it runs, they have what the script has made for one run.

use moodle_stack::model::Certificate;
use moodle_stack::moodle_stack;

const ACCOUNT: &str = or(option_env!("REAL_AWS_ACCOUNT"), "111122223333");
const REGION: &str = or(option_env!("REAL_AWS_REGION"), "ap-southeast-1");
const ZONE: &str = or(option_env!("REAL_AWS_ZONE"), "ap-southeast-1a");
const OTHER_ZONE: &str = or(option_env!("REAL_AWS_OTHER_ZONE"), "ap-southeast-1b");

const CERTIFICATE: &str = or(
    option_env!("REAL_AWS_CERTIFICATE"),
    "arn:aws:acm:ap-southeast-1:111122223333:certificate/5a11e57c-1111-2222-3333-444455556666",
);
const IMAGE: &str = or(
    option_env!("REAL_AWS_IMAGE"),
    "111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/smallest/moodle:5.2",
);

moodle_stack!(Smallest {
    account: ACCOUNT,
    region: REGION,
    domain: "moodle.example.org",
    network: Vpc {
        cidr: "10.0.0.0/16",
        zones: [ZONE, OTHER_ZONE],
        #[allow(MS209)]
        nat: Single,
        endpoints: false,
        flow_logs: false,
    },
    load_balancer: Alb {
        certificate: CERTIFICATE,
        access_logs: false,
    },
    moodle: Moodle {
        version: "5.2",
        image: IMAGE,
        dataroot: "/var/www/moodledata",
        admin_email: "nobody@example.org",
    },
    compute: Fargate {
        cpu: 512,
        memory: 1024,
        // The emulators run two tasks of every service.
        replicas: 2..=3,
    },
    files: Efs {
        mount: "/var/www/moodledata",
        #[allow(MS619)]
        backups: false,
        on_destroy: Delete,
    },
    database: Mysql {
        version: "8.4",
        class: "db.t4g.micro",
        storage: 20..=30,
        multi_az: false,
        single_zone: true,
        #[allow(MS722)]
        backup_days: 1,
        on_destroy: Delete,
    },
    cache: Valkey {
        version: "8.0",
        node: "cache.t4g.micro",
        #[allow(MS811)]
        nodes: 1,
    },
    observability: CloudWatch {
        retention_days: 1,
        dashboard: false,
        container_insights: false,
    },
    trail: Off,
});

/// Returns a value, or else the default.
const fn or(value: Option<&'static str>, default: &'static str) -> &'static str {
    match value {
        Some(value) => value,
        None => default,
    }
}

fn main() -> std::process::ExitCode {
    let variable = |name: &str| std::env::var(name).ok().map(|value| &*value.leak());
    let mut stack = Smallest::stack();
    if let Some(name) = variable("REAL_AWS_NAME") {
        stack.name = name;
    }
    if let Some(certificate) = variable("REAL_AWS_CERTIFICATE") {
        stack.architecture.load_balancer.certificate = Certificate::Arn(certificate);
    }
    if let Some(image) = variable("REAL_AWS_IMAGE") {
        stack.architecture.moodle.image = image;
    }
    moodle_stack::run(&[stack])
}
