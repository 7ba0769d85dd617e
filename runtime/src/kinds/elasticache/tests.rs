//! How a cache on nodes gets a password, with a responder that refuses what ElastiCache refuses: tag calls and changes while
//! the cache is not `available`, which it is not after each of them, and `SET` without a `ROTATE` before it.

use super::{CacheAuthentication, ReplicationGroup};
use crate::aws::Aws;
use crate::aws::responder::{Call, Respond, Responder, refusal, target};
use crate::provider::{ApiError, ApiErrorKind, Live, Provider as _, Scope, State, Target};
use serde_json::{Value, json};

const ARN: &str = "arn:aws:elasticache:ap-southeast-1:111122223333:replicationgroup:campus-one";
const ID: &str = "arn:aws:elasticache:ap-southeast-1:111122223333:replicationgroup:campus-one#authentication";
const SECRET: &str = "arn:aws:secretsmanager:ap-southeast-1:111122223333:secret:campus/cache-password-a1b2c3";
const OTHER: &str = "arn:aws:secretsmanager:ap-southeast-1:111122223333:secret:campus/cache-password-d4e5f6";

/// The cache.
struct Cache {
    tag: Option<String>,
    status: &'static str,
    /// How many times its description is read until it is available again.
    busy: u32,
    exists: bool,
    /// Whether its last change was a `ROTATE`.
    is_rotated: bool,
    /// The second in which its password was last changed.
    changed: u32,
    /// The code of the error that AWS answers every password with.
    refuses: Option<&'static str>,
    /// The changes that were accepted: the strategy, or else `other`.
    changes: Vec<String>,
    /// The tag calls that were refused because of the state.
    refused: u32,
}

impl Cache {
    /// Returns a cache that has no password and no tag.
    fn open() -> Self {
        Self {
            tag: None,
            status: "available",
            busy: 0,
            exists: false,
            is_rotated: false,
            changed: 0,
            refuses: None,
            changes: Vec::new(),
            refused: 0,
        }
    }

    /// Returns a cache that has a password, and a tag.
    fn protected(tag: Option<&str>) -> Self {
        Self {
            tag: tag.map(str::to_owned),
            exists: true,
            changed: 1,
            ..Self::open()
        }
    }

    fn modifies(&mut self) {
        (self.status, self.busy) = ("modifying", 3);
    }

    fn describe(&mut self) -> String {
        if self.busy > 0 {
            self.busy -= 1;
            if self.busy == 0 {
                self.status = "available";
            }
        }
        let date = format!("2026-01-01T00:00:{:02}Z", self.changed);
        let date = if self.exists {
            format!("<AuthTokenLastModifiedDate>{date}</AuthTokenLastModifiedDate>")
        } else {
            String::new()
        };
        let endpoint = "<PrimaryEndpoint><Address>cache.example</Address><Port>6379</Port></PrimaryEndpoint>";
        format!(
            "<ReplicationGroups><ReplicationGroup><ARN>{ARN}</ARN><Status>{}</Status>\
             <ReplicationGroupId>campus-one</ReplicationGroupId>\
             <NodeGroups><NodeGroup>{endpoint}</NodeGroup></NodeGroups>\
             <AuthTokenEnabled>{}</AuthTokenEnabled>{date}</ReplicationGroup></ReplicationGroups>",
            self.status, self.exists
        )
    }

    fn modify(&mut self, call: &Call) -> Result<String, (u16, String)> {
        let strategy = call.get("AuthTokenUpdateStrategy");
        if self.status != "available" {
            return Err(refusal(
                "InvalidReplicationGroupState",
                "must be in available state to modify",
            ));
        }
        if !strategy.is_empty() {
            if let Some(code) = self.refuses {
                return Err(refusal(code, "The password is not valid"));
            }
            if strategy == "SET" && !self.is_rotated {
                return Err(refusal(
                    "InvalidParameterCombination",
                    "SET is only allowed after ROTATE",
                ));
            }
            self.is_rotated = strategy == "ROTATE";
            self.exists = true;
            self.changed += 1;
        }
        let change = if strategy.is_empty() { "other" } else { strategy };
        self.changes.push(change.to_owned());
        self.modifies();
        Ok(String::new())
    }

    fn tags(&mut self, call: &Call) -> Result<String, (u16, String)> {
        if self.status != "available" {
            self.refused += 1;
            let words = "Cluster not in available state to perform tagging operations";
            return Err(refusal("InvalidReplicationGroupState", words));
        }
        match call.operation.as_str() {
            "AddTagsToResource" => {
                self.tag = Some(call.get("Tags.Tag.1.Value").to_owned());
                self.modifies();
            }
            "RemoveTagsFromResource" => {
                self.tag = None;
                self.modifies();
            }
            _ => {}
        }
        let tag = |value: &String| format!("<Tag><Key>moodle-stack:password</Key><Value>{value}</Value></Tag>");
        Ok(format!(
            "<TagList>{}</TagList>",
            self.tag.as_ref().map(tag).unwrap_or_default()
        ))
    }
}

