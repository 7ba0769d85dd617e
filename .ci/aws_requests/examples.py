"""For each rule about several values, parameters that AWS takes, and similar ones that it refuses."""

import base64

HTTP = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "10.0.0.0/16"}]}
FARGATE = {
    "family": "web", "requiresCompatibilities": ["FARGATE"], "cpu": "512", "memory": "1024", "networkMode": "awsvpc",
    "containerDefinitions": [{"name": "moodle", "mountPoints": [{"sourceVolume": "files"}]}], "volumes": [{"name": "files"}],
}
ALARM = {"Period": 60, "EvaluationPeriods": 3, "DatapointsToAlarm": 2, "Statistic": "Sum"}
ORIGIN = {"Id": "moodle", "CustomHeaders": {"Quantity": 1, "Items": [{"HeaderName": "X-Origin-Verify", "HeaderValue": "x"}]}}
EDGE = {
    "Origins": {"Quantity": 1, "Items": [ORIGIN]}, "DefaultCacheBehavior": {"TargetOriginId": "moodle"},
    "Aliases": {"Quantity": 1, "Items": ["learn.example.edu"]},
    "ViewerCertificate": {
        "ACMCertificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/1", "SSLSupportMethod": "sni-only",
        "MinimumProtocolVersion": "TLSv1.2_2021",
    },
}


def edge(**values: object) -> dict:
    """Returns the parameters of a change of a distribution."""
    return {"DistributionConfig": EDGE | values}


def acl(*rules: dict, scope: str = "REGIONAL") -> dict:
    """Returns the parameters of a web ACL."""
    return {"Scope": scope, "Rules": list(rules)}


def acl_rule(number: int, **values: object) -> dict:
    """Returns a rule of a web ACL."""
    name = f"rule-{number}"
    return {"Name": name, "Priority": number, "Action": {"Block": {}}, "VisibilityConfig": {"MetricName": name}} | values


def record(**values: object) -> dict:
    """Returns the parameters of a change of a record."""
    given = {"Name": "learn.example.edu.", "Type": "CNAME"} | values
    return {"ChangeBatch": {"Changes": [{"Action": "UPSERT", "ResourceRecordSet": given}]}}


def search(size: int) -> dict:
    """Returns a statement that searches for a text of this size."""
    return {"ByteMatchStatement": {"SearchString": base64.b64encode(b"a" * size).decode()}}


def values(number: int) -> dict:
    """Returns conditions with so many values."""
    return {"Conditions": [{"Field": "host-header", "HostHeaderConfig": {"Values": [f"{one}.example.edu" for one in range(number)]}}]}


TTL = {"TTL": 60, "ResourceRecords": [{"Value": "a.example.edu"}]}
LISTENER = {"Protocol": "HTTPS", "Certificates": [{"CertificateArn": "arn:…"}]}
FORWARD = {"Type": "forward", "TargetGroupArn": "arn:…"}
SPOT = {"capacityProvider": "FARGATE_SPOT", "weight": 1}
RULE = {"ID": "old", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 90}}
WIDGET = {"x": 12, "width": 12, "height": 6}

