//! All settings of a distribution.
//!
//! An update replaces all settings, and AWS refuses an update that omits a setting, even if a creation may omit it. So
//! both calls send every setting:
//! <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateDistribution.html>

use crate::aws::request::int;
use crate::kinds::cloudfront::Distribution;
use crate::kinds::cloudfront::aws::tls;
use crate::resource::Ref;
use crate::secret::SecretValue;
use aws_sdk_cloudfront::types::{
    Aliases, AllowedMethods, CacheBehavior, CacheBehaviors, CachedMethods, CustomErrorResponses, CustomHeaders,
    CustomOriginConfig, DefaultCacheBehavior, DistributionConfig, FunctionAssociations, GeoRestriction,
    GeoRestrictionType, HttpVersion, LambdaFunctionAssociations, LoggingConfig, Method, MinimumProtocolVersion, Origin,
    OriginCustomHeader, OriginGroups, OriginProtocolPolicy, OriginShield, Origins, PriceClass, Restrictions,
    SslSupportMethod, TrustedKeyGroups, TrustedSigners, ViewerCertificate, ViewerProtocolPolicy, VpcOriginConfig,
};
use aws_smithy_types::error::operation::BuildError;

/// Managed policies have the same IDs in all accounts:
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html>
const CACHING_DISABLED: &str = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
/// The cache key is only the path: no query string, no cookie.
const CACHING_OPTIMIZED: &str = "658327ea-f89d-4fab-a63d-7e88639e58f6";
const ALL_VIEWER: &str = "216adef6-5c7f-47e4-b989-5492eafa07d3";
const SECURITY_HEADERS: &str = "67f7725c-6f97-4210-82d7-5512b31e9d03";
/// What CloudFront asks the origin for instead of `/`, so that the origin never lists a folder. It is what the web server of
/// Moodle answers `/` with, too: <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DefaultRootObject.html>.
const ROOT_OBJECT: &str = "index.php";
/// The ID of the only origin.
pub(super) const ORIGIN: &str = "moodle";

impl Distribution {
    pub(super) fn config(
        &self,
        reference: &str,
        comment: &str,
        secret: &SecretValue,
    ) -> Result<DistributionConfig, BuildError> {
        let behaviors: Result<Vec<CacheBehavior>, BuildError> =
            self.cached_paths.iter().map(|path| cached(path)).collect();
        let behaviors = behaviors?;
        DistributionConfig::builder()
            .caller_reference(reference)
            .comment(comment)
            .enabled(true)
            .aliases(Aliases::builder().quantity(1).items(&self.alias).build()?)
            .default_root_object(ROOT_OBJECT)
            .origins(Origins::builder().quantity(1).items(self.origin(secret)?).build()?)
            .origin_groups(OriginGroups::builder().quantity(0).build()?)
            .default_cache_behavior(uncached()?)
            .cache_behaviors(
                CacheBehaviors::builder()
                    .quantity(count(&behaviors))
                    .set_items(Some(behaviors))
                    .build()?,
            )
            .custom_error_responses(CustomErrorResponses::builder().quantity(0).build()?)
            .logging(no_logging())
            .price_class(PriceClass::PriceClassAll)
            .viewer_certificate(self.viewer_certificate())
            .restrictions(everywhere()?)
            .web_acl_id(self.web_acl.as_ref().map(Ref::value).unwrap_or_default())
            .http_version(HttpVersion::Http2and3)
            .is_ipv6_enabled(true)
            .continuous_deployment_policy_id("")
            .staging(false)
            .build()
    }

    fn viewer_certificate(&self) -> ViewerCertificate {
        ViewerCertificate::builder()
            .acm_certificate_arn(self.certificate.value())
            .ssl_support_method(SslSupportMethod::SniOnly)
            .minimum_protocol_version(MinimumProtocolVersion::TlSv122021)
            .cloud_front_default_certificate(false)
            .build()
    }

