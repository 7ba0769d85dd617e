//! What depends on a value is not judged by one that is refused itself: the region, the account,
//! certificates, images, directories.

use super::campus::{findings, said};

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
    const THIRD: &str = "Z0123456789ABCDEFGHIL";
    for (balancer, edge, dns, wrong) in [
        (ONE, ONE, ONE, None),
        (ONE, ONE, OTHER, Some((OTHER, ONE))),
        (ONE, OTHER, ONE, Some((OTHER, ONE))),
        (OTHER, ONE, ONE, Some((OTHER, ONE))),
        // The site's own records are where all others belong.
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
fn an_image_has_one_mistake_at_a_time() {
    const HERE: &str = "111122223333.dkr.ecr.ap-southeast-1.amazonaws.com";
    const DIGEST: &str = "@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    let image = |image: &str| said(&[&format!("moodle.image: \"{image}\"")]);
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
        // Everything is inside the root, and the root is no directory of its own.
        ("/", "/data", "/code", "/cache", &["mount_is_directory"]),
        ("/data", "/", "/code", "/cache", &["dataroot_is_directory"]),
        ("/data", "/data", "/", "/cache", &["code_is_directory"]),
        ("/data", "/data", "/code", "/", &["local_cache_is_directory"]),
        ("/proc/../data", "/data", "/code", "/cache", &["mount_is_directory"]),
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
