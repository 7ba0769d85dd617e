//! Backups of databases and file systems.

use crate::fixtures::{HERE, config};
use crate::lifecycle::{create, delete, emulators, target, unique};
use moodle_stack::kinds::backup::Vault;
use moodle_stack::operations::{Backup, BackupFilter, Operations, Progress, Restore, Source};
use moodle_stack::provider::{ApiErrorKind, STACK_TAG};

fn backup(of: Source, stack: &str) -> Backup {
    let name = format!("{stack}-20261125-203000");
    let tags = [(STACK_TAG, stack), ("Name", &name)];
    Backup {
        region: HERE.into(),
        of,
        tags: tags.map(|(key, value)| (key.to_owned(), value.to_owned())).into(),
        name,
    }
}

#[tokio::test]
async fn backup_of_a_database_is_idempotent_and_found_by_the_stacks_tag() {
    let aws = emulators().await;
    let rds = aws_sdk_rds::Client::new(&config(HERE).await);
    let (instance, cluster) = (unique("instance"), unique("cluster"));
    let call = rds.create_db_instance().db_instance_identifier(&instance);
    let call = call
        .engine("mysql")
        .db_instance_class("db.t4g.micro")
        .allocated_storage(20);
    call.master_username("moodle")
        .master_user_password("moodle-moodle")
        .send()
        .await
        .expect("a database");
    let call = rds
        .create_db_cluster()
        .db_cluster_identifier(&cluster)
        .engine("aurora-mysql");
    call.master_username("moodle")
        .master_user_password("moodle-moodle")
        .send()
        .await
        .expect("a cluster");
    for of in [Source::Instance(instance), Source::Cluster(cluster)] {
        let stack = unique("backup");
        let backup = backup(of, &stack);
        let before = aws.backup(&backup, &backup.name).await.unwrap_err();
        assert_eq!(before.kind, ApiErrorKind::NotFound, "{before}");
        // The second call returns the same backup.
        for _ in 0..2 {
            assert_eq!(aws.back_up(&backup).await.expect("a backup"), backup.name);
        }
        let Progress::Done(arn) = aws.backup(&backup, &backup.name).await.expect("a progress") else {
            panic!("{} is not done", backup.name);
        };
        let of = BackupFilter {
            region: HERE.into(),
            stack,
            vault: unique("vault"),
        };
        let copies = aws.copies(&of).await.expect("backups");
        let found: Vec<_> = copies
            .iter()
            .map(|copy| (&copy.name, &copy.arn, copy.of_files))
            .collect();
        assert_eq!(found, [(&backup.name, &arn, false)]);
    }
}

/// ministack keeps no recovery points, so finding a backup can only be tested on AWS.
#[tokio::test]
async fn backup_of_a_file_system_starts_a_job() {
    let aws = emulators().await;
    let vault = create(&aws, target::<Vault>(HERE, "copied"), &Vault {}).await;
    let of = Source::Files {
        arn: "arn:aws:elasticfilesystem:ap-southeast-1:111122223333:file-system/fs-0123456789abcdef0".into(),
        vault: vault.id.clone(),
        role: "arn:aws:iam::111122223333:role/test".into(),
    };
    let backup = backup(of, &unique("backup"));
    let job = aws.back_up(&backup).await.expect("a job");
    let progress = aws.backup(&backup, &job).await.expect("a progress");
    assert!(!matches!(progress, Progress::Failed(_)), "{progress:?}");
    // No restore job exists.
    let restore = Restore {
        region: HERE.into(),
        file_system: "fs-0123456789abcdef0".into(),
    };
    let restored = aws.restored(&restore).await.expect("no job");
    assert_eq!(restored, Progress::Running("PENDING".into()));
    delete(&aws, &vault).await;
}
