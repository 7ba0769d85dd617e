//! Amazon CloudWatch Logs:
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html>.

/// The actions on a log group that a service writes to: it is created before the service would create it, and deleted
/// after the service's resource.
pub(in crate::kinds) const SERVICE_LOG: &[&str] = &[
    "logs:CreateLogGroup",
    "logs:DeleteLogGroup",
    "logs:PutRetentionPolicy",
    "logs:TagResource",
];
