"""Fills an account of the emulators with resources that do not belong to a stack, and checks that they do not change.

    python crowded_account.py fill STACK COUNT    creates COUNT resources of each kind, some with names similar to the stack's
    python crowded_account.py digest              prints a digest of all resources, by kind
    python crowded_account.py record              starts to record the calls to moto
    python crowded_account.py recorded            stops recording, and prints the number of each call

Not included are kinds of which an account can have only few, or that exist only inside of a stack's own resources: trails (five
per region), mount targets, listener rules, and records in the stack's own zone. Nor are those that the emulators create too
slowly: database clusters and caches.
"""

import base64
import collections
import hashlib
import json
import os
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import datetime

from leftovers import client, pages

HERE, EDGE = "ap-southeast-1", "us-east-1"
TRUST = json.dumps({"Version": "2012-10-17", "Statement": []})
ACCOUNT = os.environ["EMULATED_ACCOUNT"]
ROLE = f"arn:aws:iam::{ACCOUNT}:role/crowd"

Tags = list[dict[str, str]]


def lower(tags: Tags) -> Tags:
    return [{"key": tag["Key"], "value": tag["Value"]} for tag in tags]


def mapped(tags: Tags) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in tags}


def tagged(resource: str, tags: Tags) -> dict:
    """Returns the argument that gives a new EC2 resource tags."""
    return {"TagSpecifications": [{"ResourceType": resource, "Tags": tags}]} if tags else {}


def given(name: str, value) -> dict:
    """Returns an argument, unless its value is empty."""
    return {name: value} if value else {}


class Dependencies:
    """The resources that the others depend on."""

    def __init__(self):
        ec2 = client("ec2", HERE)
        self.vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        self.subnets = [
            ec2.create_subnet(VpcId=self.vpc, CidrBlock=f"10.0.25{number}.0/24", AvailabilityZone=f"{HERE}{zone}")["Subnet"][
                "SubnetId"
            ]
            for number, zone in ((4, "a"), (5, "b"))
        ]
        client("logs", HERE).create_log_group(logGroupName="crowd")
        client("iam", EDGE).create_role(RoleName="crowd", AssumeRolePolicyDocument=TRUST)
        client("ecs", HERE).create_cluster(clusterName="crowd")
        container = {"name": "crowd", "image": "crowd", "memory": 128}
        client("ecs", HERE).register_task_definition(family="crowd", containerDefinitions=[container])
        elb = client("elbv2", HERE)
        arn = elb.create_load_balancer(Name="crowd", Subnets=self.subnets)["LoadBalancers"][0]["LoadBalancerArn"]
        self.load_balancer = arn
        self.topic = client("sns", HERE).create_topic(Name="crowd")["TopicArn"]
        self.file_system = client("efs", HERE).create_file_system(CreationToken="crowd")["FileSystemId"]
        zone = client("route53", EDGE).create_hosted_zone(Name="crowd.example.org", CallerReference="crowd")
        self.zone = zone["HostedZone"]["Id"]


def kms_key(kms, dependencies: Dependencies, name: str, number: int, tags: Tags):
    key = kms.create_key(Tags=[{"TagKey": tag["Key"], "TagValue": tag["Value"]} for tag in tags])["KeyMetadata"]["KeyId"]
    # Nearly all keys have one.
    if number % 50:
        kms.create_alias(AliasName=f"alias/{name}", TargetKeyId=key)


def subnet(ec2, dependencies: Dependencies, name: str, number: int, tags: Tags):
    # Blocks of 16 addresses in the first 250 /24 blocks.
    ec2.create_subnet(
        VpcId=dependencies.vpc, CidrBlock=f"10.0.{number // 16}.{number % 16 * 16}/28", **tagged("subnet", tags)
    )


def security_group(ec2, dependencies: Dependencies, name: str, number: int, tags: Tags):
    made = ec2.create_security_group(
        GroupName=name, Description="crowd", VpcId=dependencies.vpc, **tagged("security-group", tags)
    )
    rule = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
    ec2.authorize_security_group_ingress(
        GroupId=made["GroupId"], IpPermissions=[rule], **tagged("security-group-rule", tags)
    )


def vpc_with_flow_log(ec2, dependencies: Dependencies, name: str, number: int, tags: Tags):
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16", **tagged("vpc", tags))["Vpc"]["VpcId"]
    ec2.create_flow_logs(
        ResourceIds=[vpc],
        ResourceType="VPC",
        TrafficType="ALL",
        LogGroupName="crowd",
        DeliverLogsPermissionArn=ROLE,
        **tagged("vpc-flow-log", tags),
    )


