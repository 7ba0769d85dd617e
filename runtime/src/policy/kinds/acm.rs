//! AWS Certificate Manager:
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscertificatemanager.html>.

use crate::policy::row::{HERE, OWNED_BY_STACK, Row, TAGGED_ON_CREATE, allow, allow_in_region, allow_on_all, arn};

const CERTIFICATES: &[&str] = &[arn!("acm", "certificate/*")];

pub(super) const CERTIFICATE: &[Row] = &[
    allow_in_region(&["acm:ListCertificates"]),
    allow(&["acm:DescribeCertificate", "acm:ListTagsForCertificate"], CERTIFICATES),
    allow_on_all(&["acm:RequestCertificate"]).when(&[HERE, TAGGED_ON_CREATE]),
    allow(&["acm:AddTagsToCertificate"], CERTIFICATES).when(&[TAGGED_ON_CREATE]),
    allow(&["acm:DeleteCertificate"], CERTIFICATES).when(&[OWNED_BY_STACK]),
];

/// A tag of the certificate.
pub(super) const VALIDATION: &[Row] = &[
    allow(&["acm:DescribeCertificate", "acm:ListTagsForCertificate"], CERTIFICATES),
    allow(
        &["acm:AddTagsToCertificate", "acm:RemoveTagsFromCertificate"],
        CERTIFICATES,
    )
    .when(&[OWNED_BY_STACK]),
];
