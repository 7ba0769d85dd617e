//! Distributions.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use super::advice::AT_WORK;
use crate::resource::id::{CertificateArn, HostName, SecretArn, VpcOriginId, WebAclArn};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A distribution: HTTPS and HTTP/3 on the site's domain. It caches revisioned static files, and no pages.
    Distribution is "distribution", "AWS::CloudFront::Distribution" of "cloudfront" {
        unreported: {
            secret: "AWS reports the secret's value, which a constant compares",
        },
        constants: [
            cached_files, delivery, header_value, origin_connection, other_aliases, other_origins, pages, protocols,
            viewer_tls,
        ],
        found_by: [alias],
        exclusive: true,
        unread: {
            smooth_streaming: "it serves media for Microsoft Smooth Streaming, of which the site has none",
        },
        create: 190 to 1800,
        delete: 400 to 3600,
        outputs: {
            /// The distribution's ID.
            id: DistributionId,
            /// The distribution's ARN.
            arn: DistributionArn,
            /// CloudFront's host name of the distribution, such as `d111111abcdef8.cloudfront.net`.
            domain_name: HostName,
        },
    }
    /// The site's domain, under which users reach the distribution.
    alias: String,
    /// The certificate of the site's domain, which must be in us-east-1.
    certificate: Ref<CertificateArn>,
    /// The web ACL that inspects requests; `None` if there is none.
    web_acl: Option<Ref<WebAclArn>>,
    /// The host name of the load balancer, which requests are forwarded to.
    origin: Ref<HostName>,
    /// The VPC origin, if the load balancer is private.
    vpc_origin: Option<Ref<VpcOriginId>>,
    /// The seconds that CloudFront waits for a response of the load balancer.
    origin_timeout: u32,
    /// The name of the header that proves to the load balancer that a request came through this distribution.
    header: String,
    /// The secret that holds the header's value.
    secret: Ref<SecretArn>,
    /// The path patterns whose responses are cached: Moodle puts a revision into these paths.
    cached_paths: Vec<String>,
}

impl HasAdvice for Distribution {
    const ADVICE: &'static [Advice] = &[
        Advice::new(
            &["disabled"],
            "find out who disabled it outside of this program; then deploy again, which enables it",
        ),
        AT_WORK,
    ];
}
