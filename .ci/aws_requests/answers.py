"""Makes up the answer of an operation from the shape of its output, as if the resource that it is about existed and were ready.

A value is what the request has under the same name, or what the test says about the resource, or else something of its type.
"""

import datetime

import regex
from parse import Call
from rules import leaves
from shapes import fits

ACCOUNT = "111122223333"
TIME = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
# Lists that have something only if a call has failed, or if it has more pages.
EMPTY = regex.compile(r"(?i)failures|errors|failed.*|unprocessed.*|reasons|deletemarkers|commonprefixes")
PAGES = regex.compile(r"(?i)next.*(token|marker|record.*)|marker|(version|key)idmarker|continuationtoken|keymarker|deleteddate|deletiondate")
# The values of an enumeration that say that all is well, the best first.
WELL = (
    "ACTIVE Active active available AVAILABLE ISSUED Deployed Success SUCCESS success SUCCESSFUL COMPLETED Completed completed Succeeded "
    "InSync INSYNC attached associated ENABLED Enabled enabled STEADY_STATE RUNNING application forward ipv4 DNS"
).split()
# The beginning of an ID, by the end of its name.
BEGINNINGS = {
    "accesspointid": "fsap-", "allocationid": "eipalloc-", "associationid": "eipassoc-", "routetableassociationid": "rtbassoc-",
    "filesystemid": "fs-", "flowlogid": "fl-", "groupid": "sg-", "internetgatewayid": "igw-", "mounttargetid": "fsmt-",
    "natgatewayid": "nat-", "networkinterfaceid": "eni-", "prefixlistid": "pl-", "routetableid": "rtb-", "securitygroupruleid": "sgr-",
    "subnetid": "subnet-", "vpcendpointid": "vpce-", "vpcid": "vpc-",
}
DIGITS = "0123456789abcdef0"
# Texts that are more than names: a number, and the source of a parameter that differs from its default.
SET = {"maxitems": "100", "source": "user"}
# Services whose resources are in no region.
GLOBAL = ("cloudfront", "iam", "route53", "s3")
# What fits other patterns.
OTHERS = ("01234567-89ab-cdef-0123-456789abcdef", "0" * 32, "1", "/", "2026-01-02T03:04:05Z")


class Answer:
    """The answer to one call. `about` has the id, the name and the tags of the resource."""

    def __init__(self, call: Call, about: dict):
        self.call = call
        self.about = about
        self.given: dict[str, object] = {}
        for path, value in leaves(call.parameters):
            name = regex.sub(r"\[\]|[{].*", "", path).rpartition(".")[2].lower()
            # An ARN or ID inside of something else is that of another resource.
            if "." in path and regex.search("(arn|id)s?$", name):
                continue
            for one in (name, name.removesuffix("s")):
                self.given.setdefault(one, value)
        # A filter names a member with hyphens.
        for one in call.parameters.get("Filters", []):
            if isinstance(one, dict) and one.get("Values"):
                self.given[str(one.get("Name")).replace("-", "")] = one["Values"][0]

    def value(self) -> dict:
        """Returns the members of the output."""
        output = self.call.model.operations[self.call.operation].get("output")
        return self.of(output, "", ()) if output else {}

    def of(self, member: dict, name: str, within: tuple[str, ...]) -> object:
        """Returns a value of a shape, or `None`."""
        shape = self.call.model.shape(member)
        lower = name.lower()
        match shape["type"]:
            case "structure":
                return self.structure(shape, within + (member["shape"],)) if member["shape"] not in within else None
            case "list":
                return self.listed(shape, name, within)
            case "map":
                return dict(self.about.get("tags", {})) if lower.endswith("tags") else {}
            case "string":
                return self.text(shape, lower)
            case "integer" | "long" | "float" | "double":
                as_type = int if shape["type"] in ("integer", "long") else float
                given = self.given.get(lower)
                if isinstance(given, int | float) and not isinstance(given, bool):
                    return as_type(given)
                return as_type(0 if EMPTY.fullmatch(name) else shape.get("min", 1))
            case "boolean":
                given = self.given.get(lower)
                return given if isinstance(given, bool) else lower == "ismodifiable"
            case "timestamp":
                return TIME
        return ""

    def structure(self, shape: dict, within: tuple[str, ...]) -> dict:
        """Returns a structure with all members that make sense."""
        found = {}
        for name, member in shape["members"].items():
            if PAGES.fullmatch(name) or regex.search("(?i)error|fail(ure|ed)|deprecated", name):
                continue
            value = self.of(member, name, within)
            if value is not None:
                found[name] = value
                if shape.get("union"):
                    break
        if set(shape["members"]) >= {"Quantity", "Items"}:
            found["Quantity"] = len(found.get("Items", []))
        return found

    def listed(self, shape: dict, name: str, within: tuple[str, ...]) -> list:
        """Returns a list: of the tags, or of one item."""
        if EMPTY.fullmatch(name):
            return []
        item = self.call.model.shape(shape["member"])
        if item["type"] == "structure":
            keys = {one.lower(): one for one in item["members"]}
            if "tag" in shape["member"]["shape"].lower() and "key" in keys and "value" in keys:
                return [{keys["key"]: key, keys["value"]: value} for key, value in self.about.get("tags", {}).items()]
        one = self.of(shape["member"], name, within)
        return [] if one is None else [one]

    def text(self, shape: dict, name: str) -> str | None:
        """Returns a text."""
        given = self.given.get(name, self.given.get(name.removesuffix("s")))
        if "enum" in shape:
            return given if given in shape["enum"] else next((one for one in WELL if one in shape["enum"]), shape["enum"][0])
        if given is not None:
            return str(given)
        for one in (self.by_name(name, str(self.about.get("id", ""))), *OTHERS):
            if "pattern" not in shape or fits(shape["pattern"], one):
                return one
        return None

    def by_name(self, name: str, identity: str) -> str:
        """Returns a text that a name promises."""
        if name.endswith("arn") or name == "arns":
            if identity.startswith("arn:"):
                return identity
            region = "" if self.call.model.name in GLOBAL else self.call.region
            return f"arn:aws:{self.call.model.name}:{region}:{ACCOUNT}:resource/{self.about.get('name', 'one')}/{OTHERS[0]}"
        for end, beginning in BEGINNINGS.items():
            if name.endswith(end):
                return identity if identity.startswith(beginning) else beginning + DIGITS
        if name in SET:
            return SET[name]
        if name in ("ownerid", "accountid", "account"):
            return ACCOUNT
        if regex.search("status|state$|lifecycle", name):
            if "state" in self.about:
                failed = {"elasticache": "create-failed"}
                return failed.get(self.call.model.name, self.about["state"])
            return "available" if self.call.model.name in ("rds", "elasticache", "ec2") else "ACTIVE"
        if regex.search("policy|document|pattern$|definition", name):
            return '{"Version":"2012-10-17","Statement":[]}'
        if name.endswith("id") and identity and not regex.search("^arn:|/", identity):
            return identity
        return str(self.about.get("name", "one"))
