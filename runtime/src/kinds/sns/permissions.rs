//! Amazon SNS: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html>.

use crate::resource::permission::arn;

pub(super) const TOPICS: &[&str] = &[arn!("sns", "{stack}-*")];
