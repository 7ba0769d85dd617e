//! Values at and just beyond their limits. The limits are those of the page that each rule names as its source.

use super::campus::reported;

/// Checks which rules report values of a key.
fn check(key: &str, rows: &[(&str, &[&str])]) {
    for (value, rules) in rows {
        assert_eq!(reported(&[&format!("{key}: {value}")]), *rules, "{key}: {value}");
    }
}

#[test]
fn limit_of_an_issued_certificates_domain() {
    let issued = "Issued { zone: \"Z0123456789ABCDEFGHIJ\" }";
    let domain = |length: usize| format!("domain: \"{}.{}.edu\"", "a".repeat(50), "b".repeat(length - 55));
    for key in ["load_balancer.certificate", "edge.certificate"] {
        let issued = format!("{key}: {issued}");
        assert_eq!(reported(&[&domain(64), &issued]), [""; 0], "{key}");
        assert_eq!(reported(&[&domain(65), &issued]), ["issued_domain_length"], "{key}");
    }
    assert_eq!(reported(&[&domain(65)]), [""; 0]);
    let issued = format!("load_balancer.certificate: {issued}");
    assert_eq!(reported(&[&domain(65).replace(".edu", "."), &issued]), ["domain_form"]);
}

#[test]
fn limits_of_tasks() {
    check(
        "compute.scale_at_cpu",
        &[
            ("0", &["scale_at_cpu"]),
            ("1", &[]),
            ("100", &[]),
            ("101", &["scale_at_cpu"]),
        ],
    );
    check(
        "compute.scale_at_memory",
        &[
            ("0", &["scale_at_memory"]),
            ("1", &[]),
            ("100", &[]),
            ("101", &["scale_at_memory"]),
        ],
    );
    check(
        "compute.scale_at_requests",
        &[("0", &["scale_at_requests"]), ("1", &[])],
    );
    check(
        "moodle.port",
        &[
            ("0", &["moodle_port"]),
            ("1", &[]),
            ("65535", &[]),
            ("65536", &["moodle_port"]),
        ],
    );
    check(
        "moodle.upload_mb",
        &[
            ("0", &["upload_fits_on_disk"]),
            ("1", &[]),
            ("20000", &[]),
            ("20001", &["upload_fits_on_disk"]),
        ],
    );
}

#[test]
fn limits_of_the_edge() {
    check("edge.origin_timeout", &[("120", &[]), ("121", &["origin_timeout"])]);
    for (seconds, rules) in [(180, &[][..]), (181, &["origin_timeout"])] {
        let timeout = format!("edge.origin_timeout: {seconds}");
        assert_eq!(
            reported(&[&timeout, "edge.quota_raised: true", "compute.stop_timeout: 120"]),
            rules,
            "{seconds}"
        );
    }
    check(
        "edge.waf",
        &[
            ("Off", &["firewall_enabled"]),
            ("WebAcl { rate_limit: 9 }", &["rate_limit"]),
            ("WebAcl { rate_limit: 10 }", &[]),
            ("WebAcl { rate_limit: 2000000000 }", &[]),
            ("WebAcl { rate_limit: 2000000001 }", &["rate_limit"]),
        ],
    );
}

#[test]
fn firewall_rule_groups() {
    let php = "\"AWSManagedRulesPHPRuleSet\"";
    let core = "\"AWSManagedRulesCommonRuleSet\"";
    let groups = |blocking: &str, counting: &str| {
        reported(&[&format!(
            "edge.waf: WebAcl {{ rule_groups: [{blocking}], counting: [{counting}] }}"
        )])
    };
    assert_eq!(groups(php, core), [""; 0]);
    assert_eq!(groups(&format!("{php}, {php}"), core), ["rule_groups_unique"]);
    assert_eq!(groups(php, &format!("{core}, {core}")), ["rule_groups_unique"]);
    assert_eq!(groups(php, php), ["rule_groups_unique"]);
    assert_eq!(groups(core, ""), ["core_rules_only_count"]);
    // The duplicate is reported first.
    assert_eq!(groups(core, core), ["rule_groups_unique"]);
    assert_eq!(
        groups("\"AWSManagedRulesPHPRulesSet\"", core),
        ["rule_groups_spelled_correctly"]
    );
    assert_eq!(
        groups(php, "\"AWSManagedRulesPHPRulesSet\""),
        ["rule_groups_spelled_correctly"]
    );
    assert_eq!(groups("\"AWSManagedRulesMoodleRuleSet\"", core), ["rule_groups_known"]);
    assert_eq!(
        groups("\"AWSManagedRulesATPRuleSet\"", core),
        ["rule_groups_need_no_settings"]
    );
}

/// Returns the rules that report keys of an instance.
fn instance(keys: &str) -> Vec<&'static str> {
    reported(&[&format!(
        "database: Mysql {{ version: \"8.4\", class: \"db.r6g.large\", {keys} }}"
    )])
}

/// Returns the rules that report keys of a cluster.
fn cluster(keys: &str) -> Vec<&'static str> {
    reported(&[&format!(
        "database: AuroraMysql {{ version: \"8.0.mysql_aurora.3.10.0\", {keys} }}"
    )])
}

