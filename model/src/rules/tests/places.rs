//! What depends on a value is not judged by one that is refused itself: the region, the account, the network, directories.

use super::campus::said;

fn only(rows: &[(&[&str], &[&str])]) {
    for (changes, rules) in rows {
        assert_eq!(said(changes), *rules, "{changes:?}");
    }
}

const MAIL: &str = "email: Ses { from: \"noreply@example.edu\", \
    credentials: \"arn:aws:secretsmanager:ap-southeast-1:111122223333:secret:smtp-AbC1eF\" }";

#[test]
fn a_region_that_is_refused_is_nothing_to_compare_with() {
    only(&[
        (&[MAIL], &[]),
        (&["region: \"Singapore\"", MAIL], &["region_form"]),
        (&["region: \"ap-southeast-1a\"", MAIL], &["region_form"]),
        (&["region: \"ap-southest-1\"", MAIL], &["region_without_slip"]),
        (&["region: \"\"", MAIL], &["region_form"]),
        (
            &["region: \"eu-west-1\""],
            &["image_in_region", "load_balancer_certificate_region", "zones_in_region"],
        ),
    ]);
    // A region may be newer than the table: all that depends on it is compared, and no table of its own judges it.
    let newer = said(&[
        "region: \"ap-southeast-9\"",
        "network.zones: [\"ap-southeast-9a\", \"ap-southeast-9b\"]",
        "load_balancer.certificate: \"arn:aws:acm:ap-southeast-9:111122223333:certificate/7a1c\"",
        "moodle.image: \"111122223333.dkr.ecr.ap-southeast-9.amazonaws.com/moodle:5.2\"",
    ]);
    assert_eq!(newer, ["region_known"]);
}

#[test]
fn an_account_that_is_refused_is_nothing_to_compare_with() {
    only(&[
        (&["account: \"1\"", MAIL], &["account_digits"]),
        (&["account: \"1111-2222-3333\""], &["account_digits"]),
        (
            &["account: \"444455556666\"", MAIL],
            &[
                "edge_certificate_account",
                "email_credentials_account",
                "image_in_account",
                "load_balancer_certificate_account",
            ],
        ),
        (
            &[
                "account: \"1\"",
                "journal: S3 { bucket: \"campus-1-ap-southeast-1-trail\" }",
            ],
            &["account_digits"],
        ),
        (
            &["journal: S3 { bucket: \"campus-111122223333-ap-southeast-1-trail\" }"],
            &["journal_bucket_outlives_stack"],
        ),
        (
            &["journal: S3 { bucket: \"campus-444455556666-ap-southeast-1-trail\" }"],
            &[],
        ),
        (&["journal: S3 { bucket: \"campus-111122223333-logs\" }"], &[]),
    ]);
}

#[test]
fn a_network_has_one_mistake_at_a_time() {
    let cidr = |cidr: &str| said(&[&format!("network.cidr: \"{cidr}\"")]);
    for (range, rules) in [
        ("10.0.0/16", &["cidr_form"][..]),
        ("10.0.0.0/15", &["cidr_size"]),
        ("10.0.0.0/29", &["cidr_size"]),
        ("10.1.0.0/15", &["cidr_size"]),
        ("10.0.0.1/29", &["cidr_size"]),
        ("10.0.1.0/16", &["cidr_host_bits"]),
        ("10.0.0.0/28", &["cidr_room"]),
        ("10.0.0.0/26", &["cidr_room"]),
        // Of what is no range of EC2's, nobody says whose it is.
        ("127.0.0.0/15", &["cidr_size"]),
        ("127.0.1.0/16", &["cidr_host_bits"]),
        ("8.0.1.0/16", &["cidr_host_bits"]),
        ("127.0.0.0/16", &["cidr_not_reserved"]),
        ("0.0.0.0/16", &["cidr_not_reserved"]),
        ("169.254.0.0/16", &["cidr_not_reserved"]),
        ("224.0.0.0/16", &["cidr_not_reserved"]),
        ("240.0.0.0/16", &["cidr_not_reserved"]),
        ("8.0.0.0/16", &["cidr_private"]),
        ("172.32.0.0/16", &["cidr_private"]),
        ("100.64.0.0/16", &[]),
        ("172.31.0.0/16", &[]),
        ("192.168.0.0/16", &[]),
        ("10.0.0.0/24", &[]),
    ] {
        assert_eq!(cidr(range), rules, "{range}");
    }
}

