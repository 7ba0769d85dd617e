//! How AWS's habits about keys are met, with scripted answers.

use super::Key;
use crate::aws::responder::{Call, Responder, target};
use crate::provider::{ApiErrorKind, Provider as _};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

fn fields() -> Value {
    json!({ "description": "Messages", "policy": { "Statement": [] } })
}

fn refusal(code: &str, message: &str) -> (u16, String) {
    (400, json!({ "__type": code, "message": message }).to_string())
}

const DENIED: &str =
    "User: arn:aws:sts::111122223333:assumed-role/deployer/anna is not authorized to perform: kms:EnableKeyRotation";

#[tokio::test]
async fn new_key_that_may_not_be_changed_yet_is_waited_for() {
    let responder = Responder::new(|call: &Call| match call.operation.as_str() {
        "EnableKeyRotation" => refusal("AccessDeniedException", DENIED),
        _ => (200, "{}".into()),
    });
    let (aws, target) = (responder.aws(), target::<Key>());
    let answer = aws.configure(&target, "one", &fields(), &[]).await;
    assert_eq!(answer.unwrap_err().kind, ApiErrorKind::NotReady);
    // Later, the permission is missing.
    let changed = ["rotation".to_owned()];
    let answer = aws.configure(&target, "one", &fields(), &changed).await;
    assert_eq!(answer.unwrap_err().kind, ApiErrorKind::Denied);
}

#[tokio::test]
async fn key_without_its_alias_is_found_among_those_of_others() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let shared = Arc::clone(&asked);
    let target = target::<Key>();
    let tags: Vec<Value> = target
        .tags()
        .iter()
        .map(|(key, value)| json!({ "TagKey": key, "TagValue": value }))
        .collect();
    let responder = Responder::new(move |call: &Call| {
        let id = call.json["KeyId"].as_str().unwrap_or_default().to_owned();
        let answer = match call.operation.as_str() {
            "ListAliases" => json!({ "Aliases": [
                { "AliasName": "alias/aws/sns" },
                { "AliasName": "alias/theirs", "TargetKeyId": "named" },
            ] }),
            "ListKeys" => json!({ "Keys": [
                { "KeyId": "named" }, { "KeyId": "closed" }, { "KeyId": "gone" }, { "KeyId": "ours" },
            ] }),
            "ListResourceTags" => {
                shared.lock().unwrap().push(id.clone());
                if id == "closed" {
                    return refusal("AccessDeniedException", DENIED);
                }
                // The others have the tags. One of them is going to be deleted.
                json!({ "Tags": tags })
            }
            _ => {
                let state = if id == "gone" { "PendingDeletion" } else { "Enabled" };
                json!({ "KeyMetadata": { "KeyId": id, "KeyState": state } })
            }
        };
        (200, answer.to_string())
    });
    let found = responder.aws().find(&target, &fields()).await;
    assert_eq!(found.unwrap().as_deref(), Some("ours"));
    assert_eq!(*asked.lock().unwrap(), ["closed", "gone", "ours"]);
}
