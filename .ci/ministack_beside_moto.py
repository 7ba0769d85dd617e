"""ministack, which looks in moto for the subnets, security groups and load balancers that it does not have.

A stack's network and load balancer are in moto, its file system and CloudFront in ministack, and only one hears of each.
And it keeps the tags that a dashboard is made with, which ministack itself forgets, and lists dashboards without the times
that it would write as texts, which no SDK reads.

    MOTO=http://127.0.0.1:PORT GATEWAY_PORT=PORT python ministack_beside_moto.py
"""

import functools
import os
from collections.abc import Callable

import boto3
from botocore.exceptions import ClientError
from ministack.app import main
from ministack.core.responses import AccountRegionScopedDict, get_account_id, get_region
from ministack.services import alb, cloudwatch, ec2


@functools.cache
def client(service: str, region: str):
    """A client of moto. To make one takes longer than its calls."""
    return boto3.client(service, region_name=region, endpoint_url=os.environ["MOTO"])


def moto(service: str, region: str | None = None):
    """A client of moto, in the region of the request that is being answered unless another is named."""
    return client(service, region or get_region())


class Beside(AccountRegionScopedDict):
    """ministack's own, and else what moto has."""

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
    """ministack's own load balancers, and moto's; it looks only whether there is one."""

    def contains_scoped(self, account, region, key):
        if super().contains_scoped(account, region, key):
            return True
        try:
            return bool(moto("elbv2", region).describe_load_balancers(LoadBalancerArns=[key])["LoadBalancers"])
        except ClientError:
            return False


def put_dashboard(params, data, is_cbor, is_json=False):
    """ministack's own, and the tags of a new dashboard."""
    answer = forgetful_put_dashboard(params, data, is_cbor, is_json)
    tags = (data or {}).get("Tags", [])
    if tags and answer[0] == 200:
        arn = f"arn:aws:cloudwatch::{get_account_id()}:dashboard/{data['DashboardName']}"
        if arn not in cloudwatch._resource_tags:
            cloudwatch._resource_tags[arn] = {tag["Key"]: tag["Value"] for tag in tags}
    return answer


def list_dashboards(params, data, is_cbor, is_json=False):
    """ministack's own, without times where CBOR has a type of its own for them."""
    if not is_cbor:
        return textual_list_dashboards(params, data, is_cbor, is_json)
    prefix = data.get("DashboardNamePrefix", "")
    named = (dashboard for name, dashboard in sorted(cloudwatch._dashboards.items()) if name.startswith(prefix))
    told = ("DashboardName", "DashboardArn", "Size")
    return cloudwatch._cbor_ok({"DashboardEntries": [{key: one[key] for key in told} for one in named]})


def validate_tagged(arn, **form):
    """ministack's own, which knows tags of alarms alone."""
    return None if ":dashboard/" in arn else validate_alarm(arn, **form)


validate_alarm, cloudwatch._validate_alarm_tag_arn = cloudwatch._validate_alarm_tag_arn, validate_tagged
forgetful_put_dashboard, cloudwatch._put_dashboard = cloudwatch._put_dashboard, put_dashboard
textual_list_dashboards, cloudwatch._list_dashboards = cloudwatch._list_dashboards, list_dashboards
ec2._subnets = Beside(lambda key: moto("ec2").describe_subnets(SubnetIds=[key])["Subnets"])
ec2._security_groups = Beside(lambda key: moto("ec2").describe_security_groups(GroupIds=[key])["SecurityGroups"])
alb._lbs = LoadBalancersBeside()
main()
