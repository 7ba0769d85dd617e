//! Cluster instances.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use super::advice::DATABASES;
use crate::resource::id::DbIdentifier;
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// One instance of an Aurora cluster. The first is the writer.
    DbClusterInstance is "cluster instance", "AWS::RDS::DBInstance::Cluster" of "rds" {
        // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
        name_limit: 63,
        replaces: [cluster, engine],
        listed: [cluster],
        constants: [publicly_accessible, auto_minor_upgrades, monitoring_interval],
        unread: {
            enable_performance_insights: "it follows from the class, and AWS replaces Performance Insights by Database Insights",
        },
        create: 380 to 3600,
        delete: 300 to 3600,
        outputs: {
            /// The instance's identifier.
            id: DbIdentifier,
            /// The host name of the cluster's endpoint, which follows the writer.
            endpoint: HostName,
            /// The TCP port of the cluster.
            port: Port,
        },
    }
    /// The cluster that the instance belongs to.
    cluster: Ref<DbIdentifier>,
    /// The cluster's engine.
    engine: String,
    /// The instance class; `db.serverless` if the cluster has a capacity.
    class: String,
    /// The promotion tier, 0 to 15: if the writer fails, the reader with the lowest tier takes over.
    tier: u32,
}

impl HasAdvice for DbClusterInstance {
    const ADVICE: &'static [Advice] = DATABASES;
}
