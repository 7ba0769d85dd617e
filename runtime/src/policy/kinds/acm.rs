//! AWS Certificate Manager:
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscertificatemanager.html>.

use crate::policy::row::{HERE, MARKED, OWN, Row, allow, allow_in_region, allow_on_all, arn};

const CERTIFICATES: &[&str] = &[arn!("acm", "certificate/*")];

pub(super) const CERTIFICATE: &[Row] = &[
    allow_in_region(&["acm:ListCertificates"]),
    allow(&["acm:DescribeCertificate", "acm:ListTagsForCertificate"], CERTIFICATES),
    allow_on_all(&["acm:RequestCertificate"]).when(&[HERE, MARKED]),
    allow(&["acm:AddTagsToCertificate"], CERTIFICATES).when(&[MARKED]),
    allow(&["acm:DeleteCertificate"], CERTIFICATES).when(&[OWN]),
];

/// A tag of the certificate.
pub(super) const VALIDATION: &[Row] = &[
    allow(&["acm:DescribeCertificate", "acm:ListTagsForCertificate"], CERTIFICATES),
    allow(
        &["acm:AddTagsToCertificate", "acm:RemoveTagsFromCertificate"],
        CERTIFICATES,
    )
    .when(&[OWN]),
];
