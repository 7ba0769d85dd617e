//! Declarations that differ from the reference in any combination of keys.

// Each edit is one assignment. With a semicolon, it would take three lines.
#![allow(clippy::semicolon_if_nothing_returned)]

use crate::stacks::{Campus, DELETED_TRAIL};
use moodle_stack::blueprint::blueprint;
use moodle_stack::model::{
    Alb, Architecture, Aurora, Cache, Capacity, Certificate, CloudFront, CloudWatch, Database, Efs, Fargate,
    HealthCheck, Instance, Issued, KeepDatabase, KeepFiles, KeepTrail, Key, Moodle, Nat, Nodes, Processor, Range,
    Route53, Serverless, Ses, Shape, Spread, Stack, Texts, Throughput, Trail, TrailLog, Type, Waf, WebAcl,
};
use std::collections::BTreeSet;

/// A change of one key, or of a section to another type.
pub type Edit = (&'static str, fn(&mut Architecture));

const ZONE: &str = "Z0123456789ABCDEFGHIJ";
const ISSUED: Certificate = Certificate::Issued(Issued { zone: ZONE });
const THREE_ZONES: &[&str] = &["ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c"];

/// Returns the reference with edits, in the order of [`EDITS`]. Files and the records of the trail are deleted with the
/// stack, so that the next test case does not find them.
pub fn declared(edits: impl IntoIterator<Item = usize>) -> Stack {
    let mut stack = Campus::stack();
    stack.architecture.files.on_destroy = KeepFiles::Delete;
    stack.architecture.trail = DELETED_TRAIL;
    for edit in edits.into_iter().collect::<BTreeSet<usize>>() {
        EDITS[edit % EDITS.len()].1(&mut stack.architecture);
    }
    stack
}

/// Returns the index of an edit in [`EDITS`].
pub fn edit(path: &str) -> usize {
    EDITS.iter().position(|(name, _)| *name == path).unwrap()
}

fn edge(site: &mut Architecture) -> &mut CloudFront {
    const CERTIFICATE: &str = "arn:aws:acm:us-east-1:111122223333:certificate/0f5e8a1c-1111-2222-3333-444455556666";
    site.edge.get_or_insert(CloudFront {
        certificate: Certificate::Arn(CERTIFICATE),
        origin_timeout: 60,
        quota_raised: false,
        waf: Waf::WebAcl(WebAcl::DEFAULT),
        access_logs: true,
    })
}

fn web_acl(site: &mut Architecture, change: fn(&mut WebAcl)) {
    let mut acl = WebAcl::DEFAULT;
    change(&mut acl);
    edge(site).waf = Waf::WebAcl(acl);
}

fn instance(site: &mut Architecture, change: fn(&mut Instance)) {
    if let Database::Mysql(instance) | Database::MariaDb(instance) | Database::Postgres(instance) = &mut site.database {
        change(instance);
    }
}

fn aurora(site: &mut Architecture, change: fn(&mut Aurora)) {
    let mut aurora = Aurora {
        version: "8.0.mysql_aurora.3.10.0",
        capacity: Some(Range { min: 0.5, max: 10.0 }),
        class: None,
        readers: 1,
        single_zone: false,
        backup_days: 7,
        deletion_protection: true,
        on_destroy: KeepDatabase::Snapshot,
    };
    if let Database::AuroraMysql(there) = site.database {
        aurora = there;
    }
    change(&mut aurora);
    site.database = Database::AuroraMysql(aurora);
}

fn nodes(site: &mut Architecture, change: fn(&mut Nodes)) {
    if let Cache::Redis(nodes) | Cache::Valkey(nodes) = &mut site.cache {
        change(nodes);
    }
}

fn serverless(site: &mut Architecture, change: fn(&mut Serverless)) {
    let mut serverless = Serverless {
        version: "8",
        storage: 10,
        ecpu: Range {
            min: 1000,
            max: 100_000,
        },
        snapshot_days: 0,
    };
    if let Cache::ServerlessValkey(there) = site.cache {
        serverless = there;
    }
    change(&mut serverless);
    site.cache = Cache::ServerlessValkey(serverless);
}

fn spread(site: &mut Architecture, change: fn(&mut Spread)) {
    let Capacity::Spread(spread) = &mut site.compute.capacity;
    change(spread);
}

fn email(site: &mut Architecture) -> &mut Ses {
    site.email.get_or_insert(Ses {
        from: "noreply@example.edu",
        credentials: "arn:aws:secretsmanager:ap-southeast-1:111122223333:secret:ses-AbCdEf",
        region: None,
    })
}

/// At least one change of every key.
pub const EDITS: &[Edit] = &[
    ("region", |site| {
        site.region = "ap-southeast-2";
        site.network.zones = Texts::new(&["ap-southeast-2a", "ap-southeast-2b"]);
        site.load_balancer.certificate = Certificate::Arn(
            "arn:aws:acm:ap-southeast-2:111122223333:certificate/7a1c2b3d-1111-2222-3333-444455556666",
        );
        site.moodle.image = "111122223333.dkr.ecr.ap-southeast-2.amazonaws.com/moodle:5.2";
    }),
    ("domain", |site| site.domain = "moodle.example.edu"),
    ("network.cidr", |site| site.network.cidr = "10.1.0.0/16"),
    ("network.zones", |site| {
        if site.region == "ap-southeast-1" {
            site.network.zones = Texts::new(THREE_ZONES);
        }
    }),
    ("network.nat", |site| site.network.nat = Nat::Single),
    ("network.nat: Regional", |site| site.network.nat = Nat::Regional),
    ("network.cidr: small", |site| site.network.cidr = "10.0.0.0/24"),
    ("network.zones: moved", |site| {
        if site.region == "ap-southeast-1" {
            site.network.zones = Texts::new(&["ap-southeast-1b", "ap-southeast-1c"]);
        }
    }),
    ("network.endpoints", |site| site.network.endpoints = false),
    ("network.flow_logs", |site| site.network.flow_logs = false),
    ("edge.certificate", |site| edge(site).certificate = ISSUED),
    ("edge.origin_timeout", |site| edge(site).origin_timeout = 50),
    ("edge.quota_raised", |site| {
        edge(site).origin_timeout = 120;
        edge(site).quota_raised = true;
    }),
    ("edge.waf.rule_groups", |site| {
        web_acl(site, |acl| acl.rule_groups = Texts::new(&["AWSManagedRulesPHPRuleSet"]));
    }),
    ("edge.waf.counting", |site| {
        web_acl(site, |acl| acl.counting = Texts::new(&[]))
    }),
    ("edge.waf.exceptions", |site| {
        web_acl(site, |acl| {
            acl.exceptions = Texts::new(&["AWSManagedRulesSQLiRuleSet/SQLi_BODY on /mod/quiz/"]);
        });
    }),
    ("edge.waf.rate_limit", |site| web_acl(site, |acl| acl.rate_limit = 2000)),
    ("edge.waf.exempt", |site| {
        web_acl(site, |acl| acl.exempt = Texts::new(&["192.0.2.0/24", "2001:db8::/32"]));
    }),
    ("edge.waf", |site| edge(site).waf = Waf::Off),
    ("edge.access_logs", |site| edge(site).access_logs = false),
    ("load_balancer.certificate", |site| {
        site.load_balancer.certificate = ISSUED
    }),
    ("load_balancer.private", |site| {
        edge(site);
        site.load_balancer.private = true;
    }),
    ("load_balancer.idle_timeout", |site| {
        site.load_balancer.idle_timeout = Some(180)
    }),
    ("load_balancer.drain", |site| site.load_balancer.drain = Some(200)),
    ("load_balancer.health_check.path", |site| {
        site.load_balancer.health_check.path = "/alive"
    }),
    ("load_balancer.health_check.interval", |site| {
        site.load_balancer.health_check.interval = 20
    }),
    ("load_balancer.health_check.timeout", |site| {
        site.load_balancer.health_check.timeout = 9
    }),
    ("load_balancer.health_check.healthy", |site| {
        site.load_balancer.health_check.healthy = 3
    }),
    ("load_balancer.health_check.unhealthy", |site| {
        site.load_balancer.health_check = HealthCheck {
            unhealthy: 5,
            ..site.load_balancer.health_check
        };
    }),
    ("load_balancer.access_logs", |site| {
        site.load_balancer.access_logs = false
    }),
    ("load_balancer.deletion_protection", |site| {
        site.load_balancer = Alb {
            deletion_protection: false,
            ..site.load_balancer
        };
    }),
    ("moodle.version", |site| {
        site.moodle.version = "5.3";
        site.moodle.image = "111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/moodle:5.3";
    }),
    ("moodle.image", |site| {
        site.moodle.image = "111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/learning:5.2";
    }),
    ("moodle.dataroot", |site| {
        site.moodle.dataroot = "/data";
        site.files.mount = "/data";
    }),
    ("moodle.admin_email", |site| {
        site.moodle.admin_email = "other@example.edu"
    }),
    ("moodle.admin_user", |site| site.moodle.admin_user = "root"),
    ("moodle.site_name", |site| site.moodle.site_name = "Learn"),
    ("moodle.php", |site| site.moodle.php = "8.3"),
    ("moodle.code", |site| site.moodle.code = "/srv/moodle"),
    ("moodle.local_cache", |site| site.moodle.local_cache = "/srv/cache"),
    ("moodle.upload_mb", |site| site.moodle.upload_mb = 500),
    ("moodle.port", |site| {
        site.moodle = Moodle {
            port: 8081,
            ..site.moodle
        };
    }),
    ("compute.cpu", |site| {
        site.compute.cpu = 1024;
        site.compute.memory = 2048;
    }),
    ("compute.memory", |site| site.compute.memory = 8192),
    ("compute.replicas", |site| {
        site.compute.replicas = Range { min: 3, max: 12 }
    }),
    ("compute.capacity.fargate", |site| {
        spread(site, |spread| spread.fargate = 2)
    }),
    ("compute.capacity.spot", |site| spread(site, |spread| spread.spot = 1)),
    ("compute.capacity.base", |site| spread(site, |spread| spread.base = 2)),
    ("compute.scale_at_cpu", |site| site.compute.scale_at_cpu = 60),
    ("compute.scale_at_memory", |site| {
        site.compute.scale_at_memory = Some(70)
    }),
    ("compute.scale_at_requests", |site| {
        site.compute.scale_at_requests = Some(600)
    }),
    ("compute.cpu_architecture", |site| {
        site.compute.cpu_architecture = Processor::Arm
    }),
    ("compute.stop_timeout", |site| site.compute.stop_timeout = Some(100)),
    ("compute.grace_period", |site| site.compute.grace_period = 300),
    ("compute.single_replica", |site| {
        site.compute.replicas = Range { min: 1, max: 4 };
        site.compute.single_replica = true;
    }),
    ("compute.allow_all_spot", |site| {
        site.compute = Fargate {
            allow_all_spot: true,
            ..site.compute
        };
        spread(site, |spread| spread.fargate = 0);
    }),
    ("files.mount", |site| {
        site.moodle.dataroot = "/srv/data";
        site.files.mount = "/srv/data";
    }),
    ("files.throughput", |site| site.files.throughput = Throughput::Bursting),
    ("files.infrequent_after_days", |site| {
        site.files.infrequent_after_days = 90
    }),
    ("files.uid", |site| site.files.uid = 1000),
    ("files.gid", |site| site.files.gid = 1000),
    ("files.backups", |site| {
        site.files = Efs {
            backups: false,
            ..site.files
        };
    }),
    ("files.on_destroy", |site| site.files.on_destroy = KeepFiles::Retain),
    ("database: MariaDb", |site| {
        instance(site, |instance| instance.version = "11.4.5");
        if let Database::Mysql(instance) = site.database {
            site.database = Database::MariaDb(instance);
        }
    }),
    ("database: Postgres", |site| {
        instance(site, |instance| instance.version = "16.4");
        if let Database::Mysql(instance) = site.database {
            site.database = Database::Postgres(instance);
        }
    }),
    ("database.version", |site| {
        instance(site, |instance| instance.version = "8.4.5")
    }),
    ("database.class", |site| {
        instance(site, |instance| instance.class = "db.r6g.xlarge")
    }),
    ("database.storage", |site| {
        instance(site, |instance| instance.storage = Range { min: 40, max: 400 })
    }),
    ("database.multi_az", |site| {
        instance(site, |instance| instance.multi_az = false)
    }),
    ("database.single_zone", |site| {
        instance(site, |instance| {
            instance.multi_az = false;
            instance.single_zone = true;
        });
    }),
    ("database.backup_days", |site| {
        instance(site, |instance| instance.backup_days = 14)
    }),
    ("database.deletion_protection", |site| {
        instance(site, |instance| instance.deletion_protection = false)
    }),
    ("database.on_destroy", |site| {
        instance(site, |instance| instance.on_destroy = KeepDatabase::Delete)
    }),
    ("database: AuroraMysql", |site| aurora(site, |_| {})),
    ("database.capacity", |site| {
        aurora(site, |aurora| aurora.capacity = Some(Range { min: 1.0, max: 20.0 }));
    }),
    ("database.readers", |site| aurora(site, |aurora| aurora.readers = 2)),
    ("cache: Valkey", |site| {
        if let Cache::Redis(nodes) = site.cache {
            site.cache = Cache::Valkey(Nodes {
                version: "8.0",
                ..nodes
            });
        }
    }),
    ("cache.version", |site| nodes(site, |nodes| nodes.version = "7.0")),
    ("cache.node", |site| {
        nodes(site, |nodes| nodes.node = "cache.r6g.xlarge")
    }),
    ("cache.nodes", |site| nodes(site, |nodes| nodes.nodes = 3)),
    ("cache.snapshot_days", |site| {
        nodes(site, |nodes| nodes.snapshot_days = 3)
    }),
    ("cache: ServerlessValkey", |site| serverless(site, |_| {})),
    ("cache.storage", |site| serverless(site, |cache| cache.storage = 20)),
    ("cache.ecpu", |site| {
        serverless(site, |cache| {
            cache.ecpu = Range {
                min: 2000,
                max: 200_000,
            };
        });
    }),
    ("observability.retention_days", |site| {
        site.observability.retention_days = 90
    }),
    ("observability.notify", |site| {
        site.observability.notify = Some("other@example.edu")
    }),
    ("observability.notify: none", |site| site.observability.notify = None),
    ("observability.alarms", |site| site.observability.alarms = false),
    ("observability.dashboard", |site| site.observability.dashboard = false),
    ("observability.container_insights", |site| {
        site.observability = CloudWatch {
            container_insights: false,
            ..site.observability
        };
    }),
    ("email.from", |site| email(site).from = "moodle@example.edu"),
    ("email.credentials", |site| {
        email(site).credentials = "arn:aws:secretsmanager:ap-southeast-1:111122223333:secret:mail-AbCdEf";
    }),
    ("email.region", |site| email(site).region = Some("eu-west-1")),
    ("dns.zone", |site| site.dns = Some(Route53 { zone: ZONE })),
    ("trail.retention_days", |site| {
        site.trail = Trail::CloudTrail(TrailLog {
            retention_days: 90,
            on_destroy: KeepTrail::Delete,
        });
    }),
    ("trail.on_destroy", |site| {
        site.trail = Trail::CloudTrail(TrailLog::DEFAULT)
    }),
    ("trail: Off", |site| site.trail = Trail::Off),
    // Last, since the other edits of the edge would add it again.
    ("edge", |site| {
        site.edge = None;
        site.load_balancer.private = false;
    }),
];

/// Keys without an edit: another account is another stack, and the location of the journal is not a resource.
const WITHOUT_EDIT: &[&str] = &["account", "journal.bucket", "journal.prefix", "journal.region"];

fn leaves(path: &str, keys: &[Key], all: &mut BTreeSet<String>) {
    for key in keys {
        let path = if path.is_empty() {
            key.name.to_owned()
        } else {
            format!("{path}.{}", key.name)
        };
        let types: &[Type] = match key.shape {
            Shape::OneOf(types) => types,
            _ => &[],
        };
        if types.iter().all(|one| one.keys.is_empty()) {
            all.insert(path);
            continue;
        }
        for one in types {
            leaves(&path, one.keys, all);
        }
    }
}

#[test]
fn every_key_has_an_edit() {
    let mut keys = BTreeSet::new();
    leaves("", Architecture::TYPE.keys, &mut keys);
    let edited: BTreeSet<&str> = EDITS.iter().map(|(name, _)| name.split(':').next().unwrap()).collect();
    let missing: Vec<&String> = keys
        .iter()
        .filter(|key| !edited.contains(key.as_str()) && !WITHOUT_EDIT.contains(&key.as_str()))
        .collect();
    assert!(missing.is_empty(), "no edit changes {missing:?}");
}

#[test]
fn every_edit_changes_the_declaration() {
    let mut all = Campus::stack().architecture;
    all.files.on_destroy = KeepFiles::Delete;
    all.trail = DELETED_TRAIL;
    for (name, change) in EDITS {
        let mut changed = all;
        change(&mut changed);
        assert_ne!(changed, all, "{name}");
    }
}

/// Edits that change no resource: the rules compare the PHP version with what Moodle supports, and the image has it.
const WITHOUT_EFFECT: &[&str] = &["moodle.php"];

/// A key that the blueprint does not read would be accepted and ignored.
#[test]
fn every_edit_changes_a_resource() {
    let resources = |architecture: Architecture| {
        let stack = Stack {
            architecture,
            ..Campus::stack()
        };
        let graph = blueprint(&stack);
        let resources = graph.resources.into_iter();
        let specs = resources.map(|(address, spec)| (address, spec.region, spec.name, spec.fields.to_string()));
        specs.collect::<BTreeSet<_>>()
    };
    let reference = resources(declared([]).architecture);
    let without: Vec<&str> = EDITS
        .iter()
        .filter(|(_, change)| {
            let mut changed = declared([]).architecture;
            change(&mut changed);
            resources(changed) == reference
        })
        .map(|(name, _)| *name)
        .collect();
    assert_eq!(without, WITHOUT_EFFECT, "edits whose key no resource depends on");
}
