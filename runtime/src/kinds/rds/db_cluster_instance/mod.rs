//! Cluster instances.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use super::advice::DATABASES;
use crate::resource::id::DbIdentifier;
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// One instance of an Aurora cluster: the first is the writer.
    DbClusterInstance is "cluster instance", "AWS::RDS::DBInstance::Cluster" of "rds" {
        // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
        named: 63,
        replaces: [cluster, engine],
        listed: [cluster],
        create: 380 to 3600,
        delete: 300 to 3600,
        outputs: {
            /// Its identifier.
            id: DbIdentifier,
            /// The host name that the cluster's writer answers on.
            endpoint: HostName,
            /// The port that the cluster answers on.
            port: Port,
        },
    }
    /// The cluster.
    cluster: Ref<DbIdentifier>,
    /// The cluster's engine.
    engine: String,
    /// The instance class; `db.serverless` where capacity is.
    class: String,
    /// The order in which readers take over: 0 first.
    tier: u32,
}

impl HasAdvice for DbClusterInstance {
    const ADVICE: &'static [Advice] = DATABASES;
}
