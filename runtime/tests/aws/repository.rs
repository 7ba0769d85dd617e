//! Repositories of container images.

use crate::ground::{HERE, config, stranger};
use crate::life::{Made, change, compare, delete, emulators, make, target};
use aws_sdk_ecr::types::ImageIdentifier;
use moodle_stack::aws::Aws;
use moodle_stack::kinds::ecr::{OURS, Repository, SHARED};
use moodle_stack::provider::{Deletion, Provider, Target};

/// A new repository of a name that nothing has.
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

/// Checks that a repository which somebody else made is used, and that nothing about it is changed.
async fn is_shared(aws: &Aws, target: &Target, made: &Made) {
    let found = aws.find(target, &made.fields).await.expect("find");
    assert_eq!(found, Some(made.id.clone()));
    aws.configure(target, &made.id, &made.fields, &[])
        .await
        .expect("configure");
    let live = aws
        .read(target, &made.id, &made.fields)
        .await
        .expect("read")
        .expect("it is there");
    assert_eq!(live.outputs["owner"], SHARED);
    assert!(
        live.fields.is_empty(),
        "that would be reported as drift: {:?}",
        live.fields
    );
    let left = aws.delete(target, &made.id, &made.fields).await.expect("delete");
    assert!(matches!(left, Deletion::Abandoned(_)), "{left:?}");
    assert_eq!(
        aws.find(target, &made.fields).await.expect("find"),
        Some(made.id.clone())
    );
}

#[tokio::test]
async fn a_repository_lives_and_goes_when_no_image_is_in_it() {
    let aws = emulators().await;
    let (target, mut fields) = new();
    // The SDK leaves a `false` out, and moto takes nothing from a request without it: so this way round.
    fields.scan_on_push = false;
    fields.immutable_tags = false;
    let mut made = make(&aws, target, &fields).await;
    compare(&aws, &made, &[]).await;
    assert_eq!(made.output("owner"), OURS);
    assert_eq!(made.output("name"), fields.name);
    fields.scan_on_push = true;
    fields.immutable_tags = true;
    fields.untagged_days = 30;
    change(&aws, &mut made, &fields).await;
    compare(&aws, &made, &[]).await;
    let put = ecr().await.put_image().repository_name(&fields.name).image_tag("5.2");
    let manifest = r#"{"schemaVersion":2,"config":{"size":1,"digest":"sha256:00"},"layers":[]}"#;
    let put = put.image_manifest_media_type("application/vnd.oci.image.manifest.v1+json");
    put.image_manifest(manifest).send().await.expect("an image");
    let left = aws.delete(&made.target, &made.id, &made.fields).await.expect("delete");
    assert!(
        matches!(&left, Deletion::Abandoned(why) if why.contains("other stacks")),
        "{left:?}"
    );
    let tagged = ImageIdentifier::builder().image_tag("5.2").build();
    let images = ecr().await.batch_delete_image().repository_name(&fields.name);
    images.image_ids(tagged).send().await.expect("no image");
    delete(&aws, &made).await;
    assert_eq!(aws.find(&made.target, &made.fields).await.expect("find"), None);
}

#[tokio::test]
async fn a_repository_of_another_stack_or_of_a_person_is_used_and_left_as_it_is() {
    let aws = emulators().await;
    let (target, fields) = new();
    let made = make(&aws, target, &fields).await;
    is_shared(&aws, &stranger(&made.target), &made).await;
    compare(&aws, &made, &[]).await;
    delete(&aws, &made).await;

    let (target, fields) = new();
    let ecr = ecr().await;
    let by_hand = ecr
        .create_repository()
        .repository_name(&fields.name)
        .send()
        .await
        .expect("a repository");
    let made = Made {
        id: by_hand
            .repository
            .and_then(|made| made.repository_name)
            .expect("a name"),
        fields: serde_json::to_value(&fields).expect("fields are JSON"),
        outputs: std::collections::BTreeMap::new(),
        target,
    };
    is_shared(&aws, &made.target, &made).await;
    let policy = ecr.get_lifecycle_policy().repository_name(&fields.name).send().await;
    assert!(policy.is_err(), "it was given a policy");
    ecr.delete_repository()
        .repository_name(&fields.name)
        .send()
        .await
        .expect("delete");
}

#[tokio::test]
async fn a_policy_that_somebody_has_changed_is_told() {
    let aws = emulators().await;
    let (target, fields) = new();
    let made = make(&aws, target, &fields).await;
    let rule = r#"{"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":14},"action":{"type":"expire"}}]}"#;
    let put = ecr().await.put_lifecycle_policy().repository_name(&fields.name);
    put.lifecycle_policy_text(rule).send().await.expect("a policy");
    let live = aws
        .read(&made.target, &made.id, &made.fields)
        .await
        .expect("read")
        .expect("it is there");
    assert!(live.fields["untagged_days"].is_null(), "{:?}", live.fields);
    delete(&aws, &made).await;
}
