//! Buckets and trails.

use crate::fixtures::{HERE, check_not_owned, config, delete_all, here, to};
use crate::lifecycle::{Created, change, compare, create, delete, emulators, set_back, target};
use moodle_stack::kinds::cloudtrail::Trail;
use moodle_stack::kinds::s3::Bucket;
use moodle_stack::provider::{ApiErrorKind, Provider};
use moodle_stack::resource::Retention;
use serde_json::{Value, json};

fn tls_only(bucket: &str) -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [format!("arn:aws:s3:::{bucket}"), format!("arn:aws:s3:::{bucket}/*")],
            "Condition": { "Bool": { "aws:SecureTransport": "false" } },
        }],
    })
}

async fn s3(region: &'static str) -> aws_sdk_s3::Client {
    let config = aws_sdk_s3::config::Builder::from(&config(HERE).await)
        .region(aws_sdk_s3::config::Region::new(region))
        .force_path_style(true);
    aws_sdk_s3::Client::from_conf(config.build())
}

#[tokio::test]
async fn bucket_changes_its_policy_and_its_expiry_in_place() {
    let aws = emulators().await;
    for region in [HERE, "us-east-1"] {
        let target = target::<Bucket>(region, "bucket");
        let mut bucket = Bucket {
            policy: tls_only(&target.name),
            expire_days: 90,
            on_destroy: Retention::Delete,
        };
        let mut created = create(&aws, target, &bucket).await;
        compare(&aws, &created, &[]).await;
        check_not_owned(&aws, &created).await;
        bucket.expire_days = 30;
        bucket.policy["Statement"][0]["Sid"] = "TlsOnly".into();
        change(&aws, &mut created, &bucket).await;
        compare(&aws, &created, &[]).await;
        delete(&aws, &created).await;
    }
}

#[tokio::test]
async fn bucket_is_private_and_encrypted_and_is_deleted_with_all_object_versions() {
    use aws_sdk_s3::types::{BucketVersioningStatus, ServerSideEncryption};
    let (aws, s3) = (emulators().await, s3(HERE).await);
    let target = here::<Bucket>("full");
    // Not the usual policy: moto enforces it, and denies the test's own objects, which are sent without TLS.
    let bucket = Bucket {
        policy: json!({
            "Version": "2012-10-17",
            "Statement": [{
                "Effect": "Allow",
                "Principal": { "Service": "cloudtrail.amazonaws.com" },
                "Action": "s3:GetBucketAcl",
                "Resource": format!("arn:aws:s3:::{}", target.name),
            }],
        }),
        expire_days: 90,
        on_destroy: Retention::Delete,
    };
    let created = create(&aws, target, &bucket).await;
    let answer = s3
        .get_public_access_block()
        .bucket(&created.id)
        .send()
        .await
        .expect("a block");
    let block = answer.public_access_block_configuration.expect("a block");
    let closed = [
        block.block_public_acls(),
        block.ignore_public_acls(),
        block.block_public_policy(),
        block.restrict_public_buckets(),
    ];
    assert_eq!(closed, [Some(true); 4]);
    let answer = s3
        .get_bucket_encryption()
        .bucket(&created.id)
        .send()
        .await
        .expect("encryption");
    let encryption = answer.server_side_encryption_configuration.expect("encryption");
    let by_default = encryption.rules()[0]
        .apply_server_side_encryption_by_default()
        .expect("a default");
    assert_eq!(by_default.sse_algorithm(), &ServerSideEncryption::Aes256);

    let answer = s3.get_bucket_versioning().bucket(&created.id).send().await;
    let status = answer.expect("versioning").status;
    assert_eq!(status, Some(BucketVersioningStatus::Enabled));
    for _ in 0..2 {
        let call = s3
            .put_object()
            .bucket(&created.id)
            .key("logs/é 1")
            .body(b"one".to_vec().into());
        call.send().await.expect("an object");
    }
    s3.delete_object()
        .bucket(&created.id)
        .key("logs/é 1")
        .send()
        .await
        .expect("a delete marker");
    delete(&aws, &created).await;
}

