//! What to do about a resource that has failed, by the words in which AWS reports the cause.

/// A cause, and what to do about it. A row matches if all of its words are somewhere in the cause, in any case. The first
/// match counts.
struct Row {
    /// The service of the resource, as the first part of its calls.
    service: &'static str,
    words: &'static [&'static str],
    advice: &'static str,
}

const fn row(service: &'static str, words: &'static [&'static str], advice: &'static str) -> Row {
    Row { service, words, advice }
}

/// The words are those of AWS's own lists:
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html>,
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html>,
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html>,
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NatGateway.html>,
/// <https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateDetail.html>.
const ROWS: &[Row] = &[
    row(
        "ecs",
        &["exec format error"],
        "the image is for another processor: declare its processor as `compute.cpu_architecture`, or build it for the declared \
         one with `image publish`; then deploy again",
    ),
    row(
        "ecs",
        &["CannotPull"],
        "put the image where `moodle.image` says, with `image publish`; if it is there, check whether the private subnets reach \
         the registry; then deploy again",
    ),
    row(
        "ecs",
        &["ResourceInitializationError", "secret"],
        "check whether the named secret exists, and whether the private subnets reach Secrets Manager: `plan` shows what was \
         changed outside of this program; then deploy again",
    ),
    row(
        "ecs",
        &["ResourceInitializationError", "efs"],
        "check whether the file system and its mount targets are as declared: `plan` shows what was changed outside of this \
         program; then deploy again",
    ),
    row(
        "ecs",
        &["ResourceInitializationError"],
        "check what the message names, which the task needs before its container starts: `plan` shows what was changed outside \
         of this program; then deploy again",
    ),
    row(
        "ecs",
        &["OutOfMemory"],
        "declare more `compute.memory`, and deploy again",
    ),
    row(
        "ecs",
        &["ended with 78"],
        "a setting is wrong: fix what the log names in the declaration or the image, and deploy again",
    ),
    row(
        "ecs",
        &["ended with 69"],
        "the tasks do not reach the database, the cache or the files: the log names which; `plan` shows what was changed outside \
         of this program; then deploy again",
    ),
    row(
        "ecs",
        &["health check"],
        "check what the image answers on `load_balancer.health_check`, and how soon after its start: `logs web` shows its log; \
         fix it, or declare a longer `compute.grace_period`, and deploy again",
    ),
    row(
        "ecs",
        &["capacity is unavailable"],
        "run the same command again later; on-demand has more capacity than Spot: `compute.capacity` sets how much runs where",
    ),
    row(
        "ecs",
        &["exited"],
        "find out why the container exits: `logs web` shows its log; fix the image, and deploy again",
    ),
    row(
        "ecs",
        &["rolling back"],
        "fix the image, or declare the one that worked, and deploy again",
    ),
    row(
        "ecs",
        &["circuit breaker"],
        "fix the image, or declare the one that worked, and deploy again",
    ),
    row(
        "rds",
        &["incompatible-parameters"],
        "a parameter does not fit the version or the class, mostly one of memory: declare a larger `database.class`, or revert \
         the parameter that was changed in the console; then reboot the database there, and deploy again",
    ),
    row(
        "rds",
        &["incompatible-network"],
        "free addresses in the database's subnets, or revert what was changed in the network; if that does not help, restore \
         from a backup into a new stack: `restore --to STACK`",
    ),
    row(
        "rds",
        &["incompatible-option-group"],
        "remove the option that was added to the group in the console, or revert the group; then deploy again",
    ),
    row(
        "rds",
        &["storage-full"],
        "declare a higher end of `database.storage`, and deploy again",
    ),
    row(
        "rds",
        &["inaccessible-encryption-credentials"],
        "enable the KMS key of the database again, or allow RDS to use it again; then start the database in the console, and \
         deploy again. After seven days, only a restore from a backup is left",
    ),
    row(
        "rds",
        &["insufficient-capacity"],
        "AWS has no capacity for this class in these zones: run the same command again later, or declare another \
         `database.class`",
    ),
    row(
        "rds",
        &["stopped"],
        "start the database in the console, or with `aws rds start-db-instance`, and deploy again",
    ),
    row(
        "rds",
        &["incompatible-restore"],
        "the copy does not fit what is declared: declare the version and the engine of the stack that it was made of; then \
         deploy again",
    ),
    row(
        "rds",
        &["restore-error"],
        "the copy cannot be read: restore from another, as `backup --list` shows them",
    ),
    row(
        "ec2",
        &["InsufficientFreeAddressesInSubnet"],
        "free an address in the subnet, and deploy again: the gateway is created again",
    ),
    row(
        "ec2",
        &["Gateway.NotAttached"],
        "the internet gateway was detached: deploy again, which attaches it and creates the NAT gateway again",
    ),
    row(
        "ec2",
        &["InvalidAllocationID"],
        "the elastic IP address was released or is used by others: deploy again, which creates both again",
    ),
    row("ec2", &["InternalError"], "deploy again: the gateway is created again"),
    row(
        "acm",
        &["CAA"],
        "the domain's CAA record does not let Amazon issue certificates: add `amazon.com` to it, and deploy again: the \
         certificate is requested again",
    ),
    row(
        "acm",
        &["VALIDATION_TIMED_OUT"],
        "check that the record above is in public DNS, in the zone that the domain is delegated to; then deploy again: the \
         certificate is requested again",
    ),
    row(
        "acm",
        &["ADDITIONAL_VERIFICATION_REQUIRED"],
        "AWS wants to know more about this domain: open a case with AWS Support, then deploy again",
    ),
    row(
        "acm",
        &["DOMAIN_NOT_ALLOWED"],
        "AWS considers this domain unsafe, or issues no certificate for it: check `domain`, or open a case with AWS Support",
    ),
    row(
        "acm",
        &["INVALID_PUBLIC_DOMAIN"],
        "certificates are only issued for public domains: check `domain`, and deploy again",
    ),
    row(
        "elasticache",
        &["InsufficientCacheClusterCapacity"],
        "AWS has no capacity for this node in these zones: run the same command again later, or declare another `cache.node`",
    ),
    row(
        "cloudfront",
        &["disabled"],
        "somebody has disabled it: find out who, then deploy again, which enables it",
    ),
];

/// Returns what to do about a cause that AWS reports for a resource of a service; `None` for an unknown cause.
pub(super) fn advice(service: &str, cause: &str) -> Option<&'static str> {
    let cause = cause.to_lowercase();
    let fits = |row: &&Row| row.service == service && row.words.iter().all(|word| cause.contains(&word.to_lowercase()));
    ROWS.iter().find(fits).map(|row| row.advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_specific_cause_is_matched_first() {
        let pull =
            "ECS deployment circuit breaker: tasks failed to start.\ntask stopped: CannotPullContainerError: not found";
        assert!(advice("ecs", pull).is_some_and(|advice| advice.contains("`image publish`")));
        let unwell = "ECS deployment circuit breaker: tasks failed to start.\n(service a) (port 8080) is unhealthy in \
                      (target-group b) due to (reason Health checks failed with these codes: [502])";
        assert!(advice("ecs", unwell).is_some_and(|advice| advice.contains("health_check")));
        assert!(
            advice("ecs", "rolling back to deployment ecs-svc/1").is_some_and(|advice| advice.contains("the image"))
        );
    }

    #[test]
    fn words_of_one_service_do_not_match_another() {
        assert!(advice("rds", "stopped: the database was stopped").is_some());
        assert_eq!(advice("efs", "stopped"), None);
        assert_eq!(advice("rds", "failed: for an unknown reason"), None);
    }
}
