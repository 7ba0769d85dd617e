//! What AWS refuses: parameters out of range, what is missing, what is there twice, and deletions in the wrong order.
//! The codes are those of the services' API references.

use super::simulation::{Phase, Resource, Simulation};
use crate::model::facts::fargate::Size;
use crate::model::facts::logs::RETENTION_DAYS;
use crate::provider::{ApiError, ApiErrorKind, Target};
use ipnet::Ipv4Net;
use serde_json::Value;
use std::collections::BTreeSet;

/// The call that makes a thing of a kind, as `ec2:CreateSubnet`.
pub(super) fn call(verb: &str, target: &Target) -> String {
    let noun = target.kind.name.rsplit("::").next().unwrap_or_default();
    format!("{}:{verb}{noun}", target.kind.service)
}

fn invalid(verb: &str, target: &Target, code: &str, message: impl Into<String>) -> ApiError {
    ApiError::new(ApiErrorKind::Invalid, &call(verb, target), code, message)
}

/// Refuses a creation, or a change, that AWS would refuse.
pub(super) fn validate_create(
    simulation: &Simulation,
    target: &Target,
    fields: &Value,
    verb: &str,
    itself: &str,
) -> Result<(), ApiError> {
    for reference in &target.references {
        if !simulation.gives(reference) {
            let message = format!("'{}' does not exist", reference.value);
            return Err(ApiError::new(
                ApiErrorKind::NotFound,
                &call(verb, target),
                not_found(target.kind.service),
                message,
            ));
        }
    }
    let limit = target.kind.name_limit;
    if limit > 0 && target.name.chars().count() > limit {
        let message = format!("the name '{}' is longer than {limit} characters", target.name);
        return Err(invalid(verb, target, "ValidationError", message));
    }
    let others = |kind| {
        simulation
            .resources
            .iter()
            .filter(move |(id, one)| one.kind == kind && *id != itself)
            .map(|(_, one)| one)
    };
    let refuse = |code: &str, message: String| Err(invalid(verb, target, code, message));
    match target.kind.name {
        "AWS::EC2::VPC" => match text(fields, "cidr").parse::<Ipv4Net>() {
            Ok(range) if (16..=28).contains(&range.prefix_len()) => Ok(()),
            _ => refuse("InvalidVpc.Range", format!("The CIDR '{}' is invalid.", text(fields, "cidr"))),
        },
        "AWS::EC2::Subnet" => {
            let range = text(fields, "cidr").parse::<Ipv4Net>().ok();
            let vpc = simulation.with("AWS::EC2::VPC", text(fields, "vpc"));
            let whole = vpc.and_then(|vpc| vpc.text("cidr").parse::<Ipv4Net>().ok());
            let (Some(range), Some(whole)) = (range, whole) else {
                return refuse("InvalidSubnet.Range", format!("The CIDR '{}' is invalid.", text(fields, "cidr")));
            };
            if !whole.contains(&range) || range.prefix_len() > 28 {
                return refuse("InvalidSubnet.Range", format!("The CIDR '{range}' is invalid."));
            }
            if !text(fields, "zone").starts_with(&target.region) {
                return refuse("InvalidParameterValue", format!("Value ({}) for parameter availabilityZone is invalid.", text(fields, "zone")));
            }
            let overlaps = |one: &Resource| {
                one.text("vpc") == text(fields, "vpc")
                    && !matches!(one.phase, Phase::Going { .. })
                    && one.text("cidr").parse::<Ipv4Net>().is_ok_and(|other| other.contains(&range) || range.contains(&other))
            };
            if others("AWS::EC2::Subnet").any(overlaps) {
                return refuse("InvalidSubnet.Conflict", format!("The CIDR '{range}' conflicts with another subnet"));
            }
            Ok(())
        }
        "AWS::ElasticLoadBalancingV2::LoadBalancer" | "AWS::RDS::DBSubnetGroup" => {
            let zones: BTreeSet<&str> = list(fields, "subnets")
                .filter_map(|subnet| simulation.with("AWS::EC2::Subnet", subnet))
                .map(|subnet| subnet.text("zone"))
                .collect();
            if zones.len() >= 2 {
                return Ok(());
            }
            let message = "At least two subnets in two different Availability Zones must be specified".to_owned();
            if target.kind.service == "rds" {
                refuse("DBSubnetGroupDoesNotCoverEnoughAZs", message)
            } else {
                refuse("ValidationError", message)
            }
        }
        "AWS::ECS::TaskDefinition" => {
            let (cpu, memory) = (number(fields, "cpu"), number(fields, "memory"));
            match Size::of(cpu) {
                Some(size) if size.nearest(memory) == memory => Ok(()),
                _ => refuse("ClientException", "No Fargate configuration exists for given values.".into()),
            }
        }
        "AWS::Logs::LogGroup" if !RETENTION_DAYS.contains(&number(fields, "retention_days")) => {
            refuse("InvalidParameterException", format!("{} is no retention that AWS has", fields["retention_days"]))
        }
        "AWS::EFS::MountTarget" => {
            let zone = |subnet: &str| simulation.with("AWS::EC2::Subnet", subnet).map(|subnet| subnet.text("zone").to_owned());
            let mine = zone(text(fields, "subnet"));
            let clashes = |one: &Resource| one.text("file_system") == text(fields, "file_system") && zone(one.text("subnet")) == mine;
            if others("AWS::EFS::MountTarget").any(clashes) {
                return refuse("MountTargetConflict", "mount target already exists in this AZ".into());
            }
            Ok(())
        }
        "AWS::CloudFront::Distribution" if certificate_region(fields) != Some("us-east-1") => {
            refuse("InvalidViewerCertificate", "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.".into())
        }
        "AWS::ElasticLoadBalancingV2::Listener"
            if certificate_region(fields).is_some_and(|region| region != target.region) =>
        {
            refuse("ValidationError", format!("Certificate ARN '{}' is not valid", text(fields, "certificate")))
        }
        "AWS::WAFv2::WebACL" if target.region != "us-east-1" => {
            refuse("WAFInvalidParameterException", "The scope is not valid.".into())
        }
        _ => Ok(()),
    }
}

