//! Event rules and state machines, which together restart the service after a secret was rotated.

use crate::fixtures::{HERE, check_not_owned, config, to};
use crate::lifecycle::{change, compare, create, delete, emulators, set_back, target, unique};
use crate::stack::campus;
use moodle_stack::blueprint::blueprint;
use moodle_stack::kinds::eventbridge::Rule;
use moodle_stack::kinds::sfn::StateMachine;
use moodle_stack::provider::Provider;
use moodle_stack::resource::{Kind, Ref, resolve};
use serde_json::{Value, json};
use std::time::Duration;

const ROLE: &str = "arn:aws:iam::111122223333:role/test";

fn waits(seconds: u32) -> Value {
    json!({ "StartAt": "Wait", "States": { "Wait": { "Type": "Wait", "Seconds": seconds, "End": true } } })
}

#[tokio::test]
async fn event_rule_and_state_machine_lifecycle() {
    let aws = emulators().await;
    let mut machine_fields = StateMachine {
        definition: waits(1),
        role: Ref::known(ROLE),
    };
    let mut machine = create(&aws, target::<StateMachine>(HERE, "machine"), &machine_fields).await;
    compare(&aws, &machine, &[]).await;
    check_not_owned(&aws, &machine).await;
    machine_fields.definition = waits(2);
    change(&aws, &mut machine, &machine_fields).await;
    compare(&aws, &machine, &[]).await;
    let other = create(&aws, target::<StateMachine>(HERE, "machine"), &machine_fields).await;

    let mut fields = Rule {
        description: "Answers \"é\"".into(),
        pattern: json!({ "source": ["campus"] }),
        state_machine: to(&machine, "arn"),
        role: Ref::known(ROLE),
    };
    let mut rule = create(&aws, target::<Rule>(HERE, "rule"), &fields).await;
    compare(&aws, &rule, &[]).await;
    check_not_owned(&aws, &rule).await;
    fields.pattern = json!({ "source": ["campus", "library"] });
    fields.state_machine = to(&other, "arn");
    change(&aws, &mut rule, &fields).await;
    compare(&aws, &rule, &[]).await;

    // Its target is removed, which is detected.
    let events = aws_sdk_eventbridge::Client::new(&config(HERE).await);
    let call = events.remove_targets().rule(&rule.id).ids("state-machine");
    call.send().await.expect("removed");
    let idle = aws.read(&rule.target, &rule.id, &rule.fields).await.expect("read");
    assert_eq!(idle.expect("it exists").fields["state_machine"], Value::Null);
    let all = ["description", "pattern", "state_machine", "role"].map(str::to_owned);
    let mended = aws.configure(&rule.target, &rule.id, &rule.fields, &all).await;
    mended.expect("configure");
    compare(&aws, &rule, &[]).await;

    // Somebody disables it, gives its target another input, and adds another target.
    events.disable_rule().name(&rule.id).send().await.expect("disabled");
    set_back(&aws, &rule, &["state"]).await;
    let live = events
        .list_targets_by_rule()
        .rule(&rule.id)
        .send()
        .await
        .expect("targets");
    let mut target = live.targets()[0].clone();
    target.input = Some("{}".into());
    let mut another = target.clone();
    another.id = "another".into();
    let call = events.put_targets().rule(&rule.id).targets(target).targets(another);
    call.send().await.expect("targets");
    set_back(&aws, &rule, &["other_targets", "target"]).await;

    for created in [&rule, &machine, &other] {
        delete(&aws, created).await;
    }
}

/// A service and two secrets in the emulator in which events start state machines.
struct Beside {
    ecs: aws_sdk_ecs::Client,
    secrets: aws_sdk_secretsmanager::Client,
    cluster: String,
    service: String,
    secret: String,
}

