//! The settings that every distribution has, read back.
//!
//! What is expected comes from the same function as what is sent, so no setting can be compared with another value than
//! it was set to. Both go through [`constants`], which brings them into one form: AWS leaves out what is empty, and sorts
//! lists.

use super::super::Distribution;
use super::settings::ORIGIN;
use crate::aws::request::unbuilt;
use crate::provider::{ApiError, Live};
use crate::secret::SecretValue;
use aws_sdk_cloudfront::types::{
    AllowedMethods, CacheBehavior, CacheBehaviors, CustomOriginConfig, DefaultCacheBehavior, DistributionConfig,
    FunctionAssociations, HttpVersion, LambdaFunctionAssociations, Method, MinimumProtocolVersion, Origin,
    OriginCustomHeader, OriginProtocolPolicy, OriginShield, PriceClass, SslProtocol, SslSupportMethod,
    TrustedKeyGroups, TrustedSigners, ViewerProtocolPolicy,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const CALL: &str = "cloudfront:GetDistribution";

/// Adds the settings that AWS reports, next to those that are set.
pub(super) fn read(mut live: Live, applied: &Distribution, config: &DistributionConfig) -> Result<Live, ApiError> {
    let nothing = SecretValue::new(String::new());
    let expected = applied.config("", "", &nothing).map_err(unbuilt(CALL))?;
    let (expected, found) = (constants(applied, &expected), constants(applied, config));
    for (name, expected) in expected {
        live = live.constant(name, expected, found.get(name).cloned());
    }
    Ok(live)
}

fn constants(applied: &Distribution, config: &DistributionConfig) -> BTreeMap<&'static str, Value> {
    let aliases = config
        .aliases()
        .map(aws_sdk_cloudfront::types::Aliases::items)
        .unwrap_or_default();
    let origins = config
        .origins()
        .map(aws_sdk_cloudfront::types::Origins::items)
        .unwrap_or_default();
    let behaviors = config.cache_behaviors().map(CacheBehaviors::items).unwrap_or_default();
    // A path that is not declared is a difference of its field.
    let declared = behaviors
        .iter()
        .filter(|one| applied.cached_paths.iter().any(|path| path == one.path_pattern()));
    let cached = declared.map(|one| (one.path_pattern().to_owned(), cached(one)));
    let others = |all: Vec<&str>, ours: &str| all.into_iter().filter(|one| *one != ours).map(str::to_owned).collect();
    let other_aliases: Vec<String> = others(aliases.iter().map(String::as_str).collect(), &applied.alias);
    let other_origins: Vec<String> = others(origins.iter().map(Origin::id).collect(), ORIGIN);
    let origin = origins.iter().find(|one| one.id() == ORIGIN);
    BTreeMap::from([
        ("viewer_tls", viewer_tls(config)),
        ("protocols", protocols(config)),
        ("pages", config.default_cache_behavior().map_or(Value::Null, pages)),
        ("cached_files", Value::Object(cached.collect())),
        ("origin_connection", origin.map_or(Value::Null, connection)),
        ("other_origins", json!(other_origins)),
        ("other_aliases", json!(other_aliases)),
        ("delivery", delivery(config)),
    ])
}

fn viewer_tls(config: &DistributionConfig) -> Value {
    let certificate = config.viewer_certificate();
    let version = certificate.and_then(|one| one.minimum_protocol_version());
    let method = certificate.and_then(|one| one.ssl_support_method());
    json!({
        "minimum_version": version.map(MinimumProtocolVersion::as_str),
        "method": method.map(SslSupportMethod::as_str),
    })
}

fn protocols(config: &DistributionConfig) -> Value {
    // AWS reports `HTTP2and3` in some places: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html
    let http = config.http_version().map(HttpVersion::as_str).map(str::to_lowercase);
    json!({ "http": http, "ipv6": config.is_ipv6_enabled() == Some(true) })
}

/// Where and from where the distribution answers, and what it keeps of it.
fn delivery(config: &DistributionConfig) -> Value {
    let limits = config.restrictions().and_then(|all| all.geo_restriction());
    let logging = config.logging().filter(|logging| logging.enabled());
    json!({
        "price_class": config.price_class().map(PriceClass::as_str),
        "countries": limits.map(|limits| sorted(limits.items().iter().map(String::as_str))).unwrap_or_default(),
        "default_root_object": config.default_root_object().unwrap_or_default(),
        "log_bucket": logging.map(aws_sdk_cloudfront::types::LoggingConfig::bucket),
        "error_pages": config.custom_error_responses().map_or(0, |all| all.items().len()),
        "origin_groups": config.origin_groups().map_or(0, |all| all.items().len()),
        "staging": config.staging() == Some(true),
        "continuous_deployment": config.continuous_deployment_policy_id().unwrap_or_default(),
    })
}