impl Respond for Cache {
    fn respond(&mut self, call: &Call) -> (u16, String) {
        let name = &call.operation;
        let answer = match name.as_str() {
            "GetSecretValue" => return (200, json!({ "SecretString": "a-password-of-a-cache" }).to_string()),
            "DescribeReplicationGroups" => Ok(self.describe()),
            "ModifyReplicationGroup" => self.modify(call),
            _ => self.tags(call),
        };
        match answer {
            Ok(body) => (
                200,
                format!("<{name}Response><{name}Result>{body}</{name}Result></{name}Response>"),
            ),
            Err(refusal) => refusal,
        }
    }
}

/// A cache, and what the executor does with it.
struct Stack {
    responder: Responder<Cache>,
    aws: Aws,
}

impl Stack {
    fn new(cache: Cache) -> Self {
        let responder = Responder::new(cache);
        let aws = responder.aws();
        Self { responder, aws }
    }

    fn look<T>(&self, look: impl FnOnce(&mut Cache) -> T) -> T {
        look(&mut self.responder.0.lock().unwrap())
    }

    fn tag(&self) -> Option<String> {
        self.look(|cache| cache.tag.clone())
    }

    fn changes(&self) -> Vec<String> {
        self.look(|cache| cache.changes.clone())
    }

    /// Configures a resource as the executor does: again while AWS is not ready, and then reads it until it is ready.
    async fn configure(
        &self,
        target: &Target,
        id: &str,
        fields: &Value,
        changed: &[&str],
    ) -> Result<Option<Live>, ApiError> {
        let changed: Vec<String> = changed.iter().map(|&field| field.to_owned()).collect();
        repeat(async || self.aws.configure(target, id, fields, &changed).await).await?;
        for _ in 0..50 {
            match self.aws.read(target, id, fields).await? {
                Some(live) if live.state != State::Ready => {}
                live => return Ok(live),
            }
        }
        panic!("it is never ready");
    }

    async fn accept(&self, secret: &str, changed: &[&str]) -> Result<Option<Live>, ApiError> {
        let fields = json!({
            "description": "sessions", "engine": "valkey", "version": "8.0", "node": "cache.r6g.large", "nodes": 1,
            "subnet_group": "subnets", "groups": [], "parameter_group": "parameters", "snapshot_days": 0,
            "linked_role": "role", "password": secret,
        });
        let group = target::<ReplicationGroup>();
        self.configure(&group, "campus-one", &fields, changed).await
    }

    async fn create(&self, secret: &str) -> Result<Option<Live>, ApiError> {
        let (rule, fields) = (target::<CacheAuthentication>(), demand(secret));
        let find_or_create = async || match self.aws.find(&rule, &fields).await? {
            Some(id) => Ok(id),
            None => self.aws.create(&rule, &fields).await,
        };
        let id = repeat(find_or_create).await?;
        self.configure(&rule, &id, &fields, &[]).await
    }

    async fn demand(&self, secret: &str) -> Result<Option<Live>, ApiError> {
        let rule = target::<CacheAuthentication>();
        self.configure(&rule, ID, &demand(secret), &[]).await
    }

    async fn read(&self, secret: &str) -> Option<Live> {
        let rule = target::<CacheAuthentication>();
        self.aws.read(&rule, ID, &demand(secret)).await.unwrap()
    }
}

/// Makes a call until AWS is ready for it.
async fn repeat<T>(call: impl AsyncFn() -> Result<T, ApiError>) -> Result<T, ApiError> {
    for _ in 0..50 {
        match call().await {
            Err(error) if error.kind == ApiErrorKind::NotReady => {}
            answer => return answer,
        }
    }
    panic!("AWS is never ready");
}

fn demand(secret: &str) -> Value {
    json!({ "cache": "campus-one", "user_group": null, "password": secret, "service": "service", "cron": "cron" })
}

#[tokio::test]
async fn rule_of_a_cache_that_is_busy_is_reported_as_it_was_applied() {
    let words = ["snapshotting", "modifying", "create-failed", "Modifying"];
    for status in words {
        let stack = Stack::new(Cache {
            status,
            ..Cache::protected(Some(SECRET))
        });
        let live = stack.read(SECRET).await.expect("it exists");
        assert_eq!(live.fields["password"], SECRET, "{status}");
        assert_eq!(live.outputs["id"], ID);
        let state = match status {
            "snapshotting" => State::Ready,
            _ => State::Pending(status.to_lowercase()),
        };
        assert_eq!(live.state, state);
        assert_eq!(stack.look(|cache| cache.refused), 0, "{status}");
    }
    let stack = Stack::new(Cache {
        status: "deleting",
        ..Cache::protected(Some(SECRET))
    });
    assert_eq!(stack.read(SECRET).await, None);
}

