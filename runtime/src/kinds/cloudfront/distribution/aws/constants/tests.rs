//! Each setting that somebody changes by hand is a difference, and each that AWS writes in another way is none.

use super::*;
use crate::resource::Ref;
use aws_sdk_cloudfront::types::{
    Aliases, EventType, FunctionAssociation, GeoRestriction, GeoRestrictionType, Origins, Restrictions,
};

fn distribution() -> Distribution {
    Distribution {
        alias: "learn.example.edu".into(),
        certificate: Ref::known("arn:aws:acm:us-east-1:111122223333:certificate/1"),
        web_acl: None,
        origin: Ref::known("campus.elb.amazonaws.com"),
        vpc_origin: None,
        origin_timeout: 60,
        header: "X-Origin-Verify".into(),
        secret: Ref::known("arn:aws:secretsmanager:eu-west-1:111122223333:secret:one"),
        cached_paths: vec!["/theme/*".into()],
    }
}

/// Lists the constants that differ once somebody has changed the settings.
fn drifted(change: impl FnOnce(&mut DistributionConfig)) -> Vec<&'static str> {
    let applied = distribution();
    let mut config = applied
        .config("one", "a comment", &SecretValue::new("s3cret".into()))
        .unwrap();
    change(&mut config);
    let live = read(Live::default(), &applied, &config).unwrap();
    assert!(
        !format!("{live:?}").contains("s3cret"),
        "the secret is in the observed state"
    );
    let constants = live.constants.iter().filter(|(_, one)| one.live != one.expected);
    constants.map(|(name, _)| *name).collect()
}

#[test]
fn settings_as_they_were_sent_do_not_differ() {
    assert_eq!(drifted(|_| {}), [""; 0]);
}

#[test]
fn settings_that_aws_writes_in_another_way_do_not_differ() {
    let found = drifted(|config| {
        config.continuous_deployment_policy_id = None;
        config.logging = None;
        config.origin_groups = None;
        config.custom_error_responses = None;
        config.staging = None;
        config.http_version = Some(HttpVersion::from("HTTP2and3"));
        let behavior = config.default_cache_behavior.as_mut().unwrap();
        behavior.field_level_encryption_id = None;
        behavior.function_associations = None;
        behavior.lambda_function_associations = None;
        behavior.trusted_signers = None;
        behavior.allowed_methods.as_mut().unwrap().items.reverse();
        let origin = &mut config.origins.as_mut().unwrap().items[0];
        origin.origin_path = None;
        origin.origin_access_control_id = None;
        origin.origin_shield = None;
    });
    assert_eq!(found, [""; 0]);
}

#[test]
fn each_change_by_hand_is_named() {
    let found = drifted(|config| {
        config.viewer_certificate.as_mut().unwrap().minimum_protocol_version = Some(MinimumProtocolVersion::TlSv1);
    });
    assert_eq!(found, ["viewer_tls"]);
    let found = drifted(|config| {
        config.default_cache_behavior.as_mut().unwrap().viewer_protocol_policy = ViewerProtocolPolicy::AllowAll;
    });
    assert_eq!(found, ["pages"]);
    let found = drifted(|config| {
        config
            .default_cache_behavior
            .as_mut()
            .unwrap()
            .response_headers_policy_id = None;
    });
    assert_eq!(found, ["pages"]);
    let found = drifted(|config| {
        let behaviors = config.cache_behaviors.as_mut().unwrap().items.as_mut().unwrap();
        let function = FunctionAssociation::builder()
            .function_arn("arn:aws:cloudfront::111122223333:function/one")
            .event_type(EventType::ViewerRequest);
        let functions = FunctionAssociations::builder()
            .quantity(1)
            .items(function.build().unwrap());
        behaviors[0].function_associations = Some(functions.build().unwrap());
    });
    assert_eq!(found, ["cached_files"]);
    let found = drifted(|config| {
        let origin = &mut config.origins.as_mut().unwrap().items[0];
        let custom = origin.custom_origin_config.as_mut().unwrap();
        custom.origin_protocol_policy = OriginProtocolPolicy::HttpOnly;
    });
    assert_eq!(found, ["origin_connection"]);
    assert_eq!(drifted(|config| config.is_ipv6_enabled = Some(false)), ["protocols"]);
    assert_eq!(
        drifted(|config| config.price_class = Some(PriceClass::PriceClass100)),
        ["delivery"]
    );
    assert_eq!(drifted(|config| config.default_root_object = None), ["delivery"]);
}

#[test]
fn what_somebody_has_added_is_named() {
    let found = drifted(|config| {
        let both = Aliases::builder()
            .quantity(2)
            .items("a.example.edu")
            .items("learn.example.edu");
        config.aliases = Some(both.build().unwrap());
    });
    assert_eq!(found, ["other_aliases"]);
    let found = drifted(|config| {
        let other = Origin::builder()
            .id("other")
            .domain_name("evil.example")
            .build()
            .unwrap();
        let ours = config.origins.as_ref().unwrap().items[0].clone();
        config.origins = Some(Origins::builder().quantity(2).items(other).items(ours).build().unwrap());
    });
    assert_eq!(found, ["other_origins"]);
    let found = drifted(|config| {
        let some = GeoRestriction::builder().restriction_type(GeoRestrictionType::Blacklist);
        let some = some.quantity(1).items("CH").build().unwrap();
        config.restrictions = Some(Restrictions::builder().geo_restriction(some).build());
    });
    assert_eq!(found, ["delivery"]);
}
