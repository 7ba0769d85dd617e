//! Caches.

use crate::database::{Network, network};
use crate::fixtures::{HERE, config, delete_all, refs, to};
use crate::lifecycle::{Created, change, compare, create, delete, emulators, set_back, target};
use moodle_stack::aws::Aws;
use moodle_stack::kinds::elasticache::{
    CacheAuthentication, CacheParameterGroup, CacheSubnetGroup, CacheUser, CacheUserGroup, ReplicationGroup,
    ServerlessCache,
};
use moodle_stack::kinds::secretsmanager::Secret;
use moodle_stack::provider::{ApiErrorKind, Provider as _};
use moodle_stack::resource::Ref;

async fn cache_subnet_group(aws: &Aws, network: &Network) -> Created {
    let group = CacheSubnetGroup {
        vpc: Ref::known(&network.vpc),
        description: "cache subnets".into(),
        subnets: refs(&network.subnets),
    };
    create(aws, target::<CacheSubnetGroup>(HERE, "cache-subnets"), &group).await
}

#[tokio::test]
async fn cache_subnet_group_lifecycle() {
    let aws = emulators().await;
    let network = network("ELASTICACHE").await;
    let mut created = cache_subnet_group(&aws, &network).await;
    compare(&aws, &created, &[]).await;
    let other = CacheSubnetGroup {
        vpc: Ref::known(&network.vpc),
        description: "other words".into(),
        subnets: refs(&network.subnets[..1]),
    };
    change(&aws, &mut created, &other).await;
    compare(&aws, &created, &[]).await;
    delete(&aws, &created).await;
}

/// Returns a parameter group of Valkey 8 with an eviction policy.
fn parameters(parameters: &[(&str, &str)]) -> CacheParameterGroup {
    CacheParameterGroup {
        family: "valkey8".into(),
        description: "eviction".into(),
        parameters: parameters
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
    }
}

#[tokio::test]
async fn cache_parameter_group_lifecycle() {
    let aws = emulators().await;
    let first = parameters(&[("maxmemory-policy", "allkeys-lru")]);
    let mut created = create(&aws, target::<CacheParameterGroup>(HERE, "cache-parameters"), &first).await;
    compare(&aws, &created, &[]).await;
    let other = parameters(&[("maxmemory-policy", "noeviction"), ("timeout", "60")]);
    change(&aws, &mut created, &other).await;
    compare(&aws, &created, &[]).await;
    // `timeout` is reset.
    change(&aws, &mut created, &first).await;
    compare(&aws, &created, &[]).await;
    delete(&aws, &created).await;
}

/// Creates a secret with a password.
async fn password(aws: &Aws) -> Created {
    let secret = Secret {
        description: "cache".into(),
        length: 64,
        punctuation: false,
    };
    create(aws, target::<Secret>(HERE, "cache-password"), &secret).await
}

/// What a test of a replication group needs.
struct Around {
    network: Network,
    subnets: Created,
    policy: Created,
    password: Created,
}

impl Around {
    async fn new(aws: &Aws) -> Self {
        let network = network("ELASTICACHE").await;
        let policy = parameters(&[("maxmemory-policy", "allkeys-lru")]);
        Self {
            subnets: cache_subnet_group(aws, &network).await,
            policy: create(aws, target::<CacheParameterGroup>(HERE, "cache-parameters"), &policy).await,
            password: password(aws).await,
            network,
        }
    }

    fn group(&self, nodes: u32, password: Option<&Created>) -> ReplicationGroup {
        ReplicationGroup {
            description: "sessions".into(),
            engine: "valkey".into(),
            version: "8.0".into(),
            node: "cache.r6g.large".into(),
            nodes,
            subnet_group: to(&self.subnets, "name"),
            parameter_group: to(&self.policy, "name"),
            groups: refs(&self.network.groups[..1]),
            password: password.map(|secret| to(secret, "arn")),
            snapshot_days: 0,
            linked_role: Ref::known("role"),
        }
    }

    async fn delete(&self, aws: &Aws) {
        delete_all(aws, [&self.policy, &self.subnets, &self.password]).await;
    }
}

