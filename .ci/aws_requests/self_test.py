"""Checks the checker: it finds nothing in requests that AWS takes, and finds each fault of those that AWS would refuse.

A request is written as it is sent. Each has its fault; with the fault's replacement, it has none.
"""

import contextlib
import io
import json
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

import cbor2
from accepted import ACCEPTED
from check import Findings, allowed_operations, broken
from check import main as check
from examples import EXAMPLES
from model import model
from parse import Call, Request, parse
from policies import faults
from recorder import Recorder, redacted
from relations import RELATIONS
from rules import RULES

HERE = "ap-southeast-1"
ROLE = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"%s","Resource":"%s"%s}]}'
ALARM = {
    "AlarmName": "campus-cpu", "Namespace": "AWS/ECS", "MetricName": "CPUUtilization", "Statistic": "Average", "Period": 60,
    "EvaluationPeriods": 3, "Threshold": 90.0, "ComparisonOperator": "GreaterThanThreshold",
}
LIFECYCLE = (
    '<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule><ID>old</ID><Status>Enabled</Status>'
    "<Filter><Prefix></Prefix></Filter>%s</Rule></LifecycleConfiguration>"
)
EXPIRY = "<Expiration><Days>90</Days></Expiration>"


def form(service: str, action: str, **values: str) -> Request:
    """Returns a request of the protocol `query` or `ec2`."""
    pairs = {"Action": action, "Version": "1", **{key.replace("__", "."): value for key, value in values.items()}}
    body = "&".join(f"{key}={quote(value)}" for key, value in pairs.items())
    return Request("POST", "/", {"content-type": "application/x-www-form-urlencoded"}, body.encode(), f"{HERE}/{service}")


def target(service: str, operation: str, **values: object) -> Request:
    """Returns a request of the protocol `json`."""
    return Request("POST", "/", {"x-amz-target": f"Any.{operation}"}, json.dumps(values).encode(), f"{HERE}/{service}")


def cbor(operation: str, **values: object) -> Request:
    """Returns a request of the protocol RPC v2 with CBOR."""
    return Request("POST", f"/service/GraniteServiceVersion20100801/operation/{operation}", {}, cbor2.dumps(values), f"{HERE}/monitoring")


def rest(service: str, method: str, path: str, body: str = "", region: str = HERE) -> Request:
    """Returns a request of a REST protocol."""
    return Request(method, path, {}, body.encode(), f"{region}/{service}")


def policy(action: str = "ecs:RunTask", resource: str = "*", condition: str = "") -> Request:
    """Returns a request with a policy of a role."""
    return form("iam", "PutRolePolicy", RoleName="campus", PolicyName="own", PolicyDocument=ROLE % (action, resource, condition))


def group(**values: str) -> Request:
    """Returns a request for a security group."""
    return form("ec2", "CreateSecurityGroup", **{"GroupName": "campus-alb", "GroupDescription": "The load balancer", "VpcId": "vpc-1", **values})


def database(**values: str) -> Request:
    """Returns a request for a database."""
    given = {"DBInstanceIdentifier": "campus", "Engine": "mysql", "DBInstanceClass": "db.r6g.large", "AllocatedStorage": "30"}
    return form("rds", "CreateDBInstance", **(given | values))


def service(**values: object) -> Request:
    """Returns a request for a service."""
    return target("ecs", "CreateService", **{"serviceName": "web", "clientToken": "0" * 32, **values})


