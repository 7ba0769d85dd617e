//! Variants of the architecture that together use every choice of the vocabulary, and tests of single variants.

use super::campus::{CAMPUS, INSTANCE, NODES, graph};
use super::email::with_email;
use super::{field, of_kind};
use crate::blueprint::Graph;
use moodle_stack_model::{
    Alb, Architecture, Aurora, Cache, Certificate, CloudFront, CloudWatch, Database, Efs, Fargate, Issued,
    KeepDatabase, KeepFiles, KeepTrail, Nat, Processor, Range, Route53, Serverless, Sessions, Texts, Throughput, Trail,
    TrailLog, Vpc, Waf, WebAcl,
};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::LazyLock;

const ZONE: &str = "Z0123456789ABCDEFGHIJ";
const ISSUED: Certificate = Certificate::Issued(Issued { zone: ZONE });
pub(crate) const AURORA: Aurora = Aurora {
    version: "8.0.mysql_aurora.3.10.0",
    capacity: Some(Range { min: 0.5, max: 10.0 }),
    class: None,
    readers: 1,
    single_zone: false,
    backup_days: 7,
    deletion_protection: true,
    on_destroy: KeepDatabase::Snapshot,
};
pub(super) const SERVERLESS: Serverless = Serverless {
    version: "8",
    storage: 10,
    ecpu: Range {
        min: 1000,
        max: 100_000,
    },
    snapshot_days: 0,
};

/// Returns the campus without CloudFront.
pub(super) fn without_edge() -> Architecture {
    Architecture { edge: None, ..CAMPUS }
}

/// Returns the campus with its load balancer in the private subnets.
pub(super) fn with_private_load_balancer() -> Architecture {
    let load_balancer = Alb {
        private: true,
        ..CAMPUS.load_balancer
    };
    Architecture {
        load_balancer,
        ..CAMPUS
    }
}

/// Returns the campus with certificates that the deployer requests.
pub(super) fn with_issued_certificates() -> Architecture {
    let edge = CAMPUS.edge.map(|edge| CloudFront {
        certificate: ISSUED,
        ..edge
    });
    let load_balancer = Alb {
        certificate: ISSUED,
        ..CAMPUS.load_balancer
    };
    let dns = Some(Route53 { zone: ZONE });
    Architecture {
        edge,
        load_balancer,
        dns,
        ..CAMPUS
    }
}

/// Returns the campus with this network.
pub(super) fn with_network(network: &Vpc) -> Architecture {
    Architecture {
        network: *network,
        ..CAMPUS
    }
}

/// Returns the campus with this Aurora database.
pub(super) fn with_aurora(aurora: Aurora) -> Architecture {
    let database = Database::AuroraMysql(aurora);
    Architecture { database, ..CAMPUS }
}

/// Returns the campus with this firewall.
pub(super) fn with_firewall(firewall: &WebAcl) -> Architecture {
    let edge = CAMPUS.edge.map(|edge| CloudFront {
        waf: Waf::WebAcl(*firewall),
        ..edge
    });
    Architecture { edge, ..CAMPUS }
}

/// The graphs of all variants.
pub(super) static GRAPHS: LazyLock<Vec<Graph>> = LazyLock::new(|| all().iter().map(graph).collect());

/// Returns every engine with every cache behind every combination of edge and load balancer, and every other choice
/// once.
pub(crate) fn all() -> Vec<Architecture> {
    let postgres = Database::Postgres(moodle_stack_model::Instance {
        version: "16.4",
        ..INSTANCE
    });
    let classes = Aurora {
        version: "16.4",
        capacity: None,
        class: Some("db.r6g.large"),
        readers: 2,
        ..AURORA
    };
    let databases = [
        Database::Mysql(INSTANCE),
        Database::MariaDb(INSTANCE),
        postgres,
        Database::AuroraMysql(AURORA),
        Database::AuroraPostgres(classes),
    ];
    let caches = [
        Cache::Redis(NODES),
        Cache::Valkey(NODES),
        Cache::ServerlessRedis(SERVERLESS),
        Cache::ServerlessValkey(SERVERLESS),
    ];
    let mut all = choices();
    for base in [
        CAMPUS,
        without_edge(),
        with_private_load_balancer(),
        with_issued_certificates(),
    ] {
        for database in databases {
            for cache in caches {
                all.push(Architecture {
                    database,
                    cache,
                    ..base
                });
            }
        }
    }
    all
}

