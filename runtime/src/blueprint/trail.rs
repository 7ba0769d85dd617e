//! `trail`: the audit log of every AWS call in the account.

use super::graph_builder::GraphBuilder;
use super::policy::{allow, deny_insecure_transport, document};
use crate::kinds::cloudtrail;
use crate::kinds::s3::Bucket;
use crate::resource::Retention;
use moodle_stack_model::{KeepTrail, Trail};
use serde_json::json;

/// Adds the trail and its bucket if a trail is declared:
/// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html>.
pub(super) fn trail(graph: &mut GraphBuilder) {
    const KEY: &str = "trail";
    let Trail::CloudTrail(declared) = graph.architecture.trail else {
        return;
    };
    let trail = graph.names.of("trail");
    let trail_arn = graph.names.arn("cloudtrail", &format!("trail/{trail}"));
    let name = graph.names.bucket("trail");
    let arn = graph.names.bucket_arn(&name);
    let objects = format!("{arn}/AWSLogs/{}/*", graph.names.account());
    let service = "cloudtrail.amazonaws.com";
    let check = allow(&["s3:GetBucketAcl"], &arn)
        .with_service(service)
        .with_condition(json!({ "StringEquals": { "aws:SourceArn": trail_arn } }));
    let write = allow(&["s3:PutObject"], objects).with_service(service).with_condition(
        json!({ "StringEquals": { "aws:SourceArn": trail_arn, "s3:x-amz-acl": "bucket-owner-full-control" } }),
    );
    let bucket = Bucket {
        policy: document([deny_insecure_transport(&arn), check, write]),
        expire_days: declared.retention_days,
        on_destroy: match declared.on_destroy {
            KeepTrail::Retain => Retention::Retain,
            KeepTrail::Delete => Retention::Delete,
        },
    };
    let bucket = graph.add_as("trail.bucket", name, KEY, &bucket);
    let log = cloudtrail::Trail { bucket: bucket.name() };
    graph.add_as("trail.trail", trail, KEY, &log);
}
