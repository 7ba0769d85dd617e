"""Rules about several values of one call to the network, the load balancer, CloudFront, its firewall and DNS, each with its page."""

import base64
import ipaddress
from collections.abc import Callable, Iterator

from parse import Call
from relation import relation
from rules import DOCS, EC2, EDGE, ELB


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


@relation("elbv2", "CreateRule ModifyRule CreateListener ModifyListener", ELB + "Action.html")
def actions(given: dict, _: Call) -> Iterator[str]:
    """Of the actions, the last and only the last answers or forwards, and each has what its type needs."""
    listed = given.get("Actions", given.get("DefaultActions", []))
    final = [one.get("Type") in ("forward", "redirect", "fixed-response") for one in listed]
    if listed and final != [False] * (len(listed) - 1) + [True]:
        yield "one action of the types forward, redirect and fixed-response is needed, as the last"
    for one in listed:
        needed = {"redirect": ("RedirectConfig",), "fixed-response": ("FixedResponseConfig",), "forward": ("TargetGroupArn", "ForwardConfig")}
        if not any(name in one for name in needed.get(one.get("Type"), tuple(one))):
            yield f"an action {one.get('Type')} has no settings"


@relation("elbv2", "CreateListener ModifyListener", ELB + "CreateListener.html")
def listeners(given: dict, call: Call) -> Iterator[str]:
    """HTTPS has one certificate and a policy, HTTP has neither."""
    secure = given.get("Protocol") in ("HTTPS", "TLS")
    if "Protocol" in given and not secure and ("Certificates" in given or "SslPolicy" in given):
        yield f"{given['Protocol']} has no certificate and no policy of ciphers"
    if secure and call.operation == "CreateListener" and "Certificates" not in given:
        yield "HTTPS needs a certificate"
    if len(given.get("Certificates", [0])) != 1 or "IsDefault" in str(given.get("Certificates")):
        yield "a listener is given one certificate, without IsDefault"


# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html#add-origin-custom-headers-denylist
DENIED = (
    "cache-control connection content-length cookie host if-match if-modified-since if-none-match if-range if-unmodified-since "
    "max-forwards pragma proxy-authenticate proxy-authorization proxy-connection range request-range te trailer transfer-encoding "
    "upgrade via x-real-ip"
).split()


@relation("cloudfront", "CreateDistributionWithTags CreateDistribution UpdateDistribution",
          DOCS + "AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html")
def headers(given: dict, _: Call) -> Iterator[str]:
    """Some headers cannot be added to requests to the origin."""
    config = given.get("DistributionConfig", {}) or given.get("DistributionConfigWithTags", {}).get("DistributionConfig", {})
    for origin in config.get("Origins", {}).get("Items", []):
        for one in origin.get("CustomHeaders", {}).get("Items", []):
            name = one.get("HeaderName", "").lower()
            if name in DENIED or name.startswith(("x-amz-", "x-edge-")):
                yield f"CloudFront cannot add the header {name}"


@relation("wafv2", "CreateIPSet UpdateIPSet", DOCS + "waf/latest/APIReference/API_IPSet.html")
def addresses(given: dict, _: Call) -> Iterator[str]:
    """Ranges with a prefix, of one version of IP, and not all addresses."""
    for one in given.get("Addresses", []):
        version = 6 if ":" in one else 4
        if "/" not in one or one.endswith("/0") or not is_canonical(one):
            yield f"{one} is no range of a set"
        if given.get("IPAddressVersion", f"IPV{version}") != f"IPV{version}":
            yield f"{one} is not of {given['IPAddressVersion']}"


def nested(value: object, name: str) -> Iterator[object]:
    """Yields every member with a name, at any depth."""
    for key, one in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        if key == name:
            yield one
        yield from nested(one, name)


@relation("wafv2", "CreateWebACL UpdateWebACL", DOCS + "waf/latest/APIReference/API_ByteMatchStatement.html")
def searches(given: dict, _: Call) -> Iterator[str]:
    """A text that is searched for has 200 bytes, a rate is at least 10, and each rule is counted under a name of its own."""
    for one in nested(given.get("Rules", []), "SearchString"):
        if len(base64.b64decode(one)) > 200:
            yield "a text that is searched for is longer than 200 bytes"
    names = [one.get("VisibilityConfig", {}).get("MetricName") for one in given.get("Rules", [])]
    if "All" in names or "Default_Action" in names or len(set(names)) < len(names):
        yield f"the metrics {names} are reserved or not distinct"


@relation("route53", "ChangeResourceRecordSets", DOCS + "Route53/latest/DeveloperGuide/ResourceRecordTypes.html")
def canonical_names(given: dict, _: Call) -> Iterator[str]:
    """A CNAME has one value."""
    for change in given.get("ChangeBatch", {}).get("Changes", []):
        record = change.get("ResourceRecordSet", {})
        if record.get("Type") == "CNAME" and len(record.get("ResourceRecords", [0])) != 1:
            yield f"the CNAME {record.get('Name')} has more than one value"