fn authentication(cache: &Created, password: &Created, users: Option<&Created>) -> CacheAuthentication {
    CacheAuthentication {
        cache: to(cache, "name"),
        user_group: users.map(|users| to(users, "name")),
        password: to(password, "arn"),
        service: Ref::known("service"),
        cron: Ref::known("cron"),
    }
}

/// Returns the value of the tag that records what a cache does about its password.
async fn password_tag(kind: &str, cache: &Created) -> Option<String> {
    let client = aws_sdk_elasticache::Client::new(&config(HERE).await);
    let tags = client
        .list_tags_for_resource()
        .resource_name(arn(kind, cache))
        .send()
        .await;
    let tags = tags.expect("tags").tag_list.unwrap_or_default().into_iter();
    tags.filter(|tag| tag.key() == Some("moodle-stack:password"))
        .find_map(|tag| tag.value)
}

async fn set_password_tag(kind: &str, cache: &Created, value: &str) {
    let client = aws_sdk_elasticache::Client::new(&config(HERE).await);
    let tag = aws_sdk_elasticache::types::Tag::builder()
        .key("moodle-stack:password")
        .value(value);
    let call = client
        .add_tags_to_resource()
        .resource_name(arn(kind, cache))
        .tags(tag.build());
    call.send().await.expect("a tag");
}

fn arn(kind: &str, cache: &Created) -> String {
    format!(
        "arn:aws:elasticache:{HERE}:{}:{kind}:{}",
        crate::lifecycle::ACCOUNT,
        cache.output("name")
    )
}

const NODES: &str = "replicationgroup";
const SERVERLESS: &str = "serverlesscache";

#[tokio::test]
async fn new_cache_on_nodes_demands_its_password_from_the_start() {
    let aws = emulators().await;
    let around = Around::new(&aws).await;
    let group = around.group(1, Some(&around.password));
    let cache = create(&aws, target::<ReplicationGroup>(HERE, "cache"), &group).await;
    compare(&aws, &cache, &[]).await;
    let secret = around.password.output("arn");
    assert_eq!(password_tag(NODES, &cache).await.as_deref(), Some(secret));
    // Nothing is left to do.
    let demand = target::<CacheAuthentication>(HERE, "authentication");
    let fields = serde_json::to_value(authentication(&cache, &around.password, None)).expect("JSON");
    let found = aws.find(&demand, &fields).await.expect("find");
    assert_eq!(found, Some(format!("{}#authentication", arn(NODES, &cache))));
    delete(&aws, &cache).await;
    around.delete(&aws).await;
}

/// The emulator refuses `SET` as AWS does, unless the password is optional.
#[tokio::test]
async fn cache_of_an_earlier_version_accepts_a_password_before_it_demands_it() {
    let aws = emulators().await;
    let around = Around::new(&aws).await;
    let group = target::<ReplicationGroup>(HERE, "cache");
    let mut cache = create(&aws, group, &around.group(2, None)).await;
    assert_eq!(password_tag(NODES, &cache).await, None);
    let demand = authentication(&cache, &around.password, None);
    let there = target::<CacheAuthentication>(HERE, "authentication");
    let fields = serde_json::to_value(&demand).expect("JSON");
    assert_eq!(aws.find(&there, &fields).await.expect("find"), None);

    change(&aws, &mut cache, &around.group(2, Some(&around.password))).await;
    compare(&aws, &cache, &[]).await;
    let secret = around.password.output("arn").to_owned();
    let tag = password_tag(NODES, &cache).await.expect("a tag");
    assert!(tag.starts_with("rotating ") && tag.contains(&secret), "{tag}");
    let demanded = create(&aws, there, &demand).await;
    compare(&aws, &demanded, &[]).await;
    assert_eq!(password_tag(NODES, &cache).await.as_ref(), Some(&secret));

    // A run was interrupted before it set the tag: AWS shows that the password has changed since.
    set_password_tag(NODES, &cache, &format!("setting 0 {secret} requested")).await;
    aws.configure(&demanded.target, &demanded.id, &demanded.fields, &[])
        .await
        .expect("configure again");
    assert_eq!(password_tag(NODES, &cache).await.as_ref(), Some(&secret));
    // If AWS does not show it, the call is made again. A refusal is an error, and the tag is put back.
    for before in ["requested", "setting"] {
        set_password_tag(NODES, &cache, before).await;
        let refused = aws
            .configure(&demanded.target, &demanded.id, &demanded.fields, &[])
            .await;
        assert_eq!(refused.expect_err("it is refused").kind, ApiErrorKind::Invalid);
        assert_eq!(password_tag(NODES, &cache).await.as_deref(), Some(before));
    }
    set_password_tag(NODES, &cache, &secret).await;

    // Another secret is accepted in addition to the first one, and is demanded later.
    let other = password(&aws).await;
    change(&aws, &mut cache, &around.group(2, Some(&other))).await;
    let gone = aws.read(&demanded.target, &demanded.id, &demanded.fields).await;
    assert!(gone.expect("read").is_none());
    let mut demanded = demanded;
    demanded = create(&aws, demanded.target.clone(), &authentication(&cache, &other, None)).await;
    assert_eq!(password_tag(NODES, &cache).await.as_deref(), Some(other.output("arn")));

    delete_all(&aws, [&demanded, &cache, &other]).await;
    around.delete(&aws).await;
}

