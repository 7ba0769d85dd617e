//! One HTTP call of the SDK: of which service it is, in which protocol, and what tells it from all others.

use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use moodle_stack::provider::DEPLOYMENT_TAG;
use serde_json::Value;

/// In which shape a service answers; the names are those of <https://smithy.io/2.0/aws/protocols/index.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// `awsJson1_0` and `awsJson1_1`.
    Json,
    /// `restJson1`.
    RestJson,
    /// `awsQuery`.
    Query,
    /// `ec2Query`.
    Ec2,
    /// `restXml`.
    RestXml,
    /// `restXml` as S3 has it, whose errors stand in nothing.
    S3,
    /// `rpcv2Cbor`.
    Cbor,
}

/// One HTTP call.
#[derive(Clone, Debug)]
pub struct Call {
    /// The service and its operation, or the method and the path.
    pub name: String,
    /// In which shape it is answered.
    pub protocol: Protocol,
    /// Whether the answer has no body.
    pub is_head: bool,
    /// What tells it from all others: everything in it but tokens, and which run of the deployer made it.
    pub identity: String,
}

/// What of a JSON request is another each time that it is made.
const FRESH: &[&str] = &[
    "clientToken",
    "ClientToken",
    "ClientRequestToken",
    "CreationToken",
    "LockToken",
    "nextToken",
    "NextToken",
    "SecretString",
];

impl Call {
    /// Reads a request.
    pub fn of(request: &HttpRequest) -> Self {
        let header = |name: &str| request.headers().get(name).unwrap_or_default();
        let (region, service) = scope(header("authorization"));
        let body = request.body().bytes().unwrap_or_default();
        let protocol = protocol(header("smithy-protocol"), header("content-type"), service);
        let path = request.uri().split_once("://").map_or("", |(_, rest)| rest);
        let path = path.find('/').map_or("", |at| &path[at..]);
        let text = String::from_utf8_lossy(body);
        let operation = match protocol {
            Protocol::Json => header("x-amz-target").rsplit('.').next().unwrap_or_default().to_owned(),
            Protocol::Query | Protocol::Ec2 => parameter(&text, "Action").to_owned(),
            Protocol::Cbor => path.rsplit('/').next().unwrap_or_default().to_owned(),
            Protocol::RestJson | Protocol::RestXml | Protocol::S3 => {
                format!("{} {}", request.method(), path.split('?').next().unwrap_or_default())
            }
        };
        let said = match serde_json::from_str::<Value>(&text) {
            Ok(mut json) => {
                forget_fresh(&mut json);
                json.to_string()
            }
            Err(_) => text.into_owned(),
        };
        let name = format!("{service}:{operation}");
        let identity = format!(
            "{name} in {region}: {} {}",
            request.method(),
            settle(&format!("{path}?{said}"))
        );
        Self {
            name,
            protocol,
            is_head: request.method() == "HEAD",
            identity,
        }
    }
}

/// Reads region and service from where the signature names them.
fn scope(authorization: &str) -> (&str, &str) {
    let scope = authorization.split("Credential=").nth(1).unwrap_or_default();
    let scope = scope.split(',').next().unwrap_or_default();
    let mut parts = scope.split('/').skip(2);
    (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}

fn protocol(smithy: &str, content: &str, service: &str) -> Protocol {
    match (smithy, content, service) {
        ("rpc-v2-cbor", ..) => Protocol::Cbor,
        (_, _, "s3") => Protocol::S3,
        (_, _, "route53" | "cloudfront") => Protocol::RestXml,
        (_, form, "ec2") if form.starts_with("application/x-www-form-urlencoded") => Protocol::Ec2,
        (_, form, _) if form.starts_with("application/x-www-form-urlencoded") => Protocol::Query,
        (_, json, _) if json.starts_with("application/x-amz-json-1.") => Protocol::Json,
        _ => Protocol::RestJson,
    }
}

/// Finds a parameter of a form.
fn parameter<'f>(form: &'f str, name: &str) -> &'f str {
    let mut pairs = form.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(key, _)| *key == name).map_or("", |(_, value)| value)
}

/// Takes out of a JSON request what is another each time.
fn forget_fresh(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|key, _| !FRESH.contains(&key.as_str()));
            map.values_mut().for_each(forget_fresh);
        }
        Value::Array(values) => values.iter_mut().for_each(forget_fresh),
        _ => {}
    }
}

/// How far behind the name of the tag its value can stand: `Key=moodle-stack%3Adeployment&TagSpecification.1.Tag.5.Value=7`.
const REACH: usize = 56;

/// Takes out tokens, which are 32 hexadecimal digits, and the number of the run, which stands behind the name of its tag.
fn configure_and_wait(text: &str) -> String {
    // The SDK makes a token where the caller gives none, in a form of its own.
    let is_token = |pair: &&str| pair.to_ascii_lowercase().starts_with("clienttoken=");
    let pairs = text.split_inclusive(['?', '&']).filter(|pair| !is_token(pair));
    let text: String = pairs.collect();
    let mut settled = String::new();
    for word in text.split_inclusive(|sign: char| !sign.is_ascii_hexdigit()) {
        let digits = word.trim_end_matches(|sign: char| !sign.is_ascii_hexdigit());
        settled += if digits.len() == 32 { &word[32..] } else { word };
    }
    for tag in [DEPLOYMENT_TAG.to_owned(), DEPLOYMENT_TAG.replace(':', "%3A")] {
        let mut parts = settled.split(&tag);
        let mut rest = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let value = |(at, sign): (usize, char)| (at >= REACH || !sign.is_ascii_digit()).then_some(sign);
            rest += &tag;
            rest.extend(part.char_indices().filter_map(value));
        }
        settled = rest;
    }
    settled
}

#[test]
fn a_call_is_the_same_whatever_run_makes_it_and_with_whatever_token() {
    let form = |token: &str, run: &str| {
        settle(&format!(
            "Action=CreateVpc&ClientToken={token}&Tag.1.Key=moodle-stack%3Adeployment&Tag.1.Value={run}&CidrBlock=10.0.0.0%2F16"
        ))
    };
    let (one, other) = ("0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210");
    assert_eq!(form(one, "9"), form(other, "10"));
    assert_ne!(form(one, "7"), form(one, "7").replace("CreateVpc", "CreateSubnet"));
    assert_eq!(
        settle("/schedules/a?clientToken=0-1&x=y"),
        settle("/schedules/a?clientToken=2-3&x=y")
    );
    let mut json = serde_json::json!({ "name": "a", "clientToken": "1", "in": [{ "LockToken": "2", "id": 3 }] });
    forget_fresh(&mut json);
    assert_eq!(json, serde_json::json!({ "name": "a", "in": [{ "id": 3 }] }));
}
