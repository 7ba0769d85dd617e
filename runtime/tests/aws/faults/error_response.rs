//! AWS's error responses in each protocol.

use super::call::{Call, Protocol};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;

/// An error response of AWS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorResponse {
    /// Access is denied.
    Denied,
    /// The call is throttled.
    Throttled,
    /// The service has an internal error.
    InternalError,
    /// A proxy in front of the service has an error, and returns no code.
    Unavailable,
    /// Another error: its status, its code and its message.
    Other(u16, &'static str, &'static str),
}

impl ErrorResponse {
    /// Returns the status and the code, from "Common errors" in the service's API reference:
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>,
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>,
    /// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/CommonErrors.html>,
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/CommonErrors.html>.
    const fn status_and_code(self, protocol: Protocol) -> (u16, &'static str) {
        use Protocol::{Cbor, Ec2, Json, Query, RestJson, RestXml, S3};
        match (self, protocol) {
            (Self::Denied, Ec2) => (403, "UnauthorizedOperation"),
            (Self::Denied, Query | RestXml | S3) => (403, "AccessDenied"),
            (Self::Denied, Json | Cbor) => (400, "AccessDeniedException"),
            (Self::Denied, RestJson) => (403, "AccessDeniedException"),
            (Self::Throttled, Ec2) => (503, "RequestLimitExceeded"),
            (Self::Throttled, S3) => (503, "SlowDown"),
            (Self::Throttled, Query | RestXml) => (400, "Throttling"),
            (Self::Throttled, Json | Cbor) => (400, "ThrottlingException"),
            (Self::Throttled, RestJson) => (429, "ThrottlingException"),
            (Self::InternalError, Ec2 | S3) => (500, "InternalError"),
            (Self::InternalError, Query | RestXml | Json | Cbor) => (500, "InternalFailure"),
            (Self::InternalError, RestJson) => (500, "InternalServerError"),
            (Self::Unavailable, _) => (503, ""),
            (Self::Other(status, code, _), _) => (status, code),
        }
    }

    const fn message(self) -> &'static str {
        match self {
            Self::Other(.., message) => message,
            _ => MESSAGE,
        }
    }

    /// Returns the response to a call.
    pub fn response(self, call: &Call) -> HttpResponse {
        let (status, code) = self.status_and_code(call.protocol);
        let body = if call.is_head {
            Vec::new()
        } else {
            body(call.protocol, code, self.message())
        };
        let status = StatusCode::try_from(status).expect("a status");
        let mut response = HttpResponse::new(status, SdkBody::from(body));
        let headers = response.headers_mut();
        match call.protocol {
            _ if code.is_empty() => headers.insert("content-type", "text/html"),
            Protocol::Cbor => {
                headers.insert("smithy-protocol", "rpc-v2-cbor");
                headers.insert("content-type", "application/cbor")
            }
            Protocol::RestJson => headers.insert("x-amzn-errortype", code),
            Protocol::Json => headers.insert("content-type", "application/x-amz-json-1.1"),
            Protocol::Query | Protocol::Ec2 | Protocol::RestXml | Protocol::S3 => {
                headers.insert("content-type", "text/xml")
            }
        };
        response
    }
}

/// The message of each error.
pub const MESSAGE: &str = "injected by the test";

fn body(protocol: Protocol, code: &str, message: &str) -> Vec<u8> {
    if code.is_empty() {
        return b"<html><body>Service Unavailable</body></html>".into();
    }
    let error = format!("<Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>");
    match protocol {
        Protocol::Json => format!(r#"{{"__type":"{code}","message":"{message}"}}"#).into(),
        Protocol::RestJson => format!(r#"{{"message":"{message}"}}"#).into(),
        Protocol::Query | Protocol::RestXml => {
            format!("<ErrorResponse>{error}<RequestId>1</RequestId></ErrorResponse>").into()
        }
        Protocol::Ec2 => format!("<Response><Errors>{error}</Errors><RequestID>1</RequestID></Response>").into(),
        Protocol::S3 => error.into(),
        Protocol::Cbor => {
            // A map of two texts: <https://www.rfc-editor.org/rfc/rfc8949#section-3>.
            let mut cbor = vec![0xa2];
            for text in ["__type", code, "message", message] {
                cbor.extend([0x78, u8::try_from(text.len()).expect("a short text")]);
                cbor.extend(text.as_bytes());
            }
            cbor
        }
    }
}
