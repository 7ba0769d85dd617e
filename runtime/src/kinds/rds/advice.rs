//! What to do when a database cannot be used. The words are those of AWS's own list:
//! <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html>.

use crate::resource::Advice;

pub(super) const DATABASES: &[Advice] = &[
    Advice::new(
        &["incompatible-parameters"],
        "a parameter does not fit the version or the class, mostly one of memory: declare a larger `database.class`, or revert \
         the parameter that was changed in the console; then reboot the database there, and deploy again",
    ),
    Advice::new(
        &["incompatible-network"],
        "free addresses in the database's subnets, or revert what was changed in the network; if that does not help, restore \
         from a backup into a new stack: `restore --to STACK`",
    ),
    Advice::new(
        &["incompatible-option-group"],
        "remove the option that was added to the group in the console, or revert the group; then deploy again",
    ),
    Advice::new(
        &["storage-full"],
        "declare a higher end of `database.storage`, and deploy again",
    ),
    Advice::new(
        &["inaccessible-encryption-credentials"],
        "enable the KMS key of the database again, or allow RDS to use it again; then start the database in the console, and \
         deploy again. After seven days, only a restore from a backup is left",
    ),
    Advice::new(
        &["insufficient-capacity"],
        "AWS has no capacity for this class in these zones: run the same command again later, or declare another \
         `database.class`",
    ),
    Advice::new(
        &["stopped"],
        "start the database in the console, or with `aws rds start-db-instance`, and deploy again",
    ),
    Advice::new(
        &["incompatible-restore"],
        "the copy does not fit what is declared: declare the version and the engine of the stack that it was made of; then \
         deploy again",
    ),
    Advice::new(
        &["restore-error"],
        "the copy cannot be read: restore from another, as `backup --list` shows them",
    ),
];

#[cfg(test)]
mod tests {
    use crate::kinds::advice;
    use crate::kinds::efs::FileSystem;
    use crate::kinds::rds::DbInstance;
    use crate::resource::Kind as _;

    #[test]
    fn words_of_one_kind_are_not_read_as_those_of_another() {
        assert!(advice(&DbInstance::INFO, "stopped: the database was stopped").is_some());
        assert_eq!(advice(&FileSystem::INFO, "stopped"), None);
        assert_eq!(advice(&DbInstance::INFO, "failed: for an unknown reason"), None);
    }
}