#[test]
fn storage_of_an_instance() {
    for (storage, rules) in [
        ("19..=300", &["storage_size"][..]),
        ("20..=300", &[]),
        ("20..=65536", &[]),
        ("20..=65537", &["storage_size"]),
        ("65536..=65536", &[]),
        ("65537..=65536", &["storage_size"]),
        ("65537..=65537", &["storage_size"]),
        ("19..=10", &["storage_size"]),
        ("20..=21", &["storage_growth"]),
        ("65536..=65535", &["storage_growth"]),
        ("30..=29", &["storage_growth"]),
        ("30..=10", &["storage_growth"]),
        ("30..=30", &[]),
        // At least 10 percent more: <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html>.
        ("30..=32", &["storage_growth"]),
        ("30..=33", &[]),
        ("101..=111", &["storage_growth"]),
        ("101..=112", &[]),
    ] {
        assert_eq!(instance(&format!("storage: {storage}")), rules, "{storage}");
    }
}

#[test]
fn backups_of_a_database() {
    for (days, of_instance, of_cluster) in [
        (0, &["backups_for_a_week"][..], &["cluster_backup_days"][..]),
        (1, &["backups_for_a_week"], &["backups_for_a_week"]),
        (6, &["backups_for_a_week"], &["backups_for_a_week"]),
        (7, &[], &[]),
        (35, &[], &[]),
        (36, &["instance_backup_days"], &["cluster_backup_days"]),
    ] {
        assert_eq!(instance(&format!("backup_days: {days}")), of_instance, "{days}");
        assert_eq!(
            cluster(&format!("capacity: 0.5..=10.0, backup_days: {days}")),
            of_cluster,
            "{days}"
        );
    }
}

#[test]
fn standbys_and_readers() {
    assert_eq!(instance("multi_az: false"), ["single_zone_confirmed"]);
    assert_eq!(instance("multi_az: false, single_zone: true"), [""; 0]);
    assert_eq!(
        instance("multi_az: true, single_zone: true"),
        ["standby_or_single_zone"]
    );
    for (readers, single, rules) in [
        (0, false, &["no_reader_confirmed"][..]),
        (0, true, &[]),
        (1, true, &["standby_or_single_zone"]),
        (15, false, &[]),
        (16, false, &["aurora_readers"]),
    ] {
        let keys = format!("capacity: 0.5..=10.0, readers: {readers}, single_zone: {single}");
        assert_eq!(cluster(&keys), rules, "{keys}");
    }
}

#[test]
fn capacity_of_a_cluster() {
    for (capacity, rules) in [
        ("0.5..=1.0", &[][..]),
        ("0.5..=0.5", &["serverless_capacity"]),
        ("0.0..=0.0", &["serverless_capacity"]),
        ("0.0..=1.0", &["capacity_never_pauses"]),
        ("0.7..=10.0", &["serverless_capacity"]),
        ("0.5..=10.2", &["serverless_capacity"]),
        ("256.0..=256.0", &[]),
        ("0.5..=256.5", &["serverless_capacity"]),
        ("10.0..=0.5", &["serverless_capacity"]),
        ("1.0..=1.0", &[]),
    ] {
        assert_eq!(cluster(&format!("capacity: {capacity}")), rules, "{capacity}");
    }
    assert_eq!(cluster(""), ["capacity_or_class"]);
    assert_eq!(cluster("class: \"db.r6g.large\""), [""; 0]);
    assert_eq!(
        cluster("capacity: 0.5..=10.0, class: \"db.r6g.large\""),
        ["capacity_or_class"]
    );
    // The conflict is reported, not the class.
    assert_eq!(cluster("capacity: 0.5..=10.0, class: \"r6g\""), ["capacity_or_class"]);
    let old = |capacity: &str| {
        reported(&[&format!(
            "database: AuroraMysql {{ version: \"8.0.mysql_aurora.3.04.6\", capacity: {capacity} }}"
        )])
    };
    // Older versions cannot pause, and have at most 128:
    // <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.how-it-works.html>.
    assert_eq!(old("0.5..=128.0"), [""; 0]);
    assert_eq!(old("0.0..=10.0"), ["capacity_of_version"]);
    assert_eq!(old("0.5..=128.5"), ["capacity_of_version"]);
    assert_eq!(old("0.0..=0.5"), ["serverless_capacity"]);
    assert_eq!(old("0.7..=200.0"), ["serverless_capacity"]);
}

#[test]
fn database_class_is_reported_once() {
    for (class, rules) in [
        ("db.r6g.large", &[][..]),
        ("r6g.large", &["database_class_form"]),
        ("cache.r6g.large", &["database_class_form"]),
        ("db.serverless", &["no_serverless_class"]),
        ("db.r6g.18xlarge", &["database_class_offered"]),
        ("db.r99g.large", &["database_class_known"]),
    ] {
        let section = format!("database: Mysql {{ version: \"8.4\", class: \"{class}\" }}");
        assert_eq!(reported(&[&section]), rules, "{class}");
    }
}

