//! What to do when a database cannot be used. The states are from AWS's own list:
//! <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html>.

use crate::resource::Advice;

pub(super) const DATABASES: &[Advice] = &[
    Advice::new(
        &["incompatible-parameters"],
        "declare a larger `database.class`, or revert the parameter that was changed in the console: a parameter, \
         usually one for memory, does not fit the version or the class. Then reboot the database in the console, and \
         deploy again",
    ),
    Advice::new(
        &["incompatible-network"],
        "free IP addresses in the database's subnets, or revert what was changed in the network; if that does not \
         help, restore a backup into a new stack with `restore --to STACK`",
    ),
    Advice::new(
        &["incompatible-option-group"],
        "remove the option that was added to the option group in the console, or revert the option group; then deploy \
         again",
    ),
    Advice::new(
        &["storage-full"],
        "declare a higher maximum in `database.storage`, and deploy again",
    ),
    Advice::new(
        &["inaccessible-encryption-credentials"],
        "enable the KMS key of the database again, or allow RDS to use it again; then start the database in the \
         console, and deploy again. After seven days, the database can only be restored from a backup",
    ),
    Advice::new(
        &["insufficient-capacity"],
        "run the same command again later, or declare another `database.class`: AWS has no capacity for this class in \
         these zones",
    ),
    Advice::new(
        &["stopped"],
        "start the database in the console, or with `aws rds start-db-instance`, and deploy again",
    ),
    Advice::new(
        &["incompatible-restore"],
        "declare the engine and the version of the stack that the backup was taken from, and deploy again: the backup \
         does not fit what is declared",
    ),
    Advice::new(
        &["restore-error"],
        "restore from another backup, because this one cannot be read: `backup --list` lists them",
    ),
];

#[cfg(test)]
mod tests {
    use crate::kinds::advice;
    use crate::kinds::efs::FileSystem;
    use crate::kinds::rds::DbInstance;
    use crate::resource::Kind as _;

    #[test]
    fn advice_applies_only_to_its_own_kind() {
        assert!(advice(&DbInstance::INFO, "stopped: the database was stopped").is_some());
        assert_eq!(advice(&FileSystem::INFO, "stopped"), None);
        assert_eq!(advice(&DbInstance::INFO, "failed: for an unknown reason"), None);
    }
}
