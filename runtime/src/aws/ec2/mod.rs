//! Amazon EC2: the network.

mod vpc;

use super::Cx;
use aws_sdk_ec2::types::{Filter, ResourceType, Tag, TagSpecification};

impl Cx<'_> {
    /// The tags of a resource that one call creates.
    fn ec2_tags(&self, of: ResourceType) -> TagSpecification {
        let tags = self
            .target
            .tags()
            .into_iter()
            .map(|(key, value)| Tag::builder().key(key).value(value).build());
        TagSpecification::builder()
            .resource_type(of)
            .set_tags(Some(tags.collect()))
            .build()
    }

    /// Narrows a description to the resource's tags. Not every filter is honoured everywhere, so the caller checks the
    /// tags again with [`Cx::owns_ec2`].
    fn ec2_filters(&self) -> Vec<Filter> {
        use crate::provider::{GENERATION_TAG, RESOURCE_TAG, STACK_TAG};
        let target = self.target;
        [
            (STACK_TAG, &target.stack),
            (RESOURCE_TAG, &target.address),
            (GENERATION_TAG, &target.generation),
        ]
        .map(|(key, value)| {
            Filter::builder()
                .name(format!("tag:{key}"))
                .values(value.clone())
                .build()
        })
        .into()
    }

    /// Tells whether tags are this resource's.
    fn owns_ec2(&self, tags: &[Tag]) -> bool {
        self.target
            .owns(tags.iter().filter_map(|tag| Some((tag.key()?, tag.value()?))))
    }
}
