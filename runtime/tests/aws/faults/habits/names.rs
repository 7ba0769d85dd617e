//! The names of what a call creates, if AWS knows it by its name.

use crate::faults::call::Call;
use serde_json::Value;

/// The calls, and the parameter that has the name.
const NAMED: &[(&str, &str)] = &[
    ("cloudtrail:CreateTrail", "Name"),
    ("ecr:CreateRepository", "repositoryName"),
    ("elasticache:CreateCacheParameterGroup", "CacheParameterGroupName"),
    ("elasticache:CreateCacheSubnetGroup", "CacheSubnetGroupName"),
    ("elasticache:CreateReplicationGroup", "ReplicationGroupId"),
    ("elasticache:CreateServerlessCache", "ServerlessCacheName"),
    ("elasticache:CreateUser", "UserId"),
    ("elasticache:CreateUserGroup", "UserGroupId"),
    ("events:PutRule", "Name"),
    ("iam:CreateRole", "RoleName"),
    ("logs:CreateLogGroup", "logGroupName"),
    ("logs:PutDeliveryDestination", "name"),
    ("logs:PutDeliverySource", "name"),
    ("rds:CreateDBCluster", "DBClusterIdentifier"),
    ("rds:CreateDBClusterParameterGroup", "DBClusterParameterGroupName"),
    ("rds:CreateDBClusterSnapshot", "DBClusterSnapshotIdentifier"),
    ("rds:CreateDBInstance", "DBInstanceIdentifier"),
    ("rds:CreateDBParameterGroup", "DBParameterGroupName"),
    ("rds:CreateDBSnapshot", "DBSnapshotIdentifier"),
    ("rds:CreateDBSubnetGroup", "DBSubnetGroupName"),
    ("rds:CreateEventSubscription", "SubscriptionName"),
    ("secretsmanager:CreateSecret", "Name"),
];

/// The folders of paths whose last part is the name of what a call creates.
const FOLDERS: &[(&str, &str)] = &[("backup:PUT ", "/backup-vaults/"), ("scheduler:POST ", "/schedules/")];

/// Returns the name of what a call creates.
pub fn created_name(call: &Call, sent: &str) -> Option<String> {
    let (path, body) = sent.split_once('\n')?;
    if let Some((_, parameter)) = NAMED.iter().find(|(name, _)| *name == call.name) {
        if let Ok(Value::Object(body)) = serde_json::from_str(body) {
            return body.get(*parameter)?.as_str().map(str::to_owned);
        }
        let mut pairs = body.split('&').filter_map(|pair| pair.split_once('='));
        return pairs
            .find(|(key, _)| key == parameter)
            .map(|(_, value)| value.to_owned());
    }
    let of_folder = FOLDERS
        .iter()
        .find(|(start, folder)| call.name.starts_with(start) && path.starts_with(folder));
    if let Some((_, folder)) = of_folder {
        let name = path[folder.len()..].split(['?', '/']).next();
        return name.map(str::to_owned);
    }
    // A bucket: its path has no key, and no query.
    let bucket = path.trim_matches('/');
    let is_bucket = call.name.starts_with("s3:PUT ") && !bucket.contains(['/', '?']) && !bucket.is_empty();
    is_bucket.then(|| bucket.to_owned())
}
