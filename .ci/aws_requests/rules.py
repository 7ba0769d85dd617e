"""Rules about single values that AWS's documentation states in words and its models do not have, each with its page."""

from collections.abc import Iterator
from dataclasses import dataclass

import regex
from parse import Call
from shapes import shown

DOCS = "https://docs.aws.amazon.com/"
EC2 = DOCS + "AWSEC2/latest/APIReference/API_"
ELB = DOCS + "elasticloadbalancing/latest/APIReference/API_"
RDS = DOCS + "AmazonRDS/latest/APIReference/API_"
CACHE = DOCS + "AmazonElastiCache/latest/APIReference/API_"
ECS = DOCS + "AmazonECS/latest/APIReference/API_"
EFS = DOCS + "efs/latest/ug/API_"
EDGE = DOCS + "cloudfront/latest/APIReference/API_"
LOGS = DOCS + "AmazonCloudWatchLogs/latest/APIReference/API_"
METRICS = DOCS + "AmazonCloudWatch/latest/APIReference/API_"
SNS = DOCS + "sns/latest/api/API_"
BACKUP = DOCS + "aws-backup/latest/devguide/API_"
SECRETS = DOCS + "secretsmanager/latest/apireference/API_"

# The characters of the names and descriptions of security groups.
OF_GROUPS = r"[a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]"
# The same without `&`, for some descriptions of rules.
OF_RULES = r"[a-zA-Z0-9 ._\-:/()#,@\[\]+=;{}!$*]"
# A letter first, no hyphen at the end, no two hyphens in a row.
IDENTIFIER = r"[a-zA-Z](?!.*--)[a-zA-Z0-9-]{0,%d}(?<!-)"
WINDOW = r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d"
WEEKLY = r"(?i)(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d-(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d"
# Six fields: minutes, hours, day of the month, month, day of the week, year. One of the two days is `?`.
CRON = r"cron\(\S+ \S+ (\? \S+ [^?\s]+|[^?\s]+ \S+ \?) \S+\)"
RATE = r"rate\((1 (minute|hour|day)|([2-9]|[1-9]\d+) (minutes|hours|days))\)"
RETENTION = r"1|3|5|7|14|30|60|90|120|150|180|365|400|545|731|1096|1827|2192|2557|2922|3288|3653"


@dataclass(frozen=True)
class Rule:
    """What the value at a path must be."""

    service: str
    # Empty: all operations.
    operations: tuple[str, ...]
    # The end of the path.
    path: str
    pattern: str
    page: str


def rule(service: str, operations: str, path: str, pattern: str, page: str) -> Rule:
    """Returns a rule; several operations are separated by spaces."""
    return Rule(service, tuple(operations.split()), path, pattern, page)


