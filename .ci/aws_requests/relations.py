"""Rules about several values of one call that AWS's documentation states in words, each with its page."""

import ipaddress
import json
from collections.abc import Callable, Iterator

import regex
from parse import Call
from rules import CACHE, DOCS, EC2, ECS, EDGE, ELB, METRICS, RDS

Check = Callable[[dict, Call], Iterator[str]]
# Service, operations, what must be true, its page, and the check, which yields what is wrong.
RELATIONS: list[tuple[str, tuple[str, ...], str, Check]] = []


def relation(service: str, operations: str, page: str) -> Callable[[Check], Check]:
    """Adds a check of calls to these operations."""

    def add(check: Check) -> Check:
        RELATIONS.append((service, tuple(operations.split()), page, check))
        return check

    return add


def broken_relations(call: Call) -> Iterator[tuple[str, str]]:
    """Yields what is wrong with a call, and the page that says so."""
    for service, operations, page, check in RELATIONS:
        if service == call.model.name and call.operation in operations:
            for what in check(call.parameters, call):
                yield "", f"{what}: {page}"


def is_canonical(cidr: str) -> bool:
    """Returns whether no bit of a range of addresses is set behind its prefix."""
    try:
        ipaddress.ip_network(cidr)
    except ValueError:
        return False
    return True


@relation("ec2", "CreateVpc CreateSubnet", EC2 + "CreateVpc.html")
def ranges(given: dict, _: Call) -> Iterator[str]:
    """AWS changes a range that is not canonical, so it would drift."""
    if not is_canonical(given.get("CidrBlock", "10.0.0.0/16")):
        yield f"{given['CidrBlock']} is no canonical range"


@relation("ec2", "AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress", EC2 + "IpRange.html")
def rules_of_groups(given: dict, _: Call) -> Iterator[str]:
    """A rule has canonical ranges, and ports in order."""
    for permission in given.get("IpPermissions", []):
        for there in permission.get("IpRanges", []):
            if not is_canonical(there.get("CidrIp", "")):
                yield f"{there.get('CidrIp')} is no canonical range"
        first, last = permission.get("FromPort", -1), permission.get("ToPort", -1)
        if permission.get("IpProtocol") in ("tcp", "udp") and not 0 <= first <= last <= 65535:
            yield f"the ports {first} to {last} are in no order"
        peers = [len(permission.get(one, [])) for one in ("IpRanges", "Ipv6Ranges", "PrefixListIds", "UserIdGroupPairs")]
        if not sum(peers):
            yield "the rule has no peer"


@relation("ec2", "CreateVpcEndpoint", EC2 + "CreateVpcEndpoint.html")
def endpoints(given: dict, _: Call) -> Iterator[str]:
    """Gateway endpoints have route tables, and interface endpoints have subnets."""
    kind = given.get("VpcEndpointType", "Gateway")
    if kind == "Gateway" and ("SubnetIds" in given or "SecurityGroupIds" in given or given.get("PrivateDnsEnabled")):
        yield "a gateway endpoint has no subnets, groups and private names"
    if kind == "Interface" and "RouteTableIds" in given:
        yield "an interface endpoint has no route tables"


@relation("ec2", "CreateNatGateway", EC2 + "CreateNatGateway.html")
def nat_gateways(given: dict, _: Call) -> Iterator[str]:
    """A zonal gateway is in a subnet, a regional one in a VPC."""
    regional = given.get("AvailabilityMode") == "regional"
    if regional != ("VpcId" in given) or regional == ("SubnetId" in given):
        yield "a zonal gateway needs a subnet and no VPC, a regional one a VPC and no subnet"


@relation("elbv2", "CreateLoadBalancer SetSubnets", ELB + "CreateLoadBalancer.html")
def zones(given: dict, _: Call) -> Iterator[str]:
    """An application load balancer needs subnets in two zones."""
    subnets = given.get("Subnets", [])
    if len(subnets) < 2 or len(set(subnets)) < len(subnets):
        yield f"{len(set(subnets))} subnets are too few, or one is given twice"


@relation("elbv2", "CreateTargetGroup ModifyTargetGroup", ELB + "CreateTargetGroup.html")
def health_checks(given: dict, _: Call) -> Iterator[str]:
    """A health check ends before the next begins."""
    if given.get("HealthCheckTimeoutSeconds", 2) >= given.get("HealthCheckIntervalSeconds", 30):
        yield "the timeout of the health check is not shorter than its interval"


def one_of_numbers(low: int, high: int) -> Callable[[str], bool]:
    """Returns a test of a number in a text."""
    return lambda text: text.isdigit() and low <= int(text) <= high


def is_bool(text: str) -> bool:
    """Returns whether a text is a truth value."""
    return text in ("true", "false")


