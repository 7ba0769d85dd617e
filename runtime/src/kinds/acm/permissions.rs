//! Shared by the permissions for AWS Certificate Manager:
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscertificatemanager.html>.

use crate::resource::permission::arn;

pub(super) const CERTIFICATES: &[&str] = &[arn!("acm", "certificate/*")];
