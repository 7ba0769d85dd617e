//! What to do when CloudFront works on a change for longer than usual.

use crate::resource::Advice;

/// CloudFront reports no causes.
pub(super) const AT_WORK: Advice = Advice::new(
    &["CloudFront works on the change"],
    "run the same command again; it continues to wait, and the site stays as it was. CloudFront spreads some changes within \
     minutes and others within half an hour; after hours, see https://health.aws.amazon.com/health/status, and open a case with AWS \
     Support",
);