# https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html and
# https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html: those that this project sets.
ATTRIBUTES: dict[str, Callable[[str], bool]] = {
    "access_logs.s3.bucket": lambda text: 3 <= len(text) <= 63,
    "access_logs.s3.enabled": is_bool,
    "access_logs.s3.prefix": lambda text: not text.startswith("/") and not text.endswith("/") and "AWSLogs" not in text,
    "deletion_protection.enabled": is_bool,
    "deregistration_delay.timeout_seconds": one_of_numbers(0, 3600),
    "idle_timeout.timeout_seconds": one_of_numbers(1, 4000),
    "client_keep_alive.seconds": one_of_numbers(60, 604800),
    "load_balancing.algorithm.type": lambda text: text in ("round_robin", "least_outstanding_requests", "weighted_random"),
    "routing.http.desync_mitigation_mode": lambda text: text in ("monitor", "defensive", "strictest"),
    "routing.http.drop_invalid_header_fields.enabled": is_bool,
    "routing.http.preserve_host_header.enabled": is_bool,
    "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": is_bool,
    "routing.http.xff_client_port.enabled": is_bool,
    "routing.http.xff_header_processing.mode": lambda text: text in ("append", "preserve", "remove"),
    "routing.http2.enabled": is_bool,
    "slow_start.duration_seconds": lambda text: text == "0" or one_of_numbers(30, 900)(text),
    "stickiness.enabled": is_bool,
    "stickiness.type": lambda text: text in ("lb_cookie", "app_cookie"),
    "stickiness.lb_cookie.duration_seconds": one_of_numbers(1, 604800),
    "waf.fail_open.enabled": is_bool,
}


@relation("elbv2", "ModifyLoadBalancerAttributes ModifyTargetGroupAttributes", ELB + "LoadBalancerAttribute.html")
def attributes(given: dict, _: Call) -> Iterator[str]:
    """An attribute exists, and has one of its values."""
    for one in given.get("Attributes", []):
        allows = ATTRIBUTES.get(one.get("Key"))
        if allows is None:
            yield f"`{one.get('Key')}` is no known attribute"
        elif not allows(one.get("Value", "")):
            yield f"`{one['Key']}` cannot be {one.get('Value')!r}"


@relation("elbv2", "CreateRule ModifyRule", DOCS + "elasticloadbalancing/latest/application/load-balancer-limits.html")
def conditions(given: dict, _: Call) -> Iterator[str]:
    """A rule has at most five values and wildcards."""
    values = [value for one in given.get("Conditions", []) for value in one.get("Values", [])]
    for one in given.get("Conditions", []):
        for config in one.values():
            values += config.get("Values", []) if isinstance(config, dict) else []
    if len(values) > 5:
        yield f"a rule has {len(values)} values"


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


# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html: the sizes of Fargate's tasks.
SIZES = {
    256: (512, 1024, 2048),
    512: range(1024, 4097, 1024),
    1024: range(2048, 8193, 1024),
    2048: range(4096, 16385, 1024),
    4096: range(8192, 30721, 1024),
    8192: range(16384, 61441, 4096),
    16384: range(32768, 122881, 8192),
}


@relation("ecs", "RegisterTaskDefinition", ECS + "RegisterTaskDefinition.html")
def task_definitions(given: dict, _: Call) -> Iterator[str]:
    """Sizes of Fargate, and what its volumes need."""
    if "FARGATE" in given.get("requiresCompatibilities", []):
        cpu, memory = int(given.get("cpu", 0)), int(given.get("memory", 0))
        if memory not in SIZES.get(cpu, ()):
            yield f"Fargate has no task with {cpu} CPU units and {memory} MiB"
        if given.get("networkMode") != "awsvpc":
            yield "Fargate needs the network mode awsvpc"
        if "executionRoleArn" not in given and "secrets" in json.dumps(given):
            yield "secrets need an execution role"
    volumes = {one.get("name"): one for one in given.get("volumes", [])}
    for volume in volumes.values():
        efs = volume.get("efsVolumeConfiguration")
        access = (efs or {}).get("authorizationConfig", {})
        if access and efs.get("transitEncryption") != "ENABLED":
            yield "an access point needs transit encryption"
        if access.get("accessPointId") and efs.get("rootDirectory", "/") != "/":
            yield "an access point has its own root directory"
    names = [one.get("name") for one in given.get("containerDefinitions", [])]
    if len(set(names)) < len(names):
        yield "two containers have the same name"
    for container in given.get("containerDefinitions", []):
        for mount in container.get("mountPoints", []):
            if mount.get("sourceVolume") not in volumes:
                yield f"there is no volume {mount.get('sourceVolume')}"
        given_names = [one.get("name") for one in container.get("environment", []) + container.get("secrets", [])]
        if len(set(given_names)) < len(given_names):
            yield "two variables have the same name"
        for port in container.get("portMappings", []):
            if port.get("hostPort", port.get("containerPort")) != port.get("containerPort"):
                yield "in awsvpc, the port of the host is that of the container"


