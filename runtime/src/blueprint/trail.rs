//! `trail`: the audit log of every AWS call in the account.

use super::graph_builder::GraphBuilder;
use super::policy::{allow, bucket_by_tls, document, to_service, when};
use crate::kinds::cloudtrail;
use crate::kinds::s3::Bucket;
use moodle_stack_model::Trail;
use serde_json::json;

/// Adds the trail and its bucket, where one is wanted:
/// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html>.
pub(super) fn trail(draft: &mut GraphBuilder) {
    const KEY: &str = "trail";
    let Trail::CloudTrail(declared) = draft.site.trail else {
        return;
    };
    let trail = draft.names.of("trail");
    let trail_arn = draft.names.arn("cloudtrail", &format!("trail/{trail}"));
    let name = draft.names.bucket("trail");
    let arn = draft.names.bucket_arn(&name);
    let objects = format!("{arn}/AWSLogs/{}/*", draft.names.account());
    let service = "cloudtrail.amazonaws.com";
    let check = when(
        to_service(allow(&["s3:GetBucketAcl"], &arn), service),
        json!({ "StringEquals": { "aws:SourceArn": trail_arn } }),
    );
    let write = when(
        to_service(allow(&["s3:PutObject"], objects), service),
        json!({ "StringEquals": { "aws:SourceArn": trail_arn, "s3:x-amz-acl": "bucket-owner-full-control" } }),
    );
    let bucket = Bucket {
        policy: document([bucket_by_tls(&arn), check, write]),
        expire_days: declared.retention_days,
    };
    let bucket = draft.add_as("trail.bucket", name, KEY, &bucket);
    let log = cloudtrail::Trail { bucket: bucket.name() };
    draft.add_as("trail.trail", trail, KEY, &log);
}
