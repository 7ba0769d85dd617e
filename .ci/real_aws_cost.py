"""What the smallest stack costs in an hour.

The prices are those of us-east-1 on demand, without tax, traffic and free tiers, as of November 2026. Most regions cost up to a
third more, a few about twice as much. The stack is in runtime/examples/smallest.rs.
"""

from typing import NamedTuple

# The hours of a month, as AWS's own calculator counts them.
MONTH = 730


class Price(NamedTuple):
    """The price of one part of the stack."""

    what: str
    count: float
    # In US dollars an hour.
    each: float
    page: str


PRICES = [
    Price("NAT gateway", 1, 0.045, "https://aws.amazon.com/vpc/pricing/"),
    Price("public IPv4 address: NAT gateway and load balancer in two zones", 3, 0.005, "https://aws.amazon.com/vpc/pricing/"),
    Price("Application Load Balancer", 1, 0.0225, "https://aws.amazon.com/elasticloadbalancing/pricing/"),
    Price("load balancer capacity unit, at most", 1, 0.008, "https://aws.amazon.com/elasticloadbalancing/pricing/"),
    # Two web tasks of half a vCPU and a GB, twice as many while a deployment replaces them, and a task of cron or the installation.
    Price("Fargate vCPU, x86", 2.5, 0.04048, "https://aws.amazon.com/fargate/pricing/"),
    Price("Fargate memory, a GB", 5, 0.004445, "https://aws.amazon.com/fargate/pricing/"),
    Price("database, db.t4g.micro in one zone", 1, 0.016, "https://aws.amazon.com/rds/mysql/pricing/"),
    Price("database storage, 20 GB of gp3", 20, 0.115 / MONTH, "https://aws.amazon.com/rds/mysql/pricing/"),
    Price("cache node, cache.t4g.micro", 1, 0.016, "https://aws.amazon.com/elasticache/pricing/"),
    Price("secret", 4, 0.40 / MONTH, "https://aws.amazon.com/secrets-manager/pricing/"),
    Price("KMS key", 1, 1.00 / MONTH, "https://aws.amazon.com/kms/pricing/"),
    Price("alarm", 15, 0.10 / MONTH, "https://aws.amazon.com/cloudwatch/pricing/"),
]

# A deployment takes about half an hour, a destroy as long, and the tests between them.
HOURS = 2


def per_hour() -> float:
    """Returns the price of the whole stack, in US dollars an hour."""
    return sum(price.count * price.each for price in PRICES)


def table() -> str:
    """Returns the prices as lines of text."""
    lines = [f"  {price.count:>4g} × {price.each:.5f}  {price.what} ({price.page})" for price in PRICES]
    total = f"  about {per_hour():.2f} US dollars an hour in us-east-1; {HOURS} hours: {HOURS * per_hour():.2f}"
    return "\n".join([*lines, total])
