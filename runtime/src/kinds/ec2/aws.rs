//! Shared by the adapters of EC2.

pub(super) mod default_rules;
pub(super) mod foreign;
mod holders;

pub(super) use holders::Held;

use crate::aws::tags::pairs;
use crate::aws::{Cx, Listing, api_error, item_error};
use crate::provider::{ApiError, Owned, Owner, RESOURCE_TAG, SPEC_HASH_TAG, STACK_TAG};
use aws_sdk_ec2::types::{Filter, ResourceType, Tag, TagSpecification, UnsuccessfulItem};

impl Listing<'_> {
    /// Returns the filter that limits a describe call to the stack's tag.
    pub(super) fn ec2_filter(&self) -> Filter {
        by(&format!("tag:{STACK_TAG}"), self.scope.stack)
    }

    /// Returns a resource as owned if its tags name the stack.
    pub(super) fn owned_ec2(&self, id: Option<&str>, tags: &[Tag]) -> Option<Owned> {
        self.owned(id?, pairs(tags))
    }
}

impl Cx<'_> {
    pub(super) fn ec2_tags(&self, of: ResourceType) -> TagSpecification {
        let tags = self.tags(|key, value| Tag::builder().key(key).value(value).build());
        TagSpecification::builder()
            .resource_type(of)
            .set_tags(Some(tags))
            .build()
    }

    /// Returns the filters that limit a describe call to the resource's tags. Not every filter is applied everywhere,
    /// so the caller checks the tags again with [`Cx::owns_ec2`].
    pub(super) fn ec2_filters(&self) -> Vec<Filter> {
        let target = self.target;
        [
            (STACK_TAG, &target.stack),
            (RESOURCE_TAG, &target.address),
            (SPEC_HASH_TAG, &target.spec_hash),
        ]
        .map(|(key, value)| {
            Filter::builder()
                .name(format!("tag:{key}"))
                .values(value.clone())
                .build()
        })
        .into()
    }

    /// Gives a resource its tags again.
    pub(super) async fn tag_ec2(&self, id: &str) -> Result<(), ApiError> {
        let tags = self.tags(|key, value| Tag::builder().key(key).value(value).build());
        let call = self.ec2().create_tags().resources(id).set_tags(Some(tags));
        call.send().await.map(drop).map_err(api_error("ec2:CreateTags"))
    }

    /// Returns who owns a resource with these tags.
    pub(super) fn ec2_owner(&self, tags: &[Tag]) -> Owner {
        self.target.owner(pairs(tags))
    }

    /// Returns whether tags are this resource's.
    pub(super) fn owns_ec2(&self, tags: &[Tag]) -> bool {
        self.target.owns(pairs(tags))
    }
}

/// Returns a filter for one value.
pub(super) fn by(name: &str, value: impl Into<String>) -> Filter {
    Filter::builder().name(name).values(value).build()
}

/// Returns the error in a successful response that lists what failed.
pub(super) fn refused(call: &'static str, unsuccessful: &[UnsuccessfulItem]) -> Result<(), ApiError> {
    match unsuccessful.iter().find_map(UnsuccessfulItem::error) {
        Some(error) => Err(item_error(call, error.code(), error.message())),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::ApiErrorKind;

    #[test]
    fn failed_item_in_a_successful_response_is_an_error() {
        let error = aws_sdk_ec2::types::UnsuccessfulItemError::builder()
            .code("InvalidVpcEndpoint.NotFound")
            .message("gone")
            .build();
        let item = UnsuccessfulItem::builder().resource_id("vpce-1").error(error).build();
        let refusal = refused("ec2:DeleteVpcEndpoints", &[item]).expect_err("it failed");
        assert_eq!(
            (refusal.kind, refusal.message.as_str()),
            (ApiErrorKind::NotFound, "gone")
        );
        assert_eq!(refused("ec2:DeleteVpcEndpoints", &[]), Ok(()));
    }
}
