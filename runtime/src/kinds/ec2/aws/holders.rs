//! What holds the deletion of a VPC, a subnet or a security group. AWS only reports that something does.

use super::by;
use crate::aws::Cx;
use crate::provider::{ApiError, ApiErrorKind};
use aws_sdk_ec2::types::{IpPermission, NetworkInterface, NetworkInterfaceType};

/// What is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::kinds::ec2) enum Held<'a> {
    /// The VPC with an ID.
    Vpc(&'a str),
    /// The subnet with an ID, in the VPC with an ID.
    Subnet(&'a str, &'a str),
    /// The security group with an ID.
    Group(&'a str),
}

impl Cx<'_> {
    /// Adds to an error what still uses a VPC, a subnet or a security group. A list that the credentials do not allow is left
    /// out.
    pub(in crate::kinds::ec2) async fn held_by(&self, mut refusal: ApiError, held: Held<'_>) -> ApiError {
        if refusal.kind != ApiErrorKind::InUse {
            return refusal;
        }
        let mut holders = self.interfaces(held).await;
        match held {
            Held::Vpc(vpc) => {
                holders.extend(self.endpoints(vpc, None).await);
                holders.extend(self.subnets(vpc).await);
                holders.extend(self.groups(vpc).await);
            }
            Held::Subnet(subnet, vpc) => holders.extend(self.endpoints(vpc, Some(subnet)).await),
            Held::Group(group) => holders.extend(self.rules(group).await),
        }
        if !holders.is_empty() {
            let message = refusal.message.trim_end_matches('.');
            refusal.message = format!("{message}; used by {}", holders.join(", "));
        }
        refusal
    }

    async fn interfaces(&self, held: Held<'_>) -> Vec<String> {
        let (filter, id) = match held {
            Held::Vpc(id) => ("vpc-id", id),
            Held::Subnet(id, _) => ("subnet-id", id),
            Held::Group(id) => ("group-id", id),
        };
        let call = self.ec2().describe_network_interfaces().filters(by(filter, id));
        let mut pages = call.into_paginator().items().send();
        let mut holders = Vec::new();
        while let Some(Ok(interface)) = pages.next().await {
            let holds = match held {
                Held::Vpc(id) => interface.vpc_id() == Some(id),
                Held::Subnet(id, _) => interface.subnet_id() == Some(id),
                Held::Group(id) => interface.groups().iter().any(|group| group.group_id() == Some(id)),
            };
            if holds {
                holders.push(describe(&interface));
            }
        }
        holders
    }

    /// Lists the endpoints in a VPC, or in one of its subnets. GuardDuty adds one of its own:
    /// <https://docs.aws.amazon.com/guardduty/latest/ug/runtime-monitoring-agent-resource-clean-up.html>
    async fn endpoints(&self, vpc: &str, subnet: Option<&str>) -> Vec<String> {
        let call = self.ec2().describe_vpc_endpoints().filters(by("vpc-id", vpc));
        let mut pages = call.into_paginator().items().send();
        let mut holders = Vec::new();
        while let Some(Ok(endpoint)) = pages.next().await {
            let is_in = subnet.is_none_or(|subnet| endpoint.subnet_ids().iter().any(|id| id == subnet));
            let is_gone = endpoint
                .state()
                .is_some_and(|state| state.as_str().eq_ignore_ascii_case("deleted"));
            if endpoint.vpc_id() == Some(vpc) && is_in && !is_gone {
                let id = endpoint.vpc_endpoint_id().unwrap_or_default();
                let service = endpoint.service_name().unwrap_or("an unknown service");
                holders.push(format!("VPC endpoint {id} ({service})"));
            }
        }
        holders
    }

    async fn subnets(&self, vpc: &str) -> Vec<String> {
        let call = self.ec2().describe_subnets().filters(by("vpc-id", vpc));
        let mut pages = call.into_paginator().items().send();
        let mut holders = Vec::new();
        while let Some(Ok(subnet)) = pages.next().await {
            if subnet.vpc_id() == Some(vpc) {
                holders.push(format!("subnet {}", subnet.subnet_id().unwrap_or_default()));
            }
        }
        holders
    }

    /// Lists the security groups in a VPC, except the default one, which AWS deletes with it.
    async fn groups(&self, vpc: &str) -> Vec<String> {
        let call = self.ec2().describe_security_groups().filters(by("vpc-id", vpc));
        let mut pages = call.into_paginator().items().send();
        let mut holders = Vec::new();
        while let Some(Ok(group)) = pages.next().await {
            let name = group.group_name().unwrap_or_default();
            if group.vpc_id() == Some(vpc) && name != "default" {
                let id = group.group_id().unwrap_or_default();
                holders.push(format!("security group {id} ({name})"));
            }
        }
        holders
    }

    /// Lists the security groups that have a rule about another one.
    async fn rules(&self, group: &str) -> Vec<String> {
        let mut holders = Vec::new();
        for filter in ["ip-permission.group-id", "egress.ip-permission.group-id"] {
            let call = self.ec2().describe_security_groups().filters(by(filter, group));
            let mut pages = call.into_paginator().items().send();
            while let Some(Ok(other)) = pages.next().await {
                let rules = other.ip_permissions().iter().chain(other.ip_permissions_egress());
                let mut pairs = rules.flat_map(IpPermission::user_id_group_pairs);
                let is_about = pairs.any(|pair| pair.group_id() == Some(group));
                let id = other.group_id().unwrap_or_default();
                let holder = format!(
                    "a rule of security group {id} ({})",
                    other.group_name().unwrap_or_default()
                );
                if is_about && id != group && !holders.contains(&holder) {
                    holders.push(holder);
                }
            }
        }
        holders
    }
}

