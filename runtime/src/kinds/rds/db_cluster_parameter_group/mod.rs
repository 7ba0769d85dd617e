//! Cluster parameter groups.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::{Advice, HasAdvice, kind};
use std::collections::BTreeMap;

kind! {
    /// A parameter group of Aurora clusters.
    DbClusterParameterGroup is "cluster parameter group", "AWS::RDS::DBClusterParameterGroup" of "rds" {
        // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBClusterParameterGroup.html
        name_limit: 255,
        replaces: [family, description],
        create: 3 to 300,
        delete: 2 to 300,
        outputs: {
            /// The group's name.
            name: DbParameterGroupName,
        },
    }
    /// The parameter group family, such as `aurora-mysql8.0`.
    family: String,
    /// What the group is for.
    description: String,
    /// The values of the parameters that differ from the engine's defaults, by the parameters' names.
    parameters: BTreeMap<String, String>,
}

impl HasAdvice for DbClusterParameterGroup {
    const ADVICE: &'static [Advice] = &[];
}
