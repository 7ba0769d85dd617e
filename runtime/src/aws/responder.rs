//! Answers the calls of the SDK in tests of adapters, without a server.

use super::Aws;
use super::clients::Clients;
use crate::provider::{Provider as _, Target};
use crate::resource::Kind;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// A call, as AWS receives it.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// The operation, such as `CreateDBInstance`; of a service that names it in the path, the method and the path, such as
    /// `GET /2015-02-01/file-systems`.
    pub(crate) operation: String,
    /// The parameters of a service that takes a form, such as RDS and EC2.
    pub(crate) form: BTreeMap<String, String>,
    /// The parameters of a service that takes JSON, such as CloudWatch Logs.
    pub(crate) json: Value,
}

impl Call {
    /// Returns a parameter of the form; empty if the call does not have it.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.form.get(name).map_or("", String::as_str)
    }

    /// Returns the items of a list in the form, such as `Tags.Tag`.
    pub(crate) fn list(&self, name: &str) -> Vec<&str> {
        let item = |number: usize| self.form.get(&format!("{name}.{number}")).map(String::as_str);
        (1..).map_while(item).collect()
    }

    fn parse(request: &HttpRequest) -> Self {
        let body = request.body().bytes().unwrap_or_default();
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let form: BTreeMap<String, String> = String::from_utf8_lossy(body)
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (decoded(name), decoded(value)))
            .collect();
        Self {
            operation: match (target.rsplit_once('.'), form.get("Action")) {
                (Some((_, operation)), _) => operation.into(),
                (None, Some(action)) => action.clone(),
                (None, None) => {
                    let path = request.uri().split_once("://").map_or(request.uri(), |(_, rest)| rest);
                    let path = path.find('/').map_or("/", |at| &path[at..]);
                    let path = path.split('?').next().unwrap_or_default();
                    format!("{} {path}", request.method())
                }
            },
            json: serde_json::from_slice(body).unwrap_or_default(),
            form,
        }
    }
}

/// Decodes a text of a form.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let digits: Vec<u8> = if byte == b'%' {
            rest.by_ref().take(2).collect()
        } else {
            Vec::new()
        };
        let escaped = std::str::from_utf8(&digits)
            .ok()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(escaped.unwrap_or(if byte == b'+' { b' ' } else { byte }));
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// Returns a resource of a kind to make calls about.
pub(crate) fn target<K: Kind>() -> Target {
    Target {
        stack: "campus".into(),
        account: "111122223333".into(),
        address: "test.one".into(),
        kind: &K::INFO,
        region: "ap-southeast-1".into(),
        name: "campus-one".into(),
        spec_hash: "0f0f0".into(),
        deployment: "1".into(),
        token: "0".repeat(32),
        references: Vec::new(),
        dependents: Vec::new(),
    }
}

/// Reads a resource, and returns the names of the fields and constants that differ from what was applied.
pub(crate) async fn drifted(aws: &Aws, target: &Target, id: &str, fields: &Value) -> Vec<String> {
    let live = aws.read(target, id, fields).await.unwrap().unwrap();
    let of_fields = live
        .fields
        .iter()
        .filter(|(name, value)| fields[name.as_str()] != **value);
    let of_fields = of_fields.map(|(name, _)| name.clone());
    let constants = live.constants.iter().filter(|(_, one)| one.live != one.expected);
    of_fields.chain(constants.map(|(name, _)| (*name).to_owned())).collect()
}

/// What answers the calls.
pub(crate) trait Respond: Send + 'static {
    /// Returns the status and the body of the answer.
    fn respond(&mut self, call: &Call) -> (u16, String);
}

impl<F: FnMut(&Call) -> (u16, String) + Send + 'static> Respond for F {
    fn respond(&mut self, call: &Call) -> (u16, String) {
        self(call)
    }
}

/// Returns the answer of a service that takes a form: an error.
pub(crate) fn refusal(code: &str, message: &str) -> (u16, String) {
    let error = format!("<Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>");
    // RDS has the first form, and EC2 the second.
    let body = match code {
        _ if code.contains('.') => format!("<Response><Errors>{error}</Errors></Response>"),
        _ => format!("<ErrorResponse>{error}</ErrorResponse>"),
    };
    (400, body)
}

/// An HTTP client whose calls are answered by a [`Respond`].
pub(crate) struct Responder<R>(pub(crate) Arc<Mutex<R>>);

impl<R> Clone for Responder<R> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<R> std::fmt::Debug for Responder<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Responder")
    }
}

impl<R: Respond> Responder<R> {
    pub(crate) fn new(respond: R) -> Self {
        Self(Arc::new(Mutex::new(respond)))
    }

    /// Returns a provider whose calls it answers.
    pub(crate) fn aws(&self) -> Aws {
        Aws {
            clients: Clients::for_tests(SharedHttpClient::new(self.clone())),
        }
    }
}

impl<R: Respond> HttpConnector for Responder<R> {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (status, body) = self.0.lock().unwrap().respond(&Call::parse(&request));
        let status = status.try_into().unwrap();
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status, SdkBody::from(body))))
    }
}

impl<R: Respond> HttpClient for Responder<R> {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_a_form_is_decoded() {
        assert_eq!(decoded("a+b%2Fc%C3%A9"), "a b/cé");
        assert_eq!(decoded("100%"), "100%");
    }
}
