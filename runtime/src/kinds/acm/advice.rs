//! What to do when a certificate is not issued, by the failure reasons that AWS lists:
//! <https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateDetail.html>.

use crate::resource::Advice;

pub(super) const CERTIFICATES: &[Advice] = &[
    Advice::new(
        &["CAA"],
        "add `amazon.com` to the domain's CAA record, which does not let Amazon issue certificates; then deploy again, \
         which requests the certificate again",
    ),
    Advice::new(
        &["VALIDATION_TIMED_OUT"],
        "check that the record above is in public DNS, in the zone that the domain is delegated to; then deploy again, \
         which requests the certificate again",
    ),
    Advice::new(
        &["PENDING_VALIDATION"],
        "AWS does not see the record in public DNS: the domain must be delegated to the hosted zone of the declaration. `dig +short \
         NS DOMAIN` must print the name servers of the zone, which `aws route53 get-hosted-zone --id ZONE --query \
         DelegationSet.NameServers` prints; otherwise set them at the domain's registrar. Then run the same command again; it \
         continues to wait",
    ),
    Advice::new(
        &["ADDITIONAL_VERIFICATION_REQUIRED"],
        "AWS needs more information about this domain: open a case with AWS Support, then deploy again",
    ),
    Advice::new(
        &["DOMAIN_NOT_ALLOWED"],
        "check `domain`: AWS considers it unsafe, or does not issue certificates for it; if it is correct, open a case \
         with AWS Support",
    ),
    Advice::new(
        &["INVALID_PUBLIC_DOMAIN"],
        "check `domain`, and deploy again: certificates are issued only for public domains",
    ),
];
