//! Amazon Route 53: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonroute53.html>.

use super::Record;
use crate::resource::permission::{Condition, HasPermissions, Permissions, allow};

const ZONE: &[&str] = &["arn:{partition}:route53:::hostedzone/{zone}"];

/// <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html>
const OF_TYPE: Condition = Condition {
    operator: "ForAllValues:StringEquals",
    key: "route53:ChangeResourceRecordSetsRecordTypes",
    values: &["{record_type}"],
};

const UPSERT_OR_DELETE: Condition = Condition {
    operator: "ForAllValues:StringEquals",
    key: "route53:ChangeResourceRecordSetsActions",
    values: &["DELETE", "UPSERT"],
};

/// The hosted zone belongs to the university, and contains other records.
impl HasPermissions for Record {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow(&["route53:ListResourceRecordSets"], ZONE),
            allow(&["route53:ChangeResourceRecordSets"], ZONE).when(&[OF_TYPE, UPSERT_OR_DELETE]),
        ],
        inventory: &[],
        dependents: &[],
    };
}
