//! Amazon CloudFront.

use super::Ref;
use super::id::{CertificateArn, HostName, LoadBalancerArn, SecretArn, VpcOriginId, WebAclArn};

kind! {
    /// A VPC origin: CloudFront's way to a private load balancer.
    VpcOrigin is "VPC origin", "AWS::CloudFront::VpcOrigin" of "cloudfront" {
        named: 64,
        create: 420 to 1800,
        delete: 300 to 1800,
        outputs: {
            /// Its id.
            id: VpcOriginId,
        },
    }
    /// The load balancer.
    load_balancer: Ref<LoadBalancerArn>,
}

kind! {
    /// A distribution: HTTPS and HTTP/3 on the site's domain, pages uncached, revisioned static files cached.
    Distribution is "distribution", "AWS::CloudFront::Distribution" of "cloudfront" {
        untold: [secret],
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