/// Names an interface and its user: AWS's services put their own name into the description. Without one, the type of the
/// interface and its requester show who created it.
fn describe(interface: &NetworkInterface) -> String {
    let id = interface.network_interface_id().unwrap_or("a network interface");
    let state = interface.status().map_or("state unknown", |state| state.as_str());
    if let Some(text) = interface.description().filter(|text| !text.is_empty()) {
        return format!("{id} ({text}; {state})");
    }
    let attached = interface.attachment().and_then(|one| one.instance_id());
    let instance = attached.map(|instance| format!("of {instance}; "));
    let kind = interface.interface_type().map(NetworkInterfaceType::as_str);
    let kind = kind.filter(|kind| *kind != "interface").map(|kind| format!("{kind}; "));
    let requester = interface
        .requester_id()
        .map(|requester| format!("created by {requester}; "));
    let parts: Vec<String> = [instance, kind, requester].into_iter().flatten().collect();
    format!("{id} ({}{state})", parts.concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_ec2::types::{NetworkInterfaceAttachment, NetworkInterfaceStatus};

    #[test]
    fn interface_is_named_by_the_description_of_its_service_or_by_its_creator() {
        let interface = NetworkInterface::builder()
            .network_interface_id("eni-1")
            .description("ELB app/campus/1")
            .status(NetworkInterfaceStatus::InUse)
            .build();
        assert_eq!(describe(&interface), "eni-1 (ELB app/campus/1; in-use)");
        let interface = NetworkInterface::builder()
            .network_interface_id("eni-2")
            .description("");
        assert_eq!(describe(&interface.clone().build()), "eni-2 (state unknown)");
        let attachment = NetworkInterfaceAttachment::builder().instance_id("i-1").build();
        let interface = interface
            .interface_type(NetworkInterfaceType::Lambda)
            .requester_id("AROAX:campus")
            .attachment(attachment);
        assert_eq!(
            describe(&interface.build()),
            "eni-2 (of i-1; lambda; created by AROAX:campus; state unknown)"
        );
    }
}
