//! Vaults of backups.

use crate::ground::{HERE, config, is_not_owned};
use crate::life::{compare, delete, emulators, make, target};
use moodle_stack::kinds::backup::Vault;
use moodle_stack::provider::{Deletion, Provider};

#[tokio::test]
async fn a_vault_goes_while_it_is_empty_and_stays_with_its_backups() {
    let aws = emulators().await;
    let empty = make(&aws, target::<Vault>(HERE, "empty"), &Vault {}).await;
    compare(&aws, &empty, &[]).await;
    is_not_owned(&aws, &empty).await;
    delete(&aws, &empty).await;

    let full = make(&aws, target::<Vault>(HERE, "full"), &Vault {}).await;
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
    // Who deploys the stack again has its backups.
    let found = aws.find(&full.target, &full.fields).await.expect("find");
    assert_eq!(found, Some(full.id));
}
