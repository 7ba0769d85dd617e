//! AWS's habits, which emulators do not have: for a while, AWS does not know what it has just created.
//!
//! This is a layer between the SDK and its HTTP client. It learns what each call creates from the request and the response.
//! Until the lag of what was created has passed, most calls that name it are answered as AWS answers for something that does
//! not exist, and lists leave it out. CloudFront does not see a certificate that ACM has just issued.
//! <https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html>

mod content;
mod filter;
mod names;
mod unknown;

use super::call::Call;
use aws_smithy_runtime_api::client::http::{HttpConnector as _, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use content::{Tokens, is_id, query, text, tokens};
use names::created_name;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};
use unknown::{Unknown, is_of_ec2};

/// For how long EC2 may not know a resource. Its guide says up to a few minutes; the engine waits for three.
const EC2_LAG: Duration = Duration::from_mins(2);
/// For how long the other services may not.
const LAG: Duration = Duration::from_secs(30);
/// For how long CloudFront may not see a certificate that was issued.
const CERTIFICATE_LAG: Duration = Duration::from_secs(45);
/// How long it takes to issue a certificate: so long that everything else that the distribution needs is ready before.
const ISSUE: Duration = Duration::from_mins(10);
/// The entry of certificates that CloudFront did not see, in the counts of changed answers.
pub const CERTIFICATE: &str = "certificate";
/// One in so many calls sees a resource that most calls do not see yet.
const SEES: u64 = 4;

/// The layer. Clones share their state.
#[derive(Clone, Debug)]
pub struct Habits {
    /// How much faster than real time the deployer's clock runs.
    speed: f64,
    /// The seed of what is random.
    random: u64,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    /// Everything that looks like an ID and was part of a request or a response.
    seen: BTreeSet<String>,
    /// What is new: its ID, ARN or name.
    new: BTreeMap<String, New>,
    /// The certificates that were requested and have not been issued, and when.
    requested: BTreeMap<String, Instant>,
    calls: u64,
    /// The responses to creations, by operation and client token.
    by_token: BTreeMap<(String, String), Vec<u8>>,
    /// How many answers were changed, by service.
    changed: BTreeMap<String, usize>,
}

/// Something that was created.
#[derive(Clone, Debug)]
struct New {
    until: Instant,
    /// The only service that does not know it; any, if empty.
    only: String,
    /// Whether it is a certificate that CloudFront does not see.
    is_certificate: bool,
    /// The call that created it, which recognizes it.
    creator: String,
}

impl Habits {
    /// Gives AWS's habits to calls of a deployer whose clock is `speed` times as fast as real time. `random` is the seed of
    /// what is random.
    pub fn new(speed: f64, random: u64) -> Self {
        Self {
            speed,
            random,
            state: Arc::default(),
        }
    }

    /// Returns how much faster than real time the deployer's clock must run.
    pub fn speed(&self) -> f64 {
        self.speed
    }

    /// Returns how many answers were changed, by service.
    pub fn changed(&self) -> BTreeMap<String, usize> {
        self.state().changed.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no thread has panicked")
    }

    /// Sends a call, unless AWS would not know yet what it names.
    pub async fn call(&self, sdk: &SharedHttpConnector, request: HttpRequest) -> Result<HttpResponse, ConnectorError> {
        let call = Call::of(&request);
        let (service, sent) = (call.service().to_owned(), text(&request));
        let named = tokens(&sent);
        if let Some(unknown) = self.unknown(&call, &sent, &named) {
            self.count(&service);
            println!("unknown to {}: {}", call.name, unknown.key);
            return Ok(unknown.response(&call));
        }
        if let Some(received) = self.repeated(&call, &sent) {
            println!("repeated: {}", call.name);
            return Ok(HttpResponse::new(
                StatusCode::try_from(200).expect("a status"),
                SdkBody::from(received),
            ));
        }
        let mut response = sdk.call(request).await?;
        if !response.status().is_success() {
            self.state().seen.extend(named.ids());
            return Ok(response);
        }
        let received = received(&mut response).await?;
        if call.is_read() {
            let received = self.filtered(&call, received);
            let received = self.issued(&call, received);
            self.state()
                .seen
                .extend(tokens(&String::from_utf8_lossy(&received)).ids());
            return Ok(with_body(response, received));
        }
        if let Some(token) = client_token(&sent) {
            let creation = (call.name.clone(), token);
            self.state().by_token.insert(creation, received.clone());
        }
        self.learn(&call, &sent, &named, &String::from_utf8_lossy(&received));
        Ok(with_body(response, received))
    }

    /// Returns the response to an earlier call with the same client token: AWS recognizes a repeated creation, and emulators
    /// do not. <https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html>
    fn repeated(&self, call: &Call, sent: &str) -> Option<Vec<u8>> {
        let creation = (
            call.name.clone(),
            client_token(sent).filter(|_| call.service() == "ec2")?,
        );
        self.state().by_token.get(&creation).cloned()
    }

    /// Returns what a call names that AWS does not know yet, if that makes AWS refuse it.
    fn unknown(&self, call: &Call, sent: &str, named: &Tokens) -> Option<Unknown> {
        let now = Instant::now();
        let mut state = self.state();
        state.calls += 1;
        let calls = state.calls;
        let is_unknown = |(key, new): &(&String, &New)| {
            new.until > now
                && (new.only.is_empty() || new.only == call.service())
                && new.creator != call.name
                && named.has(key)
                && (new.is_certificate || !self.draw(&(key, calls)).is_multiple_of(SEES))
        };
        let found = state.new.iter().find(is_unknown);
        let (key, new) = found.map(|(key, new)| (key.clone(), new.clone()))?;
        let key = key.as_str();
        if new.is_certificate {
            *state.changed.entry(CERTIFICATE.into()).or_default() += 1;
            return Some(Unknown::certificate(key));
        }
        // A filter finds nothing, and is no error.
        if call.is_read() && query::is_only_filter(call, sent, key) {
            return None;
        }
        Unknown::of(call, key)
    }

