"""Runs ministack with changes, so that it works together with moto.

A stack's network and load balancer are in moto, and its file system and CloudFront distribution in ministack. ministack
therefore looks up subnets, security groups and load balancers in moto if it does not have them. It also keeps the tags of a
new dashboard, which ministack drops, lists dashboards without their times, which ministack writes as texts that no SDK can
parse, refuses to demand a password of a cache that demands it already, as ElastiCache does, refuses to read and write the
tags of a cache right after it was modified, and reports when its password was changed. It records its requests; see
`aws_requests/recorder.py`.

    MOTO=http://127.0.0.1:PORT GATEWAY_PORT=PORT python ministack_beside_moto.py
"""

import functools
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import boto3
from botocore.exceptions import ClientError
from ministack import app as ministack
from ministack.core.responses import AccountRegionScopedDict, get_account_id, get_region
from ministack.services import alb, cloudwatch, ec2, elasticache

sys.path.append(str(Path(__file__).parent / "aws_requests"))
from recorder import recorded_asgi, recorder


@functools.cache
def client(service: str, region: str):
    """Returns a client of moto. Cached, since creating one takes longer than its calls."""
    return boto3.client(service, region_name=region, endpoint_url=os.environ["MOTO"])


def moto(service: str, region: str | None = None):
    """Returns a client of moto in the given region, or else in the region of the current request."""
    return client(service, region or get_region())


class Beside(AccountRegionScopedDict):
    """ministack's own resources, or else moto's."""

    __slots__ = ("look_up",)

    def __init__(self, look_up: Callable[[str], list[dict]]):
        super().__init__()
        self.look_up = look_up

    def get(self, key, default=None):
        if key in self:
            return super().get(key, default)
        try:
            return self.look_up(key)[0]
        except ClientError:
            return default


class LoadBalancersBeside(AccountRegionScopedDict):
    """ministack's own load balancers, or else moto's. ministack only checks whether one exists."""

    def contains_scoped(self, account, region, key):
        if super().contains_scoped(account, region, key):
            return True
        try:
            return bool(moto("elbv2", region).describe_load_balancers(LoadBalancerArns=[key])["LoadBalancers"])
        except ClientError:
            return False


def put_dashboard(params, data, is_cbor, is_json=False):
    """ministack's own function, which also keeps the tags of a new dashboard."""
    answer = forgetful_put_dashboard(params, data, is_cbor, is_json)
    tags = (data or {}).get("Tags", [])
    if tags and answer[0] == 200:
        arn = f"arn:aws:cloudwatch::{get_account_id()}:dashboard/{data['DashboardName']}"
        if arn not in cloudwatch._resource_tags:
            cloudwatch._resource_tags[arn] = {tag["Key"]: tag["Value"] for tag in tags}
    return answer


def list_dashboards(params, data, is_cbor, is_json=False):
    """ministack's own function, without times in CBOR, which has a type of its own for them."""
    if not is_cbor:
        return textual_list_dashboards(params, data, is_cbor, is_json)
    prefix = data.get("DashboardNamePrefix", "")
    named = (dashboard for name, dashboard in sorted(cloudwatch._dashboards.items()) if name.startswith(prefix))
    keys = ("DashboardName", "DashboardArn", "Size")
    return cloudwatch._cbor_ok({"DashboardEntries": [{key: one[key] for key in keys} for one in named]})


def validate_tagged(arn, **form):
    """ministack's own function, which accepts only alarms, and also dashboards."""
    return None if ":dashboard/" in arn else validate_alarm(arn, **form)


def modify_replication_group(params):
    """ministack's own function, which also accepts `SET` without a `ROTATE` before it. AWS refuses it, unless there are two
    passwords or an optional one: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html"""
    group = elasticache._replication_groups.get(elasticache._p(params, "ReplicationGroupId")) or {}
    is_settable = group.get("_auth_optional") or len(group.get("_auth_tokens") or []) == 2
    if elasticache._p(params, "AuthTokenUpdateStrategy") == "SET" and not is_settable:
        text = "The SET strategy is only allowed after the ROTATE strategy."
        return elasticache._error("InvalidParameterCombination", text, 400)
    answer = lenient_modify_replication_group(params)
    if answer[0] == 200:
        group["Status"] = "modifying"
        if elasticache._p(params, "AuthToken"):
            group["_auth_changed"] = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return answer


def describe_replication_groups(params):
    """ministack's own function. A group that was modified is available again as soon as somebody looks."""
    for group in elasticache._replication_groups.values():
        if group["Status"] == "modifying":
            group["Status"] = "available"
    return lenient_describe_replication_groups(params)


def group_xml(group):
    """ministack's own function, with the time of the last change of the password."""
    date = group.get("_auth_changed")
    text = f"<AuthTokenLastModifiedDate>{date}</AuthTokenLastModifiedDate>" if date else ""
    return timeless_group_xml(group).replace("<TransitEncryptionEnabled>", f"{text}<TransitEncryptionEnabled>", 1)


def if_available(tag_call):
    """Returns one of ministack's own functions about tags, which also accepts a group that is not available. AWS refuses it:
    https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ListTagsForResource.html"""

    def call(params):
        kind, _, name = elasticache._p(params, "ResourceName").rpartition(":")
        group = elasticache._replication_groups.get(name) if kind.endswith(":replicationgroup") else None
        if group and group["Status"] != "available":
            text = "Cluster not in available state to perform tagging operations."
            return elasticache._error("InvalidReplicationGroupState", text, 400)
        return tag_call(params)

    return call


lenient_modify_replication_group = elasticache._modify_replication_group
elasticache._modify_replication_group = modify_replication_group
lenient_describe_replication_groups = elasticache._describe_replication_groups
elasticache._describe_replication_groups = describe_replication_groups
timeless_group_xml, elasticache._rg_xml = elasticache._rg_xml, group_xml
for name in ("_list_tags", "_add_tags", "_remove_tags"):
    setattr(elasticache, name, if_available(getattr(elasticache, name)))
validate_alarm, cloudwatch._validate_alarm_tag_arn = cloudwatch._validate_alarm_tag_arn, validate_tagged
forgetful_put_dashboard, cloudwatch._put_dashboard = cloudwatch._put_dashboard, put_dashboard
textual_list_dashboards, cloudwatch._list_dashboards = cloudwatch._list_dashboards, list_dashboards
ec2._subnets = Beside(lambda key: moto("ec2").describe_subnets(SubnetIds=[key])["Subnets"])
ec2._security_groups = Beside(lambda key: moto("ec2").describe_security_groups(GroupIds=[key])["SecurityGroups"])
alb._lbs = LoadBalancersBeside()
record = recorder("ministack")
if record is not None:
    ministack.app = recorded_asgi(ministack.app, record)
ministack.main()
