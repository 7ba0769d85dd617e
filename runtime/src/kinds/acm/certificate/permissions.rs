//! IAM permissions to manage certificates.

use super::super::permissions::CERTIFICATES;
use super::Certificate;
use crate::resource::permission::{
    HERE, HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, allow_on_all,
    dependents,
};

impl HasPermissions for Certificate {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_in_region(&["acm:ListCertificates"]),
            allow(&["acm:DescribeCertificate", "acm:ListTagsForCertificate"], CERTIFICATES),
            allow_on_all(&["acm:RequestCertificate"]).when(&[HERE, TAGGED_ON_CREATE]),
            allow(&["acm:AddTagsToCertificate"], CERTIFICATES).when(&[TAGGED_ON_CREATE]),
            allow(&["acm:DeleteCertificate"], CERTIFICATES).when(&[OWNED_BY_STACK]),
        ],
        inventory: &[allow_in_region(&["acm:ListCertificates", "acm:ListTagsForCertificate"])],
        dependents: &[dependents("acm:RequestCertificate", &["acm:AddTagsToCertificate"])],
    };
}
