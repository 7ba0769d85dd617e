//! What the provider lists of a stack, as it is compared with what a test has made.

use crate::life::{Made, STACK_OF_A_PREFIX, token};
use crate::told::is_listed_with;
use moodle_stack::aws::Aws;
use moodle_stack::kinds::scheduler;
use moodle_stack::kinds::{acm, application_autoscaling, ecs, efs, elb, iam, moodle, route53, sns};
use moodle_stack::provider::{Owned, Provider, Reference, Scope};
use moodle_stack::resource::Kind;
use moodle_stack::resource::KindInfo;
use serde_json::Value;

/// Kinds that have no tags of their own, so that nothing but what they belong to tells where they stand.
const TAGLESS: [&KindInfo; 4] = [
    &application_autoscaling::ScalableTarget::INFO,
    &application_autoscaling::ScalingPolicy::INFO,
    &efs::MountTarget::INFO,
    &moodle::Schema::INFO,
];

/// Kinds of which nothing is ever listed.
pub const UNLISTED: [&KindInfo; 4] = [
    &acm::Validation::INFO,
    &iam::ServiceLinkedRole::INFO,
    &route53::Record::INFO,
    &sns::Subscription::INFO,
];

fn is_one_of(kinds: &[&KindInfo], made: &Made) -> bool {
    kinds.iter().any(|kind| kind.name == made.target.kind.name)
}

/// What a test knows of what something belongs to, as a journal in the making does.
fn known(made: &Made) -> Vec<Reference> {
    let field = |name: &str| made.fields[name].as_str().unwrap_or_default().to_owned();
    let reference = |kind: &KindInfo, value: String| Reference {
        kind: kind.name.into(),
        value,
    };
    let (region, account) = (&made.target.region, &made.target.account);
    let arn = |service: &str, resource: &str| format!("arn:aws:{service}:{region}:{account}:{resource}");
    match made.target.kind.name {
        name if name == efs::MountTarget::INFO.name => {
            let system = format!("file-system/{}", field("file_system"));
            vec![reference(&efs::FileSystem::INFO, arn("elasticfilesystem", &system))]
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

async fn list(aws: &Aws, made: &Made, stack: &str, known: &[Reference]) -> Vec<Owned> {
    let target = &made.target;
    let scope = Scope {
        stack,
        account: &target.account,
        home: &target.region,
        region: &target.region,
        kind: target.kind,
        known,
    };
    let mut listed = aws.list(&scope).await.expect("list");
    // Others of its kind are those of other tests.
    listed.retain(|one| one.id == made.id || (has_a_fleeting_id(target.kind.name) && one.name == target.name));
    listed
}

/// moto gives a scaling policy another ARN whenever it is put, and it is put as often as it is configured.
pub fn has_a_fleeting_id(kind: &str) -> bool {
    kind == application_autoscaling::ScalingPolicy::INFO.name
}

/// Empties every value, as of a field that nobody remembers.
fn blank(value: &Value) -> Value {
    match value {
        Value::Null => Value::Null,
        Value::Bool(_) => false.into(),
        Value::Number(_) => 0.into(),
        Value::String(_) => "".into(),
        // A pair of numbers is one as well when it is empty.
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

/// What is known of something that nothing but a list tells of.
fn rebuilt(made: &Made, owned: &Owned) -> Made {
    let mut fields = blank(&made.fields);
    // No word is empty; any will do.
    if made.target.kind.name == elb::Listener::INFO.name {
        fields["action"] = "deny".into();
    }
    for (name, value) in &owned.fields {
        assert!(
            made.fields.get(name).is_some(),
            "{} has no field {name}",
            made.target.kind.name
        );
        fields[name] = value.clone();
    }
    let mut target = made.target.clone();
    target.address.clone_from(&owned.address);
    target.spec_hash.clone_from(&owned.spec_hash);
    target.deployment.clone_from(&owned.deployment);
    target.name.clone_from(&owned.name);
    target.token = token(&owned.id);
    Made {
        target,
        // What is read of it names it as it was asked for.
        id: made.id.clone(),
        fields,
        outputs: made.outputs.clone(),
    }
}

/// Checks that what was made is listed, at its place, as its stack's and nobody else's, and that what is listed of it is
/// enough to read it.
pub async fn is_listed(aws: &Aws, made: &Made) {
    let (target, known) = (&made.target, known(made));
    let listed = list(aws, made, &target.stack, &known).await;
    if is_one_of(&UNLISTED, made) {
        assert_eq!(listed, []);
        return;
    }
    let [owned] = listed.as_slice() else {
        panic!("{} {} is listed {} times", target.kind.name, made.id, listed.len());
    };
    if target.kind.name == scheduler::Schedule::INFO.name {
        assert_eq!(owned.address, target.address);
    } else if is_one_of(&TAGLESS, made) {
        assert!(owned.address.contains('.'), "{owned:?}");
    } else {
        let tags = [&target.address, &target.spec_hash, &target.deployment, &target.name];
        assert_eq!([&owned.address, &owned.spec_hash, &owned.deployment, &owned.name], tags);
    }
    is_listed_with(target.kind, owned);
    let parents: &[Reference] = if is_one_of(&TAGLESS, made) { &[] } else { &known };
    for stack in ["stranger", STACK_OF_A_PREFIX.as_str()] {
        assert_eq!(list(aws, made, stack, parents).await, [], "{stack} has it");
    }
    let again = rebuilt(made, owned);
    let live = aws.read(&again.target, &again.id, &again.fields).await.expect("read");
    assert_eq!(live.expect("it is there").outputs, made.outputs);
}

/// Returns what a list knows of what was made; as it was made, where no list tells of it.
pub async fn as_listed(aws: &Aws, made: &Made) -> Made {
    let listed = list(aws, made, &made.target.stack, &known(made)).await;
    match listed.first() {
        Some(owned) => rebuilt(made, owned),
        None => made.clone(),
    }
}

/// Checks that what is gone is not listed.
pub async fn is_not_listed(aws: &Aws, made: &Made) {
    assert_eq!(list(aws, made, &made.target.stack, &known(made)).await, []);
}
