//! What to do when a certificate is not issued. The words are those of AWS's own list:
//! <https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateDetail.html>.

use crate::resource::Advice;

pub(super) const CERTIFICATES: &[Advice] = &[
    Advice::new(
        &["CAA"],
        "the domain's CAA record does not let Amazon issue certificates: add `amazon.com` to it, and deploy again: the \
         certificate is requested again",
    ),
    Advice::new(
        &["VALIDATION_TIMED_OUT"],
        "check that the record above is in public DNS, in the zone that the domain is delegated to; then deploy again: the \
         certificate is requested again",
    ),
    Advice::new(
        &["ADDITIONAL_VERIFICATION_REQUIRED"],
        "AWS wants to know more about this domain: open a case with AWS Support, then deploy again",
    ),
    Advice::new(
        &["DOMAIN_NOT_ALLOWED"],
        "AWS considers this domain unsafe, or issues no certificate for it: check `domain`, or open a case with AWS Support",
    ),
    Advice::new(
        &["INVALID_PUBLIC_DOMAIN"],
        "certificates are only issued for public domains: check `domain`, and deploy again",
    ),
];
