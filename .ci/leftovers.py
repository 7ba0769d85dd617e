"""Lists the resources of a stack, as seen by a client of AWS that is independent of the deployer.

    python leftovers.py STACK [--once] [--none] [--except KIND]…

prints a JSON object with the names of the resources by kind. With `--none` it fails if any resource exists except of the given
kinds, and with `--once` if two resources of a kind have the same address.

It does not read the journal: a resource belongs to the stack if it has the stack's tag, or a name that starts with the stack's.
"""

import argparse
import functools
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator

import boto3
from botocore.config import Config

REGIONS = ("ap-southeast-1", "us-east-1")
STACK_TAG = "moodle-stack:stack"
ADDRESS_TAG = "moodle-stack:resource"

# An emulator answers an unknown call with a 500, which would be retried for a while. AWS throttles.
EMULATED = "AWS_ENDPOINT_URL" in os.environ
ATTEMPTS = {"total_max_attempts": 1} if EMULATED else {"total_max_attempts": 8, "mode": "standard"}
CONFIG = Config(retries=ATTEMPTS, s3={"addressing_style": "path" if EMULATED else "auto"}, read_timeout=30)

Found = tuple[str, str, list]


@functools.cache
def client(service: str, region: str):
    """Returns a client of a service, with the endpoint of the environment."""
    return boto3.client(service, region_name=region, config=CONFIG)


def pages(service, call: str, key: str, **arguments) -> Iterator[dict]:
    """Lists all items of a call, on all pages."""
    if service.can_paginate(call):
        for page in service.get_paginator(call).paginate(**arguments):
            yield from page.get(key) or []
    else:
        yield from getattr(service, call)(**arguments).get(key) or []


def simple(kind: str, call: str, key: str, name: str, tags: str = "Tags", gone: Callable[[dict], bool] = lambda _: False):
    """Returns a lister of resources that are listed with their tags, or whose name identifies the stack."""

    def lister(service) -> Iterator[Found]:
        for thing in pages(service, call, key):
            if isinstance(thing, str):
                yield kind, thing, []
            elif not gone(thing):
                yield kind, thing[name], thing.get(tags) or []

    return lister


def state(key: str, *gone: str) -> Callable[[dict], bool]:
    """Returns a check for deleted resources by their state, since AWS lists some for a while after their deletion."""
    return lambda thing: thing.get(key) in gone


def clusters(ecs) -> Iterator[Found]:
    for arn in pages(ecs, "list_clusters", "clusterArns"):
        cluster = ecs.describe_clusters(clusters=[arn])["clusters"][0]
        if cluster["status"] == "INACTIVE":
            continue
        yield "cluster", arn, []
        for service in pages(ecs, "list_services", "serviceArns", cluster=arn):
            described = ecs.describe_services(cluster=arn, services=[service])["services"]
            if any(one["status"] != "INACTIVE" for one in described):
                yield "service", service, []
        for task in pages(ecs, "list_tasks", "taskArns", cluster=arn):
            yield "task", f"{arn} {task}", []


def task_definitions(ecs) -> Iterator[Found]:
    for arn in pages(ecs, "list_task_definitions", "taskDefinitionArns", status="ACTIVE"):
        yield "task definition", arn, []


def targets(elb) -> Iterator[Found]:
    for thing in pages(elb, "describe_load_balancers", "LoadBalancers"):
        arn = thing["LoadBalancerArn"]
        yield "load balancer", arn, []
        for listener in pages(elb, "describe_listeners", "Listeners", LoadBalancerArn=arn):
            yield "listener", listener["ListenerArn"], []
            for rule in pages(elb, "describe_rules", "Rules", ListenerArn=listener["ListenerArn"]):
                # The default rule is created and deleted with its listener.
                if not rule["IsDefault"]:
                    yield "listener rule", rule["RuleArn"], []
    for thing in pages(elb, "describe_target_groups", "TargetGroups"):
        yield "target group", thing["TargetGroupArn"], []


