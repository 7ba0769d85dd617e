//! Ids and outputs in the shapes that AWS gives them.

use crate::provider::Target;
use crate::resource::ecr::OURS;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// What a kind's ids begin with, where AWS makes them up.
fn prefix(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "AWS::EC2::VPC" => "vpc-",
        "AWS::EC2::Subnet" => "subnet-",
        "AWS::EC2::InternetGateway" => "igw-",
        "AWS::EC2::RouteTable" => "rtb-",
        "AWS::EC2::EIP" => "eipalloc-",
        "AWS::EC2::NatGateway" => "nat-",
        "AWS::EC2::SecurityGroup" => "sg-",
        "AWS::EC2::SecurityGroupRule" => "sgr-",
        "AWS::EC2::VPCEndpoint" => "vpce-",
        "AWS::EC2::FlowLog" => "fl-",
        "AWS::EFS::FileSystem" => "fs-",
        "AWS::EFS::MountTarget" => "fsmt-",
        "AWS::EFS::AccessPoint" => "fsap-",
        "AWS::CloudFront::Distribution" => "E",
        "AWS::CloudFront::VpcOrigin" => "vo_",
        "AWS::Logs::Delivery" => "delivery-",
        _ => return None,
    })
}

/// Makes the id and the outputs of the `count`th thing.
pub(super) fn identity(target: &Target, fields: &Value, count: u64) -> (String, BTreeMap<String, String>) {
    let digits = hex::encode(Sha256::digest(count.to_be_bytes()));
    let kind = target.kind;
    let unique = &digits[..17];
    let made_up = prefix(kind.name).map(|prefix| match prefix {
        "E" => format!("E{}", unique[..13].to_uppercase()),
        prefix => format!("{prefix}{unique}"),
    });
    let arn = arn(target, fields, made_up.as_deref(), unique);
    let mut outputs = BTreeMap::new();
    for output in kind.outputs {
        let value = match (*output, &fields[*output]) {
            // Passed on from what it refers to.
            (_, Value::String(value)) => value.clone(),
            ("id", _) => made_up
                .clone()
                .or_else(|| scalable(fields))
                .or_else(|| tables(target, fields))
                .unwrap_or_else(|| target.name.clone()),
            ("name", _) => target.name.clone(),
            ("arn", _) => arn.clone(),
            _ => other(target, fields, output, unique),
        };
        outputs.insert((*output).to_owned(), value);
    }
    // What has no name of its own may share its ARN with another, as two subscriptions that nobody has confirmed do.
    let own_arn = kind.outputs.contains(&"arn") && kind.name_limit > 0;
    let id = made_up.or_else(|| own_arn.then_some(arn));
    let id = id.unwrap_or_else(|| format!("{}/{unique}", kind.noun.replace(' ', "-")));
    (id, outputs)
}