#[tokio::test]
async fn list_leaves_out_a_busy_cache_only_if_the_journal_has_it() {
    use crate::provider::{Owned, Reference};
    let stack = Stack::new(Cache {
        status: "modifying",
        ..Cache::protected(Some(SECRET))
    });
    let target = target::<ReplicationGroup>();
    let list = async |known: &[Reference]| {
        let scope = Scope {
            stack: &target.stack,
            account: &target.account,
            kind: target.kind,
            region: &target.region,
            home: &target.region,
            known,
        };
        stack.aws.list(&scope).await
    };
    let error = list(&[]).await.unwrap_err();
    assert_eq!(error.kind, ApiErrorKind::NotReady);
    let known = Reference {
        kind: target.kind.name.into(),
        value: "campus-one".into(),
    };
    assert_eq!(list(&[known]).await, Ok(Vec::<Owned>::new()));
}

#[tokio::test]
async fn each_change_is_made_once_though_the_cache_is_busy_after_each_call() {
    let stack = Stack::new(Cache::open());
    stack.accept(SECRET, &["description", "password"]).await.unwrap();
    assert_eq!(stack.changes(), ["ROTATE", "other"]);
    let live = stack.create(SECRET).await.unwrap().expect("it exists");
    assert_eq!(live.fields["password"], SECRET);
    assert_eq!(stack.changes(), ["ROTATE", "other", "SET"]);
    // The final tag is written later, and nothing is sent again.
    stack.demand(SECRET).await.unwrap();
    assert_eq!(stack.tag().as_deref(), Some(SECRET));
    assert_eq!(stack.changes(), ["ROTATE", "other", "SET"]);

    stack.accept(OTHER, &["password", "description"]).await.unwrap();
    stack.create(OTHER).await.unwrap();
    stack.demand(OTHER).await.unwrap();
    assert_eq!(stack.tag().as_deref(), Some(OTHER));
    assert_eq!(stack.changes()[3..], ["ROTATE", "other", "SET"]);
}

#[tokio::test]
async fn refused_password_is_never_recorded_as_demanded() {
    for code in ["InvalidParameterValue", "InvalidParameterCombination", "AccessDenied"] {
        let stack = Stack::new(Cache {
            refuses: Some(code),
            is_rotated: true,
            ..Cache::protected(Some("requested"))
        });
        for _ in 0..3 {
            let error = stack.demand(SECRET).await.unwrap_err();
            assert_eq!(error.code, code);
            stack.look(|cache| (cache.status, cache.busy) = ("available", 0));
            assert_eq!(stack.tag().as_deref(), Some("requested"));
            let live = stack.read(SECRET).await.expect("it exists");
            assert_eq!(live.state, State::Pending("not demanded yet".into()));
        }
        // The secret is put right.
        stack.look(|cache| cache.refuses = None);
        stack.demand(SECRET).await.unwrap();
        assert_eq!(stack.changes(), ["SET"]);
    }
}

#[tokio::test]
async fn refused_rotation_leaves_the_tag_as_it_was() {
    for before in [None, Some(SECRET)] {
        let stack = Stack::new(Cache {
            refuses: Some("InvalidParameterValue"),
            ..Cache::protected(before)
        });
        for _ in 0..3 {
            let error = stack.accept(OTHER, &["password"]).await.unwrap_err();
            assert_eq!(error.code, "InvalidParameterValue");
            stack.look(|cache| (cache.status, cache.busy) = ("available", 0));
            assert_eq!(stack.tag().as_deref(), before);
        }
    }
}

#[tokio::test]
async fn interrupted_change_counts_as_made_only_if_aws_shows_it() {
    // The second 1 of 2026, in which the password of the cache was last changed.
    let now: i64 = 1_767_225_601_000;
    for (since, sent) in [(now - 1000, None), (now, Some("SET"))] {
        let stack = Stack::new(Cache {
            is_rotated: true,
            ..Cache::protected(Some(&format!("setting {since} {SECRET} requested")))
        });
        stack.demand(SECRET).await.unwrap();
        assert_eq!(stack.changes(), sent.into_iter().collect::<Vec<_>>());
    }
    // An earlier version did not write the time down.
    let stack = Stack::new(Cache::protected(Some("setting")));
    let error = stack.demand(SECRET).await.unwrap_err();
    assert_eq!(error.kind, ApiErrorKind::Invalid);
    assert_ne!(stack.tag().as_deref(), Some(SECRET));
}

#[tokio::test]
async fn deployment_after_an_interrupted_destroy_demands_the_password_again() {
    let rule = target::<CacheAuthentication>();
    let stack = Stack::new(Cache::protected(Some(SECRET)));
    stack.aws.delete(&rule, ID, &demand(SECRET)).await.unwrap();
    stack.look(|cache| (cache.status, cache.busy) = ("available", 0));
    assert_eq!(stack.read(SECRET).await, None);
    stack.create(SECRET).await.unwrap().expect("it exists");
    assert_eq!(stack.tag().as_deref(), Some(SECRET));
    assert_eq!(stack.changes(), [""; 0]);

    // An earlier version, or somebody, deleted the tag.
    let stack = Stack::new(Cache::protected(None));
    stack.create(SECRET).await.unwrap().expect("it exists");
    assert_eq!(stack.changes(), ["ROTATE", "SET"]);
    stack.demand(SECRET).await.unwrap();
    assert_eq!(stack.tag().as_deref(), Some(SECRET));
    assert_eq!(stack.changes(), ["ROTATE", "SET"]);
}