def file_systems(efs) -> Iterator[Found]:
    for thing in pages(efs, "describe_file_systems", "FileSystems"):
        name, tags = thing["FileSystemId"], thing.get("Tags", [])
        yield "file system", name, tags
        for target in efs.describe_mount_targets(FileSystemId=name)["MountTargets"]:
            yield "mount target", target["MountTargetId"], tags
    for thing in pages(efs, "describe_access_points", "AccessPoints"):
        yield "access point", thing["AccessPointId"], thing.get("Tags", [])


def log_deliveries(logs) -> Iterator[Found]:
    for thing in pages(logs, "describe_deliveries", "deliveries"):
        yield "log delivery", f"{thing.get('deliverySourceName')} {thing['id']}", []
    for thing in pages(logs, "describe_delivery_sources", "deliverySources"):
        yield "log delivery source", thing["name"], []
    for thing in pages(logs, "describe_delivery_destinations", "deliveryDestinations"):
        yield "log delivery destination", thing["name"], []


def repositories(ecr) -> Iterator[Found]:
    for thing in pages(ecr, "describe_repositories", "repositories"):
        arn = thing["repositoryArn"]
        yield "image repository", arn, ecr.list_tags_for_resource(resourceArn=arn)["tags"]


def scalable(scaling) -> Iterator[Found]:
    for thing in pages(scaling, "describe_scalable_targets", "ScalableTargets", ServiceNamespace="ecs"):
        yield "scalable target", thing["ResourceId"], []
    for thing in pages(scaling, "describe_scaling_policies", "ScalingPolicies", ServiceNamespace="ecs"):
        yield "scaling policy", f"{thing['ResourceId']} {thing['PolicyName']}", []


def certificates(acm) -> Iterator[Found]:
    for thing in pages(acm, "list_certificates", "CertificateSummaryList"):
        arn = thing["CertificateArn"]
        yield "certificate", arn, acm.list_tags_for_certificate(CertificateArn=arn)["Tags"]


def buckets(s3) -> Iterator[Found]:
    for thing in s3.list_buckets()["Buckets"]:
        yield "bucket", thing["Name"], []


def subscriptions(sns) -> Iterator[Found]:
    for thing in pages(sns, "list_subscriptions", "Subscriptions"):
        yield "subscription", f"{thing['TopicArn']} {thing['SubscriptionArn']}", []


def keys(kms) -> Iterator[Found]:
    for thing in pages(kms, "list_keys", "Keys"):
        key = kms.describe_key(KeyId=thing["KeyId"])["KeyMetadata"]
        # AWS deletes a key seven days after it was asked to.
        if key["KeyState"] == "PendingDeletion" or key["KeyManager"] == "AWS":
            continue
        tags = pages(kms, "list_resource_tags", "Tags", KeyId=thing["KeyId"])
        yield "KMS key", thing["KeyId"], [{"Key": tag["TagKey"], "Value": tag["TagValue"]} for tag in tags]
    for thing in pages(kms, "list_aliases", "Aliases"):
        yield "KMS alias", thing["AliasName"], []


def web_acls(wafv2) -> Iterator[Found]:
    for thing in wafv2.list_web_acls(Scope="CLOUDFRONT")["WebACLs"]:
        yield "web ACL", thing["Name"], []
    for thing in wafv2.list_ip_sets(Scope="CLOUDFRONT")["IPSets"]:
        yield "IP set", thing["Name"], []


def distributions(cloudfront) -> Iterator[Found]:
    for thing in pages_of_list(cloudfront.list_distributions()["DistributionList"]):
        tags = cloudfront.list_tags_for_resource(Resource=thing["ARN"])["Tags"]["Items"]
        yield "distribution", thing["Id"], tags
    for thing in pages_of_list(cloudfront.list_vpc_origins()["VpcOriginList"]):
        yield "VPC origin", thing["Name"], []


def pages_of_list(answer: dict) -> list[dict]:
    """Returns the items of CloudFront's lists, which have only one page in the emulators."""
    assert not answer.get("IsTruncated"), "the list has a second page"
    return answer.get("Items") or []


