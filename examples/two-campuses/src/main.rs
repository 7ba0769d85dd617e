//! Two sites in one account: the second inherits everything from the first that it does not declare itself.

use moodle_stack::moodle_stack;

moodle_stack!(
    NorthCampus {
        account: "111122223333",
        region: "eu-central-1",
        domain: "north.example.edu",
        network: Vpc {
            cidr: "10.0.0.0/16",
            zones: ["eu-central-1a", "eu-central-1b"],
        },
        load_balancer: Alb {
            certificate: "arn:aws:acm:eu-central-1:111122223333:certificate/7a1c4b52-9f0e-4c1d-8a5b-2f6d3e9c0b17",
        },
        moodle: Moodle {
            version: "5.2",
            image: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/moodle:5.2",
            dataroot: "/var/www/moodledata",
            admin_email: "moodle-admin@example.edu",
        },
        compute: Fargate {
            cpu: 1024,
            memory: 2048,
            replicas: 2..=4,
        },
        files: Efs {
            mount: "/var/www/moodledata",
        },
        database: Postgres {
            version: "17",
            class: "db.t4g.medium",
            storage: 30..=100,
            multi_az: true,
        },
        cache: ServerlessValkey { version: "8" },
    },
    SouthCampus {
        domain: "south.example.edu",
        network: Vpc {
            cidr: "10.1.0.0/16",
            ..NorthCampus.network
        },
        trail: Off,
        ..NorthCampus
    },
);

fn main() -> std::process::ExitCode {
    moodle_stack::run(&[NorthCampus::stack(), SouthCampus::stack()])
}
