//! What the tests of many kinds stand on.

use crate::life::{Made, delete, target};
use moodle_stack::aws::Aws;
use moodle_stack::provider::{ApiErrorKind, Provider, Target};
use moodle_stack::resource::{Kind, Ref};

/// Where the stacks of the tests are.
pub const HERE: &str = "ap-southeast-1";

/// Where what CloudFront uses must be.
pub const EDGE: &str = "us-east-1";

/// A reference to what a test has made.
pub fn to<T>(made: &Made, output: &str) -> Ref<T> {
    Ref::known(made.output(output))
}

pub fn here<K: Kind>(name: &str) -> Target {
    target::<K>(HERE, name)
}

/// References to ids that others have made.
pub fn refs<T>(values: &[String]) -> Vec<Ref<T>> {
    values.iter().map(Ref::known).collect()
}

/// Owns a list of texts.
pub fn strings(some: &[&str]) -> Vec<String> {
    some.iter().map(|&one| one.to_owned()).collect()
}

pub async fn delete_all(aws: &Aws, made: impl IntoIterator<Item = &Made>) {
    for one in made {
        delete(aws, one).await;
    }
}

/// The emulators, asked past the provider.
pub async fn config(region: &'static str) -> aws_config::SdkConfig {
    aws_config::defaults(aws_config::BehaviorVersion::latest())
        .region(region)
        .load()
        .await
}

/// A target of the same name that is not the same resource.
pub fn stranger(of: &Target) -> Target {
    Target {
        address: "test.stranger".into(),
        ..of.clone()
    }
}

/// Checks that one of the same name that is not the same resource is not taken for it.
pub async fn is_not_owned(aws: &Aws, made: &Made) {
    let refusal = aws
        .find(&stranger(&made.target), &made.fields)
        .await
        .expect_err("it is not the stranger's");
    assert_eq!(refusal.kind, ApiErrorKind::NotOwned);
    assert!(refusal.message.contains(&made.target.name), "{refusal}");
}