def service(ecs, dependencies: Dependencies, name: str, number: int, tags: Tags):
    ecs.create_service(
        cluster="crowd", serviceName=name, taskDefinition="crowd", desiredCount=0, **given("tags", lower(tags))
    )
    client("application-autoscaling", HERE).register_scalable_target(
        ServiceNamespace="ecs",
        ResourceId=f"service/crowd/{name}",
        ScalableDimension="ecs:service:DesiredCount",
        MinCapacity=0,
        MaxCapacity=1,
    )


def task_definition(ecs, dependencies: Dependencies, name: str, number: int, tags: Tags):
    container = {"name": "crowd", "image": "crowd", "memory": 128}
    ecs.register_task_definition(family=name, containerDefinitions=[container], **given("tags", lower(tags)))


def load_balancer(elb, dependencies: Dependencies, name: str, number: int, tags: Tags):
    made = elb.create_load_balancer(Name=name[:32], Subnets=dependencies.subnets, **given("Tags", tags))
    arn = made["LoadBalancers"][0]["LoadBalancerArn"]
    deny = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "403"}}
    elb.create_listener(LoadBalancerArn=arn, Protocol="HTTP", Port=80, DefaultActions=[deny], **given("Tags", tags))


def schedule(scheduler, dependencies: Dependencies, name: str, number: int, tags: Tags):
    scheduler.create_schedule(
        Name=name,
        Description="".join(f"moodle-stack: {tag['Value']} of {name}" for tag in tags[:1]) or "crowd",
        ScheduleExpression="rate(1 hour)",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": dependencies.topic, "RoleArn": ROLE},
    )


def web_acl(wafv2, dependencies: Dependencies, name: str, number: int, tags: Tags):
    wafv2.create_web_acl(
        Name=name,
        Scope="CLOUDFRONT",
        DefaultAction={"Allow": {}},
        VisibilityConfig={"SampledRequestsEnabled": False, "CloudWatchMetricsEnabled": False, "MetricName": name},
        **given("Tags", tags),
    )


def ip_set(wafv2, dependencies: Dependencies, name: str, number: int, tags: Tags):
    wafv2.create_ip_set(
        Name=name, Scope="CLOUDFRONT", IPAddressVersion="IPV4", Addresses=["192.0.2.0/24"], **given("Tags", tags)
    )


def distribution(cloudfront, dependencies: Dependencies, name: str, number: int, tags: Tags):
    config = {
        "CallerReference": name,
        "Comment": f"edge.distribution of {name}",
        "Enabled": True,
        "Origins": {
            "Quantity": 1,
            "Items": [{"Id": "crowd", "DomainName": "example.org", "S3OriginConfig": {"OriginAccessIdentity": ""}}],
        },
        "DefaultCacheBehavior": {
            "TargetOriginId": "crowd",
            "ViewerProtocolPolicy": "allow-all",
            "CachePolicyId": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
        },
    }
    cloudfront.create_distribution_with_tags(
        DistributionConfigWithTags={"DistributionConfig": config, "Tags": {"Items": tags}}
    )


def alarm(cloudwatch, dependencies: Dependencies, name: str, number: int, tags: Tags):
    cloudwatch.put_metric_alarm(
        AlarmName=name,
        Namespace="crowd",
        MetricName="crowd",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
        **given("Tags", tags),
    )


def database(rds, dependencies: Dependencies, name: str, number: int, tags: Tags):
    rds.create_db_instance(
        DBInstanceIdentifier=name,
        Engine="mysql",
        DBInstanceClass="db.t4g.small",
        AllocatedStorage=20,
        MasterUsername="crowd",
        MasterUserPassword="crowd-crowd",
        **given("Tags", tags),
    )


def record(route53, dependencies: Dependencies, name: str, number: int, tags: Tags):
    set_ = {"Name": f"{name}.crowd.example.org", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}]}
    route53.change_resource_record_sets(
        HostedZoneId=dependencies.zone, ChangeBatch={"Changes": [{"Action": "CREATE", "ResourceRecordSet": set_}]}
    )


def bucket(s3, dependencies: Dependencies, name: str, number: int, tags: Tags):
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": HERE})
    if tags:
        s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": tags})


