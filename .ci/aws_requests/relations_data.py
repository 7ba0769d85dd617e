"""Rules about several values of one call to databases, caches, files, buckets and secrets, each with its page."""

from collections.abc import Iterator

from parse import Call
from relation import relation
from rules import CACHE, DOCS, EFS, RDS


# What the cluster has, and not its instances: "This setting doesn't apply to Amazon Aurora DB instances".
OF_THE_CLUSTER = (
    "AllocatedStorage BackupRetentionPeriod DBName DeletionProtection EnableIAMDatabaseAuthentication EngineLifecycleSupport Iops "
    "MasterUsername MasterUserPassword ManageMasterUserPassword MaxAllocatedStorage MultiAZ Port PreferredBackupWindow "
    "StorageEncrypted StorageThroughput StorageType VpcSecurityGroupIds"
).split()


@relation("rds", "CreateDBInstance", RDS + "CreateDBInstance.html")
def instances(given: dict, _: Call) -> Iterator[str]:
    """Aurora's instances take little, since the cluster has most settings."""
    aurora = given.get("Engine", "").startswith("aurora")
    if aurora:
        taken = [name for name in OF_THE_CLUSTER if name in given]
        if taken:
            yield f"{', '.join(taken)} do not apply to an Aurora instance"
        if "DBClusterIdentifier" not in given:
            yield "an Aurora instance is in a cluster"
    elif "AllocatedStorage" not in given:
        yield "AllocatedStorage is missing"
    if given.get("MultiAZ") and "AvailabilityZone" in given:
        yield "a Multi-AZ database cannot have AvailabilityZone"


@relation("rds", "CreateDBInstance RestoreDBInstanceFromDBSnapshot", RDS + "RestoreDBInstanceFromDBSnapshot.html")
def extended_support(given: dict, _: Call) -> Iterator[str]:
    """Extended support is for two engines."""
    if given.get("Engine") not in ("mysql", "postgres") and "EngineLifecycleSupport" in given:
        yield "EngineLifecycleSupport is for MySQL and PostgreSQL only"


