//! Amazon CloudWatch Logs:
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html>.

/// What is done with a group that a service would make by itself: it is made before the service does, and goes after it.
pub(in crate::kinds) const SERVICE_LOG: &[&str] = &[
    "logs:CreateLogGroup",
    "logs:DeleteLogGroup",
    "logs:PutRetentionPolicy",
    "logs:TagResource",
];