    /// Removes from a list what AWS does not list yet.
    fn filtered(&self, call: &Call, received: Vec<u8>) -> Vec<u8> {
        let now = Instant::now();
        let state = self.state();
        let calls = state.calls;
        let unlisted: Vec<String> = state
            .new
            .iter()
            .filter(|(key, new)| {
                new.until > now && call.lists_what(&new.creator) && !self.draw(&(key, calls)).is_multiple_of(SEES)
            })
            .map(|(key, _)| key.clone())
            .collect();
        drop(state);
        match filter::without(call.protocol, &received, &unlisted) {
            Some(filtered) => {
                self.count(call.service());
                println!("not listed by {}", call.name);
                filtered
            }
            None => received,
        }
    }

    /// Learns what a call has created.
    fn learn(&self, call: &Call, sent: &str, named: &Tokens, received: &str) {
        let mut state = self.state();
        state.seen.extend(named.ids());
        let fresh: Vec<String> = tokens(received)
            .ids()
            .filter(|id| !state.seen.contains(id) && (call.service() != "ec2" || is_of_ec2(id)))
            .collect();
        let mut keys: Vec<(String, String)> = Vec::new();
        for id in fresh {
            if call.name == "acm:RequestCertificate" {
                state.requested.insert(id.clone(), Instant::now());
            }
            // The last part of an ARN is a name or an id, by which the same service knows it.
            let last = id.rsplit(['/', ':']).next().unwrap_or_default().to_owned();
            if id.starts_with("arn:") && last.len() >= 12 && !state.seen.contains(&last) {
                keys.push((last, call.service().to_owned()));
            }
            state.seen.insert(id.clone());
            keys.push((id, String::new()));
        }
        if let Some(name) = created_name(call, sent) {
            let place = format!("{} {name}", call.service());
            if state.seen.insert(place) {
                keys.push((name, call.service().to_owned()));
            }
        }
        for (key, only) in keys {
            let lag = if call.service() == "ec2" { EC2_LAG } else { LAG };
            // Between a third of the lag and all of it.
            let share = f64::from(u32::try_from(self.draw(&key) % 100).unwrap_or_default()) / 150.0 + 1.0 / 3.0;
            let until = Instant::now() + lag.mul_f64(share).div_f64(self.speed);
            let creator = call.name.clone();
            let is_certificate = false;
            let new = New {
                until,
                only,
                is_certificate,
                creator,
            };
            state.new.insert(key, new);
        }
    }

    /// Lets the issue of a certificate that this stack has requested take a while, and CloudFront not see it then.
    fn issued(&self, call: &Call, received: Vec<u8>) -> Vec<u8> {
        let text = String::from_utf8_lossy(&received);
        if call.name != "acm:DescribeCertificate" || !text.contains("\"ISSUED\"") {
            return received;
        }
        let now = Instant::now();
        let mut state = self.state();
        let words = tokens(&text);
        let Some((arn, at)) = state
            .requested
            .iter()
            .find(|(arn, _)| words.has(arn))
            .map(|(arn, at)| (arn.clone(), *at))
        else {
            return received;
        };
        if now < at + ISSUE.div_f64(self.speed) {
            return text.replace("\"ISSUED\"", "\"PENDING_VALIDATION\"").into_bytes();
        }
        state.requested.remove(&arn);
        let new = New {
            until: now + CERTIFICATE_LAG.div_f64(self.speed),
            only: "cloudfront".into(),
            is_certificate: true,
            creator: call.name.clone(),
        };
        state.new.insert(arn, new);
        received
    }

    fn count(&self, service: &str) {
        *self.state().changed.entry(service.to_owned()).or_default() += 1;
    }

    /// Returns a random number, which is the same for the same seed.
    fn draw(&self, what: &impl std::hash::Hash) -> u64 {
        let mut hash = DefaultHasher::new();
        self.random.hash(&mut hash);
        what.hash(&mut hash);
        hash.finish()
    }
}

/// Returns the client token of a request in EC2's protocol.
fn client_token(sent: &str) -> Option<String> {
    let mut pairs = sent.split(['&', '\n']).filter_map(|pair| pair.split_once('='));
    let token = pairs.find(|(key, _)| *key == "ClientToken");
    token.map(|(_, token)| token.to_owned())
}

/// Reads the body of a response.
async fn received(response: &mut HttpResponse) -> Result<Vec<u8>, ConnectorError> {
    let body = std::mem::replace(response.body_mut(), SdkBody::taken());
    let body = ByteStream::new(body).collect().await;
    Ok(body.map_err(|error| ConnectorError::io(error.into()))?.to_vec())
}

/// Replaces the body of a response.
fn with_body(mut response: HttpResponse, body: Vec<u8>) -> HttpResponse {
    if response.headers().contains_key("content-length") {
        response.headers_mut().insert("content-length", body.len().to_string());
    }
    *response.body_mut() = SdkBody::from(body);
    response
}

impl Tokens {
    /// Returns what looks like an ID.
    fn ids(&self) -> impl Iterator<Item = String> + '_ {
        self.iter().filter(|token| is_id(token)).map(str::to_owned)
    }
}
