"""Deletes what SDK tests have left behind on a real account, by the kinds that `leftovers.py` lists.

A test that fails leaves its resources. Whatever is still in use is tried again, until a whole round deletes nothing.
"""

from collections.abc import Callable

import leftovers
from botocore.exceptions import BotoCoreError, ClientError
from leftovers import client, pages


def gateway(region: str, name: str) -> None:
    ec2 = client("ec2", region)
    (found,) = ec2.describe_internet_gateways(InternetGatewayIds=[name])["InternetGateways"]
    for attached in found["Attachments"]:
        ec2.detach_internet_gateway(InternetGatewayId=name, VpcId=attached["VpcId"])
    ec2.delete_internet_gateway(InternetGatewayId=name)


def route_table(region: str, name: str) -> None:
    ec2 = client("ec2", region)
    (found,) = ec2.describe_route_tables(RouteTableIds=[name])["RouteTables"]
    for one in found["Associations"]:
        if not one.get("Main"):
            ec2.disassociate_route_table(AssociationId=one["RouteTableAssociationId"])
    ec2.delete_route_table(RouteTableId=name)


def role(region: str, name: str) -> None:
    iam = client("iam", region)
    for policy in pages(iam, "list_role_policies", "PolicyNames", RoleName=name):
        iam.delete_role_policy(RoleName=name, PolicyName=policy)
    for policy in pages(iam, "list_attached_role_policies", "AttachedPolicies", RoleName=name):
        iam.detach_role_policy(RoleName=name, PolicyArn=policy["PolicyArn"])
    iam.delete_role(RoleName=name)


def bucket(region: str, name: str) -> None:
    s3 = client("s3", region)
    for kind in "Versions", "DeleteMarkers":
        for one in pages(s3, "list_object_versions", kind, Bucket=name):
            s3.delete_object(Bucket=name, Key=one["Key"], VersionId=one["VersionId"])
    s3.delete_bucket(Bucket=name)


def certificate(region: str, name: str) -> None:
    client("acm", region).delete_certificate(CertificateArn=name)


def call(service: str, operation: str, argument: str, **others) -> Callable[[str, str], None]:
    """Returns a deletion that is one call."""

    def delete(region: str, name: str) -> None:
        getattr(client(service, region), operation)(**{argument: name}, **others)

    return delete


# By kind, as `leftovers.py` names it. What depends on others is first.
DELETIONS: dict[str, Callable[[str, str], None]] = {
    "topic": call("sns", "delete_topic", "TopicArn"),
    "KMS alias": call("kms", "delete_alias", "AliasName"),
    "KMS key": call("kms", "schedule_key_deletion", "KeyId", PendingWindowInDays=7),
    "dashboard": lambda region, name: client("cloudwatch", region).delete_dashboards(DashboardNames=[name]),
    "log group": call("logs", "delete_log_group", "logGroupName"),
    "secret": call("secretsmanager", "delete_secret", "SecretId", ForceDeleteWithoutRecovery=True),
    "image repository": lambda region, name: client("ecr", region).delete_repository(
        repositoryName=name.split(":repository/")[-1], force=True
    ),
    "cache parameter group": call("elasticache", "delete_cache_parameter_group", "CacheParameterGroupName"),
    "database parameter group": call("rds", "delete_db_parameter_group", "DBParameterGroupName"),
    "cluster parameter group": call("rds", "delete_db_cluster_parameter_group", "DBClusterParameterGroupName"),
    "bucket": bucket,
    "role": role,
    "VPC endpoint": lambda region, name: client("ec2", region).delete_vpc_endpoints(VpcEndpointIds=[name]),
    "route table": route_table,
    "internet gateway": gateway,
    "security group": call("ec2", "delete_security_group", "GroupId"),
    "subnet": call("ec2", "delete_subnet", "SubnetId"),
    "VPC": call("ec2", "delete_vpc", "VpcId"),
    "certificate": certificate,
}


def clean_tests(stack: str, regions: tuple[str, ...]) -> None:
    """Deletes everything of the tests' stack that has a known kind."""
    left = -1
    while True:
        found = leftovers.found(stack)
        count = sum(len(names) for kind, names in found.items() if kind in DELETIONS)
        if count in (0, left):
            return
        left = count
        for kind, delete in DELETIONS.items():
            for name in found.get(kind, ()):
                delete_somewhere(delete, name, regions)


def delete_somewhere(delete: Callable[[str, str], None], name: str, regions: tuple[str, ...]) -> None:
    """Deletes a resource in the region that has it. What cannot be deleted now is listed again, and reported at the end."""
    for region in regions:
        try:
            delete(region, name)
            return
        except (ClientError, BotoCoreError, ValueError):
            continue
