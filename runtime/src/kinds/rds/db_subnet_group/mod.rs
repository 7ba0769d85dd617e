//! Database subnet groups.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{SubnetId, VpcId};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A subnet group for databases.
    DbSubnetGroup is "database subnet group", "AWS::RDS::DBSubnetGroup" of "rds" {
        // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSubnetGroup.html
        name_limit: 255,
        replaces: [vpc],
        create: 3 to 300,
        delete: 2 to 300,
        outputs: {
            /// The group's name.
            name: DbSubnetGroupName,
        },
    }
    /// The VPC of the subnets; a group cannot move to another one.
    vpc: Ref<VpcId>,
    /// What the group is for.
    description: String,
    /// The subnets that a database can be placed in.
    subnets: Vec<Ref<SubnetId>>,
}

impl HasAdvice for DbSubnetGroup {
    const ADVICE: &'static [Advice] = &[];
}
