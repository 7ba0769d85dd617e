//! Tags of any service: each crate of the SDK has its own type for them.

/// A tag, in the type of a service.
pub(crate) trait Tag<'t> {
    /// Returns its key and its value; `None` if it has no key.
    fn pair(self) -> Option<(&'t str, &'t str)>;
}

/// In the models of some services, the key or the value is optional. In fact, a tag has a key, and a missing value is empty.
macro_rules! tags_of {
    ($($sdk:ident)*) => {
        $(impl<'t> Tag<'t> for &'t $sdk::types::Tag {
            fn pair(self) -> Option<(&'t str, &'t str)> {
                let key: Option<&str> = self.key().into();
                let value: Option<&str> = self.value().into();
                Some((key?, value.unwrap_or_default()))
            }
        })*
    };
}

tags_of! {
    aws_sdk_acm aws_sdk_cloudfront aws_sdk_cloudtrail aws_sdk_cloudwatch aws_sdk_ec2 aws_sdk_ecr aws_sdk_ecs aws_sdk_efs
    aws_sdk_elasticache aws_sdk_elasticloadbalancingv2 aws_sdk_eventbridge aws_sdk_iam aws_sdk_rds aws_sdk_s3
    aws_sdk_secretsmanager aws_sdk_sfn aws_sdk_sns aws_sdk_wafv2
}

impl<'t> Tag<'t> for &'t aws_sdk_kms::types::Tag {
    fn pair(self) -> Option<(&'t str, &'t str)> {
        Some((self.tag_key(), self.tag_value()))
    }
}

/// For services whose tags are a map.
impl<'t> Tag<'t> for (&'t String, &'t String) {
    fn pair(self) -> Option<(&'t str, &'t str)> {
        Some((self.0, self.1))
    }
}

impl<'t> Tag<'t> for &'t (String, String) {
    fn pair(self) -> Option<(&'t str, &'t str)> {
        Some((&self.0, &self.1))
    }
}

/// Returns tags in pairs of key and value.
pub(crate) fn pairs<'t>(tags: impl IntoIterator<Item: Tag<'t>>) -> impl Iterator<Item = (&'t str, &'t str)> {
    tags.into_iter().filter_map(Tag::pair)
}