#[test]
fn zones_have_one_mistake_at_a_time() {
    let zones = |zones: &str| said(&[&format!("network.zones: [{zones}]")]);
    for (list, rules) in [
        ("", &["two_zones"][..]),
        ("\"ap-southeast-1a\"", &["two_zones"]),
        ("\"ap-southeast-1a\", \"ap-southeast-1a\"", &["distinct_zones"]),
        ("\"ap-southeast-1a\", \"eu-west-1a\"", &["zones_in_region"]),
        ("\"ap-southeast-1a\", \"B\"", &["zones_in_region"]),
        ("\"ap-southeast-1a\", \"ap-southeast-1-bkk-1a\"", &["no_local_zones"]),
        ("\"ap-southeast-1a\", \"ap-southeast-1z\"", &["zones_known"]),
        ("\"ap-southeast-1c\", \"ap-southeast-1b\"", &[]),
        ("\"ap-southeast-1a\", \"ap-southeast-1b\", \"ap-southeast-1c\"", &[]),
    ] {
        assert_eq!(zones(list), rules, "{list}");
    }
    // Room for six subnets of a /27 is that of eight: <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html>.
    let three = "network.zones: [\"ap-southeast-1a\", \"ap-southeast-1b\", \"ap-southeast-1c\"]";
    only(&[
        (&[three, "network.cidr: \"10.0.0.0/25\""], &["cidr_room"]),
        (&[three, "network.cidr: \"10.0.0.0/24\""], &[]),
        (&["network.cidr: \"10.0.0.0/25\""], &[]),
    ]);
}

#[test]
fn addresses_are_counted_where_zones_tasks_and_range_are_right() {
    const SMALL: &str = "network.cidr: \"10.0.0.0/24\"";
    only(&[
        // Each of two private subnets of a /26 has 64 addresses and AWS keeps five of them, so that 118 are for use:
        // <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html>. Four endpoints and a mount target in
        // each, two databases and one to spare in each, two cache nodes, cron and an upgrade take 18.
        (&[SMALL, "compute.replicas: 2..=50"], &[]),
        (&[SMALL, "compute.replicas: 2..=51"], &["addresses_for_deployment"]),
        (&[SMALL, "compute.replicas: 2..=100"], &["addresses_for_deployment"]),
        (&[SMALL, "compute.replicas: 2..=101"], &["addresses_for_tasks"]),
        (
            &[SMALL, "compute.replicas: 2..=108", "network.endpoints: false"],
            &["addresses_for_deployment"],
        ),
        (
            &[SMALL, "compute.replicas: 2..=109", "network.endpoints: false"],
            &["addresses_for_tasks"],
        ),
        (&[SMALL, "compute.replicas: 2..=5001"], &["replicas_within_service"]),
        (&[SMALL, "compute.replicas: 0..=103"], &["replicas_at_least_one"]),
        (&[SMALL, "compute.replicas: 104..=103"], &["replicas_in_order"]),
        (
            &[
                SMALL,
                "compute.replicas: 2..=103",
                "network.zones: [\"ap-southeast-1a\"]",
            ],
            &["two_zones"],
        ),
        (
            &[
                SMALL,
                "compute.replicas: 2..=103",
                "network.zones: [\"ap-southeast-1a\", \"ap-southeast-1a\"]",
            ],
            &["distinct_zones"],
        ),
        (
            &["network.cidr: \"10.0.0.1/24\"", "compute.replicas: 2..=103"],
            &["cidr_host_bits"],
        ),
        (
            &["network.cidr: \"10.0.0.0/28\"", "compute.replicas: 2..=103"],
            &["cidr_room"],
        ),
    ]);
}

#[test]
fn a_certificate_is_compared_where_it_is_one() {
    let issued = |zone: &str| format!("load_balancer.certificate: Issued {{ zone: \"{zone}\" }}");
    only(&[
        (
            &["load_balancer.certificate: \"7a1c\""],
            &["load_balancer_certificate_arn"],
        ),
        (&["edge.certificate: \"0f5e\""], &["edge_certificate_arn"]),
        (
            &["edge.certificate: \"arn:aws:acm:ap-southeast-1:111122223333:certificate/0f5e\""],
            &["edge_certificate_region"],
        ),
        (&[&issued("Z0123456789ABCDEFGHIJ")], &[]),
        (&[&issued("example.edu")], &["load_balancer_certificate_zone"]),
        // Which of two zones is right is nothing to ask while one of them is none.
        (
            &[
                &issued("example.edu"),
                "dns: Route53 { zone: \"Z0123456789ABCDEFGHIJ\" }",
            ],
            &["load_balancer_certificate_zone"],
        ),
        (
            &[
                &issued("Z0123456789ABCDEFGHIJ"),
                "dns: Route53 { zone: \"example.edu\" }",
            ],
            &["dns_zone"],
        ),
        (
            &[
                &issued("Z0123456789ABCDEFGHIJ"),
                "dns: Route53 { zone: \"Z0123456789ABCDEFGHIK\" }",
            ],
            &["one_hosted_zone"],
        ),
    ]);
}