fn choices() -> Vec<Architecture> {
    let network = CAMPUS.network;
    let zones = Texts::new(&["ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c"]);
    let quiet = CloudWatch {
        notify: None,
        alarms: false,
        dashboard: false,
        container_insights: false,
        ..CAMPUS.observability
    };
    let compute = Fargate {
        scale_at_memory: Some(70),
        scale_at_requests: Some(600),
        cpu_architecture: Processor::Arm,
        ..CAMPUS.compute
    };
    let files = Efs {
        throughput: Throughput::Bursting,
        on_destroy: KeepFiles::Delete,
        ..CAMPUS.files
    };
    let bare = CAMPUS.edge.map(|edge| CloudFront {
        waf: Waf::Off,
        access_logs: false,
        ..edge
    });
    vec![
        with_network(&Vpc {
            nat: Nat::Single,
            ..network
        }),
        with_network(&Vpc {
            nat: Nat::Regional,
            ..network
        }),
        with_network(&Vpc {
            endpoints: false,
            flow_logs: false,
            ..network
        }),
        with_network(&Vpc { zones, ..network }),
        with_network(&Vpc {
            cidr: "10.0.0.0/24",
            ..network
        }),
        Architecture {
            compute,
            files,
            edge: bare,
            observability: quiet,
            trail: Trail::Off,
            ..CAMPUS
        },
        Architecture {
            load_balancer: Alb {
                access_logs: false,
                deletion_protection: false,
                ..CAMPUS.load_balancer
            },
            dns: Some(Route53 { zone: ZONE }),
            ..without_edge()
        },
        with_email(None),
        Architecture {
            moodle: moodle_stack_model::Moodle {
                sessions: Sessions::Cache,
                ..CAMPUS.moodle
            },
            ..CAMPUS
        },
        with_firewall(&WebAcl {
            exempt: Texts::new(&["192.0.2.7/24", "2001:DB8:0::1/32"]),
            exceptions: Texts::new(&["AWSManagedRulesSQLiRuleSet/SQLi_BODY on /mod/quiz/"]),
            ..WebAcl::DEFAULT
        }),
        with_firewall(&WebAcl {
            logs: false,
            ..WebAcl::DEFAULT
        }),
        Architecture {
            trail: Trail::CloudTrail(TrailLog {
                on_destroy: KeepTrail::Delete,
                ..TrailLog::DEFAULT
            }),
            ..CAMPUS
        },
    ]
}

#[test]
fn every_variant_builds_a_graph() {
    assert!(GRAPHS.len() > 80);
    for graph in GRAPHS.iter() {
        assert!(graph.resources.contains_key("compute.service"));
    }
}

#[test]
fn every_kind_is_in_the_graph_of_some_variant() {
    let resources = GRAPHS.iter().flat_map(|graph| graph.resources.values());
    let used: BTreeSet<&str> = resources.map(|resource| resource.kind.name).collect();
    let kinds = crate::kinds::KINDS.iter().map(|kind| kind.name);
    let missing: Vec<&str> = kinds.filter(|kind| !used.contains(kind)).collect();
    assert!(
        missing.is_empty(),
        "no variant has a resource of these kinds: {missing:?}"
    );
}

#[test]
fn every_variant_passes_verification() {
    for graph in GRAPHS.iter() {
        assert_eq!(crate::verify::graph(graph), []);
    }
}

