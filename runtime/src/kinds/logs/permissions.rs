//! Amazon CloudWatch Logs:
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html>.

/// The actions on a log group that a service would create by itself: it is created before the service does so, and
/// deleted after it.
pub(in crate::kinds) const SERVICE_LOG: &[&str] = &[
    "logs:CreateLogGroup",
    "logs:DeleteLogGroup",
    "logs:PutRetentionPolicy",
    "logs:TagResource",
];