#[tokio::test]
async fn bucket_that_somebody_opens_is_closed_again() {
    use aws_sdk_s3::types::{
        BucketVersioningStatus, ExpirationStatus, LifecycleExpiration, LifecycleRule, LifecycleRuleFilter,
        ObjectOwnership, OwnershipControls, OwnershipControlsRule, ServerSideEncryption, ServerSideEncryptionByDefault,
        ServerSideEncryptionConfiguration, ServerSideEncryptionRule, VersioningConfiguration,
    };
    let (aws, s3) = (emulators().await, s3(HERE).await);
    let target = here::<Bucket>("opened");
    let bucket = Bucket {
        on_destroy: Retention::Delete,
        policy: tls_only(&target.name),
        expire_days: 90,
    };
    let created = create(&aws, target, &bucket).await;
    let call = s3.delete_public_access_block().bucket(&created.id);
    call.send().await.expect("no block");
    set_back(&aws, &created, &["public_access_block"]).await;

    let with_key = ServerSideEncryptionByDefault::builder()
        .sse_algorithm(ServerSideEncryption::AwsKms)
        .kms_master_key_id("arn:aws:kms:ap-southeast-1:444455556666:key/somebody-elses");
    let rule = ServerSideEncryptionRule::builder()
        .apply_server_side_encryption_by_default(with_key.build().expect("a default"));
    let encryption = ServerSideEncryptionConfiguration::builder().rules(rule.build());
    let call = s3.put_bucket_encryption().bucket(&created.id);
    let call = call.server_side_encryption_configuration(encryption.build().expect("encryption"));
    call.send().await.expect("encryption");
    set_back(&aws, &created, &["encryption"]).await;

    let rule = OwnershipControlsRule::builder().object_ownership(ObjectOwnership::ObjectWriter);
    let controls = OwnershipControls::builder().rules(rule.build().expect("a rule"));
    let call = s3.put_bucket_ownership_controls().bucket(&created.id);
    let call = call.ownership_controls(controls.build().expect("controls"));
    call.send().await.expect("controls");
    set_back(&aws, &created, &["object_ownership"]).await;

    let off = VersioningConfiguration::builder().status(BucketVersioningStatus::Suspended);
    let call = s3.put_bucket_versioning().bucket(&created.id);
    let call = call.versioning_configuration(off.build());
    call.send().await.expect("versions are not kept");
    set_back(&aws, &created, &["versioning"]).await;

    let rule = |id: &str, prefix: &str, days| {
        LifecycleRule::builder()
            .id(id)
            .status(ExpirationStatus::Enabled)
            .filter(LifecycleRuleFilter::builder().prefix(prefix).build())
            .expiration(LifecycleExpiration::builder().days(days).build())
            .build()
            .expect("a rule")
    };
    let rules = aws_sdk_s3::types::BucketLifecycleConfiguration::builder();
    let rules = rules.rules(rule("expire", "", 90)).rules(rule("sooner", "AWSLogs/", 1));
    let call = s3.put_bucket_lifecycle_configuration().bucket(&created.id);
    let call = call.lifecycle_configuration(rules.build().expect("rules"));
    call.send().await.expect("rules");
    set_back(&aws, &created, &["lifecycle"]).await;
    compare(&aws, &created, &[]).await;
    delete(&aws, &created).await;
}

#[tokio::test]
async fn incomplete_bucket_is_adopted_only_if_it_is_empty() {
    use aws_sdk_s3::types::{BucketLocationConstraint, CreateBucketConfiguration};
    let (aws, s3) = (emulators().await, s3(HERE).await);
    let target = here::<Bucket>("cut");
    let here = CreateBucketConfiguration::builder().location_constraint(BucketLocationConstraint::from(HERE));
    let call = s3
        .create_bucket()
        .bucket(&target.name)
        .create_bucket_configuration(here.build());
    call.send().await.expect("a bucket");
    let bucket = Bucket {
        policy: tls_only(&target.name),
        expire_days: 90,
        on_destroy: Retention::Delete,
    };
    let fields = serde_json::to_value(&bucket).expect("fields are JSON");
    let found = aws.find(&target, &fields).await.expect("find");
    assert_eq!(found.as_ref(), Some(&target.name));
    let call = s3
        .put_object()
        .bucket(&target.name)
        .key("thesis")
        .body(b"one".to_vec().into());
    call.send().await.expect("an object");
    let error = aws.find(&target, &fields).await.expect_err("it is not empty");
    assert_eq!(error.kind, ApiErrorKind::NotOwned);
    s3.delete_object()
        .bucket(&target.name)
        .key("thesis")
        .send()
        .await
        .expect("delete");
    s3.delete_bucket().bucket(&target.name).send().await.expect("delete");
}

#[tokio::test]
async fn trail_lifecycle() {
    let aws = emulators().await;
    let mut buckets = Vec::new();
    for _ in 0..2 {
        let target = here::<Bucket>("trail");
        let bucket = Bucket {
            policy: tls_only(&target.name),
            expire_days: 90,
            on_destroy: Retention::Delete,
        };
        buckets.push(create(&aws, target, &bucket).await);
    }
    let trail = |bucket: &Created| Trail {
        bucket: to(bucket, "name"),
    };
    let mut created = create(&aws, here::<Trail>("trail"), &trail(&buckets[0])).await;
    compare(&aws, &created, &[]).await;
    check_not_owned(&aws, &created).await;
    let cloudtrail = aws_sdk_cloudtrail::Client::new(&config(HERE).await);
    let status = cloudtrail
        .get_trail_status()
        .name(&created.id)
        .send()
        .await
        .expect("a status");
    assert_eq!(status.is_logging(), Some(true));
    // Somebody stops it, narrows it, and lets it leave events out.
    cloudtrail
        .stop_logging()
        .name(&created.id)
        .send()
        .await
        .expect("stopped");
    set_back(&aws, &created, &["logging"]).await;
    let call = cloudtrail.update_trail().name(&created.id).is_multi_region_trail(false);
    let call = call
        .include_global_service_events(false)
        .enable_log_file_validation(false);
    call.send().await.expect("narrowed");
    set_back(
        &aws,
        &created,
        &["global_service_events", "log_file_validation", "multi_region"],
    )
    .await;
    let writes = aws_sdk_cloudtrail::types::EventSelector::builder()
        .read_write_type(aws_sdk_cloudtrail::types::ReadWriteType::WriteOnly)
        .include_management_events(true);
    let call = cloudtrail.put_event_selectors().trail_name(&created.id);
    call.event_selectors(writes.build()).send().await.expect("selectors");
    set_back(&aws, &created, &["events"]).await;

    change(&aws, &mut created, &trail(&buckets[1])).await;
    compare(&aws, &created, &[]).await;
    delete(&aws, &created).await;
    delete_all(&aws, &buckets).await;
}