@relation("ecs", "CreateService UpdateService RunTask", ECS + "CapacityProviderStrategyItem.html")
def strategies(given: dict, _: Call) -> Iterator[str]:
    """One base, and a weight."""
    strategy = given.get("capacityProviderStrategy", [])
    if sum(1 for one in strategy if one.get("base")) > 1:
        yield "only one capacity provider can have a base"
    if strategy and not any(one.get("weight") for one in strategy):
        yield "a capacity provider needs a weight"
    if strategy and "launchType" in given:
        yield "capacityProviderStrategy excludes launchType"


@relation("ecs", "CreateService UpdateService", ECS + "DeploymentConfiguration.html")
def deployments(given: dict, _: Call) -> Iterator[str]:
    """A deployment can start or stop a task."""
    configuration = given.get("deploymentConfiguration", {})
    low, high = configuration.get("minimumHealthyPercent", 100), configuration.get("maximumPercent", 200)
    if not 0 <= low <= 200 or not 100 <= high <= 200 or low == high == 100:
        yield f"a deployment between {low} % and {high} % cannot proceed"


@relation("cloudfront", "CreateDistributionWithTags CreateDistribution UpdateDistribution", EDGE + "DistributionConfig.html")
def distributions(given: dict, _: Call) -> Iterator[str]:
    """What a distribution refers to exists, and its times are in order."""
    config = given.get("DistributionConfig", {}) or given.get("DistributionConfigWithTags", {}).get("DistributionConfig", {})
    origins = {one.get("Id") for one in config.get("Origins", {}).get("Items", [])}
    behaviors = [config.get("DefaultCacheBehavior", {})] + config.get("CacheBehaviors", {}).get("Items", [])
    for one in behaviors:
        if one.get("TargetOriginId") not in origins:
            yield f"there is no origin {one.get('TargetOriginId')}"
        if "CachePolicyId" in one and ({"MinTTL", "DefaultTTL", "MaxTTL", "ForwardedValues"} & set(one)):
            yield "a cache policy excludes times of its own"
        methods = one.get("AllowedMethods", {})
        if methods and not set(methods.get("CachedMethods", {}).get("Items", [])) <= set(methods.get("Items", [])):
            yield "a method is cached and not allowed"
    for path in ("Origins", "Aliases", "CacheBehaviors", "CustomErrorResponses"):
        listed = config.get(path, {})
        if listed and listed.get("Quantity") != len(listed.get("Items", [])):
            yield f"{path} has {len(listed.get('Items', []))} items and says {listed.get('Quantity')}"
    certificate = config.get("ViewerCertificate", {})
    if certificate.get("ACMCertificateArn"):
        if ":us-east-1:" not in certificate["ACMCertificateArn"]:
            yield "the certificate is not in us-east-1"
        if not certificate.get("SSLSupportMethod") or not certificate.get("MinimumProtocolVersion"):
            yield "a certificate needs SSLSupportMethod and MinimumProtocolVersion"
    elif config.get("Aliases", {}).get("Quantity"):
        yield "a name of its own needs a certificate"
    for status in (one.get("ErrorCode") for one in config.get("CustomErrorResponses", {}).get("Items", [])):
        # https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CustomErrorResponse.html
        if status not in (400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504):
            yield f"CloudFront has no answer of its own for {status}"


@relation("wafv2", "CreateWebACL UpdateWebACL", DOCS + "waf/latest/APIReference/API_CreateWebACL.html")
def web_acls(given: dict, call: Call) -> Iterator[str]:
    """An ACL of CloudFront is in us-east-1, and no two of its rules have one priority or name."""
    if given.get("Scope") == "CLOUDFRONT" and call.region != "us-east-1":
        yield f"an ACL of CloudFront cannot be in {call.region}"
    for what in ("Priority", "Name"):
        all_of = [one.get(what) for one in given.get("Rules", [])]
        if len(set(all_of)) < len(all_of):
            yield f"two rules have the same {what}"
    for one in given.get("Rules", []):
        # https://docs.aws.amazon.com/waf/latest/APIReference/API_Rule.html
        if ("Action" in one) == ("OverrideAction" in one):
            yield f"{one.get('Name')} needs either Action or OverrideAction"


