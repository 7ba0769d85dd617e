//! What AWS answers about something that it does not know.

use crate::faults::call::{Call, Protocol};
use crate::faults::error_response::ErrorResponse;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;

/// Something that AWS does not know.
#[derive(Debug)]
pub struct Unknown {
    pub key: String,
    answer: Answer,
}

#[derive(Debug)]
enum Answer {
    /// An error, with a code and a message.
    Error(u16, &'static str, &'static str),
    /// A success, with a body.
    Empty(String),
}

/// The codes of EC2 by the prefix of the ID:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>.
const OF_EC2: &[(&str, &str)] = &[
    ("eipalloc-", "InvalidAllocationID.NotFound"),
    ("fl-", "InvalidFlowLogId.NotFound"),
    ("igw-", "InvalidInternetGatewayID.NotFound"),
    ("nat-", "NatGatewayNotFound"),
    ("rtb-", "InvalidRouteTableID.NotFound"),
    ("rtbassoc-", "InvalidAssociationID.NotFound"),
    ("sg-", "InvalidGroup.NotFound"),
    ("sgr-", "InvalidSecurityGroupRuleId.NotFound"),
    ("subnet-", "InvalidSubnetID.NotFound"),
    ("vpc-", "InvalidVpcID.NotFound"),
    ("vpce-", "InvalidVpcEndpointId.NotFound"),
];

/// What the other services answer, by the service, a part of what is unknown, and, if it is not empty, the operation. The
/// codes are from the services' API references, under "Errors".
#[rustfmt::skip]
const OF_OTHERS: &[(&str, &str, &str, u16, &str, &str)] = &[
    ("acm", "", "", 400, "ResourceNotFoundException", ""),
    ("application-autoscaling", "", "RegisterScalableTarget", 400, "ValidationException", "ECS service doesn't exist"),
    ("application-autoscaling", "", "", 400, "ObjectNotFoundException", ""),
    ("backup", "", "", 400, "ResourceNotFoundException", ""),
    ("cloudfront", ":webacl/", "", 400, "InvalidWebACLId", "Web ACL is not accessible by the requester."),
    ("cloudfront", "vo_", "", 404, "EntityNotFound", ""),
    ("cloudfront", "", "", 404, "NoSuchDistribution", ""),
    ("cloudtrail", "", "", 400, "TrailNotFoundException", ""),
    ("monitoring", "", "", 404, "ResourceNotFoundException", ""),
    ("ecr", "", "", 400, "RepositoryNotFoundException", ""),
    ("ecs", ":role/", "", 400, "ClientException", "Role is not valid"),
    ("ecs", ":cluster/", "", 400, "ClusterNotFoundException", "Cluster not found."),
    ("ecs", ":service/", "", 400, "ServiceNotFoundException", "Service not found."),
    ("ecs", ":task-definition/", "", 400, "ClientException", "Unable to describe task definition."),
    ("ecs", ":targetgroup/", "", 400, "InvalidParameterException", "The target group does not exist."),
    ("ecs", "", "", 400, "InvalidParameterException", "Error retrieving information: it does not exist"),
    ("elasticache", "subnet-", "", 400, "InvalidSubnet", ""),
    ("elasticache", "sg-", "", 400, "InvalidParameterValue", "The security group does not exist"),
    ("elasticache", "", "CreateReplicationGroup", 400, "CacheSubnetGroupNotFoundFault", ""),
    ("elasticache", "", "DescribeCacheSubnetGroups", 400, "CacheSubnetGroupNotFoundFault", ""),
    ("elasticache", "", "DescribeServerlessCaches", 404, "ServerlessCacheNotFoundFault", ""),
    ("elasticache", "", "ModifyServerlessCache", 404, "ServerlessCacheNotFoundFault", ""),
    ("elasticache", "", "", 404, "ReplicationGroupNotFoundFault", ""),
    ("elasticfilesystem", "subnet-", "", 400, "SubnetNotFound", ""),
    ("elasticfilesystem", "sg-", "", 400, "SecurityGroupNotFound", ""),
    ("elasticfilesystem", "fsmt-", "", 404, "MountTargetNotFound", ""),
    ("elasticfilesystem", "fsap-", "", 404, "AccessPointNotFound", ""),
    ("elasticfilesystem", "", "", 404, "FileSystemNotFound", ""),
    ("elasticloadbalancing", "subnet-", "", 400, "SubnetNotFound", ""),
    ("elasticloadbalancing", "sg-", "", 400, "InvalidSecurityGroup", ""),
    ("elasticloadbalancing", ":certificate/", "", 400, "CertificateNotFound", ""),
    ("elasticloadbalancing", ":targetgroup/", "", 400, "TargetGroupNotFound", ""),
    ("elasticloadbalancing", ":listener-rule/", "", 400, "RuleNotFound", ""),
    ("elasticloadbalancing", ":listener/", "", 400, "ListenerNotFound", ""),
    ("elasticloadbalancing", "", "", 400, "LoadBalancerNotFound", ""),
    ("events", "", "", 400, "ResourceNotFoundException", ""),
    ("iam", "", "", 404, "NoSuchEntity", ""),
    ("kms", "", "", 400, "NotFoundException", ""),
    ("logs", "", "", 400, "ResourceNotFoundException", ""),
    ("rds", "subnet-", "", 400, "InvalidSubnet", ""),
    ("rds", "sg-", "", 400, "InvalidParameterValue", "Invalid security group , groupId= sg-1, groupName=."),
    ("rds", ":role/", "", 400, "InvalidParameterValue", "IAM role ARN value is invalid or does not include the required permissions for: ENHANCED_MONITORING"),
    ("rds", ":sns:", "", 404, "SNSTopicArnNotFound", ""),
    ("rds", "", "DescribeDBClusters", 404, "DBClusterNotFoundFault", ""),
    ("rds", "", "ModifyDBCluster", 404, "DBClusterNotFoundFault", ""),
    ("rds", "", "DescribeDBSubnetGroups", 404, "DBSubnetGroupNotFoundFault", ""),
    ("rds", "", "ModifyDBSubnetGroup", 404, "DBSubnetGroupNotFoundFault", ""),
    ("rds", "", "DescribeDBParameterGroups", 404, "DBParameterGroupNotFound", ""),
    ("rds", "", "DescribeDBParameters", 404, "DBParameterGroupNotFound", ""),
    ("rds", "", "ModifyDBParameterGroup", 404, "DBParameterGroupNotFound", ""),
    ("rds", "", "DescribeDBClusterParameterGroups", 404, "DBParameterGroupNotFound", ""),
    ("rds", "", "DescribeDBClusterParameters", 404, "DBClusterParameterGroupNotFound", ""),
    ("rds", "", "ModifyDBClusterParameterGroup", 404, "DBParameterGroupNotFound", ""),
    ("rds", "", "DescribeEventSubscriptions", 404, "SubscriptionNotFound", ""),
    ("rds", "", "", 404, "DBInstanceNotFound", ""),
    ("route53", "", "", 404, "NoSuchHostedZone", ""),
    ("s3", "", "", 404, "NoSuchBucket", ""),
    ("scheduler", ":role/", "", 400, "ValidationException", "The execution role you provide must allow AWS EventBridge Scheduler to assume the role."),
    ("scheduler", "", "", 404, "ResourceNotFoundException", ""),
    ("secretsmanager", "", "", 400, "ResourceNotFoundException", ""),
    ("sns", "", "", 404, "NotFound", ""),
    ("states", ":role/", "", 400, "AccessDeniedException", "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role."),
    ("states", ":log-group:", "", 400, "InvalidLoggingConfiguration", ""),
    ("states", "", "", 400, "StateMachineDoesNotExist", ""),
    ("wafv2", "", "", 400, "WAFNonexistentItemException", ""),
];

