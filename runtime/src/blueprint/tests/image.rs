//! The image that tasks run, and its repository.

use super::campus::{CAMPUS, graph};
use crate::blueprint::REPOSITORY;
use moodle_stack_model::{Architecture, Moodle};
use serde_json::{Value, json};

/// Returns the image of the tasks, the repository in the execution role's policy, and whether the stack has a
/// repository.
fn built(image: &'static str) -> (Value, Value, bool) {
    let moodle = Moodle { image, ..CAMPUS.moodle };
    let graph = graph(&Architecture { moodle, ..CAMPUS });
    let fields = |address: &str| graph.resources[address].fields.clone();
    (
        fields("compute.task-web")["image"].clone(),
        fields("compute.role-execution")["policies"]["image"]["Statement"][1]["Resource"].clone(),
        graph.resources.contains_key(REPOSITORY),
    )
}

#[test]
fn image_in_the_stacks_own_registry_has_a_repository() {
    let digest = format!("@sha256:{}", "0".repeat(64));
    for tail in [":5.2", &digest, &format!(":5.2{digest}")] {
        let host = "111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/";
        let image = format!("{host}team/moodle{tail}").leak();
        let name = json!({ "$ref": ["moodle.repository:name"] });
        let expected = (
            json!({ "$join": [host, name, tail] }),
            json!({ "$join": [{ "$ref": ["moodle.repository:arn"] }] }),
            true,
        );
        assert_eq!(built(image), expected, "{image}");
    }
}

#[test]
fn image_of_another_account_or_region_adds_no_repository() {
    for (host, arn) in [
        ("999999999999.dkr.ecr.ap-southeast-1", "ap-southeast-1:999999999999"),
        ("111122223333.dkr.ecr.eu-west-1", "eu-west-1:111122223333"),
    ] {
        let image: &str = format!("{host}.amazonaws.com/moodle:5.2").leak();
        let arn = format!("arn:aws:ecr:{arn}:repository/moodle");
        assert_eq!(built(image), (json!(image), json!(arn), false));
    }
}

#[test]
fn image_outside_ecr_needs_no_permission() {
    for image in ["ghcr.io/example/moodle:5.2", "moodle"] {
        assert_eq!(built(image), (json!(image), Value::Null, false));
    }
}