impl Beside {
    async fn new() -> Self {
        let endpoint = std::env::var("AWS_ENDPOINT_URL_EVENTBRIDGE").expect("`.ci/emulators` sets it");
        let config = config(HERE).await;
        let ecs = aws_sdk_ecs::config::Builder::from(&config).endpoint_url(&endpoint);
        let ecs = aws_sdk_ecs::Client::from_conf(ecs.build());
        let secrets = aws_sdk_secretsmanager::config::Builder::from(&config).endpoint_url(&endpoint);
        let secrets = aws_sdk_secretsmanager::Client::from_conf(secrets.build());
        let (cluster, service) = (unique("cluster"), unique("service"));
        let created = ecs.create_cluster().cluster_name(&cluster).send().await;
        created.expect("a cluster");
        let call = ecs.create_service().cluster(&cluster).service_name(&service);
        call.desired_count(0).send().await.expect("a service");
        let mut beside = Self {
            ecs,
            secrets,
            cluster,
            service,
            secret: String::new(),
        };
        beside.secret = beside.new_secret().await;
        beside
    }

    /// Creates a secret and returns its ARN.
    async fn new_secret(&self) -> String {
        let call = self.secrets.create_secret().name(unique("secret")).secret_string("one");
        let created = call.send().await.expect("a secret");
        created.arn.expect("an ARN")
    }

    async fn rotate(&self, secret: &str) {
        let call = self
            .secrets
            .put_secret_value()
            .secret_id(secret)
            .secret_string("another");
        call.send().await.expect("a new value");
    }

    /// Returns the id of the service's current deployment.
    async fn deployment(&self) -> String {
        let call = self
            .ecs
            .describe_services()
            .cluster(&self.cluster)
            .services(&self.service);
        let answer = call.send().await.expect("the service");
        let deployment = answer.services()[0].deployments().first().expect("a deployment");
        deployment.id().expect("an id").to_owned()
    }

    /// Returns a resource of the reference's blueprint with references to this environment.
    fn declared<K: Kind>(&self, address: &str, state_machine: &str) -> K {
        let graph = blueprint(&campus("rotates"));
        let look_up = |address: &str, output: &str| {
            Some(match (address, output) {
                ("compute.cluster", "arn") => self.cluster.clone(),
                ("compute.service", "name") => self.service.clone(),
                ("database.instance", "secret") => self.secret.clone(),
                ("compute.roll", "arn") => state_machine.to_owned(),
                (_, "arn") => ROLE.to_owned(),
                _ => return None,
            })
        };
        let fields = resolve(&graph.resources[address].fields, &look_up).expect("all is known");
        serde_json::from_value(fields).expect("the fields of its kind")
    }
}

#[tokio::test]
async fn rotation_of_the_database_password_restarts_the_service_and_of_another_secret_does_not() {
    let aws = emulators().await;
    let beside = Beside::new().await;
    let machine: StateMachine = beside.declared("compute.roll", "");
    let machine = create(&aws, target::<StateMachine>(HERE, "roll"), &machine).await;
    let rule: Rule = beside.declared("compute.rotation", machine.output("arn"));
    let rule = create(&aws, target::<Rule>(HERE, "rotation"), &rule).await;
    let before = beside.deployment().await;

    let other = beside.new_secret().await;
    beside.rotate(&other).await;
    beside.rotate(&beside.secret).await;
    let sfn = aws_sdk_sfn::Client::new(&config(HERE).await);
    let mut executions = Vec::new();
    for _ in 0..120 {
        let call = sfn.list_executions().state_machine_arn(&machine.id);
        executions = call.send().await.expect("executions").executions;
        if executions
            .iter()
            .any(|one| one.status == aws_sdk_sfn::types::ExecutionStatus::Succeeded)
        {
            break;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    // Events are delivered in order, so the other secret's would have been first.
    assert_eq!(executions.len(), 1, "{executions:?}");
    assert_ne!(beside.deployment().await, before, "{executions:?}");
    delete(&aws, &rule).await;
    delete(&aws, &machine).await;
}