Create = Callable[..., object]
# For each kind: the service, the region, the function that creates a resource, and the calls that list it.
KINDS: dict[str, tuple[str, str, Create, list[tuple[str, str]]]] = {
    "VPCs and flow logs": ("ec2", HERE, vpc_with_flow_log, [("describe_vpcs", "Vpcs"), ("describe_flow_logs", "FlowLogs")]),
    "subnets": ("ec2", HERE, subnet, [("describe_subnets", "Subnets")]),
    "internet gateways": (
        "ec2",
        HERE,
        lambda ec2, dependencies, name, number, tags: ec2.create_internet_gateway(**tagged("internet-gateway", tags)),
        [("describe_internet_gateways", "InternetGateways")],
    ),
    "addresses": (
        "ec2",
        HERE,
        lambda ec2, dependencies, name, number, tags: ec2.allocate_address(Domain="vpc", **tagged("elastic-ip", tags)),
        [("describe_addresses", "Addresses")],
    ),
    "NAT gateways": (
        "ec2",
        HERE,
        lambda ec2, dependencies, name, number, tags: ec2.create_nat_gateway(
            SubnetId=dependencies.subnets[0], ConnectivityType="private", **tagged("natgateway", tags)
        ),
        [("describe_nat_gateways", "NatGateways")],
    ),
    "route tables": (
        "ec2",
        HERE,
        lambda ec2, dependencies, name, number, tags: ec2.create_route_table(VpcId=dependencies.vpc, **tagged("route-table", tags)),
        [("describe_route_tables", "RouteTables")],
    ),
    "security groups and their rules": (
        "ec2",
        HERE,
        security_group,
        [("describe_security_groups", "SecurityGroups"), ("describe_security_group_rules", "SecurityGroupRules")],
    ),
    "VPC endpoints": (
        "ec2",
        HERE,
        lambda ec2, dependencies, name, number, tags: ec2.create_vpc_endpoint(
            VpcId=dependencies.vpc, ServiceName=f"com.amazonaws.{HERE}.s3", **tagged("vpc-endpoint", tags)
        ),
        [("describe_vpc_endpoints", "VpcEndpoints")],
    ),
    "certificates": (
        "acm",
        HERE,
        lambda acm, dependencies, name, number, tags: acm.request_certificate(
            DomainName=f"{name}.example.edu", ValidationMethod="DNS", **given("Tags", tags)
        ),
        [("list_certificates", "CertificateSummaryList")],
    ),
    "log groups": (
        "logs",
        HERE,
        lambda logs, dependencies, name, number, tags: logs.create_log_group(
            logGroupName=name.replace("-", "/", 1), **given("tags", mapped(tags))
        ),
        [("describe_log_groups", "logGroups")],
    ),
    "image repositories": (
        "ecr",
        HERE,
        lambda ecr, dependencies, name, number, tags: ecr.create_repository(repositoryName=name, **given("tags", tags)),
        [("describe_repositories", "repositories")],
    ),
    "clusters": (
        "ecs",
        HERE,
        lambda ecs, dependencies, name, number, tags: ecs.create_cluster(clusterName=name, **given("tags", lower(tags))),
        [("list_clusters", "clusterArns")],
    ),
    "task definitions": ("ecs", HERE, task_definition, [("list_task_definitions", "taskDefinitionArns")]),
    "services with ranges": ("ecs", HERE, service, []),
    "load balancers and listeners": ("elbv2", HERE, load_balancer, [("describe_load_balancers", "LoadBalancers")]),
    "target groups": (
        "elbv2",
        HERE,
        lambda elb, dependencies, name, number, tags: elb.create_target_group(
            Name=name[:32], Protocol="HTTP", Port=80, VpcId=dependencies.vpc, TargetType="ip", **given("Tags", tags)
        ),
        [("describe_target_groups", "TargetGroups")],
    ),
    "roles": (
        "iam",
        EDGE,
        lambda iam, dependencies, name, number, tags: iam.create_role(
            RoleName=name, AssumeRolePolicyDocument=TRUST, **given("Tags", tags)
        ),
        [("list_roles", "Roles")],
    ),
    "databases": ("rds", HERE, database, [("describe_db_instances", "DBInstances")]),
    "database subnet groups": (
        "rds",
        HERE,
        lambda rds, dependencies, name, number, tags: rds.create_db_subnet_group(
            DBSubnetGroupName=name, DBSubnetGroupDescription="crowd", SubnetIds=dependencies.subnets, **given("Tags", tags)
        ),
        [("describe_db_subnet_groups", "DBSubnetGroups")],
    ),
    "parameter groups": (
        "rds",
        HERE,
        lambda rds, dependencies, name, number, tags: rds.create_db_parameter_group(
            DBParameterGroupName=name, DBParameterGroupFamily="mysql8.4", Description="crowd", **given("Tags", tags)
        ),
        [("describe_db_parameter_groups", "DBParameterGroups")],
    ),
    "event subscriptions": (
        "rds",
        HERE,
        lambda rds, dependencies, name, number, tags: rds.create_event_subscription(
            SubscriptionName=name, SnsTopicArn=dependencies.topic, **given("Tags", tags)
        ),
        [("describe_event_subscriptions", "EventSubscriptionsList")],
    ),
    "hosted zones": (
        "route53",
        EDGE,
        lambda route53, dependencies, name, number, tags: route53.create_hosted_zone(
            Name=f"{name}.example.edu", CallerReference=name
        ),
        [("list_hosted_zones", "HostedZones")],
    ),
    "KMS keys": ("kms", HERE, kms_key, []),
    "records": ("route53", EDGE, record, []),
    "buckets": ("s3", HERE, bucket, [("list_buckets", "Buckets")]),
    "schedules": ("scheduler", HERE, schedule, [("list_schedules", "Schedules")]),
    "secrets": (
        "secretsmanager",
        HERE,
        lambda secrets, dependencies, name, number, tags: secrets.create_secret(
            Name=name.replace("-", "/", 1), SecretString="crowd", **given("Tags", tags)
        ),
        [("list_secrets", "SecretList")],
    ),
    "topics": (
        "sns",
        HERE,
        lambda sns, dependencies, name, number, tags: sns.create_topic(Name=name, **given("Tags", tags)),
        [("list_topics", "Topics")],
    ),
    "subscriptions": (
        "sns",
        HERE,
        lambda sns, dependencies, name, number, tags: sns.subscribe(
            TopicArn=dependencies.topic, Protocol="email", Endpoint=f"{name}@example.org"
        ),
        [("list_subscriptions", "Subscriptions")],
    ),
    "web ACLs": ("wafv2", EDGE, web_acl, []),
    "IP sets": ("wafv2", EDGE, ip_set, []),
    "distributions": ("cloudfront", EDGE, distribution, []),
    "alarms": ("cloudwatch", HERE, alarm, [("describe_alarms", "MetricAlarms")]),
    "dashboards": (
        "cloudwatch",
        HERE,
        lambda cloudwatch, dependencies, name, number, tags: cloudwatch.put_dashboard(
            DashboardName=name, DashboardBody=json.dumps({"widgets": []})
        ),
        [("list_dashboards", "DashboardEntries")],
    ),
    "file systems": (
        "efs",
        HERE,
        lambda efs, dependencies, name, number, tags: efs.create_file_system(CreationToken=name, **given("Tags", tags)),
        [("describe_file_systems", "FileSystems")],
    ),
    "access points": (
        "efs",
        HERE,
        lambda efs, dependencies, name, number, tags: efs.create_access_point(
            ClientToken=name, FileSystemId=dependencies.file_system, **given("Tags", tags)
        ),
        [("describe_access_points", "AccessPoints")],
    ),
    "cache parameter groups": (
        "elasticache",
        HERE,
        lambda cache, dependencies, name, number, tags: cache.create_cache_parameter_group(
            CacheParameterGroupName=name,
            CacheParameterGroupFamily="valkey8",
            Description="crowd",
            **given("Tags", tags),
        ),
        [("describe_cache_parameter_groups", "CacheParameterGroups")],
    ),
    "cache subnet groups": (
        "elasticache",
        HERE,
        lambda cache, dependencies, name, number, tags: cache.create_cache_subnet_group(
            CacheSubnetGroupName=name,
            CacheSubnetGroupDescription="crowd",
            SubnetIds=dependencies.subnets,
            **given("Tags", tags),
        ),
        [("describe_cache_subnet_groups", "CacheSubnetGroups")],
    ),
    "event rules": (
        "events",
        HERE,
        lambda events, dependencies, name, number, tags: events.put_rule(
            Name=name, ScheduleExpression="rate(1 day)", State="DISABLED", **given("Tags", tags)
        ),
        [("list_rules", "Rules")],
    ),
    "state machines": (
        "stepfunctions",
        HERE,
        lambda sfn, dependencies, name, number, tags: sfn.create_state_machine(
            name=name,
            definition=json.dumps({"StartAt": "End", "States": {"End": {"Type": "Succeed"}}}),
            roleArn=ROLE,
            **given("tags", lower(tags)),
        ),
        [("list_state_machines", "stateMachines")],
    ),
    "backup vaults": (
        "backup",
        HERE,
        lambda backup, dependencies, name, number, tags: backup.create_backup_vault(
            BackupVaultName=name, **given("BackupVaultTags", mapped(tags))
        ),
        [("list_backup_vaults", "BackupVaultList")],
    ),
}


