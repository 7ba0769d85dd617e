//! Records.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{AliasZoneId, HostName, RecordName, RecordValue};
use crate::resource::{Advice, HasAdvice, Ref, kind};
use serde::{Deserialize, Serialize};

/// What a record says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// One value.
    Value(Ref<RecordValue>),
    /// Whatever an AWS resource has as addresses.
    Alias {
        /// The resource's host name.
        host: Ref<HostName>,
        /// The resource's hosted zone.
        zone: Ref<AliasZoneId>,
    },
}

kind! {
    /// A DNS record.
    Record is "record", "AWS::Route53::RecordSet" of "route53" {
        replaces: [zone, name, record_type],
        unreported: [zone, name, record_type],
        create: 40 to 900,
        delete: 5 to 900,
        outputs: {
            /// Its name.
            name: RecordName,
        },
    }
    /// The hosted zone.
    zone: String,
    /// The name.
    name: Ref<RecordName>,
    /// `A`, `AAAA` or `CNAME`.
    record_type: String,
    /// The answer.
    answer: Answer,
}

impl HasAdvice for Record {
    const ADVICE: &'static [Advice] = &[];
}
