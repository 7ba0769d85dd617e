//! A versioned bucket in memory, which answers as AWS does, or as other stores do where they differ.

use aws_sdk_s3::Client;
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::config::{BehaviorVersion, Credentials, Region, RuntimeComponents};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Mutex};

/// What a store answers where stores differ.
#[derive(Clone, Copy, Debug)]
pub(super) struct Habit {
    /// Whether `If-None-Match: *` fails if the current version is a delete marker.
    pub(super) refuses_over_marker: bool,
    /// The status and code of `If-Match` if the current version is a delete marker, or there is none.
    pub(super) nothing_to_match: (u16, &'static str),
}

/// AWS: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html#conditional-error-response>.
pub(super) const AWS: Habit = Habit {
    refuses_over_marker: false,
    nothing_to_match: (404, "NoSuchKey"),
};

/// Every combination of the answers.
pub(super) const HABITS: [Habit; 4] = [
    AWS,
    Habit {
        refuses_over_marker: true,
        ..AWS
    },
    Habit {
        nothing_to_match: (412, "PreconditionFailed"),
        ..AWS
    },
    Habit {
        refuses_over_marker: true,
        nothing_to_match: (412, "PreconditionFailed"),
    },
];

/// The versions of each object, the current one last. `None` is a delete marker.
type Versions = BTreeMap<String, Vec<Option<Vec<u8>>>>;

/// A versioned bucket. Clones share their objects.
#[derive(Clone, Debug)]
pub(super) struct FakeBucket {
    habit: Habit,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    objects: Versions,
    methods: Vec<String>,
    /// How many of the next writes are carried out, but not answered.
    lost: usize,
}

impl FakeBucket {
    pub(super) fn new(habit: Habit) -> Self {
        Self {
            habit,
            state: Arc::default(),
        }
    }

    /// Returns a client of the bucket.
    pub(super) fn client(&self) -> Client {
        let config = aws_sdk_s3::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("eu-west-1"))
            .credentials_provider(Credentials::for_tests())
            .retry_config(RetryConfig::disabled())
            .timeout_config(TimeoutConfig::disabled())
            .force_path_style(true)
            .http_client(self.clone())
            .build();
        Client::from_conf(config)
    }

    /// Deletes an object, as a person or a lifecycle rule does.
    pub(super) fn delete(&self, key: &str) {
        self.state.lock().unwrap().objects.get_mut(key).unwrap().push(None);
    }

    /// Writes an object without any condition.
    pub(super) fn put(&self, key: &str, text: &str) {
        let objects = &mut self.state.lock().unwrap().objects;
        objects.entry(key.into()).or_default().push(Some(text.into()));
    }

    /// Returns the current version of an object.
    pub(super) fn current(&self, key: &str) -> Option<String> {
        let found = self.state.lock().unwrap().objects.get(key)?.last()?.clone()?;
        Some(String::from_utf8(found).unwrap())
    }

    /// Does not answer the next writes.
    pub(super) fn lose(&self, writes: usize) {
        self.state.lock().unwrap().lost = writes;
    }

    /// Returns how often a method was used.
    pub(super) fn count(&self, method: &str) -> usize {
        let methods = &self.state.lock().unwrap().methods;
        methods.iter().filter(|one| *one == method).count()
    }

    fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let mut state = self.state.lock().unwrap();
        state.methods.push(request.method().into());
        // https://s3.eu-west-1.amazonaws.com/BUCKET/KEY?x-id=…
        let key = request.uri().split('/').skip(4).collect::<Vec<_>>().join("/");
        let key = key.split('?').next().unwrap().to_owned();
        let versions = state.objects.entry(key).or_default();
        let current = versions.last().cloned().flatten();
        let headers = request.headers();
        match request.method() {
            "GET" => current.map_or_else(|| error(404, "NoSuchKey"), found),
            "PUT" => {
                let has_marker = current.is_none() && !versions.is_empty();
                let exists = current.is_some() || (self.habit.refuses_over_marker && has_marker);
                match (headers.get("if-none-match"), headers.get("if-match"), &current) {
                    (Some(_), _, _) if exists => return error(412, "PreconditionFailed"),
                    (_, Some(_), None) => {
                        let (status, code) = self.habit.nothing_to_match;
                        return error(status, code);
                    }
                    (_, Some(tag), Some(bytes)) if tag != etag(bytes) => return error(412, "PreconditionFailed"),
                    _ => {}
                }
                let bytes = request.body().bytes().unwrap().to_vec();
                let tag = etag(&bytes);
                versions.push(Some(bytes));
                if state.lost > 0 {
                    state.lost -= 1;
                    return error(503, "SlowDown");
                }
                with_headers(200, String::new(), &[("etag", &tag)])
            }
            method => panic!("{method} is not used"),
        }
    }
}

impl HttpConnector for FakeBucket {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::ready(Ok(self.answer(&request)))
    }
}

impl HttpClient for FakeBucket {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

fn etag(bytes: &[u8]) -> String {
    let mut hash = DefaultHasher::new();
    bytes.hash(&mut hash);
    format!("\"{:x}\"", hash.finish())
}

fn found(bytes: Vec<u8>) -> HttpResponse {
    let tag = etag(&bytes);
    let now = Timestamp::now().strftime("%a, %d %b %Y %T GMT").to_string();
    let headers = [("etag", &*tag), ("date", &now), ("last-modified", &now)];
    with_headers(200, String::from_utf8(bytes).unwrap(), &headers)
}

fn error(status: u16, code: &str) -> HttpResponse {
    with_headers(status, format!("<Error><Code>{code}</Code></Error>"), &[])
}

fn with_headers(status: u16, body: String, headers: &[(&'static str, &str)]) -> HttpResponse {
    let mut response = HttpResponse::new(status.try_into().unwrap(), SdkBody::from(body));
    for (name, value) in headers {
        response.headers_mut().insert(*name, (*value).to_owned());
    }
    response
}
