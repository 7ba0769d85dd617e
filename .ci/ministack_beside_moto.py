"""ministack, which looks in moto for the subnets and security groups that it does not have.

A stack's network is in moto and its file system is in ministack, and only one of them hears of each.

    MOTO=http://127.0.0.1:PORT GATEWAY_PORT=PORT python ministack_beside_moto.py
"""

import os
from collections.abc import Callable

import boto3
from botocore.exceptions import ClientError
from ministack.app import main
from ministack.core.responses import AccountRegionScopedDict, get_region
from ministack.services import ec2


def moto():
    """A client of moto's EC2, in the region of the request that is being answered."""
    return boto3.client("ec2", region_name=get_region(), endpoint_url=os.environ["MOTO"])


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


ec2._subnets = Beside(lambda key: moto().describe_subnets(SubnetIds=[key])["Subnets"])
ec2._security_groups = Beside(lambda key: moto().describe_security_groups(GroupIds=[key])["SecurityGroups"])
main()