#[test]
fn the_zone_that_two_of_three_do_not_name_is_the_wrong_one() {
    const ONE: &str = "Z0123456789ABCDEFGHIJ";
    const OTHER: &str = "Z0123456789ABCDEFGHIK";
    for (balancer, edge, dns, rules) in [
        (ONE, ONE, ONE, &[][..]),
        (ONE, ONE, OTHER, &["one_hosted_zone"]),
        (ONE, OTHER, ONE, &["one_hosted_zone"]),
        (OTHER, ONE, ONE, &["one_hosted_zone"]),
    ] {
        let written = [
            format!("load_balancer.certificate: Issued {{ zone: \"{balancer}\" }}"),
            format!("edge.certificate: Issued {{ zone: \"{edge}\" }}"),
            format!("dns: Route53 {{ zone: \"{dns}\" }}"),
        ];
        let changes: Vec<&str> = written.iter().map(String::as_str).collect();
        assert_eq!(said(&changes), rules, "{changes:?}");
    }
}

#[test]
fn an_image_has_one_mistake_at_a_time() {
    const HERE: &str = "111122223333.dkr.ecr.ap-southeast-1.amazonaws.com";
    const DIGEST: &str = "@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    let image = |image: &str| said(&[&format!("moodle.image: \"{image}\"")]);
    for (reference, rules) in [
        ("Moodle:5.2".to_owned(), &["image_form"][..]),
        (format!("{HERE}.cn/moodle:5.2"), &["image_address"]),
        (
            "dkr.ecr.ap-southeast-1.amazonaws.com/moodle:5.2".to_owned(),
            &["image_address"],
        ),
        (
            "111122223333.dkr.ecr.nowhere.amazonaws.com/moodle:5.2".to_owned(),
            &["image_address"],
        ),
        (format!("{HERE}/moodle:latest"), &["image_tagged"]),
        (format!("{HERE}/moodle"), &["image_tagged"]),
        (format!("{HERE}/moodle{DIGEST}"), &[]),
        (format!("{HERE}/moodle:latest{DIGEST}"), &[]),
        (format!("{HERE}/moodle:4.5"), &["image_of_version"]),
        (
            "444422223333.dkr.ecr.ap-southeast-1.amazonaws.com/moodle:5.2".to_owned(),
            &["image_in_account"],
        ),
        (
            format!("444422223333.dkr.ecr.ap-southeast-1.amazonaws.com/moodle{DIGEST}"),
            &[],
        ),
        (
            "111122223333.dkr.ecr.eu-west-1.amazonaws.com/moodle:5.2".to_owned(),
            &["image_in_region"],
        ),
        (
            format!("111122223333.dkr.ecr.eu-west-1.amazonaws.com/moodle{DIGEST}"),
            &[],
        ),
        // Of another partition, account and region are as well.
        (
            "444422223333.dkr.ecr.cn-north-1.amazonaws.com.cn/moodle:5.2".to_owned(),
            &["image_in_partition"],
        ),
        ("ghcr.io/example/moodle:5.2".to_owned(), &["image_pinned"]),
        (format!("ghcr.io/example/moodle:5.2{DIGEST}"), &[]),
        (format!("ghcr.io/example/moodle:4.5{DIGEST}"), &["image_of_version"]),
    ] {
        assert_eq!(image(&reference), rules, "{reference}");
    }
}