    fn origin(&self, secret: &SecretValue) -> Result<Origin, BuildError> {
        let header = OriginCustomHeader::builder()
            .header_name(&self.header)
            .header_value(secret.expose())
            .build()?;
        let origin = Origin::builder()
            .id(ORIGIN)
            .domain_name(self.origin.value())
            .origin_path("")
            .custom_headers(CustomHeaders::builder().quantity(1).items(header).build()?)
            .connection_attempts(3)
            .connection_timeout(10)
            .origin_shield(OriginShield::builder().enabled(false).build()?)
            .origin_access_control_id("");
        let origin = match &self.vpc_origin {
            Some(vpc_origin) => origin.vpc_origin_config(
                VpcOriginConfig::builder()
                    .vpc_origin_id(vpc_origin.value())
                    .origin_read_timeout(int(self.origin_timeout))
                    .origin_keepalive_timeout(5)
                    .build()?,
            ),
            None => origin.custom_origin_config(
                CustomOriginConfig::builder()
                    .http_port(80)
                    .https_port(443)
                    .origin_protocol_policy(OriginProtocolPolicy::HttpsOnly)
                    .origin_ssl_protocols(tls()?)
                    .origin_read_timeout(int(self.origin_timeout))
                    .origin_keepalive_timeout(5)
                    .build()?,
            ),
        };
        origin.build()
    }
}

fn count<T>(items: &[T]) -> i32 {
    i32::try_from(items.len()).unwrap_or(i32::MAX)
}

fn no_logging() -> LoggingConfig {
    LoggingConfig::builder()
        .enabled(false)
        .include_cookies(false)
        .bucket("")
        .prefix("")
        .build()
}

fn everywhere() -> Result<Restrictions, BuildError> {
    let none = GeoRestriction::builder().restriction_type(GeoRestrictionType::None);
    Ok(Restrictions::builder()
        .geo_restriction(none.quantity(0).build()?)
        .build())
}

fn methods(allowed: &[Method]) -> Result<AllowedMethods, BuildError> {
    let cached = vec![Method::Get, Method::Head];
    AllowedMethods::builder()
        .quantity(count(allowed))
        .set_items(Some(allowed.to_vec()))
        .cached_methods(CachedMethods::builder().quantity(2).set_items(Some(cached)).build()?)
        .build()
}

fn no_signers() -> Result<(TrustedSigners, TrustedKeyGroups), BuildError> {
    Ok((
        TrustedSigners::builder().enabled(false).quantity(0).build()?,
        TrustedKeyGroups::builder().enabled(false).quantity(0).build()?,
    ))
}

fn no_functions() -> Result<(LambdaFunctionAssociations, FunctionAssociations), BuildError> {
    Ok((
        LambdaFunctionAssociations::builder().quantity(0).build()?,
        FunctionAssociations::builder().quantity(0).build()?,
    ))
}

/// Returns the behavior for pages: every method, every viewer header, no caching.
fn uncached() -> Result<DefaultCacheBehavior, BuildError> {
    let all = [
        Method::Get,
        Method::Head,
        Method::Options,
        Method::Put,
        Method::Patch,
        Method::Post,
        Method::Delete,
    ];
    let (signers, keys) = no_signers()?;
    let (lambdas, functions) = no_functions()?;
    DefaultCacheBehavior::builder()
        .target_origin_id(ORIGIN)
        .viewer_protocol_policy(ViewerProtocolPolicy::RedirectToHttps)
        .allowed_methods(methods(&all)?)
        .compress(true)
        .smooth_streaming(false)
        .trusted_signers(signers)
        .trusted_key_groups(keys)
        .lambda_function_associations(lambdas)
        .function_associations(functions)
        .field_level_encryption_id("")
        .cache_policy_id(CACHING_DISABLED)
        .origin_request_policy_id(ALL_VIEWER)
        .response_headers_policy_id(SECURITY_HEADERS)
        .build()
}

/// Returns the behavior for revisioned static files. Their requests too have the viewer's host name, because the
/// origin's certificate is for that name.
fn cached(path: &str) -> Result<CacheBehavior, BuildError> {
    let (signers, keys) = no_signers()?;
    let (lambdas, functions) = no_functions()?;
    CacheBehavior::builder()
        .path_pattern(path)
        .target_origin_id(ORIGIN)
        .viewer_protocol_policy(ViewerProtocolPolicy::RedirectToHttps)
        .allowed_methods(methods(&[Method::Get, Method::Head])?)
        .compress(true)
        .smooth_streaming(false)
        .trusted_signers(signers)
        .trusted_key_groups(keys)
        .lambda_function_associations(lambdas)
        .function_associations(functions)
        .field_level_encryption_id("")
        .cache_policy_id(CACHING_OPTIMIZED)
        .origin_request_policy_id(ALL_VIEWER)
        .response_headers_policy_id(SECURITY_HEADERS)
        .build()
}
