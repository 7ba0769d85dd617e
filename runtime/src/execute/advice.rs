//! What to do about a resource that AWS has given up, by the words that AWS gives for the cause.

/// What AWS says, and what to do about it: all of the words stand somewhere in the cause, in any case. The first row that
/// fits holds.
struct Row {
    /// The service whose resource it is, by the first part of its calls.
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
        "the image is for another processor: declare the one that it is built for as `compute.cpu_architecture`, or build it for \
         the declared one with `image publish`; then deploy again",
    ),
    row(
        "ecs",
        &["CannotPull"],
        "put the image where `moodle.image` says: `image publish` does; if it is there, see whether the private subnets reach the \
         registry; then deploy again",
    ),
    row(
        "ecs",
        &["ResourceInitializationError", "secret"],
        "see whether the secret that is named is there, and whether the private subnets reach Secrets Manager: `plan` shows what \
         was changed outside of this program; then deploy again",
    ),
    row(
        "ecs",
        &["ResourceInitializationError", "efs"],
        "see whether the file system and its mount targets are as declared: `plan` shows what was changed outside of this \
         program; then deploy again",
    ),
    row(
        "ecs",
        &["ResourceInitializationError"],
        "see what the message names, which the task needs before its container starts: `plan` shows what was changed outside of \
         this program; then deploy again",
    ),
    row(
        "ecs",
        &["OutOfMemory"],
        "declare more `compute.memory`, and deploy again",
    ),
    row(
        "ecs",
        &["ended with 78"],
        "a setting is wrong: mend what the log names in the declaration or the image, and deploy again",
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
        "see what the image answers on `load_balancer.health_check`, and how soon after its start: `logs web` shows its log; mend \
         it, or declare a longer `compute.grace_period`, and deploy again",
    ),
    row(
        "ecs",
        &["capacity is unavailable"],
        "run the same command again later; on demand there is more room than on Spot: `compute.capacity` says how much runs where",
    ),
    row(
        "ecs",
        &["exited"],
        "see why the container ends: `logs web` shows its log; mend the image, and deploy again",
    ),
    row(
        "ecs",
        &["rolling back"],
        "mend the image, or declare the one that worked, and deploy again",
    ),
    row(
        "ecs",
        &["circuit breaker"],
        "mend the image, or declare the one that worked, and deploy again",
    ),
    row(
        "rds",
        &["incompatible-parameters"],
        "a parameter does not fit the version or the class, mostly one of memory: declare a larger `database.class`, or set the \
         parameter back that was changed in the console; then reboot the database there, and deploy again",
    ),
    row(
        "rds",
        &["incompatible-network"],
        "free addresses in the database's subnets, or put back what was changed in the network; if it goes on, restore from a \
         backup into a new stack: `restore --to STACK`",
    ),
    row(
        "rds",
        &["incompatible-option-group"],
        "take the option out of the group that was set in the console, or set the group back; then deploy again",
    ),
    row(
        "rds",
        &["storage-full"],
        "declare a higher end of `database.storage`, and deploy again",
    ),
    row(
        "rds",
        &["inaccessible-encryption-credentials"],
        "enable the KMS key of the database again, or give RDS back the use of it; then start the database in the console, and \
         deploy again. After seven days, only a restore from a backup is left",
    ),
    row(
        "rds",
        &["insufficient-capacity"],
        "AWS has no room for this class in these zones: run the same command again later, or declare another `database.class`",
    ),
    row(
        "rds",
        &["stopped"],
        "start the database in the console, or with `aws rds start-db-instance`, and deploy again",
    ),
    row(
        "rds",
        &["incompatible-restore"],
        "the copy does not fit what is declared: see that version and engine are those of the stack that it was made of; then \
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
        "free an address in the subnet, and deploy again: the gateway is made anew",
    ),
    row(
        "ec2",
        &["Gateway.NotAttached"],
        "the internet gateway was detached: deploy again, which puts it back and makes the NAT gateway anew",
    ),
    row(
        "ec2",
        &["InvalidAllocationID"],
        "the elastic IP address was released or is used by others: deploy again, which makes both anew",
    ),
    row("ec2", &["InternalError"], "deploy again: the gateway is made anew"),
    row(
        "acm",
        &["CAA"],
        "the domain's CAA record does not let Amazon issue certificates: add `amazon.com` to it, and deploy again: the \
         certificate is requested anew",
    ),
    row(
        "acm",
        &["VALIDATION_TIMED_OUT"],
        "see that the record above is in public DNS, in the zone that the domain is delegated to; then deploy again: the \
         certificate is requested anew",
    ),
    row(
        "acm",
        &["ADDITIONAL_VERIFICATION_REQUIRED"],
        "AWS wants to know more about this domain: open a case at AWS Support, then deploy again",
    ),
    row(
        "acm",
        &["DOMAIN_NOT_ALLOWED"],
        "AWS holds this domain for unsafe, or issues none for it: see `domain`, or open a case at AWS Support",
    ),
    row(
        "acm",
        &["INVALID_PUBLIC_DOMAIN"],
        "certificates are issued for public domains alone: see `domain`, and deploy again",
    ),
    row(
        "elasticache",
        &["InsufficientCacheClusterCapacity"],
        "AWS has no room for this node in these zones: run the same command again later, or declare another `cache.node`",
    ),
    row(
        "cloudfront",
        &["disabled"],
        "somebody has switched it off: see who, then deploy again, which switches it on",
    ),
];

/// Says what to do about a cause that AWS gives for a resource of a service; nothing where the cause is none of those
/// known.
pub(super) fn advice(service: &str, cause: &str) -> Option<&'static str> {
    let cause = cause.to_lowercase();
    let fits = |row: &&Row| row.service == service && row.words.iter().all(|word| cause.contains(&word.to_lowercase()));
    ROWS.iter().find(fits).map(|row| row.advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cause_that_says_more_comes_before_the_one_that_always_stands_there() {
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
    fn a_word_of_one_service_is_not_read_as_one_of_another() {
        assert!(advice("rds", "stopped: the database was stopped").is_some());
        assert_eq!(advice("efs", "stopped"), None);
        assert_eq!(advice("rds", "failed: nobody knows why"), None);
    }
}
