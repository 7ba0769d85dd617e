//! The lifecycle rule that deletes old objects.

use crate::aws::request::{int, unbuilt};
use crate::aws::{Cx, absent, api_error};
use crate::provider::{ApiError, Live};
use aws_sdk_s3::types::{
    AbortIncompleteMultipartUpload, BucketLifecycleConfiguration, ExpirationStatus, LifecycleExpiration, LifecycleRule,
    LifecycleRuleFilter, NoncurrentVersionExpiration,
};
use serde_json::{Value, json};

const RULE: &str = "expire";
/// Days after which an upload that was never completed is deleted.
const UPLOAD_DAYS: i32 = 7;
/// Days after which an object that was overwritten or deleted is deleted for good. S3 then removes its delete marker:
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html>.
const OLD_VERSION_DAYS: i32 = 30;

/// Sets after how many days an object is deleted. This replaces all lifecycle rules.
pub(super) async fn set(cx: &Cx<'_>, id: &str, days: u32) -> Result<(), ApiError> {
    const CALL: &str = "s3:PutBucketLifecycleConfiguration";
    let uploads = AbortIncompleteMultipartUpload::builder().days_after_initiation(UPLOAD_DAYS);
    let old_versions = NoncurrentVersionExpiration::builder().noncurrent_days(OLD_VERSION_DAYS);
    let rule = LifecycleRule::builder()
        .id(RULE)
        .status(ExpirationStatus::Enabled)
        .filter(LifecycleRuleFilter::builder().prefix("").build())
        .expiration(LifecycleExpiration::builder().days(int(days)).build())
        .noncurrent_version_expiration(old_versions.build())
        .abort_incomplete_multipart_upload(uploads.build())
        .build()
        .map_err(unbuilt(CALL))?;
    let lifecycle = BucketLifecycleConfiguration::builder().rules(rule).build();
    let call = cx
        .s3()
        .put_bucket_lifecycle_configuration()
        .bucket(id)
        .expected_bucket_owner(&cx.target.account)
        .lifecycle_configuration(lifecycle.map_err(unbuilt(CALL))?);
    call.send().await.map(drop).map_err(api_error(CALL))
}

/// Adds after how many days an object is deleted, and the rest of the lifecycle.
pub(super) async fn read(cx: &Cx<'_>, id: &str, live: Live) -> Result<Live, ApiError> {
    let call = cx
        .s3()
        .get_bucket_lifecycle_configuration()
        .bucket(id)
        .expected_bucket_owner(&cx.target.account);
    let answer = call.send().await;
    let answer = absent(answer.map_err(api_error("s3:GetBucketLifecycleConfiguration")))?;
    let rules = answer.and_then(|answer| answer.rules).unwrap_or_default();
    let ours = rules.iter().find(|rule| rule.id() == Some(RULE));
    let ours = ours.filter(|rule| rule.status() == &ExpirationStatus::Enabled && !is_narrowed(rule));
    let days = ours.and_then(|rule| rule.expiration()?.days());
    let uploads = ours.and_then(|rule| rule.abort_incomplete_multipart_upload()?.days_after_initiation());
    let old_versions = ours.and_then(|rule| rule.noncurrent_version_expiration()?.noncurrent_days());
    let others = rules.iter().filter(|rule| rule.id() != Some(RULE));
    let others: Vec<&str> = others.map(|rule| rule.id().unwrap_or("without a name")).collect();
    Ok(live.field("expire_days", days).constant(
        "lifecycle",
        lifecycle(Some(UPLOAD_DAYS), Some(OLD_VERSION_DAYS), &[]),
        lifecycle(uploads, old_versions, &others),
    ))
}

fn lifecycle(upload_days: Option<i32>, old_version_days: Option<i32>, others: &[&str]) -> Value {
    json!({ "incomplete_upload_days": upload_days, "old_version_days": old_version_days, "other_rules": others })
}

/// Returns whether a rule applies to some objects only. An empty prefix, in whichever of AWS's places, is every object:
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-filters.html>.
#[expect(deprecated, reason = "AWS still reports the prefix there if a rule was set with it")]
fn is_narrowed(rule: &LifecycleRule) -> bool {
    let is_some = |prefix: Option<&str>| prefix.is_some_and(|prefix| !prefix.is_empty());
    let of_filter = |filter: &LifecycleRuleFilter| {
        is_some(filter.prefix())
            || filter.tag().is_some()
            || filter.object_size_greater_than().is_some_and(|size| size > 0)
            || filter.object_size_less_than().is_some()
            || filter.and().is_some()
    };
    is_some(rule.prefix()) || rule.filter().is_some_and(of_filter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rule_for_every_object_is_recognized_in_every_form() {
        let rule = |filter: Option<LifecycleRuleFilter>| {
            let rule = LifecycleRule::builder().status(ExpirationStatus::Enabled);
            is_narrowed(&rule.set_filter(filter).build().unwrap())
        };
        assert!(!rule(None));
        assert!(!rule(Some(LifecycleRuleFilter::builder().build())));
        assert!(!rule(Some(LifecycleRuleFilter::builder().prefix("").build())));
        assert!(rule(Some(LifecycleRuleFilter::builder().prefix("AWSLogs/").build())));
        let large = LifecycleRuleFilter::builder().object_size_greater_than(1024);
        assert!(rule(Some(large.build())));
    }
}