RULES = [
    rule("acm", "RequestCertificate", "DomainName", r".{1,64}", DOCS + "acm/latest/APIReference/API_RequestCertificate.html"),
    rule("application-autoscaling", "", "ResourceLabel", r"app/[^/]+/[0-9a-f]+/targetgroup/[^/]+/[0-9a-f]+",
         DOCS + "autoscaling/application/APIReference/API_PredefinedMetricSpecification.html"),
    rule("backup", "CreateBackupVault", "CreatorRequestId", r"[a-zA-Z0-9\-_.]{1,50}", BACKUP + "CreateBackupVault.html"),
    rule("cloudfront", "", "DistributionConfig.Comment", r"(?s).{0,128}", EDGE + "DistributionConfig.html"),
    rule("cloudfront", "", "DefaultRootObject", r"(?!/).{0,255}", EDGE + "DistributionConfig.html"),
    rule("cloudfront", "", "OriginPath", r"(/.*(?<!/))?", EDGE + "Origin.html"),
    rule("cloudfront", "", "OriginReadTimeout", r"[1-9]\d?|1[01]\d|120", EDGE + "CustomOriginConfig.html"),
    rule("cloudfront", "", "OriginKeepaliveTimeout", r"[1-9]\d?|1[01]\d|120", EDGE + "CustomOriginConfig.html"),
    rule("cloudfront", "", "ConnectionTimeout", r"[1-9]|10", EDGE + "Origin.html"),
    rule("cloudfront", "", "ConnectionAttempts", r"[123]", EDGE + "Origin.html"),
    rule("cloudtrail", "CreateTrail", "Name", r"(?!.*[._-]{2})(?!\d+\.\d+\.\d+\.\d+$)[A-Za-z0-9][A-Za-z0-9._-]{1,126}[A-Za-z0-9]",
         DOCS + "awscloudtrail/latest/APIReference/API_CreateTrail.html"),
    rule("cloudtrail", "", "S3KeyPrefix", r".{0,200}", DOCS + "awscloudtrail/latest/APIReference/API_CreateTrail.html"),
    rule("cloudwatch", "PutMetricAlarm", "AlarmName", r"[^\x00-\x1f\x7f]+", METRICS + "PutMetricAlarm.html"),
    rule("cloudwatch", "PutMetricAlarm", "TreatMissingData", r"breaching|notBreaching|ignore|missing", METRICS + "PutMetricAlarm.html"),
    rule("cloudwatch", "PutDashboard", "DashboardName", r"[A-Za-z0-9_-]{1,255}", METRICS + "PutDashboard.html"),
    rule("ec2", "CreateSecurityGroup", "GroupName", rf"(?!sg-){OF_GROUPS}{{1,255}}", EC2 + "CreateSecurityGroup.html"),
    rule("ec2", "CreateSecurityGroup", "Description", rf"{OF_GROUPS}{{1,255}}", EC2 + "CreateSecurityGroup.html"),
    rule("ec2", "", "IpRanges[].Description", rf"{OF_GROUPS}{{0,255}}", EC2 + "IpRange.html"),
    rule("ec2", "", "Ipv6Ranges[].Description", rf"{OF_GROUPS}{{0,255}}", EC2 + "Ipv6Range.html"),
    rule("ec2", "", "UserIdGroupPairs[].Description", rf"{OF_RULES}{{0,255}}", EC2 + "UserIdGroupPair.html"),
    rule("ec2", "", "PrefixListIds[].Description", rf"{OF_RULES}{{0,255}}", EC2 + "PrefixListId.html"),
    rule("ec2", "", "SecurityGroupRule.Description", rf"{OF_RULES}{{0,255}}", EC2 + "SecurityGroupRuleRequest.html"),
    rule("ec2", "", "ClientToken", r"[!-~]{1,64}", DOCS + "ec2/latest/devguide/ec2-api-idempotency.html"),
    rule("ec2", "CreateFlowLogs", "MaxAggregationInterval", r"60|600", EC2 + "CreateFlowLogs.html"),
    rule("ec2", "CreateVpc CreateSubnet", "CidrBlock", r"[\d.]+/(1[6-9]|2[0-8])", EC2 + "CreateVpc.html"),
    rule("ec2", "CreateVpc", "InstanceTenancy", r"default|dedicated", EC2 + "CreateVpc.html"),
    rule("ecr", "CreateRepository", "repositoryName", r"[a-z].*", DOCS + "AmazonECR/latest/APIReference/API_CreateRepository.html"),
    rule("ecs", "CreateCluster", "clusterName", r"[a-zA-Z0-9_-]{1,255}", ECS + "CreateCluster.html"),
    rule("ecs", "CreateService", "serviceName", r"[a-zA-Z0-9_-]{1,255}", ECS + "CreateService.html"),
    rule("ecs", "CreateService", "clientToken", r"[!-~]{1,36}", ECS + "CreateService.html"),
    rule("ecs", "CreateService UpdateService", "healthCheckGracePeriodSeconds", r"\d{1,10}", ECS + "CreateService.html"),
    rule("ecs", "RunTask", "clientToken", r"[!-~]{1,64}", ECS + "RunTask.html"),
    rule("ecs", "RunTask ListTasks", "startedBy", r"[a-zA-Z0-9_\-/]{0,128}", ECS + "RunTask.html"),
    rule("ecs", "RunTask", "count", r"[1-9]|10", ECS + "RunTask.html"),
    rule("ecs", "RegisterTaskDefinition", "family", r"[a-zA-Z0-9_-]{1,255}", ECS + "RegisterTaskDefinition.html"),
    rule("ecs", "RegisterTaskDefinition", "containerDefinitions[].name", r"[a-zA-Z0-9_-]{1,255}", ECS + "ContainerDefinition.html"),
    rule("ecs", "RegisterTaskDefinition", "volumes[].name", r"[a-zA-Z0-9_-]{1,255}", ECS + "Volume.html"),
    rule("ecs", "RegisterTaskDefinition", "stopTimeout", r"\d|\d\d|1[01]\d|120", ECS + "ContainerDefinition.html"),
    rule("ecs", "RegisterTaskDefinition", "ephemeralStorage.sizeInGiB", r"2[1-9]|[3-9]\d|1\d\d|200", ECS + "EphemeralStorage.html"),
    rule("ecs", "RegisterTaskDefinition", "healthCheck.interval", r"[5-9]|[1-9]\d|[12]\d\d|300", ECS + "HealthCheck.html"),
    rule("ecs", "RegisterTaskDefinition", "healthCheck.timeout", r"[2-9]|[1-5]\d|60", ECS + "HealthCheck.html"),
    rule("ecs", "RegisterTaskDefinition", "healthCheck.retries", r"[1-9]|10", ECS + "HealthCheck.html"),
    rule("ecs", "RegisterTaskDefinition", "healthCheck.startPeriod", r"\d|\d\d|[12]\d\d|300", ECS + "HealthCheck.html"),
    rule("efs", "CreateFileSystem", "CreationToken", r"[\x00-\x7f]{1,64}", EFS + "CreateFileSystem.html"),
    rule("efs", "CreateAccessPoint", "ClientToken", r"[\x00-\x7f]{1,64}", EFS + "CreateAccessPoint.html"),
    rule("elasticache", "CreateReplicationGroup", "ReplicationGroupId", IDENTIFIER % 39, CACHE + "CreateReplicationGroup.html"),
    rule("elasticache", "CreateReplicationGroup", "AuthToken", r"[A-Za-z0-9!&#$^<>-]{16,128}", CACHE + "CreateReplicationGroup.html"),
    rule("elasticache", "ModifyReplicationGroup", "AuthToken", r"[A-Za-z0-9!&#$^<>-]{16,128}", CACHE + "ModifyReplicationGroup.html"),
    rule("elasticache", "CreateReplicationGroup", "NumCacheClusters", r"[1-6]", CACHE + "CreateReplicationGroup.html"),
    rule("elasticache", "", "SnapshotRetentionLimit", r"[12]?\d|3[0-5]", CACHE + "CreateServerlessCache.html"),
    rule("elasticache", "CreateServerlessCache", "ServerlessCacheName", IDENTIFIER % 39, CACHE + "CreateServerlessCache.html"),
    rule("elasticache", "CreateServerlessCache", "Description", r"[^<>]{0,255}", CACHE + "CreateServerlessCache.html"),
    rule("elasticache", "", "DataStorage.Maximum", r"[1-9]\d{0,2}|[1-4]\d{3}|5000", DOCS + "AmazonElastiCache/latest/dg/Scaling.html"),
    rule("elasticache", "", "ECPUPerSecond.Maximum", r"[1-9]\d{3,6}|1[0-4]\d{6}|15000000", DOCS + "AmazonElastiCache/latest/dg/Scaling.html"),
    rule("elasticache", "CreateCacheSubnetGroup", "CacheSubnetGroupName", r"[a-zA-Z0-9-]{1,255}", CACHE + "CreateCacheSubnetGroup.html"),
    rule("elasticache", "CreateCacheParameterGroup", "CacheParameterGroupName", IDENTIFIER % 254, CACHE + "CreateCacheParameterGroup.html"),
    rule("elasticache", "CreateUser CreateUserGroup", "UserId", r"[a-zA-Z][a-zA-Z0-9\-]{0,39}", CACHE + "CreateUser.html"),
    rule("elasticache", "", "Passwords[]", r".{16,128}", DOCS + "AmazonElastiCache/latest/dg/Clusters.RBAC.html"),
    rule("elbv2", "CreateLoadBalancer", "Name", r"(?!internal-)[a-zA-Z0-9]([a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?", ELB + "CreateLoadBalancer.html"),
    rule("elbv2", "CreateTargetGroup", "Name", r"[a-zA-Z0-9]([a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?", ELB + "CreateTargetGroup.html"),
    rule("elbv2", "", "FixedResponseConfig.ContentType", r"text/plain|text/css|text/html|application/javascript|application/json",
         ELB + "FixedResponseActionConfig.html"),
    rule("elbv2", "", "HttpHeaderConfig.HttpHeaderName", r"[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,40}", ELB + "HttpHeaderConditionConfig.html"),
    rule("elbv2", "", "HttpHeaderConfig.Values[]", r"[^\x00-\x1f]{1,128}", ELB + "HttpHeaderConditionConfig.html"),
    rule("elbv2", "", "HostHeaderConfig.Values[]", r"[A-Za-z0-9.*?-]{1,128}", ELB + "HostHeaderConditionConfig.html"),
    rule("elbv2", "", "PathPatternConfig.Values[]", r"[A-Za-z0-9_\-.$/~\"'@:+&*?]{1,128}", ELB + "PathPatternConditionConfig.html"),
    rule("events", "PutRule", "ScheduleExpression", rf"{RATE}|{CRON}", DOCS + "eventbridge/latest/userguide/eb-scheduled-rule-pattern.html"),
    rule("logs", "CreateLogGroup", "logGroupName", r"(?!aws/).*", LOGS + "CreateLogGroup.html"),
    rule("logs", "PutRetentionPolicy", "retentionInDays", RETENTION, LOGS + "PutRetentionPolicy.html"),
    rule("rds", "", "DBInstanceIdentifier", IDENTIFIER % 62, RDS + "CreateDBInstance.html"),
    rule("rds", "", "NewDBInstanceIdentifier", IDENTIFIER % 62, RDS + "ModifyDBInstance.html"),
    rule("rds", "", "DBClusterIdentifier", IDENTIFIER % 62, RDS + "CreateDBCluster.html"),
    rule("rds", "CreateDBSnapshot DeleteDBInstance", "SnapshotIdentifier", rf"{IDENTIFIER % 254}", RDS + "CreateDBSnapshot.html"),
    rule("rds", "", "FinalDBSnapshotIdentifier", IDENTIFIER % 254, RDS + "DeleteDBInstance.html"),
    rule("rds", "CreateDBClusterSnapshot", "DBClusterSnapshotIdentifier", IDENTIFIER % 62, RDS + "CreateDBClusterSnapshot.html"),
    rule("rds", "CreateDBSubnetGroup", "DBSubnetGroupName", r"(?!default$)[a-zA-Z][a-zA-Z0-9 ._-]{0,254}", RDS + "CreateDBSubnetGroup.html"),
    rule("rds", "CreateDBParameterGroup", "DBParameterGroupName", IDENTIFIER % 254, RDS + "CreateDBParameterGroup.html"),
    rule("rds", "CreateDBClusterParameterGroup", "DBClusterParameterGroupName", IDENTIFIER % 254, RDS + "CreateDBClusterParameterGroup.html"),
    rule("rds", "CreateEventSubscription", "SubscriptionName", r".{1,254}", RDS + "CreateEventSubscription.html"),
    rule("rds", "CreateDBInstance CreateDBCluster", "MasterUsername", r"[a-zA-Z][a-zA-Z0-9_]{0,15}", RDS + "CreateDBInstance.html"),
    rule("rds", "CreateDBInstance", "DBName", r"[a-zA-Z][a-zA-Z0-9_]{0,62}", RDS + "CreateDBInstance.html"),
    rule("rds", "CreateDBCluster", "DatabaseName", r"[a-zA-Z][a-zA-Z0-9_]{0,62}", RDS + "CreateDBCluster.html"),
    rule("rds", "CreateDBInstance ModifyDBInstance", "BackupRetentionPeriod", r"[12]?\d|3[0-5]", RDS + "CreateDBInstance.html"),
    rule("rds", "CreateDBCluster ModifyDBCluster", "BackupRetentionPeriod", r"[1-9]|[12]\d|3[0-5]", RDS + "CreateDBCluster.html"),
    rule("rds", "", "MonitoringInterval", r"0|1|5|10|15|30|60", RDS + "CreateDBInstance.html"),
    rule("rds", "", "PreferredBackupWindow", WINDOW, RDS + "CreateDBInstance.html"),
    rule("rds", "", "PreferredMaintenanceWindow", WEEKLY, RDS + "CreateDBInstance.html"),
    rule("rds", "", "PromotionTier", r"\d|1[0-5]", RDS + "CreateDBInstance.html"),
    rule("rds", "", "EngineLifecycleSupport", r"open-source-rds-extended-support(-disabled)?", RDS + "CreateDBInstance.html"),
    rule("s3", "CreateBucket", "Bucket",
         r"(?!xn--|sthree-|amzn-s3-demo-)(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)(?!.*(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3|-an)$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
         DOCS + "AmazonS3/latest/userguide/bucketnamingrules.html"),
    rule("s3", "", "Rules[].ID", r".{0,255}", DOCS + "AmazonS3/latest/API/API_LifecycleRule.html"),
    rule("scheduler", "", "ScheduleExpression", rf"{RATE}|{CRON}|at\(\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\)",
         DOCS + "scheduler/latest/UserGuide/schedule-types.html"),
    rule("secretsmanager", "CreateSecret", "Name", r"(?!.*-[A-Za-z0-9]{6}$)[A-Za-z0-9/_+=.@-]+", SECRETS + "CreateSecret.html"),
    rule("sns", "CreateTopic", "Name", r"[A-Za-z0-9_-]{1,256}", SNS + "CreateTopic.html"),
    rule("sns", "CreateTopic", "Attributes{DisplayName}", r"[^\n]{0,100}", SNS + "SetTopicAttributes.html"),
    rule("stepfunctions", "CreateStateMachine", "name", r"[^\s<>{}\[\]?*\"#%\\^|~`$&,;:/\x00-\x1f\x7f-\x9f]{1,80}",
         DOCS + "step-functions/latest/apireference/API_CreateStateMachine.html"),
    rule("wafv2", "", "EvaluationWindowSec", r"60|120|300|600", DOCS + "waf/latest/APIReference/API_RateBasedStatement.html"),
    rule("wafv2", "PutLoggingConfiguration", "LogDestinationConfigs[]", r".*:log-group:aws-waf-logs-.*|arn:.*:(s3|firehose):.*aws-waf-logs-.*",
         DOCS + "waf/latest/developerguide/logging-cw-logs.html"),
]


def leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Yields each value that is neither a structure, a map nor a list. The entry of a map is also at `map{key}`."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from leaves(one, f"{path}.{key}" if path else str(key))
            if not isinstance(one, dict | list):
                yield f"{path}{{{key}}}", one
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one, f"{path}[]")
    elif value is not None:
        yield path, value


def broken_rules(call: Call) -> Iterator[tuple[str, str]]:
    """Yields the path of each value that breaks a rule, and the rule's page."""
    rules = [one for one in RULES if one.service == call.model.name and (not one.operations or call.operation in one.operations)]
    for at, value in leaves(call.parameters):
        if isinstance(value, bool):
            continue
        for one in rules:
            is_there = at == one.path or at.endswith("." + one.path)
            if is_there and not regex.fullmatch(one.pattern, str(value)):
                yield at, f"{shown(value)} is not allowed: {one.page}"
