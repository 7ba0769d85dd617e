//! The client counts its calls.

use crate::fixtures::HERE;
use crate::lifecycle::{ACCOUNT, emulators};
use std::collections::BTreeMap;

#[tokio::test]
async fn calls_are_counted_by_service_and_operation() {
    let aws = emulators().await;
    assert_eq!(aws.calls(), BTreeMap::new());
    for _ in 0..2 {
        assert_eq!(aws.identity(HERE).await.account.as_deref(), Ok(ACCOUNT));
    }
    let call = ("STS".to_owned(), "GetCallerIdentity".to_owned());
    assert_eq!(aws.calls(), BTreeMap::from([(call, 2)]));
}