#[test]
fn each_engine_has_its_names_port_and_parameters() {
    let engines = [
        (
            Database::MariaDb(moodle_stack_model::Instance {
                version: "11.4.5",
                ..INSTANCE
            }),
            ("mariadb", "mariadb11.4", "mariadb", 3306),
            ("require_secure_transport", "1"),
        ),
        (
            Database::Postgres(moodle_stack_model::Instance {
                version: "16.4",
                ..INSTANCE
            }),
            ("postgres", "postgres16", "pgsql", 5432),
            ("rds.force_ssl", "1"),
        ),
        (
            Database::AuroraMysql(AURORA),
            ("aurora-mysql", "aurora-mysql8.0", "auroramysql", 3306),
            ("require_secure_transport", "ON"),
        ),
        (
            Database::AuroraPostgres(Aurora {
                version: "16.4",
                ..AURORA
            }),
            ("aurora-postgresql", "aurora-postgresql16", "pgsql", 5432),
            ("rds.force_ssl", "1"),
        ),
    ];
    for (database, (engine, family, driver, port), (parameter, value)) in engines {
        let graph = graph(&Architecture { database, ..CAMPUS });
        let server = if engine.starts_with("aurora") {
            "database.cluster"
        } else {
            "database.instance"
        };
        assert_eq!(field(&graph, server, "engine"), engine);
        assert_eq!(field(&graph, server, "port"), port);
        assert_eq!(field(&graph, "database.parameters", "family"), family);
        assert_eq!(field(&graph, "database.parameters", "parameters")[parameter], value);
        let environment = field(&graph, "compute.task-web", "environment");
        assert_eq!(environment["MOODLE_DATABASE_TYPE"], driver);
        assert_eq!(field(&graph, "security.tasks-to-database", "from_port"), port);
    }
}

#[test]
fn aurora_has_a_writer_and_the_declared_readers() {
    let graph = graph(&with_aurora(Aurora { readers: 2, ..AURORA }));
    assert_eq!(field(&graph, "database.cluster", "capacity"), &json!([1, 20]));
    assert_eq!(field(&graph, "database.writer", "class"), "db.serverless");
    assert_eq!(field(&graph, "database.reader-2", "tier"), 2);
    let host = &field(&graph, "compute.task-web", "environment")["MOODLE_DATABASE_HOST"];
    assert_eq!(host, &json!({ "$join": [{ "$ref": ["database.writer:endpoint"] }] }));
    let sources = field(&graph, "database.events", "sources").as_array();
    assert_eq!(sources.map(Vec::len), Some(3));
    assert!(graph.resources.contains_key("database.cluster-events"));
}

#[test]
fn serverless_cache_has_at_most_three_subnets() {
    let zones = Texts::new(&["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d"]);
    let graph = graph(&Architecture {
        region: "us-east-1",
        network: Vpc {
            zones,
            ..CAMPUS.network
        },
        cache: Cache::ServerlessValkey(SERVERLESS),
        ..CAMPUS
    });
    let subnets = field(&graph, "cache.serverless", "subnets").as_array();
    assert_eq!(subnets.map(Vec::len), Some(3));
    assert_eq!(field(&graph, "cache.serverless", "ecpu_max"), 100_000);
    assert!(of_kind(&graph, "SubnetGroup").is_empty());
    let names: Vec<&str> = graph.outputs.iter().map(|output| output.name).collect();
    assert!(!names.contains(&"MOODLE-REDIS-PRIMARY-ENDPOINT-ADDRESS-AND-PORT"));
    assert!(names.contains(&"MOODLE-CACHE-ENDPOINT-ADDRESS-AND-PORT"));
}

#[test]
fn without_cloudfront_the_listener_forwards_by_default() {
    let graph = graph(&without_edge());
    let action = field(&graph, "load_balancer.https", "action");
    assert_eq!(action, &json!({ "forward": { "$ref": ["load_balancer.web:arn"] } }));
    let sent_to = field(&graph, "compute.service", "target_group");
    assert_eq!(sent_to, &json!({ "$ref": ["load_balancer.https:target_group"] }));
    assert!(!graph.resources.keys().any(|address| address.starts_with("edge.")));
    let names: Vec<&str> = graph.outputs.iter().map(|output| output.name).collect();
    assert!(!names.contains(&"CLOUDFRONT-DNS-NAME"));
}