# The function, the operation, what AWS takes, and what it refuses. Requests go to ap-southeast-1.
EXAMPLES: list[tuple[str, str, dict, dict]] = [
    ("ranges", "CreateSubnet", {"CidrBlock": "10.0.1.0/24"}, {"CidrBlock": "10.0.1.1/24"}),
    ("rules_of_groups", "AuthorizeSecurityGroupIngress", {"IpPermissions": [HTTP]}, {"IpPermissions": [HTTP | {"FromPort": 90}]}),
    ("rules_of_groups", "AuthorizeSecurityGroupEgress", {"IpPermissions": [HTTP]}, {"IpPermissions": [HTTP | {"IpRanges": []}]}),
    ("endpoints", "CreateVpcEndpoint", {"RouteTableIds": ["rtb-1"]}, {"SubnetIds": ["subnet-1"]}),
    ("nat_gateways", "CreateNatGateway", {"SubnetId": "subnet-1"}, {"SubnetId": "subnet-1", "AvailabilityMode": "regional"}),
    ("zones", "CreateLoadBalancer", {"Subnets": ["subnet-1", "subnet-2"]}, {"Subnets": ["subnet-1"]}),
    ("zones", "SetSubnets", {"Subnets": ["subnet-1", "subnet-2"]}, {"Subnets": ["subnet-1", "subnet-1"]}),
    ("health_checks", "CreateTargetGroup", {"HealthCheckTimeoutSeconds": 10}, {"HealthCheckTimeoutSeconds": 30}),
    ("attributes", "ModifyLoadBalancerAttributes", {"Attributes": [{"Key": "idle_timeout.timeout_seconds", "Value": "4000"}]},
     {"Attributes": [{"Key": "idle_timeout.timeout_seconds", "Value": "4001"}]}),
    ("attributes", "ModifyTargetGroupAttributes", {"Attributes": [{"Key": "stickiness.enabled", "Value": "true"}]},
     {"Attributes": [{"Key": "stickyness.enabled", "Value": "true"}]}),
    ("conditions", "CreateRule", values(5), values(6)),
    ("actions", "CreateRule", {"Actions": [FORWARD]}, {"Actions": [FORWARD, FORWARD]}),
    ("actions", "CreateListener", {"DefaultActions": [FORWARD]}, {"DefaultActions": [{"Type": "redirect"}]}),
    ("listeners", "CreateListener", LISTENER, {"Protocol": "HTTPS"}),
    ("listeners", "ModifyListener", LISTENER, LISTENER | {"Protocol": "HTTP"}),
    ("distributions", "UpdateDistribution", edge(), edge(DefaultCacheBehavior={"TargetOriginId": "other"})),
    ("distributions", "UpdateDistribution", edge(), edge(Aliases={"Quantity": 2, "Items": ["learn.example.edu"]})),
    ("distributions", "UpdateDistribution", edge(), edge(ViewerCertificate={"CloudFrontDefaultCertificate": True})),
    ("distributions", "UpdateDistribution", edge(), edge(CustomErrorResponses={"Quantity": 1, "Items": [{"ErrorCode": 429}]})),
    ("headers", "UpdateDistribution", edge(), edge(Origins={"Items": [{"CustomHeaders": {"Items": [{"HeaderName": "X-Amz-Verify"}]}}]})),
    ("web_acls", "CreateWebACL", acl(acl_rule(1)), acl(acl_rule(1), scope="CLOUDFRONT")),
    ("web_acls", "UpdateWebACL", acl(acl_rule(1), acl_rule(2)), acl(acl_rule(1), acl_rule(2, Priority=1))),
    ("web_acls", "UpdateWebACL", acl(acl_rule(1)), acl(acl_rule(1, OverrideAction={"None": {}}))),
    ("searches", "CreateWebACL", acl(acl_rule(1, Statement=search(200))), acl(acl_rule(1, Statement=search(201)))),
    ("searches", "CreateWebACL", acl(acl_rule(1)), acl(acl_rule(1, VisibilityConfig={"MetricName": "Default_Action"}))),
    ("addresses", "CreateIPSet", {"Addresses": ["192.0.2.0/24"]}, {"Addresses": ["0.0.0.0/0"]}),
    ("addresses", "UpdateIPSet", {"Addresses": ["192.0.2.1/32"]}, {"Addresses": ["192.0.2.1"]}),
    ("records", "ChangeResourceRecordSets", record(**TTL), record(TTL=60)),
    ("records", "ChangeResourceRecordSets", record(AliasTarget={}), record(AliasTarget={}, TTL=60)),
    ("canonical_names", "ChangeResourceRecordSets", record(**TTL), record(TTL=60, ResourceRecords=TTL["ResourceRecords"] * 2)),
    ("instances", "CreateDBInstance", {"Engine": "mariadb", "AllocatedStorage": 30}, {"Engine": "mariadb"}),
    ("instances", "CreateDBInstance", {"Engine": "aurora-mysql", "DBClusterIdentifier": "one"},
     {"Engine": "aurora-mysql", "DBClusterIdentifier": "one", "MultiAZ": True}),
    ("extended_support", "RestoreDBInstanceFromDBSnapshot", {"Engine": "mariadb"},
     {"Engine": "mariadb", "EngineLifecycleSupport": "open-source-rds-extended-support-disabled"}),
    ("databases", "CreateDBCluster", {"ManageMasterUserPassword": True}, {"ManageMasterUserPassword": True, "MasterUserPassword": "x"}),
    ("databases", "ModifyDBInstance", {"PerformanceInsightsRetentionPeriod": 93}, {"PerformanceInsightsRetentionPeriod": 94}),
    ("exports", "CreateDBInstance", {"Engine": "postgres", "EnableCloudwatchLogsExports": ["upgrade"]},
     {"Engine": "postgres", "EnableCloudwatchLogsExports": ["error"]}),
    ("capacity", "CreateDBCluster", {"ServerlessV2ScalingConfiguration": {"MinCapacity": 0.5, "MaxCapacity": 10}},
     {"ServerlessV2ScalingConfiguration": {"MinCapacity": 0.3, "MaxCapacity": 10}}),
    ("subnets_of_databases", "CreateDBSubnetGroup", {"SubnetIds": ["subnet-1", "subnet-2"]}, {"SubnetIds": ["subnet-1"]}),
    ("parameters", "ModifyDBParameterGroup", {"Parameters": [{"ParameterName": "one", "ApplyMethod": "immediate"}] * 20},
     {"Parameters": [{"ParameterName": "one", "ApplyMethod": "immediate"}] * 21}),
    ("deletions", "DeleteDBInstance", {"SkipFinalSnapshot": True}, {"SkipFinalSnapshot": True, "FinalDBSnapshotIdentifier": "one"}),
    ("replication_groups", "CreateReplicationGroup", {"AutomaticFailoverEnabled": True, "NumCacheClusters": 2},
     {"AutomaticFailoverEnabled": True, "NumCacheClusters": 1}),
    ("serverless_caches", "CreateServerlessCache", {"SubnetIds": ["subnet-1", "subnet-2"]}, {"SubnetIds": ["subnet-1"]}),
    ("buckets", "CreateBucket", {"CreateBucketConfiguration": {"LocationConstraint": "ap-southeast-1"}},
     {"CreateBucketConfiguration": {"LocationConstraint": "us-west-2"}}),
    ("lifecycles", "PutBucketLifecycleConfiguration", {"LifecycleConfiguration": {"Rules": [RULE]}},
     {"LifecycleConfiguration": {"Rules": [{"ID": "old", "Filter": {}}]}}),
    ("recovery", "DeleteSecret", {"RecoveryWindowInDays": 7}, {"RecoveryWindowInDays": 6}),
    ("transitions", "PutLifecycleConfiguration", {"LifecyclePolicies": [{"TransitionToIA": "AFTER_30_DAYS"}]},
     {"LifecyclePolicies": [{"TransitionToIA": "AFTER_30_DAYS", "TransitionToArchive": "AFTER_90_DAYS"}]}),
    ("throughput", "CreateFileSystem", {"ThroughputMode": "elastic"}, {"ThroughputMode": "elastic", "ProvisionedThroughputInMibps": 8}),
    ("task_definitions", "RegisterTaskDefinition", FARGATE, FARGATE | {"memory": "512"}),
    ("task_definitions", "RegisterTaskDefinition", FARGATE, FARGATE | {"volumes": []}),
    ("strategies", "CreateService", {"capacityProviderStrategy": [SPOT]}, {"capacityProviderStrategy": [SPOT | {"weight": 0}]}),
    ("strategies", "RunTask", {"capacityProviderStrategy": [SPOT]}, {"capacityProviderStrategy": [SPOT], "launchType": "FARGATE"}),
    ("deployments", "UpdateService", {"deploymentConfiguration": {"minimumHealthyPercent": 100, "maximumPercent": 200}},
     {"deploymentConfiguration": {"minimumHealthyPercent": 100, "maximumPercent": 100}}),
    ("alarms", "PutMetricAlarm", ALARM, ALARM | {"DatapointsToAlarm": 4}),
    ("alarms", "PutMetricAlarm", ALARM, ALARM | {"ExtendedStatistic": "p99"}),
    ("dashboards", "PutDashboard", {"DashboardBody": f'{{"widgets":[{WIDGET}]}}'.replace("'", '"')},
     {"DashboardBody": f'{{"widgets":[{WIDGET | {"x": 13}}]}}'.replace("'", '"')}),
    ("targets", "PutTargets", {"Targets": [{"Id": "one", "Input": "{}"}]}, {"Targets": [{"Id": "one", "Input": "{}", "InputPath": "$"}]}),
    ("schedules", "CreateSchedule", {"FlexibleTimeWindow": {"Mode": "OFF"}}, {"FlexibleTimeWindow": {"Mode": "FLEXIBLE"}}),
    ("scalable_targets", "RegisterScalableTarget", {"MinCapacity": 2, "MaxCapacity": 4}, {"MinCapacity": 5, "MaxCapacity": 4}),
    ("overrides", "RunTask", {"overrides": {"containerOverrides": [{"command": ["a" * 8000]}]}},
     {"overrides": {"containerOverrides": [{"command": ["a" * 8192]}]}}),
    ("size_of_task_definitions", "RegisterTaskDefinition", {"containerDefinitions": [{"command": ["a" * 65000]}]},
     {"containerDefinitions": [{"command": ["a" * 65536]}]}),
]