# A request that AWS takes, a similar one that it refuses, and a part of what is found in that.
CASES: list[tuple[Request, Request, str]] = [
    # The models: enumerations, lengths, ranges, patterns, required and unknown members, types; by each protocol.
    (group(), form("ec2", "CreateSecurityGroup", GroupName="campus-alb", VpcId="vpc-1"), "is required and missing"),
    (group(), group(Colour="blue"), "Colour is in no shape of the model"),
    (form("ec2", "CreateVpc", CidrBlock="10.0.0.0/16", InstanceTenancy="default"),
     form("ec2", "CreateVpc", CidrBlock="10.0.0.0/16", InstanceTenancy="alone"), "is none of"),
    (form("ec2", "DescribeVpcs", MaxResults="5"), form("ec2", "DescribeVpcs", MaxResults="five"), "is no number"),
    (form("ec2", "DescribeVpcs", VpcId__1="vpc-1"), form("ec2", "DescribeVpcs", VpcId__first="vpc-1"), "is in no shape"),
    (form("sns", "TagResource", ResourceArn="arn:aws:sns:eu-west-1:111122223333:one", Tags__member__1__Key="a", Tags__member__1__Value="b"),
     form("sns", "TagResource", ResourceArn="arn:aws:sns:eu-west-1:111122223333:one", Tags__1__Key="a", Tags__1__Value="b"), "is in no shape"),
    (service(), service(schedulingStrategy="ANY"), "is none of REPLICA"),
    (service(), service(loadBalancers="web"), "is no list"),
    (target("logs", "CreateLogGroup", logGroupName="/campus/web"), target("logs", "CreateLogGroup", logGroupName="/campus/web log"), "does not have the pattern"),
    (cbor("PutMetricAlarm", **ALARM), cbor("PutMetricAlarm", **ALARM | {"AlarmName": "n" * 256}), "256 characters is outside of 1..255"),
    (cbor("PutMetricAlarm", **ALARM), cbor("PutMetricAlarm", **ALARM | {"Treshold": 1.0}), "is in no shape"),
    (rest("elasticfilesystem", "POST", "/2015-02-01/file-systems", '{"CreationToken":"one"}'),
     rest("elasticfilesystem", "POST", "/2015-02-01/file-systems", '{"CreationToken":""}'), "is outside of 1..64"),
    (rest("elasticfilesystem", "GET", "/2015-02-01/mount-targets?FileSystemId=fs-01234567"),
     rest("elasticfilesystem", "GET", "/2015-02-01/mount-targets?FileSystem=fs-01234567"), "?FileSystem is in no shape"),
    (rest("s3", "PUT", "/campus-logs/?lifecycle", LIFECYCLE % EXPIRY), rest("s3", "PUT", "/campus-logs/?lifecycle", LIFECYCLE % "<Expiry/>"), "is in no shape"),
    (rest("s3", "PUT", "/campus-logs/?lifecycle", LIFECYCLE % EXPIRY), rest("s3", "PUT", "/campus-logs/?lifecycle", LIFECYCLE % ""), "has no filter or no action"),
    # The words of the documentation.
    (group(), group(GroupName="sg-campus"), "API_CreateSecurityGroup"),
    (group(), group(GroupDescription="The university's load balancer"), "API_CreateSecurityGroup"),
    (target("logs", "CreateLogGroup", logGroupName="/aws/rds/one"), target("logs", "CreateLogGroup", logGroupName="aws/rds/one"), "API_CreateLogGroup"),
    (rest("s3", "PUT", "/campus-logs", region="us-east-1"), rest("s3", "PUT", "/sthree-logs", region="us-east-1"), "bucketnamingrules"),
    (rest("s3", "PUT", "/campus-logs", region="us-east-1"), rest("s3", "PUT", "/campus-logs"), "LocationConstraint"),
    (target("acm", "RequestCertificate", DomainName="a" * 50 + ".example.edu"), target("acm", "RequestCertificate", DomainName="a" * 55 + ".example.edu"), "RequestCertificate"),
    (database(), database(Engine="mariadb", EngineLifecycleSupport="open-source-rds-extended-support-disabled"), "for MySQL and PostgreSQL only"),
    (database(MaxAllocatedStorage="40"), database(MaxAllocatedStorage="32"), "is not 10 % above"),
    (database(), database(DBInstanceIdentifier="campus--one"), "API_CreateDBInstance"),
    (service(), service(clientToken="0" * 37), "API_CreateService"),
    (cbor("PutMetricAlarm", **ALARM), cbor("PutMetricAlarm", **ALARM | {"Period": 90}), "a period cannot have 90 seconds"),
    (group(TagSpecification__1__ResourceType="security-group", TagSpecification__1__Tag__1__Key="Name", TagSpecification__1__Tag__1__Value="one"),
     group(TagSpecification__1__ResourceType="security-group", TagSpecification__1__Tag__1__Key="aws:one", TagSpecification__1__Tag__1__Value="one"), "is no key of a tag"),
    (target("secretsmanager", "CreateSecret", Name="campus/admin", SecretString="xxxx!"), target("secretsmanager", "CreateSecret", Name="campus/admin", SecretString="pa55"), "is a secret"),
    # Policies.
    (policy(), policy("ecs:RunTasks"), "there is no action"),
    (policy(), policy("ecs:RunTask", "arn:aws:logs:*:*:log-group:one"), "is never about"),
    (policy("ec2:DescribeVpcs"), policy("ec2:DescribeVpcs", "arn:aws:ec2:*:*:vpc/*"), "is never about"),
    (policy(condition=',"Condition":{"ArnEquals":{"ecs:cluster":"*"}}'), policy(condition=',"Condition":{"ArnEquals":{"rds:cluster-tag/x":"*"}}'), "has no condition key"),
    (policy(condition=',"Condition":{"ArnEquals":{"ecs:cluster":"*"}}'), policy(condition=',"Condition":{"ArnIs":{"ecs:cluster":"*"}}'), "there is no operator"),
    (policy(), policy(condition=',"Sid":"a-b"'), "characters other than letters and digits"),
    (policy(), form("iam", "PutRolePolicy", RoleName="campus", PolicyName="own", PolicyDocument=ROLE % ("ecs:RunTask", "*", "," + '"Sid":"' + "a" * 10240 + '"')), "at most 10240 are allowed"),
]