def records(route53) -> Iterator[Found]:
    for zone in pages(route53, "list_hosted_zones", "HostedZones"):
        for record in pages(route53, "list_resource_record_sets", "ResourceRecordSets", HostedZoneId=zone["Id"]):
            # These two are created and deleted with the zone.
            if record["Type"] not in ("NS", "SOA"):
                # The zone belongs to a test, and has the name of its stack.
                yield "record", f"{zone['CallerReference']} {record['Name']} {record['Type']}", []


# By service: whether it has regions, and what it lists.
SERVICES: dict[str, tuple[bool, list[Callable[..., Iterable[Found]]]]] = {
    "acm": (True, [certificates]),
    "application-autoscaling": (True, [scalable]),
    "backup": (True, [simple("backup vault", "list_backup_vaults", "BackupVaultList", "BackupVaultName")]),
    "cloudfront": (False, [distributions]),
    "cloudtrail": (True, [simple("trail", "describe_trails", "trailList", "Name")]),
    "cloudwatch": (
        True,
        [
            simple("alarm", "describe_alarms", "MetricAlarms", "AlarmName"),
            simple("dashboard", "list_dashboards", "DashboardEntries", "DashboardName"),
        ],
    ),
    "ec2": (
        True,
        [
            simple("VPC", "describe_vpcs", "Vpcs", "VpcId"),
            simple("subnet", "describe_subnets", "Subnets", "SubnetId"),
            simple("internet gateway", "describe_internet_gateways", "InternetGateways", "InternetGatewayId"),
            simple(
                "NAT gateway",
                "describe_nat_gateways",
                "NatGateways",
                "NatGatewayId",
                gone=state("State", "deleted", "deleting"),
            ),
            simple("elastic IP address", "describe_addresses", "Addresses", "AllocationId"),
            simple("route table", "describe_route_tables", "RouteTables", "RouteTableId"),
            simple("security group", "describe_security_groups", "SecurityGroups", "GroupId"),
            # Rules that are created and deleted with their group have no tags.
            simple("security group rule", "describe_security_group_rules", "SecurityGroupRules", "SecurityGroupRuleId"),
            simple(
                "VPC endpoint",
                "describe_vpc_endpoints",
                "VpcEndpoints",
                "VpcEndpointId",
                gone=state("State", "deleted", "deleting"),
            ),
            simple("flow log", "describe_flow_logs", "FlowLogs", "FlowLogId"),
        ],
    ),
    "ecr": (True, [repositories]),
    "ecs": (True, [clusters, task_definitions]),
    "efs": (True, [file_systems]),
    "elasticache": (
        True,
        [
            simple(
                "replication group",
                "describe_replication_groups",
                "ReplicationGroups",
                "ReplicationGroupId",
                gone=state("Status", "deleting"),
            ),
            simple("serverless cache", "describe_serverless_caches", "ServerlessCaches", "ServerlessCacheName"),
            simple(
                "cache parameter group",
                "describe_cache_parameter_groups",
                "CacheParameterGroups",
                "CacheParameterGroupName",
            ),
            simple("cache subnet group", "describe_cache_subnet_groups", "CacheSubnetGroups", "CacheSubnetGroupName"),
            simple("cache user group", "describe_user_groups", "UserGroups", "UserGroupId"),
            simple("cache user", "describe_users", "Users", "UserId"),
        ],
    ),
    "elbv2": (True, [targets]),
    "events": (True, [simple("event rule", "list_rules", "Rules", "Name")]),
    "iam": (False, [simple("role", "list_roles", "Roles", "RoleName")]),
    "kms": (True, [keys]),
    "logs": (True, [simple("log group", "describe_log_groups", "logGroups", "logGroupName"), log_deliveries]),
    "rds": (
        True,
        [
            simple("database", "describe_db_instances", "DBInstances", "DBInstanceIdentifier", "TagList"),
            simple("database cluster", "describe_db_clusters", "DBClusters", "DBClusterIdentifier", "TagList"),
            simple("database subnet group", "describe_db_subnet_groups", "DBSubnetGroups", "DBSubnetGroupName"),
            simple("database parameter group", "describe_db_parameter_groups", "DBParameterGroups", "DBParameterGroupName"),
            simple(
                "cluster parameter group",
                "describe_db_cluster_parameter_groups",
                "DBClusterParameterGroups",
                "DBClusterParameterGroupName",
            ),
            simple("event subscription", "describe_event_subscriptions", "EventSubscriptionsList", "CustSubscriptionId"),
            # RDS deletes automated snapshots with their database. moto does not.
            simple(
                "snapshot",
                "describe_db_snapshots",
                "DBSnapshots",
                "DBSnapshotIdentifier",
                "TagList",
                gone=state("SnapshotType", "automated"),
            ),
            simple(
                "cluster snapshot",
                "describe_db_cluster_snapshots",
                "DBClusterSnapshots",
                "DBClusterSnapshotIdentifier",
                "TagList",
                gone=state("SnapshotType", "automated"),
            ),
        ],
    ),
    "route53": (False, [records]),
    "s3": (False, [buckets]),
    "scheduler": (True, [simple("schedule", "list_schedules", "Schedules", "Name")]),
    "secretsmanager": (True, [simple("secret", "list_secrets", "SecretList", "Name")]),
    "sns": (
        True,
        [
            simple("topic", "list_topics", "Topics", "TopicArn"),
            subscriptions,
        ],
    ),
    "stepfunctions": (True, [simple("state machine", "list_state_machines", "stateMachines", "name")]),
    "wafv2": (False, [web_acls]),
}


