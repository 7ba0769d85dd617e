//! Values are not compared with a value that is refused itself: regions, accounts, certificates, images, directories.

use super::campus::{findings, reported};

fn only(rows: &[(&[&str], &[&str])]) {
    for (changes, rules) in rows {
        assert_eq!(reported(changes), *rules, "{changes:?}");
    }
}

const MAIL: &str = "email: Ses { from: \"noreply@example.edu\", \
    credentials: \"arn:aws:secretsmanager:ap-southeast-1:111122223333:secret:smtp-AbC1eF\" }";

#[test]
fn nothing_is_compared_with_an_invalid_region() {
    only(&[
        (&[MAIL], &[]),
        (&["region: \"Singapore\"", MAIL], &["region_form"]),
        (&["region: \"ap-southeast-1a\"", MAIL], &["region_form"]),
        (&["region: \"ap-southest-1\"", MAIL], &["region_spelled_correctly"]),
        (&["region: \"\"", MAIL], &["region_form"]),
        (
            &[
                "region: \"Singapore\"",
                "moodle.image: \"111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/moodle:5.2\"",
            ],
            &["region_form"],
        ),
        (
            &["region: \"eu-west-1\""],
            &["image_in_region", "load_balancer_certificate_region", "zones_in_region"],
        ),
    ]);
    // A region may be newer than the table: values are still compared with it, but not checked against tables of regions.
    let newer = reported(&[
        "region: \"ap-southeast-9\"",
        "network.zones: [\"ap-southeast-9a\", \"ap-southeast-9b\"]",
        "load_balancer.certificate: \"arn:aws:acm:ap-southeast-9:111122223333:certificate/7a1c\"",
        "moodle.image: \"111122223333.dkr.ecr.ap-southeast-9.amazonaws.com/moodle:5.2\"",
    ]);
    assert_eq!(newer, ["region_known"]);
}

#[test]
fn nothing_is_compared_with_an_invalid_account() {
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
fn only_valid_certificates_and_zones_are_compared() {
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
        // Zones are not compared while one of them is invalid.
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
fn zone_that_differs_from_the_other_two_is_reported() {
    const ONE: &str = "Z0123456789ABCDEFGHIJ";
    const OTHER: &str = "Z0123456789ABCDEFGHIK";
    const THIRD: &str = "Z0123456789ABCDEFGHIL";
    for (balancer, edge, dns, wrong) in [
        (ONE, ONE, ONE, None),
        (ONE, ONE, OTHER, Some((OTHER, ONE))),
        (ONE, OTHER, ONE, Some((OTHER, ONE))),
        (OTHER, ONE, ONE, Some((OTHER, ONE))),
        // The zone of the site's own records is taken as the right one.
        (ONE, OTHER, THIRD, Some((ONE, THIRD))),
    ] {
        let written = [
            format!("load_balancer.certificate: Issued {{ zone: \"{balancer}\" }}"),
            format!("edge.certificate: Issued {{ zone: \"{edge}\" }}"),
            format!("dns: Route53 {{ zone: \"{dns}\" }}"),
        ];
        let changes: Vec<&str> = written.iter().map(String::as_str).collect();
        let found: Vec<String> = findings(&changes).into_iter().map(|finding| finding.what).collect();
        let said =
            |(wrong, right)| format!("this is the hosted zone {wrong}, but other records of the domain are in {right}");
        assert_eq!(found, wrong.map(said).into_iter().collect::<Vec<_>>(), "{changes:?}");
    }
}

#[test]
fn image_is_reported_once() {
    const HERE: &str = "111122223333.dkr.ecr.ap-southeast-1.amazonaws.com";
    const DIGEST: &str = "@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    let image = |image: &str| reported(&[&format!("moodle.image: \"{image}\"")]);
    for (reference, rules) in [
        ("Moodle:5.2".to_owned(), &["image_form"][..]),
        (format!("{HERE}.cn/moodle:5.2"), &["image_address"]),
        (
            "111122223333.dkr.ecr.ap-southeast-1.example.com/moodle:5.2".to_owned(),
            &["image_address"],
        ),
        (
            "account.dkr.ecr.ap-southeast-1.example.com/moodle:5.2".to_owned(),
            &["image_address"],
        ),
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
        // In another partition, account and region differ as well.
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
fn directories_are_reported_once() {
    let at = |mount: &str, dataroot: &str, code: &str, cache: &str| {
        reported(&[
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
        // Everything is inside the root, and the root is refused.
        ("/", "/data", "/code", "/cache", &["mount_is_directory"]),
        ("/data", "/", "/code", "/cache", &["dataroot_is_directory"]),
        ("/data", "/data", "/", "/cache", &["code_is_directory"]),
        ("/data", "/data", "/code", "/", &["local_cache_is_directory"]),
        ("/proc/../data", "/data", "/code", "/cache", &["mount_is_directory"]),
        ("/data", "data", "/code", "/cache", &["dataroot_is_directory"]),
        ("/data", "/data", "code", "/cache", &["code_is_directory"]),
        ("/data", "/data", "/code", "cache", &["local_cache_is_directory"]),
        ("/data", "/other", "/code", "/cache", &["dataroot_on_files"]),
        // Only the mount over a system directory is reported.
        ("/usr", "/other", "/code", "/cache", &["mount_not_over_system"]),
        (
            "/usr",
            "/usr/data",
            "/usr/code",
            "/usr/cache",
            &["mount_not_over_system"],
        ),
        (
            "/proc/data",
            "/proc/data",
            "/code",
            "/cache",
            &["mount_not_over_system"],
        ),
        ("/data", "/data/moodle", "/data/code", "/cache", &["code_not_on_mount"]),
        ("/data", "/other", "/data/code", "/cache", &["dataroot_on_files"]),
        ("/data", "/data", "/code", "/data/cache", &["local_cache_not_on_mount"]),
        ("/data", "/data", "/code", "/code/cache", &["local_cache_outside_code"]),
        (
            "/data",
            "/data/moodle",
            "/data/code",
            "/data/code/cache",
            &["code_not_on_mount", "local_cache_outside_code"],
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
        // Outside the mount, moodledata has to move anyway.
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
fn domain_is_reported_once() {
    let domain = |domain: &str| reported(&[&format!("domain: \"{domain}\"")]);
    for (name, rules) in [
        ("https://learn.example.edu", &["domain_form"][..]),
        ("learn.campus.internal", &["domain_is_public"]),
        ("learn_.campus.internal", &["domain_form"]),
        ("example.edu", &["apex_in_route53"]),
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
        // A load balancer without CloudFront can use a certificate from a private CA.
        (&["domain: \"learn.campus.internal\"", "edge:"], &[]),
        (
            &[
                "domain: \"learn.campus.internal\"",
                "edge:",
                "load_balancer.certificate: Issued { zone: \"Z01\" }",
            ],
            &["domain_is_public"],
        ),
    ]);
}

#[test]
fn mail_is_reported_once() {
    let mail = |from: &str, credentials: &str, more: &str| {
        reported(&[&format!(
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
