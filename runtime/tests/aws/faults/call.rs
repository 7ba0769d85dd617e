//! An HTTP call of the SDK: its service, its protocol, and its identity.

use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use moodle_stack::provider::DEPLOYMENT_TAG;
use serde_json::Value;

/// The protocol of a service, by its name in <https://smithy.io/2.0/aws/protocols/index.html>.
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
    /// `restXml` as S3 uses it, whose errors have no outer element.
    S3,
    /// `rpcv2Cbor`.
    Cbor,
}

/// One HTTP call.
#[derive(Clone, Debug)]
pub struct Call {
    /// The service and its operation, or the method and the path.
    pub name: String,
    /// The protocol of the response.
    pub protocol: Protocol,
    /// Whether the response has no body.
    pub is_head: bool,
    /// The content of the call, without tokens and the number of the deployment.
    pub identity: String,
}

/// The keys of a JSON request whose values are different each time.
const VOLATILE: &[&str] = &[
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
    /// Parses a request.
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
        let content = match serde_json::from_str::<Value>(&text) {
            Ok(mut json) => {
                remove_volatile(&mut json);
                json.to_string()
            }
            Err(_) => text.into_owned(),
        };
        let name = format!("{service}:{operation}");
        let identity = format!(
            "{name} in {region}: {} {}",
            request.method(),
            normalize(&format!("{path}?{content}"))
        );
        Self {
            name,
            protocol,
            is_head: request.method() == "HEAD",
            identity,
        }
    }
}

impl Call {
    /// Returns the service, as in the scope of the signature.
    pub fn service(&self) -> &str {
        self.name.split(':').next().unwrap_or_default()
    }

    /// Returns the operation, or the method and the path.
    pub fn operation(&self) -> &str {
        self.name.split_once(':').map_or("", |(_, operation)| operation)
    }

    /// Returns whether it only reads.
    pub fn is_read(&self) -> bool {
        let starts = ["Describe", "Get", "List", "GET ", "HEAD "];
        starts.iter().any(|start| self.operation().starts_with(start))
    }
}

impl Call {
    /// Returns whether it lists what a call creates, such as `ec2:DescribeSubnets` what `ec2:CreateSubnet` creates.
    pub fn lists_what(&self, creator: &str) -> bool {
        let Some((service, operation)) = creator.split_once(':') else {
            return false;
        };
        if self.service() != service || !self.is_read() {
            return false;
        }
        // Paths say what they are about, and are different for a list and for one item.
        if operation.contains(' ') {
            return true;
        }
        let noun = |name: &str| {
            let starts = name.find(|sign: char| sign.is_ascii_lowercase()).unwrap_or_default();
            let verb = name[starts..]
                .find(|sign: char| sign.is_ascii_uppercase())
                .unwrap_or_default();
            let noun = &name[starts + verb..];
            let singular = noun.strip_suffix("es").filter(|noun| noun.ends_with("ss"));
            let plain = noun.strip_suffix('s').filter(|noun| !noun.ends_with('s'));
            singular.or(plain).unwrap_or(noun).to_owned()
        };
        let created = match operation {
            "AuthorizeSecurityGroupEgress" | "AuthorizeSecurityGroupIngress" => "SecurityGroupRule".into(),
            operation => noun(operation),
        };
        noun(self.operation()) == created
    }
}

/// Returns the region and the service from the scope of the signature.
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

fn parameter<'f>(form: &'f str, name: &str) -> &'f str {
    let mut pairs = form.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(key, _)| *key == name).map_or("", |(_, value)| value)
}

/// Removes the keys whose values are different each time.
fn remove_volatile(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|key, _| !VOLATILE.contains(&key.as_str()));
            map.values_mut().for_each(remove_volatile);
        }
        Value::Array(values) => values.iter_mut().for_each(remove_volatile),
        _ => {}
    }
}

/// How far after the name of the tag its value can be: `Key=moodle-stack%3Adeployment&TagSpecification.1.Tag.5.Value=7`.
const REACH: usize = 56;

/// Removes tokens, which are 32 hexadecimal digits, and the number of the deployment, which is after the name of its tag.
fn normalize(text: &str) -> String {
    // The SDK generates a token in another format if the caller gives none.
    let is_token = |pair: &&str| pair.to_ascii_lowercase().starts_with("clienttoken=");
    let pairs = text.split_inclusive(['?', '&']).filter(|pair| !is_token(pair));
    let text: String = pairs.collect();
    let mut normalized = String::new();
    for word in text.split_inclusive(|sign: char| !sign.is_ascii_hexdigit()) {
        let digits = word.trim_end_matches(|sign: char| !sign.is_ascii_hexdigit());
        normalized += if digits.len() == 32 { &word[32..] } else { word };
    }
    for tag in [DEPLOYMENT_TAG.to_owned(), DEPLOYMENT_TAG.replace(':', "%3A")] {
        let mut parts = normalized.split(&tag);
        let mut rest = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let value = |(at, sign): (usize, char)| (at >= REACH || !sign.is_ascii_digit()).then_some(sign);
            rest += &tag;
            rest.extend(part.char_indices().filter_map(value));
        }
        normalized = rest;
    }
    normalized
}

#[test]
fn call_lists_only_what_its_name_says() {
    let call = |name: &str| Call {
        name: name.into(),
        protocol: Protocol::Ec2,
        is_head: false,
        identity: String::new(),
    };
    for (list, creator) in [
        ("ec2:DescribeAddresses", "ec2:AllocateAddress"),
        ("ec2:DescribeSubnets", "ec2:CreateSubnet"),
        ("ec2:DescribeSecurityGroupRules", "ec2:AuthorizeSecurityGroupEgress"),
        ("ecs:ListTaskDefinitions", "ecs:RegisterTaskDefinition"),
        ("rds:DescribeDBInstances", "rds:CreateDBInstance"),
        (
            "cloudfront:GET /2020-05-31/vpc-origin",
            "cloudfront:POST /2020-05-31/vpc-origin",
        ),
    ] {
        assert!(call(list).lists_what(creator), "{list} {creator}");
    }
    assert!(!call("ec2:DescribeVpcEndpoints").lists_what("ec2:CreateVpc"));
    assert!(!call("ec2:DescribeNatGateways").lists_what("ec2:AllocateAddress"));
    assert!(!call("events:ListTargetsByRule").lists_what("states:CreateStateMachine"));
}

#[test]
fn identity_does_not_depend_on_the_deployment_or_on_tokens() {
    let form = |token: &str, run: &str| {
        normalize(&format!(
            "Action=CreateVpc&ClientToken={token}&Tag.1.Key=moodle-stack%3Adeployment&Tag.1.Value={run}&CidrBlock=10.0.0.0%2F16"
        ))
    };
    let (one, other) = ("0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210");
    assert_eq!(form(one, "9"), form(other, "10"));
    assert_ne!(form(one, "7"), form(one, "7").replace("CreateVpc", "CreateSubnet"));
    assert_eq!(
        normalize("/schedules/a?clientToken=0-1&x=y"),
        normalize("/schedules/a?clientToken=2-3&x=y")
    );
    let mut json = serde_json::json!({ "name": "a", "clientToken": "1", "in": [{ "LockToken": "2", "id": 3 }] });
    remove_volatile(&mut json);
    assert_eq!(json, serde_json::json!({ "name": "a", "in": [{ "id": 3 }] }));
}
