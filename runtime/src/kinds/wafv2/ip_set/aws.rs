//! AWS WAF: IP sets for CloudFront, which exist only in us-east-1.

use super::super::aws::{self, Page, claim, name_and_id, tags};
use super::IpSet;
use crate::aws::answer::in_order;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, missing};
use crate::blueprint::EDGE_REGION;
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use aws_sdk_wafv2::Client;
use aws_sdk_wafv2::operation::get_ip_set::GetIpSetOutput;
use aws_sdk_wafv2::types::{IpAddressVersion, Scope, Tag};
use std::net::Ipv6Addr;

const LIST: &str = "wafv2:ListIPSets";

async fn get(cx: &Cx<'_>, arn: &str) -> Result<Option<GetIpSetOutput>, ApiError> {
    let (name, id) = name_and_id(arn);
    let call = cx.wafv2().get_ip_set().scope(Scope::Cloudfront).name(name).id(id);
    absent(call.send().await.map_err(api_error("wafv2:GetIPSet")))
}

/// Lists the ARNs of the IP sets whose names match.
async fn named(client: &Client, is_named: impl Fn(&str) -> bool) -> Result<Vec<String>, ApiError> {
    aws::named(is_named, async |marker| {
        let call = client.list_ip_sets().scope(Scope::Cloudfront).limit(100);
        let page = call.set_next_marker(marker).send().await.map_err(api_error(LIST))?;
        let items = page.ip_sets.unwrap_or_default().into_iter();
        Ok(Page {
            items: items.map(|one| (one.name, one.arn)).collect(),
            next: page.next_marker,
        })
    })
    .await
}

/// Writes a range of IPv6 in its short form. AWS reports all digits of the address:
/// <https://docs.aws.amazon.com/waf/latest/APIReference/API_IPSet.html>.
fn short(range: &str) -> String {
    let short = range.split_once('/').and_then(|(address, bits)| {
        let address: Ipv6Addr = address.parse().ok()?;
        Some(format!("{address}/{bits}"))
    });
    short.unwrap_or_else(|| range.to_owned())
}

impl Adapter for IpSet {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let name = &cx.target.name;
        claim(cx, LIST, named(&cx.wafv2(), |one| one == name).await?).await
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        if lx.scope.region != EDGE_REGION {
            return Ok(Vec::new());
        }
        let arns = named(&lx.wafv2(), |name| lx.is_named_for_stack(name)).await?;
        lx.owned_by_tags(arns, async |arn| tags(&lx.wafv2(), arn).await).await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        const CALL: &str = "wafv2:CreateIPSet";
        let tags = cx.checked_tags(CALL, |key, value| Tag::builder().key(key).value(value).build())?;
        let version = if self.ipv6 {
            IpAddressVersion::Ipv6
        } else {
            IpAddressVersion::Ipv4
        };
        let call = cx
            .wafv2()
            .create_ip_set()
            .name(&cx.target.name)
            .scope(Scope::Cloudfront)
            .description(&self.description)
            .ip_address_version(version)
            .set_addresses(Some(self.addresses.clone()))
            .set_tags(Some(tags));
        let answer = call.send().await.map_err(api_error(CALL))?;
        let created = answer.summary.and_then(|one| one.arn);
        created.ok_or_else(|| missing(CALL, "IP set ARN"))
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if changed.is_new() || !changed.take(&["description", "addresses"]) {
            return Ok(());
        }
        let lock = get(cx, id).await?.and_then(|answer| answer.lock_token);
        let (name, short) = name_and_id(id);
        let call = cx
            .wafv2()
            .update_ip_set()
            .name(name)
            .id(short)
            .scope(Scope::Cloudfront)
            .set_lock_token(lock)
            .description(&self.description)
            .set_addresses(Some(self.addresses.clone()));
        call.send().await.map(drop).map_err(api_error("wafv2:UpdateIPSet"))
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(one) = get(cx, id).await?.and_then(|answer| answer.ip_set) else {
            return Ok(None);
        };
        let addresses = one.addresses().iter().map(|range| short(range));
        Ok(Some(
            Live::new(State::Ready)
                .output("arn", id.to_owned())
                .reported("description", one.description())
                .field("ipv6", one.ip_address_version() == &IpAddressVersion::Ipv6)
                .field(
                    "addresses",
                    in_order(self.addresses.iter().map(String::as_str), addresses),
                ),
        ))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let Some(one) = get(cx, id).await? else {
            return Ok(Deletion::Accepted);
        };
        let (name, short) = name_and_id(id);
        let call = cx
            .wafv2()
            .delete_ip_set()
            .name(name)
            .id(short)
            .scope(Scope::Cloudfront)
            .set_lock_token(one.lock_token);
        absent(call.send().await.map_err(api_error("wafv2:DeleteIPSet")))?;
        Ok(Deletion::Accepted)
    }
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn range_of_ipv6_is_compared_in_its_short_form() {
        assert_eq!(short("2001:0db8:0000:0000:0000:0000:0000:0000/32"), "2001:db8::/32");
        assert_eq!(short("192.0.2.0/24"), "192.0.2.0/24");
    }
}