#[test]
fn nodes_of_a_cache() {
    let nodes = |keys: &str| reported(&[&format!("cache: Redis {{ version: \"7.1\", {keys} }}")]);
    for (count, rules) in [
        (0, &["cache_nodes"][..]),
        (1, &["cache_failover_node"]),
        (2, &[]),
        (6, &[]),
        (7, &["cache_nodes"]),
    ] {
        assert_eq!(
            nodes(&format!("node: \"cache.r6g.large\", nodes: {count}")),
            rules,
            "{count}"
        );
    }
    for (days, rules) in [(35, &[][..]), (36, &["cache_snapshot_days"])] {
        assert_eq!(
            nodes(&format!("node: \"cache.r6g.large\", snapshot_days: {days}")),
            rules,
            "{days}"
        );
    }
    for (node, rules) in [
        ("r6g.large", &["cache_node_form"][..]),
        ("db.r6g.large", &["cache_node_form"]),
        ("cache.r6g.18xlarge", &["cache_node_offered"]),
        ("cache.r99g.large", &["cache_node_known"]),
    ] {
        assert_eq!(nodes(&format!("node: \"{node}\"")), rules, "{node}");
    }
}

#[test]
fn limits_of_a_serverless_cache() {
    let cache = |keys: &str| reported(&[&format!("cache: ServerlessValkey {{ version: \"8\", {keys} }}")]);
    for (keys, rules) in [
        ("storage: 0", &["cache_storage"][..]),
        ("storage: 1", &[]),
        ("storage: 5000", &[]),
        ("storage: 5001", &["cache_storage"]),
        ("ecpu: 999..=2000", &["cache_ecpu_range"]),
        ("ecpu: 1000..=15000000", &[]),
        ("ecpu: 1000..=15000001", &["cache_ecpu_range"]),
        ("ecpu: 15000001..=2000", &["cache_ecpu_range"]),
        ("ecpu: 2000..=1000", &["cache_ecpu"]),
        ("ecpu: 2000..=999", &["cache_ecpu_range"]),
        ("ecpu: 2000..=2000", &[]),
        ("snapshot_days: 36", &["cache_snapshot_days"]),
    ] {
        assert_eq!(cache(keys), rules, "{keys}");
    }
}

#[test]
fn versions_of_moodle_php_and_database() {
    for (changes, rules) in [
        (&["moodle.version: \"5\""][..], &["moodle_version_form"][..]),
        (&["moodle.php: \"8\""], &["php_form"]),
        (&["moodle.php: \"8.1\""], &["moodle_on_php"]),
        // An invalid version does not determine what Moodle supports.
        (
            &["moodle.version: \"5\"", "moodle.php: \"8.1\""],
            &["moodle_version_form", "php_maintained"],
        ),
        (
            &["database: Mysql { version: \"8.0\", class: \"db.r6g.large\" }"],
            &["moodle_on_database"],
        ),
        (
            &["database: Mysql { version: \"5.7\", class: \"db.r6g.large\" }"],
            &["moodle_on_database"],
        ),
        (
            &["database: Mysql { version: \"eight\", class: \"db.r6g.large\" }"],
            &["database_version_form"],
        ),
        (
            &["database: Mysql { version: \"8.3\", class: \"db.r6g.large\" }"],
            &["database_version_exists"],
        ),
    ] {
        assert_eq!(reported(changes), rules, "{changes:?}");
    }
    // A version that is too old for Moodle is reported once, even if it is also too old for AWS.
    for (version, rules) in [
        ("16.15", &[][..]),
        ("16.1", &["database_version_not_withdrawn"]),
        ("15.2", &["moodle_on_database"]),
        ("12", &["moodle_on_database"]),
    ] {
        let section = format!("database: Postgres {{ version: \"{version}\", class: \"db.r6g.large\" }}");
        assert_eq!(reported(&[&section]), rules, "{version}");
    }
}

#[test]
fn limits_of_names() {
    check(
        "moodle.site_name",
        &[("\"\"", &["site_name"]), ("\" \"", &["site_name"]), ("\"M\"", &[])],
    );
    let site = |length: usize| reported(&[&format!("moodle.site_name: \"{}\"", "ü".repeat(length))]);
    assert_eq!((site(254), site(255)), (vec![], vec!["site_name"]));
    let user = |length: usize| reported(&[&format!("moodle.admin_user: \"{}\"", "a".repeat(length))]);
    assert_eq!((user(100), user(101)), (vec![], vec!["admin_user"]));
    let address = |length: usize| {
        let (name, rest) = ("a".repeat(50), "b".repeat(length - 50 - 1 - ".example.edu".len()));
        reported(&[&format!("moodle.admin_email: \"{name}@{rest}.example.edu\"")])
    };
    assert_eq!((address(100), address(101)), (vec![], vec!["admin_email_length"]));
    check(
        "moodle.admin_email",
        &[(&format!("\"{}\"", "a".repeat(101)), &["admin_email_form"])],
    );
}
