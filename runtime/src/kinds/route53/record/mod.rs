//! Records.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{AliasZoneId, HostName, RecordName, RecordValue};
use crate::resource::{Advice, HasAdvice, Ref, kind};
use serde::{Deserialize, Serialize};

/// The answer of a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// One value.
    Value(Ref<RecordValue>),
    /// The IP addresses that an AWS resource has at the time of the query.
    Alias {
        /// The resource's host name.
        host: Ref<HostName>,
        /// The ID of the resource's hosted zone.
        zone: Ref<AliasZoneId>,
    },
}

kind! {
    /// A DNS record.
    Record is "record", "AWS::Route53::RecordSet" of "route53" {
        replaces: [zone, name, record_type],
        unreported: {
            zone: "a read looks for the record by it",
            name: "a read looks for the record by it",
            record_type: "a read looks for the record by it",
        },
        constants: [options],
        found_by: [zone, name, record_type],
        exclusive: true,
        create: 40 to 900,
        delete: 5 to 900,
        outputs: {
            /// The record's name.
            name: RecordName,
        },
    }
    /// The ID of the hosted zone that contains the record.
    zone: String,
    /// The domain name that the record answers for.
    name: Ref<RecordName>,
    /// The record's type: `A`, `AAAA` or `CNAME`.
    record_type: String,
    /// The value, or the resource that the record is an alias for.
    answer: Answer,
}

impl HasAdvice for Record {
    const ADVICE: &'static [Advice] = &[];
}
