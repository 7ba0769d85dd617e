//! What the adapters of several services share.

use super::{Cx, fault, missing};
use crate::provider::{Fault, FaultKind, Live};
use aws_smithy_types::error::operation::BuildError;
use serde::Serialize;
use serde_json::{Value, json};
use std::fmt;

/// Says that a request could not be put together: a value that AWS requires is missing.
pub(crate) fn unbuilt(call: &'static str) -> impl FnOnce(BuildError) -> Fault {
    move |error| Fault::new(FaultKind::Internal, call, "NotBuilt", error.to_string())
}

/// Says that something of our name is there and is not ours, as `the load balancer campus-alb`.
pub(crate) fn foreign(call: &'static str, what: &str) -> Fault {
    let message = format!("{what} is there already and does not carry this resource's tags");
    Fault::new(FaultKind::Foreign, call, "NotOurs", message)
}

/// Turns a number of a declaration, which rules keep small, into AWS's type.
pub(crate) fn int(value: u32) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}

/// Turns AWS's floating point number into the whole number that it was declared as, where it is one.
pub(crate) fn whole(live: f64) -> Value {
    live.to_string()
        .parse::<i64>()
        .map_or_else(|_| json!(live), Value::from)
}

/// Returns a list that AWS keeps in no order: in the applied order where it holds the same.
pub(crate) fn as_applied<'a>(live: &[String], applied: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let applied: Vec<String> = applied.into_iter().map(str::to_owned).collect();
    let sorted = |list: &[String]| {
        let mut list = list.to_vec();
        list.sort();
        list
    };
    if sorted(live) == sorted(&applied) {
        applied
    } else {
        live.to_vec()
    }
}

/// Adds what AWS may leave out of an answer.
pub(crate) trait Told {
    /// Adds a field, if AWS tells it.
    fn told(self, name: &str, value: Option<impl Serialize>) -> Self;
}

impl Told for Live {
    fn told(self, name: &str, value: Option<impl Serialize>) -> Self {
        match value {
            Some(value) => self.field(name, value),
            None => self,
        }
    }
}

/// A secret's value, in memory for one call.
pub(crate) struct SecretValue(String);

impl SecretValue {
    /// Returns the value, for the request that needs it and nothing else.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// Takes the value out of a fault, where AWS quotes the request.
    pub(crate) fn redact(&self, mut fault: Fault) -> Fault {
        if !self.0.is_empty() {
            fault.message = fault.message.replace(&self.0, "***");
        }
        fault
    }
}

impl fmt::Debug for SecretValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretValue(***)")
    }
}

impl Cx<'_> {
    /// Reads a secret, in the region that its ARN names: what uses it may live in another.
    pub(crate) async fn secret_value(&self, arn: &str) -> Result<SecretValue, Fault> {
        const CALL: &str = "secretsmanager:GetSecretValue";
        let region = arn.split(':').nth(3).unwrap_or(&self.target.region);
        let client = self.clients.client(region, aws_sdk_secretsmanager::Client::new);
        let answer = client.get_secret_value().secret_id(arn).send();
        let value = answer.await.map_err(fault(CALL))?.secret_string;
        value.map(SecretValue).ok_or_else(|| missing(CALL, "value"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_keeps_the_applied_order_only_while_it_holds_the_same() {
        let live = ["b".to_owned(), "a".to_owned()];
        assert_eq!(as_applied(&live, ["a", "b"]), ["a", "b"]);
        assert_eq!(as_applied(&live, ["a", "c"]), ["b", "a"]);
    }

    #[test]
    fn a_secret_is_taken_out_of_what_aws_quotes() {
        let secret = SecretValue("hunter2".into());
        let quoted = Fault::new(
            FaultKind::Invalid,
            "elbv2:CreateRule",
            "ValidationError",
            "'hunter2' is not valid",
        );
        assert_eq!(secret.redact(quoted).message, "'***' is not valid");
        assert_eq!(format!("{secret:?}"), "SecretValue(***)");
    }

    #[test]
    fn whole_numbers_come_back_as_they_were_declared() {
        assert_eq!(whole(50.0), json!(50));
        assert_eq!(whole(0.5), json!(0.5));
    }
}
