//! IAM permissions to manage validations.

use super::super::permissions::CERTIFICATES;
use super::Validation;
use crate::resource::permission::{HasPermissions, OWNED_BY_STACK, Permissions, allow};

/// A validation is a tag on the certificate.
impl HasPermissions for Validation {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow(&["acm:DescribeCertificate", "acm:ListTagsForCertificate"], CERTIFICATES),
            allow(
                &["acm:AddTagsToCertificate", "acm:RemoveTagsFromCertificate"],
                CERTIFICATES,
            )
            .when(&[OWNED_BY_STACK]),
        ],
        inventory: &[],
        dependents: &[],
    };
}
