//! What web ACLs and IP sets share.

use crate::aws::tags::pairs;
use crate::aws::{Cx, absent, api_error};
use crate::provider::ApiError;
use aws_sdk_wafv2::Client;
use aws_sdk_wafv2::types::Tag;

/// A page of a list.
pub(super) struct Page {
    /// The names and the ARNs.
    pub(super) items: Vec<(Option<String>, Option<String>)>,
    /// The marker of the next page.
    pub(super) next: Option<String>,
}

/// Lists the ARNs of what has a matching name. `page` takes the marker of a page.
pub(super) async fn named(
    is_named: impl Fn(&str) -> bool,
    page: impl AsyncFn(Option<String>) -> Result<Page, ApiError>,
) -> Result<Vec<String>, ApiError> {
    let mut named = Vec::new();
    let mut marker = None;
    loop {
        let Page { items, next } = page(marker).await?;
        // A full last page has a marker too: https://docs.aws.amazon.com/waf/latest/APIReference/API_ListWebACLs.html
        marker = next.filter(|_| !items.is_empty());
        let ours = items
            .into_iter()
            .filter(|(name, _)| name.as_deref().is_some_and(&is_named));
        named.extend(ours.filter_map(|(_, arn)| arn));
        if marker.is_none() {
            return Ok(named);
        }
    }
}

/// Returns the ARN of the one with the resource's name, if its tags are this resource's; other tags are an error.
pub(super) async fn claim(cx: &Cx<'_>, call: &'static str, named: Vec<String>) -> Result<Option<String>, ApiError> {
    let Some(arn) = named.into_iter().next() else {
        return Ok(None);
    };
    let tags = tags(&cx.wafv2(), &arn).await?;
    cx.claim(call, arn, pairs(&tags))
}

/// Reads the tags of a web ACL or an IP set: at most 50, which fit on one page.
pub(super) async fn tags(client: &Client, arn: &str) -> Result<Vec<Tag>, ApiError> {
    let answer = client.list_tags_for_resource().resource_arn(arn).send().await;
    let answer = absent(answer.map_err(api_error("wafv2:ListTagsForResource")))?;
    let tags = answer.and_then(|answer| answer.tag_info_for_resource);
    Ok(tags.and_then(|tags| tags.tag_list).unwrap_or_default())
}

/// Returns the name and the ID at the end of an ARN, such as `…:global/webacl/name/id`.
pub(super) fn name_and_id(arn: &str) -> (&str, &str) {
    let mut parts = arn.rsplit('/');
    let id = parts.next().unwrap_or_default();
    (parts.next().unwrap_or_default(), id)
}
