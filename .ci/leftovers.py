"""Lists what a stack has in its account, as another client of AWS than the deployer sees it.

    python leftovers.py STACK [--once] [--none] [--but KIND]…

prints a JSON object of names by kind, a name for each thing; with `--none` it fails if there is anything, but for the kinds
that are named, and with `--once` if two of a kind stand in one place of the stack.

The journal is not read: what carries the stack's tag, or a name that begins with the stack's, is the stack's.
"""

import argparse
import functools
import json
import sys
from collections.abc import Callable, Iterable, Iterator

import boto3
from botocore.config import Config

REGIONS = ("ap-southeast-1", "us-east-1")
STACK_TAG = "moodle-stack:stack"
PLACE_TAG = "moodle-stack:resource"

# An emulator answers an unknown call with a 500, which would be repeated for a while.
CONFIG = Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}, read_timeout=30)

Found = tuple[str, str, list]


@functools.cache
def client(service: str, region: str):
    """A client of a service, at the endpoint that the environment names."""
    return boto3.client(service, region_name=region, config=CONFIG)


def pages(service, call: str, key: str, **arguments) -> Iterator[dict]:
    """All that a call lists, page by page where it has pages."""
    if service.can_paginate(call):
        for page in service.get_paginator(call).paginate(**arguments):
            yield from page.get(key) or []
    else:
        yield from getattr(service, call)(**arguments).get(key) or []


def simple(kind: str, call: str, key: str, name: str, tags: str = "Tags", gone: Callable[[dict], bool] = lambda _: False):
    """A lister of things that tell their tags, or whose name tells whose they are."""

    def lister(service) -> Iterator[Found]:
        for thing in pages(service, call, key):
            if isinstance(thing, str):
                yield kind, thing, []
            elif not gone(thing):
                yield kind, thing[name], thing.get(tags) or []

    return lister


def state(key: str, *gone: str) -> Callable[[dict], bool]:
    """Tells whether a thing is gone by its state: AWS lists some for a while after their end."""
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
                # That one comes and goes with its listener.
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


def web_acls(wafv2) -> Iterator[Found]:
    for thing in wafv2.list_web_acls(Scope="CLOUDFRONT")["WebACLs"]:
        yield "web ACL", thing["Name"], []


def distributions(cloudfront) -> Iterator[Found]:
    for thing in pages_of_list(cloudfront.list_distributions()["DistributionList"]):
        tags = cloudfront.list_tags_for_resource(Resource=thing["ARN"])["Tags"]["Items"]
        yield "distribution", thing["Id"], tags
    for thing in pages_of_list(cloudfront.list_vpc_origins()["VpcOriginList"]):
        yield "VPC origin", thing["Name"], []


def pages_of_list(answer: dict) -> list[dict]:
    """CloudFront's lists; an account of the emulators has no second page."""
    assert not answer.get("IsTruncated"), "there is a second page"
    return answer.get("Items") or []


def records(route53) -> Iterator[Found]:
    for zone in pages(route53, "list_hosted_zones", "HostedZones"):
        for record in pages(route53, "list_resource_record_sets", "ResourceRecordSets", HostedZoneId=zone["Id"]):
            # A zone begins with these two, and they end with it.
            if record["Type"] not in ("NS", "SOA"):
                # The zone is a test's own, and is called as its stack.
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
            # Those that come and go with their group have no tags.
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
            simple("cache subnet group", "describe_cache_subnet_groups", "CacheSubnetGroups", "CacheSubnetGroupName"),
        ],
    ),
    "elbv2": (True, [targets]),
    "events": (True, [simple("event rule", "list_rules", "Rules", "Name")]),
    "iam": (False, [simple("role", "list_roles", "Roles", "RoleName")]),
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
            # RDS deletes the automated ones with their database; moto forgets to.
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
    """Tells whether a thing is the stack's: by its tag, or by its name, which is the last part of an ARN."""
    if any(tag.get("Key") == STACK_TAG and tag.get("Value") == stack for tag in tags):
        return True
    parts = name.replace(":", "/").replace(" ", "/").split("/")
    # WAF writes only to log groups that are called so.
    bare = (part.removeprefix("aws-waf-logs-") for part in parts)
    return any(part == stack or part.startswith(f"{stack}-") for part in bare)


def place(kind: str, name: str, tags: list) -> str:
    """Where in the stack a thing stands: by its tag, or by its name, without the revision of a task definition."""
    for tag in tags:
        # The tags that are told of a mount target are its file system's.
        if tag.get("Key") == PLACE_TAG and kind != "mount target":
            return tag["Value"]
    return name.rpartition(":")[0] if kind == "task definition" else name


def found(stack: str) -> dict[str, dict[str, str]]:
    """What the stack has: by kind, and of each name the place."""
    all_found: dict[str, dict[str, str]] = {}
    for service, (regional, listers) in SERVICES.items():
        for region in REGIONS if regional else REGIONS[-1:]:
            for lister in listers:
                for kind, name, tags in lister(client(service, region)):
                    # A trail over all regions is listed in each of them.
                    if belongs(stack, name, tags):
                        all_found.setdefault(kind, {})[name] = place(kind, name, tags)
    return dict(sorted(all_found.items()))


def main() -> int:
    parser = argparse.ArgumentParser(description="Lists what a stack has in its account.")
    parser.add_argument("stack")
    parser.add_argument("--none", action="store_true", help="fail if there is anything")
    parser.add_argument("--once", action="store_true", help="fail if two of a kind stand in one place of the stack")
    parser.add_argument("--but", action="append", default=[], metavar="KIND", help="but for this kind, which must be there")
    arguments = parser.parse_args()
    all_found = found(arguments.stack)
    print(json.dumps({kind: sorted(names) for kind, names in all_found.items()}, indent=2))
    doubled = [kind for kind, names in all_found.items() if len(set(names.values())) < len(names)] if arguments.once else []
    unexpected = sorted(set(all_found) - set(arguments.but)) if arguments.none else []
    missing = sorted(set(arguments.but) - set(all_found)) if arguments.none else []
    for kinds, what in (doubled, "is there twice"), (unexpected, "is left"), (missing, "should have been kept"):
        if kinds:
            print(f"of {arguments.stack}, {what}: {', '.join(kinds)}", file=sys.stderr)
    return 1 if doubled or unexpected or missing else 0


if __name__ == "__main__":
    sys.exit(main())