/// Returns whether an ID is of something that calls to EC2 create.
pub fn is_of_ec2(id: &str) -> bool {
    OF_EC2.iter().any(|(prefix, _)| id.starts_with(prefix))
}

impl Unknown {
    /// Returns what a call is answered that names something unknown; `None` if AWS answers nothing special.
    pub fn of(call: &Call, key: &str) -> Option<Self> {
        let answer = match (call.service(), call.operation()) {
            // Those that are not found are a part of a success.
            ("ecs", "DescribeClusters") => Answer::Empty(missing("clusters", key)),
            ("ecs", "DescribeServices") if !key.contains(":cluster/") => Answer::Empty(missing("services", key)),
            ("ecs", "DescribeTasks") if !key.contains(":cluster/") => Answer::Empty(missing("tasks", key)),
            ("monitoring", "DescribeAlarms") => return None,
            ("ec2", _) => {
                let (_, code) = OF_EC2.iter().find(|(prefix, _)| key.starts_with(prefix))?;
                Answer::Error(400, code, "it does not exist")
            }
            (service, operation) => {
                let row = OF_OTHERS.iter().find(|(of, part, on, ..)| {
                    *of == service && key.contains(part) && (on.is_empty() || *on == operation)
                });
                let (.., status, code, message) = row?;
                Answer::Error(*status, code, message)
            }
        };
        let key = key.to_owned();
        Some(Self { key, answer })
    }

    /// A certificate that CloudFront does not see:
    /// <https://github.com/hashicorp/terraform-provider-aws/pull/4698>.
    pub fn certificate(key: &str) -> Self {
        let message = "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include \
                       a valid certificate chain.";
        Self {
            key: key.to_owned(),
            answer: Answer::Error(400, "InvalidViewerCertificate", message),
        }
    }

    /// Returns the response to a call.
    pub fn response(&self, call: &Call) -> HttpResponse {
        match &self.answer {
            Answer::Error(status, code, message) => ErrorResponse::Other(*status, code, message).response(call),
            Answer::Empty(body) => {
                debug_assert_eq!(call.protocol, Protocol::Json);
                let mut response = HttpResponse::new(
                    StatusCode::try_from(200).expect("a status"),
                    SdkBody::from(body.as_str()),
                );
                response
                    .headers_mut()
                    .insert("content-type", "application/x-amz-json-1.1");
                response
            }
        }
    }
}

fn missing(list: &str, arn: &str) -> String {
    serde_json::json!({ list: [], "failures": [{ "arn": arn, "reason": "MISSING" }] }).to_string()
}