# ministack lists the first hundred, and does not report that there are more.
AT_MOST = {"file systems": 80, "access points": 80}


def disguise(stack: str, number: int) -> tuple[str, Tags]:
    """Returns a name and tags. Of forty resources, one has a name of the stack without tags, one belongs to another stack whose
    name starts with the stack's, and one has a name that only starts with the same letters."""
    match number % 40:
        case 7:
            return f"{stack}-crowd-{number}", []
        case 17:
            other = {"moodle-stack:stack": f"{stack}-2", "moodle-stack:resource": "crowd.one", "Name": f"{stack}-2-crowd"}
            return f"{stack}-2-crowd-{number}", [{"Key": key, "Value": value} for key, value in other.items()]
        case 27:
            return f"{stack}s-crowd-{number}", []
        case _:
            return f"crowd-{number}", []


def fill(stack: str, count: int):
    """Creates the resources one after the other, since moto does not support concurrent calls everywhere."""
    dependencies = Dependencies()
    for kind, (service, region, create, _) in KINDS.items():
        start = time.monotonic()
        created = min(count, AT_MOST.get(kind, count))
        for number in range(created):
            name, tags = disguise(stack, number)
            create(client(service, region), dependencies, name, number, tags)
        print(f"{time.monotonic() - start:6.1f} s  {created} {kind}", flush=True)


