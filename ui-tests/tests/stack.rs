//! Declarations at run time.

use moodle_stack::model::{Certificate, Database, Range};
use moodle_stack::moodle_stack;

const MOST: u32 = 8;
const ZONES: [&str; 2] = ["ap-southeast-1a", "ap-southeast-1c"];
const FIRST_LINE: u32 = line!() + 2;

moodle_stack!(
    /// The site of the whole university.
    NorthCampus {
        account: "111122223333",
        region: "ap-southeast-1",
        domain: "learn.example.edu",
        network: Vpc {
            cidr: "10.0.0.0/16",
            zones: ZONES,
        },
        load_balancer: Alb {
            certificate: Issued {
                zone: "Z0123456789ABCDEFGHIJ"
            },
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
            replicas: 2..=MOST,
        },
        files: Efs {
            mount: "/var/www/moodledata",
        },
        database: AuroraMysql {
            version: "8.0.mysql_aurora.3.10.0",
            capacity: 0.5..=10.0,
        },
        cache: Redis {
            version: "7.1",
            node: "cache.r6g.large",
        },
    },
    Staging {
        domain: "staging.example.edu",
        compute: Fargate {
            cpu: 1024,
            ..NorthCampus.compute
        },
        ..NorthCampus
    },
);

#[test]
fn stack_contains_declared_values_and_defaults() {
    const STACK: moodle_stack::model::Stack = NorthCampus::stack();
    let architecture = STACK.architecture;
    assert_eq!(STACK.name, "north-campus");
    assert_eq!(architecture.network.zones.as_slice(), ZONES);
    assert_eq!(architecture.compute.replicas, Range { min: 2, max: 8 });
    assert_eq!(architecture.compute.scale_at_cpu, 50);
    assert_eq!(architecture.edge, None);
    assert!(matches!(architecture.load_balancer.certificate, Certificate::Issued(_)));
    let Database::AuroraMysql(cluster) = architecture.database else {
        panic!("the database is {:?}", architecture.database);
    };
    assert_eq!(cluster.capacity, Some(Range { min: 0.5, max: 10.0 }));
    assert_eq!(cluster.class, None);
}

#[test]
fn inheriting_stack_differs_only_in_its_own_keys() {
    let (campus, staging) = (NorthCampus::stack().architecture, Staging::stack().architecture);
    let mut expected = campus;
    expected.domain = "staging.example.edu";
    expected.compute.cpu = 1024;
    assert_eq!(staging, expected);
}

#[test]
fn stack_knows_the_location_of_each_value() {
    let stack = NorthCampus::stack();
    let place = |path| {
        stack
            .location(path)
            .map(|location| (location.line - FIRST_LINE, location.column))
    };
    assert_eq!(stack.file, file!());
    assert_eq!(place(""), Some((2, 5)));
    assert_eq!(place("account"), Some((3, 18)));
    assert_eq!(place("compute.memory"), Some((23, 21)));
    assert_eq!(place("compute.replicas"), Some((24, 23)));
    // An omitted key has the location of its section.
    assert_eq!(place("compute.scale_at_cpu"), place("compute"));
    assert_eq!(place("dns.zone"), place(""));
    let inherited = Staging::stack().location("compute.memory");
    assert_eq!(inherited, stack.location("compute.memory"));
}