#[test]
fn directories_have_one_mistake_at_a_time() {
    let at = |mount: &str, dataroot: &str, code: &str, cache: &str| {
        said(&[
            &format!("files.mount: \"{mount}\""),
            &format!("moodle.dataroot: \"{dataroot}\""),
            &format!("moodle.code: \"{code}\""),
            &format!("moodle.local_cache: \"{cache}\""),
        ])
    };
    for (mount, dataroot, code, cache, rules) in [
        ("/data", "/data", "/code", "/cache", &[][..]),
        ("/data", "/data/moodle", "/code", "/cache", &[]),
        ("data", "/data", "/code", "/cache", &["mount_is_directory"]),
        ("/data", "data", "/code", "/cache", &["dataroot_is_directory"]),
        ("/data", "/data", "code", "/cache", &["code_is_directory"]),
        ("/data", "/data", "/code", "cache", &["local_cache_is_directory"]),
        ("/data", "/other", "/code", "/cache", &["dataroot_on_files"]),
        // Over the system's own directories nothing is mounted, whatever else is there.
        ("/usr", "/other", "/code", "/cache", &["mount_hides_no_system"]),
        (
            "/usr",
            "/usr/data",
            "/usr/code",
            "/usr/cache",
            &["mount_hides_no_system"],
        ),
        (
            "/proc/data",
            "/proc/data",
            "/code",
            "/cache",
            &["mount_hides_no_system"],
        ),
        ("/data", "/data/moodle", "/data/code", "/cache", &["code_off_the_mount"]),
        ("/data", "/other", "/data/code", "/cache", &["dataroot_on_files"]),
        ("/data", "/data", "/code", "/data/cache", &["local_cache_off_the_mount"]),
        ("/data", "/data", "/code", "/code/cache", &["local_cache_outside_code"]),
        (
            "/data",
            "/data/moodle",
            "/data/code",
            "/data/code/cache",
            &["code_off_the_mount", "local_cache_outside_code"],
        ),
        // One is inside the other, and both are on the mount.
        ("/data", "/data", "/data/code", "/cache", &["code_outside_dataroot"]),
        (
            "/data",
            "/data/code/moodle",
            "/data/code",
            "/cache",
            &["dataroot_outside_code"],
        ),
        ("/data", "/data", "/data", "/cache", &["dataroot_outside_code"]),
        // Elsewhere than on the mount, it has to move anyway.
        ("/data", "/code/moodle", "/code", "/cache", &["dataroot_on_files"]),
        ("/data", "/other", "/other/code", "/cache", &["dataroot_on_files"]),
    ] {
        assert_eq!(
            at(mount, dataroot, code, cache),
            rules,
            "{mount} {dataroot} {code} {cache}"
        );
    }
}

#[test]
fn a_domain_has_one_mistake_at_a_time() {
    let domain = |domain: &str| said(&[&format!("domain: \"{domain}\"")]);
    for (name, rules) in [
        ("https://learn.example.edu", &["domain_form"][..]),
        ("learn.campus.internal", &["domain_public"]),
        ("learn_.campus.internal", &["domain_form"]),
        ("example.edu", &["apex_by_alias"]),
        ("exam_ple.edu", &["domain_form"]),
        ("learn.example.edu", &[]),
    ] {
        assert_eq!(domain(name), rules, "{name}");
    }
    only(&[
        (
            &[
                "domain: \"example.edu\"",
                "dns: Route53 { zone: \"Z0123456789ABCDEFGHIJ\" }",
            ],
            &[],
        ),
        // A load balancer alone takes the certificate of a private authority.
        (&["domain: \"learn.campus.internal\"", "edge:"], &[]),
        (
            &[
                "domain: \"learn.campus.internal\"",
                "edge:",
                "load_balancer.certificate: Issued { zone: \"Z01\" }",
            ],
            &["domain_public"],
        ),
    ]);
}

#[test]
fn mail_has_one_mistake_at_a_time() {
    let mail = |from: &str, credentials: &str, more: &str| {
        said(&[&format!(
            "email: Ses {{ from: \"{from}\", credentials: \"{credentials}\"{more} }}"
        )])
    };
    let arn = |region: &str, account: &str| format!("arn:aws:secretsmanager:{region}:{account}:secret:smtp-AbC1eF");
    let here = arn("ap-southeast-1", "111122223333");
    assert_eq!(mail("noreply", &here, ""), ["email_from_form"]);
    assert_eq!(mail("noreply@example.edu", "smtp", ""), ["email_credentials_arn"]);
    assert_eq!(
        mail("noreply@example.edu", &arn("eu-west-1", "111122223333"), ""),
        ["email_credentials_region"]
    );
    assert_eq!(
        mail("noreply@example.edu", &arn("ap-southeast-1", "444455556666"), ""),
        ["email_credentials_account"]
    );
    assert_eq!(mail("noreply@example.edu", &here, ", region: \"eu-west-1\""), [""; 0]);
    assert_eq!(
        mail("noreply@example.edu", &here, ", region: \"eu-west-0\""),
        ["email_region"]
    );
}