/// Somebody takes the password away, which AWS allows when a user group takes its place.
#[tokio::test]
async fn password_that_somebody_took_away_is_set_again() {
    let aws = emulators().await;
    let around = Around::new(&aws).await;
    let group = around.group(1, Some(&around.password));
    let cache = create(&aws, target::<ReplicationGroup>(HERE, "cache"), &group).await;
    let client = aws_sdk_elasticache::Client::new(&config(HERE).await);
    let call = client
        .modify_replication_group()
        .replication_group_id(cache.output("name"));
    let call = call.auth_token_update_strategy(aws_sdk_elasticache::types::AuthTokenUpdateStrategyType::Delete);
    call.send().await.expect("no password");

    let live = aws.read(&cache.target, &cache.id, &cache.fields).await;
    let live = live.expect("read").expect("it exists");
    assert_eq!(live.fields["password"], serde_json::Value::Null);
    let demand = authentication(&cache, &around.password, None);
    let there = target::<CacheAuthentication>(HERE, "authentication");
    let fields = serde_json::to_value(&demand).expect("JSON");
    assert_eq!(aws.find(&there, &fields).await.expect("find"), None);
    aws.configure(&cache.target, &cache.id, &cache.fields, &["password".into()])
        .await
        .expect("configure the password");
    compare(&aws, &cache, &[]).await;
    let demanded = create(&aws, there, &demand).await;
    // The rule is deleted before it is in force.
    set_password_tag(NODES, &cache, "requested").await;
    delete_all(&aws, [&demanded]).await;
    assert_eq!(password_tag(NODES, &cache).await, None);
    delete_all(&aws, [&cache]).await;
    around.delete(&aws).await;
}

#[tokio::test]
async fn replication_group_adds_and_removes_replicas() {
    let aws = emulators().await;
    let around = Around::new(&aws).await;
    let group = |nodes| around.group(nodes, Some(&around.password));
    let mut created = create(&aws, target::<ReplicationGroup>(HERE, "cache"), &group(2)).await;
    assert_eq!(created.output("port"), "6379");
    compare(&aws, &created, &[]).await;
    change(&aws, &mut created, &group(1)).await;
    compare(&aws, &created, &[]).await;
    change(&aws, &mut created, &group(3)).await;
    compare(&aws, &created, &[]).await;
    let changed = ReplicationGroup {
        description: "sessions and more".into(),
        node: "cache.r6g.xlarge".into(),
        groups: refs(&around.network.groups),
        snapshot_days: 3,
        ..group(3)
    };
    change(&aws, &mut created, &changed).await;
    let groups = ("groups", "ministack's ModifyReplicationGroup ignores SecurityGroupIds");
    compare(&aws, &created, &[groups]).await;
    delete(&aws, &created).await;
    around.delete(&aws).await;
}