@relation("rds", "CreateDBInstance ModifyDBInstance CreateDBCluster ModifyDBCluster RestoreDBInstanceFromDBSnapshot", RDS + "CreateDBInstance.html")
def databases(given: dict, call: Call) -> Iterator[str]:
    """Settings that need or exclude each other."""
    if given.get("ManageMasterUserPassword") and "MasterUserPassword" in given:
        yield "a managed password excludes MasterUserPassword"
    if ("MonitoringRoleArn" in given) and not given.get("MonitoringInterval"):
        yield "MonitoringRoleArn needs MonitoringInterval"
    if given.get("MonitoringInterval") and "MonitoringRoleArn" not in given:
        yield "MonitoringInterval needs MonitoringRoleArn"
    days = given.get("PerformanceInsightsRetentionPeriod", 7)
    if days not in (7, 731) and (days % 31 or not 1 <= days // 31 <= 23):
        yield f"Performance Insights cannot keep {days} days"
    ceiling = given.get("MaxAllocatedStorage")
    # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html. A change to the same value turns
    # autoscaling off.
    floor = given.get("AllocatedStorage", 0)
    if ceiling and floor * 11 > ceiling * 10 and not (call.operation.startswith("Modify") and ceiling == floor):
        yield f"MaxAllocatedStorage {ceiling} is not 10 % above AllocatedStorage {floor}"


# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html
EXPORTS = {
    "mysql": {"audit", "error", "general", "slowquery", "iam-db-auth-error"},
    "mariadb": {"audit", "error", "general", "slowquery", "iam-db-auth-error"},
    "postgres": {"postgresql", "upgrade", "iam-db-auth-error"},
    "aurora-mysql": {"audit", "error", "general", "slowquery", "instance", "iam-db-auth-error"},
    "aurora-postgresql": {"postgresql", "instance", "iam-db-auth-error"},
}


@relation("rds", "CreateDBInstance CreateDBCluster RestoreDBInstanceFromDBSnapshot RestoreDBClusterFromSnapshot", RDS + "CreateDBInstance.html")
def exports(given: dict, _: Call) -> Iterator[str]:
    """Each engine has logs of its own."""
    unknown = set(given.get("EnableCloudwatchLogsExports", [])) - EXPORTS.get(given.get("Engine", ""), set())
    if unknown:
        yield f"{given.get('Engine')} has no log {', '.join(sorted(unknown))}"


@relation("rds", "CreateDBCluster ModifyDBCluster RestoreDBClusterFromSnapshot", RDS + "ServerlessV2ScalingConfiguration.html")
def capacity(given: dict, _: Call) -> Iterator[str]:
    """Capacity is in steps of 0.5, to 256."""
    scaling = given.get("ServerlessV2ScalingConfiguration")
    if scaling:
        low, high = scaling.get("MinCapacity", 0), scaling.get("MaxCapacity", 0)
        if not 0 <= low <= high <= 256 or high < 1 or low * 2 % 1 or high * 2 % 1:
            yield f"the capacity cannot be {low} to {high}"


@relation("rds", "CreateDBSubnetGroup ModifyDBSubnetGroup", RDS + "CreateDBSubnetGroup.html")
def subnets_of_databases(given: dict, _: Call) -> Iterator[str]:
    """Subnets in two zones at least."""
    if len(set(given.get("SubnetIds", []))) < 2:
        yield "the group has less than two subnets"


@relation("rds", "ModifyDBParameterGroup ModifyDBClusterParameterGroup ResetDBParameterGroup ResetDBClusterParameterGroup", RDS + "ModifyDBParameterGroup.html")
def parameters(given: dict, _: Call) -> Iterator[str]:
    """Twenty parameters in one call, each with its name and how it is applied."""
    if len(given.get("Parameters", [])) > 20:
        yield f"{len(given['Parameters'])} parameters are too many for one call"
    for one in given.get("Parameters", []):
        if not one.get("ParameterName") or not one.get("ApplyMethod"):
            yield "a parameter has no name or no ApplyMethod"


@relation("rds", "DeleteDBInstance", RDS + "DeleteDBInstance.html")
def deletions(given: dict, _: Call) -> Iterator[str]:
    """A final snapshot has a name, and a name is of a final snapshot."""
    if bool(given.get("SkipFinalSnapshot")) == ("FinalDBSnapshotIdentifier" in given):
        # An Aurora instance takes neither.
        if given.get("SkipFinalSnapshot"):
            yield "SkipFinalSnapshot excludes FinalDBSnapshotIdentifier"


@relation("elasticache", "CreateReplicationGroup", CACHE + "CreateReplicationGroup.html")
def replication_groups(given: dict, _: Call) -> Iterator[str]:
    """What failover and passwords need."""
    if given.get("AutomaticFailoverEnabled") and given.get("NumCacheClusters", 1) < 2:
        yield "AutomaticFailoverEnabled needs two nodes"
    if given.get("MultiAZEnabled") and not given.get("AutomaticFailoverEnabled"):
        yield "MultiAZEnabled needs AutomaticFailoverEnabled"
    if "AuthToken" in given and not given.get("TransitEncryptionEnabled"):
        yield "AuthToken needs TransitEncryptionEnabled"
    if "AuthToken" in given and "UserGroupIds" in given:
        yield "AuthToken excludes UserGroupIds"


@relation("elasticache", "CreateServerlessCache", DOCS + "AmazonElastiCache/latest/dg/set-up.html")
def serverless_caches(given: dict, _: Call) -> Iterator[str]:
    """Two or three subnets."""
    if "SubnetIds" in given and not 2 <= len(set(given["SubnetIds"])) <= 3:
        yield f"a serverless cache has two or three subnets, not {len(set(given['SubnetIds']))}"


@relation("s3", "CreateBucket", DOCS + "AmazonS3/latest/API/API_CreateBucketConfiguration.html")
def buckets(given: dict, call: Call) -> Iterator[str]:
    """A bucket's region is given, except us-east-1, which is no constraint."""
    place = given.get("CreateBucketConfiguration", {}).get("LocationConstraint")
    if place != (None if call.region == "us-east-1" else call.region):
        yield f"LocationConstraint is {place}, and the call goes to {call.region}"


@relation("s3", "PutBucketLifecycleConfiguration", DOCS + "AmazonS3/latest/API/API_LifecycleRule.html")
def lifecycles(given: dict, _: Call) -> Iterator[str]:
    """A rule has a filter and an action."""
    actions = {"Expiration", "Transitions", "NoncurrentVersionExpiration", "NoncurrentVersionTransitions", "AbortIncompleteMultipartUpload"}
    for one in given.get("LifecycleConfiguration", {}).get("Rules", []):
        if not actions & set(one) or ("Filter" not in one and "Prefix" not in one):
            yield f"the rule {one.get('ID')} has no filter or no action"


@relation("secretsmanager", "DeleteSecret", DOCS + "secretsmanager/latest/apireference/API_DeleteSecret.html")
def recovery(given: dict, _: Call) -> Iterator[str]:
    """A secret is deleted at once, or after 7 to 30 days."""
    if given.get("ForceDeleteWithoutRecovery") and "RecoveryWindowInDays" in given:
        yield "ForceDeleteWithoutRecovery excludes RecoveryWindowInDays"
    if not 7 <= given.get("RecoveryWindowInDays", 30) <= 30:
        yield f"a window cannot have {given['RecoveryWindowInDays']} days"


@relation("efs", "PutLifecycleConfiguration", EFS + "PutLifecycleConfiguration.html")
def transitions(given: dict, _: Call) -> Iterator[str]:
    """Each policy has one transition."""
    if any(len(one) != 1 for one in given.get("LifecyclePolicies", [])):
        yield "a policy has more than one transition, or none"


@relation("efs", "CreateFileSystem UpdateFileSystem", EFS + "CreateFileSystem.html")
def throughput(given: dict, _: Call) -> Iterator[str]:
    """Provisioned throughput, and nothing else, has a number."""
    if (given.get("ThroughputMode") == "provisioned") != ("ProvisionedThroughputInMibps" in given):
        yield "ThroughputMode provisioned, and only that, has ProvisionedThroughputInMibps"
