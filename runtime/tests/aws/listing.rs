//! Compares the provider's lists of a stack's resources with the resources that a test created.

use crate::lifecycle::{Created, STACK_OF_A_PREFIX, token};
use crate::reported_fields::check_listed_fields;
use moodle_stack::aws::Aws;
use moodle_stack::kinds::scheduler;
use moodle_stack::kinds::{acm, application_autoscaling, ecs, efs, elasticache, elb, iam, moodle, route53, sns};
use moodle_stack::provider::{Owned, Provider, Reference, Scope};
use moodle_stack::resource::Kind;
use moodle_stack::resource::KindInfo;
use serde_json::Value;

/// The kinds without tags, whose address is derived from their parent.
const UNTAGGED: [&KindInfo; 5] = [
    &application_autoscaling::ScalableTarget::INFO,
    &application_autoscaling::ScalingPolicy::INFO,
    &efs::MountTarget::INFO,
    &elasticache::CacheAuthentication::INFO,
    &moodle::Schema::INFO,
];

/// The kinds that are never listed.
pub const UNLISTED: [&KindInfo; 4] = [
    &acm::Validation::INFO,
    &iam::ServiceLinkedRole::INFO,
    &route53::Record::INFO,
    &sns::Subscription::INFO,
];

fn is_one_of(kinds: &[&KindInfo], created: &Created) -> bool {
    kinds.iter().any(|kind| kind.name == created.target.kind.name)
}

/// Returns the references to a resource's parents, as recovery knows them.
fn known(created: &Created) -> Vec<Reference> {
    let field = |name: &str| created.fields[name].as_str().unwrap_or_default().to_owned();
    let reference = |kind: &KindInfo, value: String| Reference {
        kind: kind.name.into(),
        value,
    };
    let (region, account) = (&created.target.region, &created.target.account);
    let arn = |service: &str, resource: &str| format!("arn:aws:{service}:{region}:{account}:{resource}");
    match created.target.kind.name {
        name if name == efs::MountTarget::INFO.name => {
            let system = format!("file-system/{}", field("file_system"));
            vec![reference(&efs::FileSystem::INFO, arn("elasticfilesystem", &system))]
        }
        name if name == elasticache::CacheAuthentication::INFO.name => {
            let is_serverless = created.id.contains(":serverlesscache:");
            let kind = if is_serverless {
                &elasticache::ServerlessCache::INFO
            } else {
                &elasticache::ReplicationGroup::INFO
            };
            vec![reference(kind, field("cache"))]
        }
        name if name == elb::Listener::INFO.name => vec![reference(&elb::LoadBalancer::INFO, field("load_balancer"))],
        name if name == elb::ListenerRule::INFO.name => vec![reference(&elb::Listener::INFO, field("listener"))],
        name if name == ecs::Service::INFO.name || name == moodle::Schema::INFO.name => {
            vec![reference(&ecs::Cluster::INFO, field("cluster"))]
        }
        name if name == application_autoscaling::ScalableTarget::INFO.name => {
            let service = format!("service/{}/{}", field("cluster"), field("service"));
            vec![reference(&ecs::Service::INFO, arn("ecs", &service))]
        }
        name if name == application_autoscaling::ScalingPolicy::INFO.name => {
            vec![reference(&ecs::Service::INFO, arn("ecs", &field("target")))]
        }
        _ => Vec::new(),
    }
}

async fn list(aws: &Aws, created: &Created, stack: &str, known: &[Reference]) -> Vec<Owned> {
    let target = &created.target;
    let scope = Scope {
        stack,
        account: &target.account,
        home: &target.region,
        region: &target.region,
        kind: target.kind,
        known,
    };
    let mut listed = aws.list(&scope).await.expect("list");
    // The other resources of the kind belong to other tests.
    listed.retain(|one| one.id == created.id || (has_unstable_id(target.kind.name) && one.name == target.name));
    listed
}

/// Returns whether ids of a kind change: moto gives a scaling policy another ARN each time it is configured.
pub fn has_unstable_id(kind: &str) -> bool {
    kind == application_autoscaling::ScalingPolicy::INFO.name
}

/// Replaces every value with an empty one, as for an unknown field.
fn blank(value: &Value) -> Value {
    match value {
        Value::Null => Value::Null,
        Value::Bool(_) => false.into(),
        Value::Number(_) => 0.into(),
        Value::String(_) => "".into(),
        // A pair of numbers remains a pair.
        Value::Array(items) if items.iter().any(Value::is_number) => items.iter().map(blank).collect(),
        Value::Array(_) => Value::Array(Vec::new()),
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                .map(|(name, value)| (name.clone(), blank(value)))
                .collect(),
        ),
    }
}

/// Returns a resource as it is known only from a list.
fn rebuilt(created: &Created, owned: &Owned) -> Created {
    let mut fields = blank(&created.fields);
    // An enum has no empty value, so any value must do.
    if created.target.kind.name == elb::Listener::INFO.name {
        fields["action"] = "deny".into();
    }
    for (name, value) in &owned.fields {
        assert!(
            created.fields.get(name).is_some(),
            "{} has no field {name}",
            created.target.kind.name
        );
        fields[name] = value.clone();
    }
    let mut target = created.target.clone();
    target.address.clone_from(&owned.address);
    target.spec_hash.clone_from(&owned.spec_hash);
    target.deployment.clone_from(&owned.deployment);
    target.name.clone_from(&owned.name);
    target.token = token(&owned.id);
    Created {
        target,
        // A read returns the id that was asked for.
        id: created.id.clone(),
        fields,
        outputs: created.outputs.clone(),
    }
}

/// Checks that a resource is listed with its address, for its stack and for no other, and that the list has enough of it to
/// read it.
pub async fn check_listed(aws: &Aws, created: &Created) {
    let (target, known) = (&created.target, known(created));
    let listed = list(aws, created, &target.stack, &known).await;
    if is_one_of(&UNLISTED, created) {
        assert_eq!(listed, []);
        return;
    }
    let [owned] = listed.as_slice() else {
        panic!("{} {} is listed {} times", target.kind.name, created.id, listed.len());
    };
    if target.kind.name == scheduler::Schedule::INFO.name {
        assert_eq!(owned.address, target.address);
    } else if is_one_of(&UNTAGGED, created) {
        assert!(owned.address.contains('.'), "{owned:?}");
    } else {
        let tags = [&target.address, &target.spec_hash, &target.deployment, &target.name];
        assert_eq!([&owned.address, &owned.spec_hash, &owned.deployment, &owned.name], tags);
    }
    check_listed_fields(target.kind, owned);
    let parents: &[Reference] = if is_one_of(&UNTAGGED, created) { &[] } else { &known };
    for stack in ["unrelated", STACK_OF_A_PREFIX.as_str()] {
        assert_eq!(
            list(aws, created, stack, parents).await,
            [],
            "{stack} has the resource, too"
        );
    }
    let again = rebuilt(created, owned);
    let live = aws.read(&again.target, &again.id, &again.fields).await.expect("read");
    assert_eq!(live.expect("it exists").outputs, created.outputs);
}

/// Returns a resource as it is known from a list, or unchanged if it is not listed.
pub async fn as_listed(aws: &Aws, created: &Created) -> Created {
    let listed = list(aws, created, &created.target.stack, &known(created)).await;
    match listed.first() {
        Some(owned) => rebuilt(created, owned),
        None => created.clone(),
    }
}

/// Checks that a deleted resource is not listed.
pub async fn check_not_listed(aws: &Aws, created: &Created) {
    assert_eq!(list(aws, created, &created.target.stack, &known(created)).await, []);
}