/// Creates a user with a password, and the group that it is in.
async fn users(aws: &Aws, password: &Created) -> [Created; 2] {
    let user = CacheUser {
        engine: "valkey".into(),
        password: to(password, "arn"),
    };
    let user = create(aws, target::<CacheUser>(HERE, "cache-user"), &user).await;
    let group = CacheUserGroup {
        engine: "valkey".into(),
        users: vec![to(&user, "name")],
    };
    let group = create(aws, target::<CacheUserGroup>(HERE, "cache-users"), &group).await;
    [group, user]
}

#[tokio::test]
async fn cache_user_and_its_group_are_set_back() {
    let aws = emulators().await;
    let password = password(&aws).await;
    let [mut group, user] = users(&aws, &password).await;
    compare(&aws, &user, &[]).await;
    compare(&aws, &group, &[]).await;
    let client = aws_sdk_elasticache::Client::new(&config(HERE).await);
    let call = client.modify_user().user_id(user.output("name"));
    call.access_string("on ~* +@read").send().await.expect("another access");
    set_back(&aws, &user, &["access"]).await;

    let other = CacheUser {
        engine: "valkey".into(),
        password: to(&password, "arn"),
    };
    let other = create(&aws, target::<CacheUser>(HERE, "cache-user"), &other).await;
    let changed = CacheUserGroup {
        engine: "valkey".into(),
        users: vec![to(&other, "name")],
    };
    change(&aws, &mut group, &changed).await;
    compare(&aws, &group, &[]).await;
    delete_all(&aws, [&group, &user, &other, &password]).await;
}

#[tokio::test]
async fn serverless_cache_lifecycle() {
    let aws = emulators().await;
    let network = network("ELASTICACHE").await;
    let password = password(&aws).await;
    let [users, user] = users(&aws, &password).await;
    let cache = ServerlessCache {
        description: "sessions".into(),
        engine: "valkey".into(),
        version: "8".into(),
        storage: 10,
        ecpu_min: 1000,
        ecpu_max: 10000,
        subnets: refs(&network.subnets),
        groups: refs(&network.groups[..1]),
        user_group: to(&users, "name"),
        password: to(&password, "arn"),
        snapshot_days: 1,
        linked_role: Ref::known("role"),
    };
    let mut created = create(&aws, target::<ServerlessCache>(HERE, "serverless"), &cache).await;
    compare(&aws, &created, &[]).await;
    let changed = ServerlessCache {
        description: "sessions and more".into(),
        storage: 20,
        ecpu_max: 20000,
        groups: refs(&network.groups),
        snapshot_days: 3,
        ..cache
    };
    change(&aws, &mut created, &changed).await;
    compare(&aws, &created, &[]).await;
    // It demands the password from the start, and again after somebody has removed the users.
    let there = target::<CacheAuthentication>(HERE, "authentication");
    let demand = authentication(&created, &password, Some(&users));
    let fields = serde_json::to_value(&demand).expect("JSON");
    let found = aws.find(&there, &fields).await.expect("find");
    assert_eq!(found, Some(format!("{}#authentication", arn(SERVERLESS, &created))));
    let client = aws_sdk_elasticache::Client::new(&config(HERE).await);
    let call = client
        .modify_serverless_cache()
        .serverless_cache_name(created.output("name"));
    call.remove_user_group(true).send().await.expect("no users");
    let demanded = create(&aws, there, &demand).await;
    compare(&aws, &demanded, &[]).await;
    let live = client
        .describe_serverless_caches()
        .serverless_cache_name(created.output("name"));
    let live = live.send().await.expect("a cache");
    assert_eq!(live.serverless_caches()[0].user_group_id(), Some(users.output("name")));
    assert_eq!(
        password_tag(SERVERLESS, &created).await.as_deref(),
        Some(password.output("arn"))
    );
    delete_all(&aws, [&demanded, &created, &users, &user, &password]).await;
}