fn arn(target: &Target, fields: &Value, made_up: Option<&str>, unique: &str) -> String {
    // A certificate that is validated is the certificate.
    if let Value::String(certificate) = &fields["certificate"]
        && target.kind.name == "AWS::CertificateManager::Validation"
    {
        return certificate.clone();
    }
    let Target {
        account, name, region, ..
    } = target;
    let (name, region) = (made_up.unwrap_or(name), region.as_str());
    let (service, region, rest) = match target.kind.name {
        "AWS::IAM::Role" => ("iam", "", format!("role/{name}")),
        "AWS::IAM::ServiceLinkedRole" => (
            "iam",
            "",
            format!("role/aws-service-role/{}/{name}", text(fields, "service")),
        ),
        "AWS::S3::Bucket" => return format!("arn:aws:s3:::{name}"),
        "AWS::Logs::LogGroup" => ("logs", region, format!("log-group:{name}")),
        "AWS::SecretsManager::Secret" => ("secretsmanager", region, format!("secret:{name}-{}", &unique[..6])),
        "AWS::SNS::Topic" => ("sns", region, name.into()),
        "AWS::SNS::Subscription" => return "PendingConfirmation".into(),
        "AWS::CloudTrail::Trail" => ("cloudtrail", region, format!("trail/{name}")),
        "AWS::ElasticLoadBalancingV2::LoadBalancer" => (
            "elasticloadbalancing",
            region,
            format!("loadbalancer/app/{name}/{}", &unique[..16]),
        ),
        "AWS::ElasticLoadBalancingV2::TargetGroup" => (
            "elasticloadbalancing",
            region,
            format!("targetgroup/{name}/{}", &unique[..16]),
        ),
        "AWS::ElasticLoadBalancingV2::Listener" => ("elasticloadbalancing", region, format!("listener/app/{unique}")),
        "AWS::ElasticLoadBalancingV2::ListenerRule" => {
            ("elasticloadbalancing", region, format!("listener-rule/app/{unique}"))
        }
        "AWS::ECR::Repository" => ("ecr", region, format!("repository/{name}")),
        "AWS::ECS::Cluster" => ("ecs", region, format!("cluster/{name}")),
        "AWS::ECS::TaskDefinition" => ("ecs", region, format!("task-definition/{name}:{}", revision(unique))),
        "AWS::ECS::Service" => ("ecs", region, format!("service/{name}")),
        "AWS::Scheduler::Schedule" => ("scheduler", region, format!("schedule/default/{name}")),
        "AWS::Events::Rule" => ("events", region, format!("rule/{name}")),
        "AWS::StepFunctions::StateMachine" => ("states", region, format!("stateMachine:{name}")),
        "AWS::Backup::BackupVault" => ("backup", region, format!("backup-vault:{name}")),
        "AWS::ApplicationAutoScaling::ScalingPolicy" => ("autoscaling", region, format!("scalingPolicy:{unique}")),
        "AWS::CloudWatch::Alarm" => ("cloudwatch", region, format!("alarm:{name}")),
        "AWS::WAFv2::WebACL" => ("wafv2", region, format!("global/webacl/{name}/{unique}")),
        "AWS::CloudFront::Distribution" => ("cloudfront", "", format!("distribution/{name}")),
        "AWS::CertificateManager::Certificate" => ("acm", region, format!("certificate/{unique}")),
        "AWS::EFS::FileSystem" => ("elasticfilesystem", region, format!("file-system/{name}")),
        "AWS::EFS::AccessPoint" => ("elasticfilesystem", region, format!("access-point/{name}")),
        _ => (target.kind.service, region, name.to_owned()),
    };
    format!("arn:aws:{service}:{region}:{account}:{rest}")
}

/// Outputs that are neither id, name nor ARN.
fn other(target: &Target, fields: &Value, output: &str, unique: &str) -> String {
    let Target {
        name, region, account, ..
    } = target;
    match (target.kind.name, output) {
        (_, "port") => if target.kind.service == "elasticache" {
            "6379"
        } else {
            "3306"
        }
        .into(),
        (_, "secret") => format!("arn:aws:secretsmanager:{region}:{account}:secret:rds!db-{unique}"),
        (_, "public_ip") => "203.0.113.10".into(),
        (_, "endpoint") => format!("{name}.{unique}.{region}.{}.amazonaws.com", target.kind.service),
        ("AWS::CloudFront::Distribution", "domain_name") => format!("d{}.cloudfront.net", &unique[..13]),
        (_, "dns_name") => format!("{name}-{}.{region}.elb.amazonaws.com", &unique[..10]),
        (_, "zone") => "Z1LMS91P8CMLE5".into(),
        ("AWS::ElasticLoadBalancingV2::LoadBalancer", "label") => format!("app/{name}/{}", &unique[..16]),
        (_, "label") => format!("targetgroup/{name}/{}", &unique[..16]),
        (_, "owner") => OURS.into(),
        (_, "target_group") => text(&fields["action"], "forward").into(),
        (_, "record_name") => format!("_{unique}.{}", text(fields, "domain")),
        (_, "record_value") => format!("_{unique}.acm-validations.aws"),
        _ => format!("{name}-{output}"),
    }
}

/// What Application Auto Scaling calls a service.
fn scalable(fields: &Value) -> Option<String> {
    Some(format!(
        "service/{}/{}",
        fields["cluster"].as_str()?,
        fields["service"].as_str()?
    ))
}

/// What Moodle's tables are known by: others in the same cluster are of another generation.
fn tables(target: &Target, fields: &Value) -> Option<String> {
    let is_schema = target.kind.name == "Moodle::Schema";
    is_schema.then(|| format!("{}#{}", text(fields, "cluster"), target.spec_hash))
}

/// A number that later things have a larger one of: task definitions count their revisions.
fn revision(unique: &str) -> u64 {
    u64::from_str_radix(&unique[..4], 16).unwrap_or_default() + 1
}

fn text<'v>(fields: &'v Value, field: &str) -> &'v str {
    fields[field].as_str().unwrap_or_default()
}
