//! Database parameter groups.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::{Advice, HasAdvice, kind};
use std::collections::BTreeMap;

kind! {
    /// A parameter group of database instances.
    DbParameterGroup is "database parameter group", "AWS::RDS::DBParameterGroup" of "rds" {
        // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBParameterGroup.html
        name_limit: 255,
        replaces: [family, description],
        create: 3 to 300,
        delete: 2 to 300,
        outputs: {
            /// The group's name.
            name: DbParameterGroupName,
        },
    }
    /// The parameter group family, such as `mysql8.4`.
    family: String,
    /// What the group is for.
    description: String,
    /// The values of the parameters that differ from the engine's defaults, by the parameters' names.
    parameters: BTreeMap<String, String>,
}

impl HasAdvice for DbParameterGroup {
    const ADVICE: &'static [Advice] = &[];
}
