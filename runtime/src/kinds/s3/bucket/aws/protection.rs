//! What protects a bucket, and is the same for every bucket: it is set at the creation, and read back.

use crate::aws::request::unbuilt;
use crate::aws::{Cx, api_error};
use crate::provider::{ApiError, Live};
use aws_sdk_s3::types::{
    BucketVersioningStatus, ObjectOwnership, OwnershipControls, OwnershipControlsRule, PublicAccessBlockConfiguration,
    ServerSideEncryption, ServerSideEncryptionByDefault, ServerSideEncryptionConfiguration, ServerSideEncryptionRule,
    VersioningConfiguration,
};
use serde_json::{Value, json};

/// Turns the error that something was never set, or was removed, into `None`.
fn unset<T>(result: Result<T, ApiError>, code: &str) -> Result<Option<T>, ApiError> {
    match result {
        Ok(answer) => Ok(Some(answer)),
        Err(refusal) if refusal.code == code => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

/// Blocks all public access.
pub(super) async fn close_to_the_public(cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
    let block = PublicAccessBlockConfiguration::builder()
        .block_public_acls(true)
        .ignore_public_acls(true)
        .block_public_policy(true)
        .restrict_public_buckets(true)
        .build();
    let call = cx
        .s3()
        .put_public_access_block()
        .bucket(id)
        .expected_bucket_owner(&cx.target.account)
        .public_access_block_configuration(block);
    call.send()
        .await
        .map(drop)
        .map_err(api_error("s3:PutPublicAccessBlock"))
}

async fn public_access_block(cx: &Cx<'_>, id: &str) -> Result<Value, ApiError> {
    let call = cx
        .s3()
        .get_public_access_block()
        .bucket(id)
        .expected_bucket_owner(&cx.target.account);
    let answer = call.send().await.map_err(api_error("s3:GetPublicAccessBlock"));
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html
    let answer = unset(answer, "NoSuchPublicAccessBlockConfiguration")?;
    let block = answer.and_then(|answer| answer.public_access_block_configuration);
    let is_on = |of: fn(&PublicAccessBlockConfiguration) -> Option<bool>| block.as_ref().and_then(of) == Some(true);
    Ok(json!({
        "block_public_acls": is_on(PublicAccessBlockConfiguration::block_public_acls),
        "ignore_public_acls": is_on(PublicAccessBlockConfiguration::ignore_public_acls),
        "block_public_policy": is_on(PublicAccessBlockConfiguration::block_public_policy),
        "restrict_public_buckets": is_on(PublicAccessBlockConfiguration::restrict_public_buckets),
    }))
}

/// Returns what [`public_access_block`] returns for a bucket with all public access blocked.
fn all_blocked() -> Value {
    json!({
        "block_public_acls": true,
        "ignore_public_acls": true,
        "block_public_policy": true,
        "restrict_public_buckets": true,
    })
}

/// Encrypts new objects with S3's own keys.
pub(super) async fn encrypt(cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
    const CALL: &str = "s3:PutBucketEncryption";
    let by_default = ServerSideEncryptionByDefault::builder()
        .sse_algorithm(ServerSideEncryption::Aes256)
        .build()
        .map_err(unbuilt(CALL))?;
    let rule = ServerSideEncryptionRule::builder()
        .apply_server_side_encryption_by_default(by_default)
        .build();
    let encryption = ServerSideEncryptionConfiguration::builder().rules(rule).build();
    let call = cx
        .s3()
        .put_bucket_encryption()
        .bucket(id)
        .expected_bucket_owner(&cx.target.account)
        .server_side_encryption_configuration(encryption.map_err(unbuilt(CALL))?);
    call.send().await.map(drop).map_err(api_error(CALL))
}

/// Reads how new objects are encrypted: the algorithm, and the key if it is not S3's own.
async fn encryption(cx: &Cx<'_>, id: &str) -> Result<String, ApiError> {
    let call = cx
        .s3()
        .get_bucket_encryption()
        .bucket(id)
        .expected_bucket_owner(&cx.target.account);
    let answer = call.send().await.map_err(api_error("s3:GetBucketEncryption"));
    // Without a configuration, S3 encrypts with its own keys:
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html
    let answer = unset(answer, "ServerSideEncryptionConfigurationNotFoundError")?;
    let rules = answer.and_then(|answer| answer.server_side_encryption_configuration);
    let rule = rules.and_then(|rules| rules.rules.into_iter().next());
    let by_default = rule.and_then(|rule| rule.apply_server_side_encryption_by_default);
    Ok(by_default.map_or_else(
        || ServerSideEncryption::Aes256.to_string(),
        |by_default| match by_default.kms_master_key_id() {
            Some(key) => format!("{} with {key}", by_default.sse_algorithm()),
            None => by_default.sse_algorithm().to_string(),
        },
    ))
}

/// Turns off access control lists: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html>.
pub(super) async fn own_all_objects(cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
    const CALL: &str = "s3:PutBucketOwnershipControls";
    let rule = OwnershipControlsRule::builder()
        .object_ownership(ObjectOwnership::BucketOwnerEnforced)
        .build()
        .map_err(unbuilt(CALL))?;
    let controls = OwnershipControls::builder().rules(rule).build();
    let call = cx
        .s3()
        .put_bucket_ownership_controls()
        .bucket(id)
        .expected_bucket_owner(&cx.target.account)
        .ownership_controls(controls.map_err(unbuilt(CALL))?);
    call.send().await.map(drop).map_err(api_error(CALL))
}

async fn object_ownership(cx: &Cx<'_>, id: &str) -> Result<String, ApiError> {
    let call = cx
        .s3()
        .get_bucket_ownership_controls()
        .bucket(id)
        .expected_bucket_owner(&cx.target.account);
    let answer = call.send().await.map_err(api_error("s3:GetBucketOwnershipControls"));
    // Without controls, access control lists apply:
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
    let controls = unset(answer, "OwnershipControlsNotFoundError")?.and_then(|answer| answer.ownership_controls);
    let rule = controls.and_then(|controls| controls.rules.into_iter().next());
    let ownership = rule.map_or(ObjectOwnership::ObjectWriter, |rule| rule.object_ownership);
    Ok(ownership.to_string())
}

/// Keeps objects that are overwritten or deleted: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html>.
pub(super) async fn keep_versions(cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
    let on = VersioningConfiguration::builder().status(BucketVersioningStatus::Enabled);
    let call = cx
        .s3()
        .put_bucket_versioning()
        .bucket(id)
        .expected_bucket_owner(&cx.target.account)
        .versioning_configuration(on.build());
    call.send().await.map(drop).map_err(api_error("s3:PutBucketVersioning"))
}

async fn versioning(cx: &Cx<'_>, id: &str) -> Result<bool, ApiError> {
    let call = cx
        .s3()
        .get_bucket_versioning()
        .bucket(id)
        .expected_bucket_owner(&cx.target.account);
    let answer = call.send().await.map_err(api_error("s3:GetBucketVersioning"))?;
    Ok(answer.status() == Some(&BucketVersioningStatus::Enabled))
}

/// Adds what protects the bucket.
pub(super) async fn read(cx: &Cx<'_>, id: &str, live: Live) -> Result<Live, ApiError> {
    let (block, encryption) = (public_access_block(cx, id).await?, encryption(cx, id).await?);
    let (ownership, versioning) = (object_ownership(cx, id).await?, versioning(cx, id).await?);
    Ok(live
        .constant("public_access_block", all_blocked(), block)
        .constant("encryption", ServerSideEncryption::Aes256.to_string(), encryption)
        .constant(
            "object_ownership",
            ObjectOwnership::BucketOwnerEnforced.to_string(),
            ownership,
        )
        .constant("versioning", true, versioning))
}