/// Refuses a deletion that AWS would refuse.
pub(super) fn validate_delete(simulation: &Simulation, target: &Target, id: &str) -> Result<(), ApiError> {
    let in_use = |message: String| {
        Err(ApiError::new(
            ApiErrorKind::InUse,
            &call("Delete", target),
            in_use(target),
            message,
        ))
    };
    if let Some(dependent) = simulation.dependent(id) {
        return in_use(format!(
            "'{id}' is used by the {} '{}'",
            noun(dependent),
            dependent.name
        ));
    }
    if target.kind.name == "AWS::EC2::InternetGateway" {
        // A NAT gateway's address is mapped in its VPC until the gateway is gone.
        let vpc = simulation
            .resources
            .get(id)
            .map(|gateway| gateway.text("vpc").to_owned())
            .unwrap_or_default();
        let mapped = simulation.of("AWS::EC2::NatGateway").any(|nat| {
            simulation
                .with("AWS::EC2::Subnet", nat.text("subnet"))
                .is_some_and(|subnet| subnet.text("vpc") == vpc)
                || nat.text("vpc") == vpc
        });
        if mapped {
            return in_use(format!("Network {vpc} has some mapped public address(es)."));
        }
    }
    Ok(())
}

fn noun(resource: &Resource) -> &'static str {
    crate::resource::info(&resource.kind).map_or("resource", |kind| kind.noun)
}

fn not_found(service: &str) -> &'static str {
    match service {
        "ec2" => "InvalidID.NotFound",
        "iam" => "NoSuchEntity",
        "s3" => "NoSuchBucket",
        "ecs" | "elasticloadbalancingv2" => "InvalidParameterException",
        "wafv2" => "WAFNonexistentItemException",
        _ => "ResourceNotFoundException",
    }
}

fn in_use(target: &Target) -> &'static str {
    match target.kind.service {
        "ec2" => "DependencyViolation",
        "iam" => "DeleteConflict",
        "ecs" => "ClusterContainsServicesException",
        "elasticloadbalancingv2" => "ResourceInUse",
        "rds" => "InvalidDBSubnetGroupStateFault",
        "elasticache" => "CacheSubnetGroupInUse",
        "efs" => "FileSystemInUse",
        "wafv2" => "WAFAssociatedItemException",
        "cloudfront" => "CannotDeleteEntityWhileInUse",
        _ => "ResourceInUseException",
    }
}

/// The code with which a service refuses a name that is taken.
pub(super) fn duplicate(target: &Target) -> &'static str {
    match target.kind.service {
        "ec2" => "InvalidGroup.Duplicate",
        "iam" => "EntityAlreadyExists",
        "s3" => "BucketAlreadyOwnedByYou",
        "logs" | "secretsmanager" => "ResourceAlreadyExistsException",
        "elasticloadbalancingv2" => "DuplicateLoadBalancerName",
        "rds" => "DBInstanceAlreadyExists",
        "elasticache" => "ReplicationGroupAlreadyExistsFault",
        "efs" => "FileSystemAlreadyExists",
        "wafv2" => "WAFDuplicateItemException",
        _ => "AlreadyExistsException",
    }
}

fn certificate_region(fields: &Value) -> Option<&str> {
    fields["certificate"].as_str()?.split(':').nth(3)
}

fn text<'v>(fields: &'v Value, field: &str) -> &'v str {
    fields[field].as_str().unwrap_or_default()
}

fn number(fields: &Value, field: &str) -> u32 {
    fields[field]
        .as_u64()
        .and_then(|number| u32::try_from(number).ok())
        .unwrap_or_default()
}

fn list<'v>(fields: &'v Value, field: &str) -> impl Iterator<Item = &'v str> {
    fields[field].as_array().into_iter().flatten().filter_map(Value::as_str)
}