#[test]
fn private_load_balancer_is_in_private_subnets_behind_a_vpc_origin() {
    let graph = graph(&with_private_load_balancer());
    assert_eq!(field(&graph, "load_balancer.alb", "internal"), true);
    let subnets = json!([{ "$ref": ["network.private-a:id"] }, { "$ref": ["network.private-b:id"] }]);
    assert_eq!(field(&graph, "load_balancer.alb", "subnets"), &subnets);
    let origin = field(&graph, "edge.distribution", "vpc_origin");
    assert_eq!(origin, &json!({ "$ref": ["edge.vpc-origin:id"] }));
    let group = field(&graph, "security.alb", "vpc");
    assert_eq!(group, &json!({ "$ref": ["network.internet-gateway:vpc"] }));
}

#[test]
fn issued_certificates_of_one_zone_share_a_record() {
    let graph = graph(&with_issued_certificates());
    assert_eq!(of_kind(&graph, "Certificate").len(), 2);
    let record = format!("dns.validation-{ZONE}");
    let records: Vec<&str> = of_kind(&graph, "RecordSet");
    assert_eq!(records, ["dns.site-a", "dns.site-aaaa", record.as_str()]);
    for part in ["load_balancer", "edge"] {
        let validation = format!("{part}.certificate-validation");
        let shared = json!({ "$ref": [format!("{record}:name")] });
        assert_eq!(field(&graph, &validation, "record"), &shared);
    }
    let used = field(&graph, "edge.distribution", "certificate");
    assert_eq!(used, &json!({ "$ref": ["edge.certificate-validation:arn"] }));
    let used = field(&graph, "load_balancer.https", "certificate");
    assert_eq!(used, &json!({ "$ref": ["load_balancer.certificate-validation:arn"] }));
}

#[test]
fn alias_records_point_to_the_edge_or_else_to_the_load_balancer() {
    let behind = graph(&with_issued_certificates());
    let alias = &field(&behind, "dns.site-aaaa", "answer")["alias"];
    let host = json!({ "$ref": ["edge.distribution:domain_name"] });
    assert_eq!(alias["host"], host);
    assert_eq!(alias["zone"], "Z2FDTNDATAQYW2");

    let dns = Some(Route53 { zone: ZONE });
    let open = graph(&Architecture { dns, ..without_edge() });
    assert_eq!(of_kind(&open, "RecordSet"), ["dns.site-a"]);
    let alias = &field(&open, "dns.site-a", "answer")["alias"];
    assert_eq!(alias["zone"], json!({ "$ref": ["load_balancer.alb:zone"] }));
}

#[test]
fn nat_gateways_are_zonal_single_or_regional() {
    let network = CAMPUS.network;
    let single = graph(&with_network(&Vpc {
        nat: Nat::Single,
        ..network
    }));
    assert_eq!(of_kind(&single, "NatGateway"), ["network.nat-a"]);
    let way = json!({ "$ref": ["network.nat-a:id"] });
    assert_eq!(field(&single, "network.routes-private-b", "nat_gateway"), &way);
    let regional = graph(&with_network(&Vpc {
        nat: Nat::Regional,
        ..network
    }));
    assert!(of_kind(&regional, "EIP").is_empty());
    let vpc = json!({ "$ref": ["network.internet-gateway:vpc"] });
    assert_eq!(field(&regional, "network.nat", "vpc"), &vpc);
}

#[test]
fn disabled_parts_add_no_resources() {
    let graph = graph(&choices()[5]);
    for kind in ["WebACL", "Delivery", "Trail", "Alarm", "Dashboard", "Subscription"] {
        assert!(of_kind(&graph, kind).is_empty(), "{kind}");
    }
    assert_eq!(field(&graph, "edge.distribution", "web_acl"), &json!(null));
    assert_eq!(field(&graph, "compute.task-web", "arm"), true);
    assert_eq!(
        of_kind(&graph, "ScalingPolicy"),
        ["compute.scale-cpu", "compute.scale-memory", "compute.scale-requests"]
    );
    let label = json!({ "$join": [
        { "$ref": ["load_balancer.alb:label"] }, "/", { "$ref": ["load_balancer.web:label"] },
    ] });
    assert_eq!(field(&graph, "compute.scale-requests", "label"), &label);
}
