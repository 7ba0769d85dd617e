//! Answers for the SDK that a test writes down.

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::DateTime;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::date_time::Format;
use std::sync::{Arc, Mutex};

/// A part of a request's signature, target, address or body, and the status and the body of its answer.
pub(super) type Answer = (&'static str, u16, &'static str);

/// Gives each request the first answer that fits, and records the requests.
#[derive(Clone, Debug, Default)]
pub(super) struct Script {
    answers: Vec<Answer>,
    /// AWS's time in all answers.
    date: Option<DateTime>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Script {
    pub(super) fn new(answers: &[Answer]) -> Self {
        Self {
            answers: answers.to_vec(),
            ..Self::default()
        }
    }

    /// Dates the answers.
    pub(super) fn at(mut self, date: DateTime) -> Self {
        self.date = Some(date);
        self
    }

    /// Returns the requests so far.
    pub(super) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

impl HttpConnector for Script {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let header = |name| request.headers().get(name).unwrap_or_default();
        let body = String::from_utf8_lossy(request.body().bytes().unwrap_or_default());
        let (signature, target) = (header("authorization"), header("x-amz-target"));
        let text = format!("{signature} {target} {} {body}", request.uri());
        let fits = |answer: &&Answer| text.contains(answer.0);
        let (_, status, body) = self.answers.iter().find(fits).unwrap_or(&("", 400, "{}"));
        let mut answer = HttpResponse::new((*status).try_into().unwrap(), SdkBody::from(*body));
        if let Some(date) = self.date {
            let date = date.fmt(Format::HttpDate).unwrap();
            answer.headers_mut().insert("date", date);
        }
        self.asked.lock().unwrap().push(text);
        HttpConnectorFuture::ready(Ok(answer))
    }
}

impl HttpClient for Script {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}
