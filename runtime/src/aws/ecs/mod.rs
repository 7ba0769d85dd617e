//! Amazon ECS.

mod cluster;
mod service;
mod task_definition;

use super::Cx;
use aws_sdk_ecs::types::Tag;

/// The one container of a task.
const CONTAINER: &str = "moodle";

impl Cx<'_> {
    /// The tags of a resource.
    fn ecs_tags(&self) -> Vec<Tag> {
        let tags = self.target.tags().into_iter();
        tags.map(|(key, value)| Tag::builder().key(key).value(value).build())
            .collect()
    }

    /// Tells whether tags are this resource's.
    fn owns_ecs(&self, tags: &[Tag]) -> bool {
        self.target
            .owns(tags.iter().filter_map(|tag| Some((tag.key()?, tag.value()?))))
    }
}