def listed() -> Iterator[tuple[str, object]]:
    """Lists all resources, except those that are only listed by their parent, and scalable targets: moto's second page of them
    is the same as its first."""
    for name, (service, region, _, calls) in KINDS.items():
        for call, key in calls:
            for one in pages(client(service, region), call, key):
                yield name, one
    ecs = client("ecs", HERE)
    for one in pages(ecs, "list_services", "serviceArns", cluster="crowd"):
        yield "services", one
    for one in client("wafv2", EDGE).list_web_acls(Scope="CLOUDFRONT", Limit=100)["WebACLs"]:
        yield "web ACLs", one
    for one in client("wafv2", EDGE).list_ip_sets(Scope="CLOUDFRONT", Limit=100)["IPSets"]:
        yield "IP sets", one
    paginator = client("cloudfront", EDGE).get_paginator("list_distributions")
    for page in paginator.paginate():
        for one in page["DistributionList"].get("Items", []):
            yield "distributions", one
    for zone in pages(client("route53", EDGE), "list_hosted_zones", "HostedZones"):
        if zone["Name"] == "crowd.example.org.":
            records = pages(
                client("route53", EDGE), "list_resource_record_sets", "ResourceRecordSets", HostedZoneId=zone["Id"]
            )
            for one in records:
                yield "records", one


def digest():
    """Prints the number of resources of each kind, and a digest of their descriptions without times."""
    found = collections.defaultdict(list)
    for kind, one in listed():
        # Some are listed for a while after their deletion.
        if isinstance(one, dict) and one.get("State") in ("deleted", "deleting"):
            continue
        found[kind].append(json.dumps(one, sort_keys=True, default=lambda value: None if isinstance(value, datetime) else str(value)))
    digests = {
        kind: [len(all_), hashlib.sha256("\n".join(sorted(all_)).encode()).hexdigest()] for kind, all_ in found.items()
    }
    print(json.dumps(digests, indent=2, sort_keys=True))


def moto(path: str, data: bytes | None = None) -> bytes:
    with urllib.request.urlopen(f"{os.environ['AWS_ENDPOINT_URL']}/moto-api/recorder/{path}", data, timeout=60) as answer:
        return answer.read()


def call_of(request: dict) -> str:
    """Returns the action of a call, or only its method."""
    target = {key.lower(): value for key, value in request["headers"].items()}.get("x-amz-target")
    if target:
        return target
    body = base64.b64decode(request["body"] or "") if request["body_encoded"] else (request["body"] or "").encode()
    for pair in body.split(b"&"):
        if pair.startswith(b"Action="):
            return pair.removeprefix(b"Action=").decode()
    return f"{request['method']} other"


def recorded():
    """Prints the number of each call since `record`."""
    moto("stop-recording", b"")
    lines = moto("download-recording").splitlines()
    print(json.dumps(collections.Counter(call_of(json.loads(line)) for line in lines), indent=2, sort_keys=True))


def main():
    match sys.argv[1:]:
        case ["fill", stack, count]:
            fill(stack, int(count))
        case ["digest"]:
            digest()
        case ["record"]:
            moto("reset-recording", b"")
            moto("start-recording", b"")
        case ["recorded"]:
            recorded()
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
