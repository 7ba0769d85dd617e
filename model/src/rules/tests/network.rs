//! The network: a mistake in its range, its zones or its size is reported once.

use super::campus::reported;

fn only(rows: &[(&[&str], &[&str])]) {
    for (changes, rules) in rows {
        assert_eq!(reported(changes), *rules, "{changes:?}");
    }
}

#[test]
fn range_is_reported_once() {
    let cidr = |cidr: &str| reported(&[&format!("network.cidr: \"{cidr}\"")]);
    for (range, rules) in [
        ("10.0.0/16", &["cidr_form"][..]),
        ("10.0.0.0/15", &["cidr_size"]),
        ("10.0.0.0/29", &["cidr_size"]),
        ("10.1.0.0/15", &["cidr_size"]),
        ("10.0.0.1/29", &["cidr_size"]),
        ("10.0.1.0/16", &["cidr_host_bits"]),
        ("10.0.0.0/28", &["cidr_fits_subnets"]),
        ("10.0.0.0/26", &["cidr_fits_subnets"]),
        // A range that EC2 refuses is not also reported as reserved or public.
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
fn zones_are_reported_once() {
    let zones = |zones: &str| reported(&[&format!("network.zones: [{zones}]")]);
    for (list, rules) in [
        ("", &["at_least_two_zones"][..]),
        ("\"ap-southeast-1a\"", &["at_least_two_zones"]),
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
    // Six subnets of a /27 need as much room as eight: <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html>.
    let three = "network.zones: [\"ap-southeast-1a\", \"ap-southeast-1b\", \"ap-southeast-1c\"]";
    only(&[
        (&[three, "network.cidr: \"10.0.0.0/25\""], &["cidr_fits_subnets"]),
        (
            &["network.zones: [\"ap-southeast-1a\"]", "network.cidr: \"10.0.0.0/26\""],
            &["at_least_two_zones"],
        ),
        (&[three, "network.cidr: \"10.0.0.0/24\""], &[]),
        (&["network.cidr: \"10.0.0.0/25\""], &[]),
    ]);
}

#[test]
fn addresses_are_counted_if_zones_tasks_and_range_are_valid() {
    const SMALL: &str = "network.cidr: \"10.0.0.0/24\"";
    only(&[
        // Each of two private subnets of a /26 has 64 addresses and AWS reserves five of them, so 118 are usable:
        // <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html>. Four endpoints and a mount target in
        // each, two databases and one spare address in each, two cache nodes, cron and an upgrade take 18.
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
        (&[SMALL, "compute.replicas: 0..=103"], &["at_least_one_replica"]),
        (&[SMALL, "compute.replicas: 104..=103"], &["replicas_in_order"]),
        (
            &[
                SMALL,
                "compute.replicas: 2..=103",
                "network.zones: [\"ap-southeast-1a\"]",
            ],
            &["at_least_two_zones"],
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
            &["cidr_fits_subnets"],
        ),
    ]);
}

#[test]
fn serverless_cache_has_an_address_in_up_to_three_zones() {
    const CACHE: &str = "cache: ServerlessValkey { version: \"8\" }";
    const SMALL: &str = "network.cidr: \"10.0.0.0/24\"";
    const THREE: &str = "network.zones: [\"ap-southeast-1a\", \"ap-southeast-1b\", \"ap-southeast-1c\"]";
    only(&[
        // The same as with the two nodes of the reference.
        (
            &[CACHE, SMALL, "compute.replicas: 2..=100"],
            &["addresses_for_deployment"],
        ),
        (&[CACHE, SMALL, "compute.replicas: 2..=101"], &["addresses_for_tasks"]),
        // Three private subnets of a /27 have 81, and 25 are used: 12 endpoints, 3 mount targets, 5 for the database,
        // 3 for the cache, cron and an upgrade.
        (
            &[CACHE, THREE, SMALL, "compute.replicas: 2..=56"],
            &["addresses_for_deployment"],
        ),
        (
            &[CACHE, THREE, SMALL, "compute.replicas: 2..=57"],
            &["addresses_for_tasks"],
        ),
    ]);
}
