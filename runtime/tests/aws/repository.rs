//! Repositories of container images.

use crate::fixtures::{HERE, config, other_resource};
use crate::lifecycle::{Created, change, compare, create, delete, emulators, set_back, target};
use aws_sdk_ecr::types::ImageIdentifier;
use moodle_stack::aws::Aws;
use moodle_stack::kinds::ecr::{OURS, Repository, SHARED};
use moodle_stack::provider::{Deletion, Provider, Target};
use serde_json::json;

/// Returns a new repository with a unique name.
fn new() -> (Target, Repository) {
    let target = target::<Repository>(HERE, "moodle");
    let repository = Repository {
        name: format!("team/{}", target.name),
        scan_on_push: true,
        immutable_tags: true,
        untagged_days: 14,
    };
    (target, repository)
}

async fn ecr() -> aws_sdk_ecr::Client {
    aws_sdk_ecr::Client::new(&config(HERE).await)
}

/// Checks that a repository of another owner is used and not changed.
async fn is_shared(aws: &Aws, target: &Target, created: &Created) {
    let found = aws.find(target, &created.fields).await.expect("find");
    assert_eq!(found, Some(created.id.clone()));
    aws.configure(target, &created.id, &created.fields, &[])
        .await
        .expect("configure");
    let live = aws
        .read(target, &created.id, &created.fields)
        .await
        .expect("read")
        .expect("it exists");
    assert_eq!(live.outputs["owner"], SHARED);
    assert!(
        live.fields.is_empty(),
        "this would be reported as drift: {:?}",
        live.fields
    );
    let left = aws.delete(target, &created.id, &created.fields).await.expect("delete");
    assert!(matches!(left, Deletion::Abandoned(_)), "{left:?}");
    assert_eq!(
        aws.find(target, &created.fields).await.expect("find"),
        Some(created.id.clone())
    );
}

#[tokio::test]
async fn repository_that_somebody_opens_is_closed_again_and_its_guests_stay() {
    let (aws, ecr) = (emulators().await, ecr().await);
    let (target, fields) = new();
    let created = create(&aws, target, &fields).await;
    let pull = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
    let public = json!({ "Sid": "all", "Effect": "Allow", "Principal": "*", "Action": pull });
    let guest = json!({
        "Sid": "guest", "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::444455556666:root" }, "Action": pull,
    });
    for statements in [json!([public]), json!([guest, public])] {
        let policy = json!({ "Version": "2012-10-17", "Statement": statements });
        let call = ecr.set_repository_policy().repository_name(&created.id);
        call.policy_text(policy.to_string()).send().await.expect("a policy");
        set_back(&aws, &created, &["public_statements"]).await;
    }
    let left = ecr.get_repository_policy().repository_name(&created.id).send().await;
    let left = left.expect("a policy").policy_text.expect("a policy");
    assert!(left.contains("444455556666"), "{left}");
    delete(&aws, &created).await;
}

#[tokio::test]
async fn repository_is_deleted_only_without_images() {
    let aws = emulators().await;
    let (target, mut fields) = new();
    // The order matters, because the SDK omits `false`, and moto ignores a request without a value.
    fields.scan_on_push = false;
    fields.immutable_tags = false;
    let mut created = create(&aws, target, &fields).await;
    compare(&aws, &created, &[]).await;
    assert_eq!(created.output("owner"), OURS);
    assert_eq!(created.output("name"), fields.name);
    fields.scan_on_push = true;
    fields.immutable_tags = true;
    fields.untagged_days = 30;
    change(&aws, &mut created, &fields).await;
    compare(&aws, &created, &[]).await;
    let put = ecr().await.put_image().repository_name(&fields.name).image_tag("5.2");
    let manifest = r#"{"schemaVersion":2,"config":{"size":1,"digest":"sha256:00"},"layers":[]}"#;
    let put = put.image_manifest_media_type("application/vnd.oci.image.manifest.v1+json");
    put.image_manifest(manifest).send().await.expect("an image");
    let left = aws
        .delete(&created.target, &created.id, &created.fields)
        .await
        .expect("delete");
    assert!(
        matches!(&left, Deletion::Abandoned(why) if why.contains("other stacks")),
        "{left:?}"
    );
    let tagged = ImageIdentifier::builder().image_tag("5.2").build();
    let images = ecr().await.batch_delete_image().repository_name(&fields.name);
    images.image_ids(tagged).send().await.expect("no image");
    delete(&aws, &created).await;
    assert_eq!(aws.find(&created.target, &created.fields).await.expect("find"), None);
}

#[tokio::test]
async fn repository_of_another_owner_is_used_and_not_changed() {
    let aws = emulators().await;
    let (target, fields) = new();
    let created = create(&aws, target, &fields).await;
    is_shared(&aws, &other_resource(&created.target), &created).await;
    compare(&aws, &created, &[]).await;
    delete(&aws, &created).await;

    let (target, fields) = new();
    let ecr = ecr().await;
    let by_hand = ecr
        .create_repository()
        .repository_name(&fields.name)
        .send()
        .await
        .expect("a repository");
    let created = Created {
        id: by_hand
            .repository
            .and_then(|created| created.repository_name)
            .expect("a name"),
        fields: serde_json::to_value(&fields).expect("fields are JSON"),
        outputs: std::collections::BTreeMap::new(),
        target,
    };
    is_shared(&aws, &created.target, &created).await;
    let policy = ecr.get_lifecycle_policy().repository_name(&fields.name).send().await;
    assert!(policy.is_err(), "it was given a policy");
    ecr.delete_repository()
        .repository_name(&fields.name)
        .send()
        .await
        .expect("delete");
}

#[tokio::test]
async fn changed_policy_is_reported() {
    let aws = emulators().await;
    let (target, fields) = new();
    let created = create(&aws, target, &fields).await;
    let rule = r#"{"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":14},"action":{"type":"expire"}}]}"#;
    let put = ecr().await.put_lifecycle_policy().repository_name(&fields.name);
    put.lifecycle_policy_text(rule).send().await.expect("a policy");
    let live = aws
        .read(&created.target, &created.id, &created.fields)
        .await
        .expect("read")
        .expect("it exists");
    assert!(live.fields["untagged_days"].is_null(), "{:?}", live.fields);
    delete(&aws, &created).await;
}
