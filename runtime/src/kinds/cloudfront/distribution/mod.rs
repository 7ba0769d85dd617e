//! Distributions.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{CertificateArn, HostName, SecretArn, VpcOriginId, WebAclArn};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A distribution: HTTPS and HTTP/3 on the site's domain, pages uncached, revisioned static files cached.
    Distribution is "distribution", "AWS::CloudFront::Distribution" of "cloudfront" {
        unreported: [secret],
        create: 190 to 1800,
        delete: 400 to 3600,
        outputs: {
            /// Its id.
            id: DistributionId,
            /// Its ARN.
            arn: DistributionArn,
            /// The host name that it answers on.
            domain_name: HostName,
        },
    }
    /// The site's domain.
    alias: String,
    /// The certificate, in us-east-1.
    certificate: Ref<CertificateArn>,
    /// The web ACL.
    web_acl: Option<Ref<WebAclArn>>,
    /// The load balancer's host name.
    origin: Ref<HostName>,
    /// The VPC origin, where the load balancer is private.
    vpc_origin: Option<Ref<VpcOriginId>>,
    /// How many seconds CloudFront waits for an answer.
    origin_timeout: u32,
    /// The header that proves to the load balancer that a request came through here.
    header: String,
    /// The secret that holds the header's value.
    secret: Ref<SecretArn>,
    /// The path patterns whose answers are cached: Moodle puts a revision into these addresses.
    cached_paths: Vec<String>,
}

impl HasAdvice for Distribution {
    const ADVICE: &'static [Advice] = &[Advice::new(
        &["disabled"],
        "somebody has disabled it: find out who, then deploy again, which enables it",
    )];
}
