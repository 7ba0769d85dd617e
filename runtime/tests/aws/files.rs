//! File systems, mount targets and access points.

use crate::database::network;
use crate::fixtures::{HERE, refs, to};
use crate::lifecycle::{change, compare, create, delete, emulators, target};
use moodle_stack::kinds::efs::{AccessPoint, FileSystem, MountTarget};
use moodle_stack::resource::{Ref, Retention};
use serde_json::json;

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
