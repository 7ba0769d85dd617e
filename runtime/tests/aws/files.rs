//! File systems, mount targets and access points.

use crate::database::network;
use crate::fixtures::{HERE, config, refs, to};
use crate::lifecycle::{change, compare, create, delete, emulators, set_back, target};
use moodle_stack::kinds::efs::{AccessPoint, FileSystem, MountTarget};
use moodle_stack::resource::{Ref, Retention};
use serde_json::json;

/// Moves files that nobody reads to the archive, as somebody may have set by hand.
async fn archive_files(id: &str) {
    use aws_sdk_efs::types::{LifecyclePolicy, TransitionToArchiveRules, TransitionToIaRules};
    let efs = aws_sdk_efs::Client::new(&config(HERE).await);
    let away = LifecyclePolicy::builder().transition_to_ia(TransitionToIaRules::After1Day);
    let archive = LifecyclePolicy::builder().transition_to_archive(TransitionToArchiveRules::After90Days);
    let call = efs.put_lifecycle_configuration().file_system_id(id);
    let sent = call
        .lifecycle_policies(away.build())
        .lifecycle_policies(archive.build());
    sent.send().await.expect("another lifecycle");
}

#[tokio::test]
async fn file_system_mount_target_and_access_point_lifecycle() {
    let aws = emulators().await;
    let network = network("EFS").await;
    let system = FileSystem {
        copy: None,
        throughput: "elastic".into(),
        infrequent_after_days: 30,
        backups: true,
        policy: json!({
            "Version": "2012-10-17",
            "Statement": [{
                "Effect": "Deny",
                "Principal": { "AWS": "*" },
                "Action": ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
                "Resource": "*",
                "Condition": { "Bool": { "aws:SecureTransport": "false" } },
            }],
        }),
        on_destroy: Retention::Delete,
    };
    let mut created = create(&aws, target::<FileSystem>(HERE, "files"), &system).await;
    compare(&aws, &created, &[]).await;
    let changed = FileSystem {
        throughput: "bursting".into(),
        infrequent_after_days: 1,
        backups: false,
        ..system
    };
    change(&aws, &mut created, &changed).await;
    compare(&aws, &created, &[]).await;

    archive_files(&created.id).await;
    set_back(&aws, &created, &["other_transitions"]).await;

    let mount = MountTarget {
        file_system: to(&created, "id"),
        subnet: Ref::known(&network.subnets[0]),
        groups: refs(&network.groups[..1]),
    };
    let mut mounted = create(&aws, target::<MountTarget>(HERE, "mount"), &mount).await;
    compare(&aws, &mounted, &[]).await;
    let other = MountTarget {
        groups: refs(&network.groups),
        ..mount
    };
    change(&aws, &mut mounted, &other).await;
    compare(&aws, &mounted, &[]).await;

    let point = AccessPoint {
        file_system: to(&created, "id"),
        path: "/moodledata".into(),
        uid: 33,
        gid: 33,
        permissions: "0770".into(),
    };
    let point = create(&aws, target::<AccessPoint>(HERE, "point"), &point).await;
    compare(&aws, &point, &[]).await;
    delete(&aws, &point).await;
    delete(&aws, &mounted).await;
    delete(&aws, &created).await;
}
