"""ministack, which looks in moto for the subnets, security groups and load balancers that it does not have.

A stack's network and load balancer are in moto, its file system and CloudFront in ministack, and only one hears of each.

    MOTO=http://127.0.0.1:PORT GATEWAY_PORT=PORT python ministack_beside_moto.py
"""

import os
from collections.abc import Callable

import boto3
from botocore.exceptions import ClientError
from ministack.app import main
from ministack.core.responses import AccountRegionScopedDict, get_region
from ministack.services import alb, ec2


def moto(service: str, region: str | None = None):
    """A client of moto, in the region of the request that is being answered unless another is named."""
    return boto3.client(service, region_name=region or get_region(), endpoint_url=os.environ["MOTO"])


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


ec2._subnets = Beside(lambda key: moto("ec2").describe_subnets(SubnetIds=[key])["Subnets"])
ec2._security_groups = Beside(lambda key: moto("ec2").describe_security_groups(GroupIds=[key])["SecurityGroups"])
alb._lbs = LoadBalancersBeside()
main()