def check_cases() -> list[str]:
    """Returns the cases that are judged wrongly."""
    wrong = []
    for number, (right, refused, part) in enumerate(CASES):
        found = [f"{path} {what}" for path, what in broken(parse(right))]
        if found:
            wrong.append(f"case {number}: AWS takes it, and the checker finds {found}")
        found = [f"{path} {what}" for path, what in broken(parse(refused))]
        if not any(part in one for one in found):
            wrong.append(f"case {number}: `{part}` is not in {found}")
    return wrong


def check_tables() -> list[str]:
    """Returns rules that are about nothing: no operation of their service has a member of that name."""
    wrong = []
    for service, operations, page in [(one.service, one.operations, one.page) for one in RULES] + [(r[0], r[1], r[2]) for r in RELATIONS]:
        described = model(service)
        if described is None:
            wrong.append(f"there is no service {service}")
            continue
        wrong += [f"{service} has no operation {one}" for one in operations if one not in described.operations]
        if not page.startswith("https://docs.aws.amazon.com/"):
            wrong.append(f"{page} is no page of AWS's documentation")
    for one in RULES:
        described, name = model(one.service), one.path.rpartition(".")[2].partition("[")[0].partition("{")[0]
        if described and not any(name in shape.get("members", {}) for shape in described.shapes.values()):
            wrong.append(f"{one.service} has no member {name}")
    return wrong


def check_relations() -> list[str]:
    """Returns rules about several values that have no example, or judge theirs wrongly."""
    named = {check.__name__: (service, operations, check) for service, operations, _, check in RELATIONS}
    wrong = [f"`{name}` has no example" for name in sorted(set(named) - {example[0] for example in EXAMPLES})]
    if len(named) < len(RELATIONS):
        wrong.append("two rules have the same name")
    for name, operation, right, refused in EXAMPLES:
        service, operations, check = named[name]
        described = model(service)
        members = described.shape(described.operations[operation]["input"])["members"]
        wrong += [f"{operation} has no parameter {one}" for one in (right | refused) if one not in members]
        if operation not in operations:
            wrong.append(f"`{name}` is not about {operation}")
        for given, finds in ((right, False), (refused, True)):
            if bool(list(check(given, Call(described, operation, HERE, given)))) != finds:
                wrong.append(f"`{name}` {'does not find' if finds else 'finds'} something in {given}")
    return wrong