def belongs(stack: str, name: str, tags: list) -> bool:
    """Returns whether a resource belongs to the stack, by its tag, or by its name, which is the last part of an ARN."""
    if any(tag.get("Key") == STACK_TAG and tag.get("Value") == stack for tag in tags):
        return True
    parts = name.replace(":", "/").replace(" ", "/").split("/")
    # WAF requires this prefix for log groups.
    bare = (part.removeprefix("aws-waf-logs-") for part in parts)
    return any(part == stack or part.startswith(f"{stack}-") for part in bare)


def address(kind: str, name: str, tags: list) -> str:
    """Returns the address of a resource from its tag, or else its name, without the revision of a task definition."""
    for tag in tags:
        # The tags of a mount target are those of its file system.
        if tag.get("Key") == ADDRESS_TAG and kind != "mount target":
            return tag["Value"]
    return name.rpartition(":")[0] if kind == "task definition" else name


def found(stack: str) -> dict[str, dict[str, str]]:
    """Returns the resources of the stack: by kind, the address of each name."""
    all_found: dict[str, dict[str, str]] = {}
    for service, (regional, listers) in SERVICES.items():
        for region in REGIONS if regional else REGIONS[-1:]:
            for lister in listers:
                for kind, name, tags in lister(client(service, region)):
                    # A multi-region trail is listed in each region.
                    if belongs(stack, name, tags):
                        all_found.setdefault(kind, {})[name] = address(kind, name, tags)
    return dict(sorted(all_found.items()))


def main() -> int:
    parser = argparse.ArgumentParser(description="Lists the resources of a stack.")
    parser.add_argument("stack")
    parser.add_argument("--none", action="store_true", help="fail if any resource exists")
    parser.add_argument("--once", action="store_true", help="fail if two resources of a kind have the same address")
    parser.add_argument("--except", dest="kept", action="append", default=[], metavar="KIND", help="with --none: a kind that must exist")
    arguments = parser.parse_args()
    all_found = found(arguments.stack)
    print(json.dumps({kind: sorted(names) for kind, names in all_found.items()}, indent=2))
    doubled = [kind for kind, names in all_found.items() if len(set(names.values())) < len(names)] if arguments.once else []
    unexpected = sorted(set(all_found) - set(arguments.kept)) if arguments.none else []
    missing = sorted(set(arguments.kept) - set(all_found)) if arguments.none else []
    for kinds, what in (doubled, "duplicated"), (unexpected, "left over"), (missing, "missing, should have been retained"):
        if kinds:
            print(f"{arguments.stack}: {what}: {', '.join(kinds)}", file=sys.stderr)
    return 1 if doubled or unexpected or missing else 0


if __name__ == "__main__":
    sys.exit(main())
