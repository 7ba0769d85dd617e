//! Backup vaults.

use crate::fixtures::{HERE, check_not_owned, config};
use crate::lifecycle::{compare, create, delete, emulators, target};
use moodle_stack::kinds::backup::Vault;
use moodle_stack::provider::{Deletion, Provider};

#[tokio::test]
async fn empty_vault_is_deleted_and_one_with_backups_is_kept() {
    let aws = emulators().await;
    let empty = create(&aws, target::<Vault>(HERE, "empty"), &Vault {}).await;
    compare(&aws, &empty, &[]).await;
    check_not_owned(&aws, &empty).await;
    delete(&aws, &empty).await;

    let full = create(&aws, target::<Vault>(HERE, "full"), &Vault {}).await;
    let backup = aws_sdk_backup::Client::new(&config(HERE).await);
    for _ in 0..2 {
        let call = backup
            .start_backup_job()
            .backup_vault_name(&full.id)
            .resource_arn("arn:aws:elasticfilesystem:ap-southeast-1:111122223333:file-system/fs-0123456789abcdef0")
            .iam_role_arn("arn:aws:iam::111122223333:role/test");
        call.send().await.expect("a backup");
    }
    let left = aws.delete(&full.target, &full.id, &full.fields).await.expect("delete");
    let Deletion::Abandoned(why) = left else {
        panic!("{left:?}");
    };
    assert!(why.contains("holds 2 backups"), "{why}");
    assert!(
        why.contains(&format!("delete-backup-vault --backup-vault-name {}", full.id)),
        "{why}"
    );
    // A later deployment adopts the vault with its backups.
    let found = aws.find(&full.target, &full.fields).await.expect("find");
    assert_eq!(found, Some(full.id));
}
