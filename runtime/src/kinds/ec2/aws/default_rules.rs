//! The rules that AWS adds to security groups: to each new group, and to the default group of each VPC. They are removed by their
//! values and not looked for first: a list that lags would not show them, and they would remain. Then the group is read, since
//! a call may also not see them.

use crate::aws::api_error;
use crate::provider::{ApiError, ApiErrorKind};
use aws_sdk_ec2::Client;
use aws_sdk_ec2::types::{IpPermission, IpRange, Ipv6Range, SecurityGroup, UserIdGroupPair};

const READ: &str = "ec2:DescribeSecurityGroups";
/// AWS's code for a rule that a group does not have:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>.
const NO_RULE: &str = "InvalidPermission.NotFound";

/// Returns the rules that AWS adds to each new group: all outbound traffic, to everywhere. AWS adds the second one if the VPC
/// has IPv6 addresses.
fn default_egress() -> [IpPermission; 2] {
    let all = || IpPermission::builder().ip_protocol("-1");
    [
        all().ip_ranges(IpRange::builder().cidr_ip("0.0.0.0/0").build()).build(),
        all()
            .ipv6_ranges(Ipv6Range::builder().cidr_ipv6("::/0").build())
            .build(),
    ]
}

/// Returns whether a group allows all outbound traffic, to everywhere.
fn allows_all_egress(group: &SecurityGroup) -> bool {
    group.ip_permissions_egress().iter().any(|permission| {
        permission.ip_protocol() == Some("-1")
            && (permission
                .ip_ranges()
                .iter()
                .any(|range| range.cidr_ip() == Some("0.0.0.0/0"))
                || permission
                    .ipv6_ranges()
                    .iter()
                    .any(|range| range.cidr_ipv6() == Some("::/0")))
    })
}

/// Revokes the rules of outbound traffic that AWS adds to each new group.
async fn revoke_egress(client: &Client, id: &str) -> Result<(), ApiError> {
    // One call for each: if one rule does not exist, AWS removes none.
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupEgress.html
    for rule in default_egress() {
        let call = client.revoke_security_group_egress().group_id(id).ip_permissions(rule);
        match call.send().await.map_err(api_error("ec2:RevokeSecurityGroupEgress")) {
            Err(refusal) if refusal.code == NO_RULE => {}
            answer => drop(answer?),
        }
    }
    Ok(())
}

/// Reads a group whose rules were removed. One that AWS does not show yet is an error.
async fn group(client: &Client, id: &str) -> Result<SecurityGroup, ApiError> {
    let answer = client.describe_security_groups().group_ids(id).send().await;
    let groups = answer.map_err(api_error(READ))?.security_groups.unwrap_or_default();
    groups.into_iter().next().ok_or_else(|| {
        let message = format!("the security group {id} is not shown");
        ApiError::new(ApiErrorKind::NotFound, READ, "InvalidGroup.NotFound", message)
    })
}

/// Removes the rules that AWS adds to a new group.
pub(in super::super) async fn remove_egress(client: &Client, id: &str) -> Result<(), ApiError> {
    revoke_egress(client, id).await?;
    if allows_all_egress(&group(client, id).await?) {
        let message = format!("the security group {id} still allows all outbound traffic");
        return Err(ApiError::new(ApiErrorKind::NotReady, READ, "EgressNotRevoked", message));
    }
    Ok(())
}

/// Removes the rules that AWS adds to the default group of a VPC: all outbound traffic, and all traffic between its members.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html>
pub(in super::super) async fn remove_all(client: &Client, id: &str) -> Result<(), ApiError> {
    revoke_egress(client, id).await?;
    let members = UserIdGroupPair::builder().group_id(id).build();
    let rule = IpPermission::builder().ip_protocol("-1").user_id_group_pairs(members);
    let call = client.revoke_security_group_ingress().group_id(id);
    let sent = call.ip_permissions(rule.build()).send().await;
    match sent.map_err(api_error("ec2:RevokeSecurityGroupIngress")) {
        Err(refusal) if refusal.code == NO_RULE => {}
        answer => drop(answer?),
    }
    let group = group(client, id).await?;
    if group.ip_permissions().is_empty() && group.ip_permissions_egress().is_empty() {
        return Ok(());
    }
    let message = format!("the default security group {id} still has rules");
    Err(ApiError::new(ApiErrorKind::NotReady, READ, "RulesNotRevoked", message))
}

#[cfg(test)]
mod tests;