def check_coverage() -> list[str]:
    """Returns what is wrong with the comparison of what is allowed and what was sent."""
    document = json.loads(ROLE % ("x", "*", ""))
    document["Statement"][0]["Action"] = ["ec2:CreateVpc", "s3:PutEncryptionConfiguration", "iam:PassRole"]
    found = allowed_operations([document])
    expected = {"ec2.CreateVpc", "s3.PutBucketEncryption"}
    wrong = [] if found == expected else [f"the policy allows {found} instead of {expected}"]
    if not list(faults({"Version": "2008-10-17", "Statement": []}, True)):
        wrong.append("the version of a policy is not checked")
    findings = Findings()
    findings.check({"method": "POST", "path": "/", "headers": {}, "body": "", "scope": f"{HERE}/nothing"})
    if not findings.violations:
        wrong.append("a request that cannot be read is not found")
    if any(not reason for *_, reason in ACCEPTED):
        wrong.append("something is accepted without a reason")
    return wrong


# The bodies of requests with secrets, each with what is recorded of it.
BODIES = [
    (b'{"Name":"a","SecretString":"p4ss\\"w\\u00f6rd!","Tags":[]}', b'{"Name":"a","SecretString":"xxxx\\"x\\u00f6xx!","Tags":[]}'),
    (b"ManageMasterUserPassword=true&MasterUserPassword=pa%2Fss&Port=3306", b"ManageMasterUserPassword=true&MasterUserPassword=xx%2Fxx&Port=3306"),
    (b"Passwords.member.1=pass&AuthToken=t0ken", b"Passwords.member.1=xxxx&AuthToken=xxxxx"),
    (b"Conditions.member.1.HttpHeaderConfig.Values.member.1=abc", b"Conditions.member.1.HttpHeaderConfig.Values.member.1=xxx"),
    (b"<HeaderName>X-Origin</HeaderName><HeaderValue>abc</HeaderValue>", b"<HeaderName>X-Origin</HeaderName><HeaderValue>xxx</HeaderValue>"),
    (b'{"SecretId":"campus/admin","ClientRequestToken":"abc"}', b'{"SecretId":"campus/admin","ClientRequestToken":"abc"}'),
]


def check_secrets() -> list[str]:
    """Returns the secrets that the recorder would write."""
    return [f"of {body!r}, {redacted(body)!r} is recorded" for body, expected in BODIES if redacted(body) != expected]


def told(records: list[Request], action: str) -> tuple[int, list[str]]:
    """Runs the check on requests and a printed policy with one action. Returns its exit status and its lines."""
    document = json.loads(ROLE % (action, "*", ""))
    document["Statement"][0]["Action"] = [action]
    with tempfile.TemporaryDirectory() as folder:
        recorder = Recorder(folder, "self-test")
        for one in records:
            scope = f"Credential=test/20260102/{one.scope}/aws4_request"
            headers = {**one.headers, "Authorization": scope, "User-Agent": "aws-sdk-rust/1"}
            recorder.record(one.method, one.path, headers.items(), one.body)
        (Path(folder) / "policies.json").write_text(json.dumps(document) + "\n", encoding="utf-8")
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            status = check([folder])
    return status, output.getvalue().splitlines()


def check_whole() -> list[str]:
    """Records requests and checks them, as CI does."""
    never = "ec2.CreateSecurityGroup is allowed and was never sent"
    wrong = []
    # The tables are about the requests of all tests, and what they say is not needed here.
    status, lines = told([group()], "ec2:CreateSecurityGroup")
    if any(not line.startswith("remove ") for line in lines[:-1]):
        wrong.append(f"in a request that AWS takes, {lines} is found")
    status, lines = told([group(GroupName="sg-campus")], "ec2:CreateSecurityGroup")
    if status == 0 or not any("ec2.CreateSecurityGroup  GroupName  'sg-campus' is not allowed" in line for line in lines):
        wrong.append(f"a request that AWS would refuse is recorded, and the check says {lines}")
    status, lines = told([form("ec2", "DescribeVpcs")], "ec2:CreateSecurityGroup")
    if status == 0 or never not in lines:
        wrong.append(f"an operation that is allowed is never sent, and the check says {lines}")
    return wrong


def main() -> int:
    """Returns the exit status."""
    wrong = check_cases() + check_tables() + check_relations() + check_coverage() + check_secrets() + check_whole()
    print(*wrong, sep="\n", end="\n" if wrong else "")
    print(f"{len(CASES) + len(EXAMPLES)} pairs of requests, {len(RULES) + len(RELATIONS)} rules of the documentation: {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
