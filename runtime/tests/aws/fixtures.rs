//! Code that the tests of many kinds share.

use crate::lifecycle::{Created, delete, target};
use moodle_stack::aws::Aws;
use moodle_stack::provider::{ApiErrorKind, Provider, Target};
use moodle_stack::resource::{Kind, Ref};

/// The region of the tests' stacks: the emulators', or the one of `.ci/real-aws`.
pub const HERE: &str = match option_env!("REAL_AWS_REGION") {
    Some(region) => region,
    None => "ap-southeast-1",
};

/// The region of everything that CloudFront uses.
pub const EDGE: &str = "us-east-1";

/// Returns a reference to an output of a created resource.
pub fn to<T>(created: &Created, output: &str) -> Ref<T> {
    Ref::known(created.output(output))
}

pub fn here<K: Kind>(name: &str) -> Target {
    target::<K>(HERE, name)
}

/// Returns references to known values.
pub fn refs<T>(values: &[String]) -> Vec<Ref<T>> {
    values.iter().map(Ref::known).collect()
}

pub fn strings(some: &[&str]) -> Vec<String> {
    some.iter().map(|&one| one.to_owned()).collect()
}

pub async fn delete_all(aws: &Aws, created: impl IntoIterator<Item = &Created>) {
    for one in created {
        delete(aws, one).await;
    }
}

/// Returns the SDK's configuration for calls that do not go through the provider.
pub async fn config(region: &'static str) -> aws_config::SdkConfig {
    aws_config::defaults(aws_config::BehaviorVersion::latest())
        .region(region)
        .load()
        .await
}

/// Returns a target with the same name at another address.
pub fn other_resource(of: &Target) -> Target {
    Target {
        address: "test.other".into(),
        ..of.clone()
    }
}

/// Checks that `find` does not return a resource for a target with the same name at another address.
pub async fn check_not_owned(aws: &Aws, created: &Created) {
    let error = aws
        .find(&other_resource(&created.target), &created.fields)
        .await
        .expect_err("it belongs to another address");
    assert_eq!(error.kind, ApiErrorKind::NotOwned);
    assert!(error.message.contains(&created.target.name), "{error}");
}
