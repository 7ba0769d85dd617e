//! Secrets.

use crate::ground::HERE;
use crate::life::{change, compare, delete, emulators, make, target};
use moodle_stack::kinds::secretsmanager::Secret;
use moodle_stack::operations::Operations as _;
use moodle_stack::provider::{ApiErrorKind, Provider};

#[tokio::test]
async fn a_secret_lives_its_life_and_its_name_can_be_used_again() {
    let aws = emulators().await;
    let secret = Secret {
        description: "administrator".into(),
        length: 32,
        punctuation: true,
    };
    let mut made = make(&aws, target::<Secret>(HERE, "secret"), &secret).await;
    compare(&aws, &made, &[]).await;
    let value = aws.reveal(&made.id).await.expect("reveal");
    assert_eq!(value.expose().chars().count(), 32);
    let other = Secret {
        description: "the administrator of Moodle".into(),
        ..secret
    };
    change(&aws, &mut made, &other).await;
    compare(&aws, &made, &[]).await;
    delete(&aws, &made).await;
    let gone = aws.reveal(&made.id).await.expect_err("it has no value any more");
    assert_eq!(gone.kind, ApiErrorKind::NotFound);
    let again = make(&aws, made.target.clone(), &other).await;
    delete(&aws, &again).await;
}

#[tokio::test]
async fn what_has_the_name_but_not_the_tags_is_somebody_elses() {
    let aws = emulators().await;
    let secret = Secret {
        description: "somebody's".into(),
        length: 32,
        punctuation: false,
    };
    let made = make(&aws, target::<Secret>(HERE, "foreign"), &secret).await;
    let mut other = made.target.clone();
    other.stack = "another".into();
    let error = aws
        .find(&other, &made.fields)
        .await
        .expect_err("it is not that stack's");
    assert_eq!(error.kind, ApiErrorKind::NotOwned);
    assert!(error.message.contains(&other.name), "{}", error.message);
    delete(&aws, &made).await;
}