@relation("cloudwatch", "PutMetricAlarm", METRICS + "PutMetricAlarm.html")
def alarms(given: dict, _: Call) -> Iterator[str]:
    """An alarm looks back for at most a day, or seven with periods of an hour and more."""
    period = given.get("Period", 60)
    if period not in (10, 20, 30) and period % 60:
        yield f"a period cannot have {period} seconds"
    if period * given.get("EvaluationPeriods", 1) > (604800 if period >= 3600 else 86400):
        yield f"{given.get('EvaluationPeriods')} periods of {period} seconds are too long"
    if given.get("DatapointsToAlarm", 1) > given.get("EvaluationPeriods", 1):
        yield "DatapointsToAlarm is above EvaluationPeriods"
    if ("Statistic" in given) + ("ExtendedStatistic" in given) + ("Metrics" in given) != 1:
        yield "an alarm needs one of Statistic, ExtendedStatistic and Metrics"


@relation("cloudwatch", "PutDashboard", DOCS + "AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html")
def dashboards(given: dict, _: Call) -> Iterator[str]:
    """Widgets are in a grid of 24 columns."""
    widgets = json.loads(given.get("DashboardBody", "{}")).get("widgets", [])
    if len(widgets) > 500:
        yield f"{len(widgets)} widgets are too many"
    for one in widgets:
        x, width = one.get("x", 0), one.get("width", 6)
        if not 0 <= x <= 23 or not 1 <= width <= 24 or x + width > 24 or not 1 <= one.get("height", 6) <= 1000:
            yield f"a widget at {x} is {width} wide and {one.get('height')} high"
        if len(one.get("properties", {}).get("metrics", [])) > 500:
            yield "a widget has more than 500 metrics"


@relation("events", "PutTargets", DOCS + "eventbridge/latest/userguide/eb-quota.html")
def targets(given: dict, _: Call) -> Iterator[str]:
    """Five targets, each with one kind of input."""
    if len(given.get("Targets", [])) > 5:
        yield f"a rule has {len(given['Targets'])} targets"
    for one in given.get("Targets", []):
        if sum(name in one for name in ("Input", "InputPath", "InputTransformer")) > 1:
            yield f"{one.get('Id')} has several inputs"


@relation("scheduler", "CreateSchedule UpdateSchedule", DOCS + "scheduler/latest/APIReference/API_CreateSchedule.html")
def schedules(given: dict, _: Call) -> Iterator[str]:
    """A window has its length, and nothing else has."""
    window = given.get("FlexibleTimeWindow", {})
    if (window.get("Mode") == "FLEXIBLE") != ("MaximumWindowInMinutes" in window):
        yield "a flexible window, and only that, has MaximumWindowInMinutes"


@relation("route53", "ChangeResourceRecordSets", DOCS + "Route53/latest/APIReference/API_ResourceRecordSet.html")
def records(given: dict, _: Call) -> Iterator[str]:
    """An alias has neither a time to live nor values, anything else has both."""
    for change in given.get("ChangeBatch", {}).get("Changes", []):
        record = change.get("ResourceRecordSet", {})
        if "AliasTarget" in record and ("TTL" in record or "ResourceRecords" in record):
            yield "an alias has no TTL and no values"
        if "AliasTarget" not in record and ("TTL" not in record or not record.get("ResourceRecords")):
            yield "a record needs a TTL and a value"
        name = record.get("Name", "").rstrip(".")
        if len(name) > 255 or not all(1 <= len(label) <= 63 for label in name.split(".")):
            yield f"{name} is no name"


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


@relation("application-autoscaling", "RegisterScalableTarget", DOCS + "autoscaling/application/APIReference/API_RegisterScalableTarget.html")
def scalable_targets(given: dict, _: Call) -> Iterator[str]:
    """A target has a range, and the id of a service."""
    if given.get("MinCapacity", 0) > given.get("MaxCapacity", given.get("MinCapacity", 0)):
        yield "MinCapacity is above MaxCapacity"
    if given.get("ServiceNamespace") == "ecs" and not regex.fullmatch(r"service/[^/]+/[^/]+", given.get("ResourceId", "")):
        yield f"{given.get('ResourceId')} is no service"


@relation("secretsmanager", "DeleteSecret", DOCS + "secretsmanager/latest/apireference/API_DeleteSecret.html")
def recovery(given: dict, _: Call) -> Iterator[str]:
    """A secret is deleted at once, or after 7 to 30 days."""
    if given.get("ForceDeleteWithoutRecovery") and "RecoveryWindowInDays" in given:
        yield "ForceDeleteWithoutRecovery excludes RecoveryWindowInDays"
    if not 7 <= given.get("RecoveryWindowInDays", 30) <= 30:
        yield f"a window cannot have {given['RecoveryWindowInDays']} days"