fn connection(origin: &Origin) -> Value {
    let headers = origin
        .custom_headers()
        .map(aws_sdk_cloudfront::types::CustomHeaders::items)
        .unwrap_or_default();
    let private = origin.vpc_origin_config();
    let public = origin.custom_origin_config();
    let keepalive = private.and_then(aws_sdk_cloudfront::types::VpcOriginConfig::origin_keepalive_timeout);
    let keepalive =
        keepalive.or_else(|| public.and_then(aws_sdk_cloudfront::types::CustomOriginConfig::origin_keepalive_timeout));
    json!({
        "path": origin.origin_path().unwrap_or_default(),
        "headers": sorted(headers.iter().map(OriginCustomHeader::header_name)),
        "attempts": origin.connection_attempts(),
        "timeout": origin.connection_timeout(),
        "keepalive": keepalive,
        "shield": origin.origin_shield().is_some_and(OriginShield::enabled),
        "access_control": origin.origin_access_control_id().unwrap_or_default(),
        "public": public.map(public_connection),
    })
}

fn public_connection(origin: &CustomOriginConfig) -> Value {
    let tls = origin
        .origin_ssl_protocols()
        .map(aws_sdk_cloudfront::types::OriginSslProtocols::items)
        .unwrap_or_default();
    json!({
        "http_port": origin.http_port(),
        "https_port": origin.https_port(),
        "protocol": OriginProtocolPolicy::as_str(origin.origin_protocol_policy()),
        "tls": sorted(tls.iter().map(SslProtocol::as_str)),
    })
}

/// Reads a behavior. AWS has two types for it, with the same methods.
macro_rules! behavior {
    ($one:expr) => {
        Behavior {
            origin: $one.target_origin_id(),
            viewers: $one.viewer_protocol_policy(),
            methods: $one.allowed_methods(),
            compress: $one.compress(),
            policies: [
                $one.cache_policy_id(),
                $one.origin_request_policy_id(),
                $one.response_headers_policy_id(),
            ],
            encryption: $one.field_level_encryption_id(),
            lambdas: $one.lambda_function_associations(),
            functions: $one.function_associations(),
            signers: $one.trusted_signers(),
            keys: $one.trusted_key_groups(),
        }
        .to_value()
    };
}

fn pages(one: &DefaultCacheBehavior) -> Value {
    behavior!(one)
}

fn cached(one: &CacheBehavior) -> Value {
    behavior!(one)
}

/// What AWS has in two types: the behavior for pages, and that for a path.
struct Behavior<'c> {
    origin: &'c str,
    viewers: &'c ViewerProtocolPolicy,
    methods: Option<&'c AllowedMethods>,
    compress: Option<bool>,
    /// For the cache, for requests to the origin, and for the headers of responses.
    policies: [Option<&'c str>; 3],
    encryption: Option<&'c str>,
    lambdas: Option<&'c LambdaFunctionAssociations>,
    functions: Option<&'c FunctionAssociations>,
    signers: Option<&'c TrustedSigners>,
    keys: Option<&'c TrustedKeyGroups>,
}

impl Behavior<'_> {
    fn to_value(&self) -> Value {
        let methods = self.methods.map(AllowedMethods::items).unwrap_or_default();
        let cached = self.methods.and_then(|all| all.cached_methods());
        let cached = cached
            .map(aws_sdk_cloudfront::types::CachedMethods::items)
            .unwrap_or_default();
        let lambdas = self
            .lambdas
            .map(aws_sdk_cloudfront::types::LambdaFunctionAssociations::items)
            .unwrap_or_default();
        let functions = self
            .functions
            .map(aws_sdk_cloudfront::types::FunctionAssociations::items)
            .unwrap_or_default();
        let lambdas = lambdas
            .iter()
            .map(aws_sdk_cloudfront::types::LambdaFunctionAssociation::lambda_function_arn);
        let code = sorted(
            lambdas.chain(
                functions
                    .iter()
                    .map(aws_sdk_cloudfront::types::FunctionAssociation::function_arn),
            ),
        );
        let [cache, requests, headers] = self.policies.map(Option::unwrap_or_default);
        let is_signed =
            self.signers.is_some_and(TrustedSigners::enabled) || self.keys.is_some_and(TrustedKeyGroups::enabled);
        json!({
            "origin": self.origin,
            "viewer_protocol_policy": self.viewers.as_str(),
            "methods": sorted(methods.iter().map(Method::as_str)),
            "cached_methods": sorted(cached.iter().map(Method::as_str)),
            "compress": self.compress == Some(true),
            "cache_policy": cache,
            "origin_request_policy": requests,
            "response_headers_policy": headers,
            "field_level_encryption": self.encryption.unwrap_or_default(),
            "functions": code,
            "signed": is_signed,
        })
    }
}

fn sorted<'s>(items: impl Iterator<Item = &'s str>) -> Vec<&'s str> {
    let mut items: Vec<&str> = items.collect();
    items.sort_unstable();
    items
}

#[cfg(test)]
mod tests;
