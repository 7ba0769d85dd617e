//! Moodle's tables, as far as AWS knows about them: two tags on the cluster record their version.

use super::Schema;
use crate::aws::listing::belonging;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error};
use crate::blueprint::SCHEMA;
use crate::kinds::ecs::Cluster;
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use crate::resource::Kind as _;
use aws_sdk_ecs::Client;
use aws_sdk_ecs::types::Tag;
use std::collections::BTreeMap;

/// The tag for the database and the file system that the tables belong to, whose value is the spec hash.
const OF: &str = "moodle-stack:schema";
const VERSION: &str = "moodle-stack:schema-version";
/// At most 256 characters; an image has at most 255:
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html>.
const IMAGE: &str = "moodle-stack:schema-image";

impl Schema {
    async fn tag(&self, cx: &Cx<'_>) -> Result<(), ApiError> {
        let tags = [
            (OF, cx.target.spec_hash.as_str()),
            (VERSION, &self.version),
            (IMAGE, &self.image),
        ];
        let mut call = cx.ecs().tag_resource().resource_arn(self.cluster.value());
        for (key, value) in tags {
            call = call.tags(Tag::builder().key(key).value(value).build());
        }
        call.send().await.map_err(api_error("ecs:TagResource"))?;
        Ok(())
    }

    /// Returns the tags, if they are about these tables.
    async fn tags(&self, cx: &Cx<'_>) -> Result<Option<BTreeMap<String, String>>, ApiError> {
        let tags = tags(&cx.ecs(), self.cluster.value()).await?;
        Ok((tags.get(OF) == Some(&cx.target.spec_hash)).then_some(tags))
    }

    fn id(&self, cx: &Cx<'_>) -> String {
        id(self.cluster.value(), &cx.target.spec_hash)
    }
}

fn id(cluster: &str, spec_hash: &str) -> String {
    format!("{cluster}#{spec_hash}")
}

async fn tags(client: &Client, cluster: &str) -> Result<BTreeMap<String, String>, ApiError> {
    let answer = client.list_tags_for_resource().resource_arn(cluster).send().await;
    let answer = absent(answer.map_err(api_error("ecs:ListTagsForResource")))?;
    let tags = answer.and_then(|answer| answer.tags).unwrap_or_default().into_iter();
    Ok(tags.filter_map(|tag| Some((tag.key?, tag.value?))).collect())
}

impl Adapter for Schema {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        Ok(self.tags(cx).await?.map(|_| self.id(cx)))
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let mut owned = Vec::new();
        for cluster in lx.known_here(&Cluster::INFO, ":cluster/") {
            let tags = tags(&lx.ecs(), cluster).await?;
            owned.extend(tags.get(OF).map(|spec_hash| Owned {
                address: SCHEMA.into(),
                spec_hash: spec_hash.clone(),
                ..belonging("", &id(cluster, spec_hash)).field("cluster", cluster)
            }));
        }
        Ok(owned)
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        self.tag(cx).await?;
        Ok(self.id(cx))
    }

    async fn configure(&self, cx: &Cx<'_>, _id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if changed.is_new() || !changed.take(&["version", "image"]) {
            return Ok(());
        }
        self.tag(cx).await
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(tags) = self.tags(cx).await? else {
            return Ok(None);
        };
        Ok(Some(
            Live::new(State::Ready)
                .output("id", id.to_owned())
                .reported("version", tags.get(VERSION))
                .reported("image", tags.get(IMAGE)),
        ))
    }

    /// Deletes the tags. The tables are part of the database, and are deleted with it.
    async fn delete(&self, cx: &Cx<'_>, _id: &str) -> Result<Deletion, ApiError> {
        if self.tags(cx).await?.is_some() {
            let call = cx.ecs().untag_resource().resource_arn(self.cluster.value());
            let call = call.tag_keys(OF).tag_keys(VERSION).tag_keys(IMAGE);
            absent(call.send().await.map_err(api_error("ecs:UntagResource")))?;
        }
        Ok(Deletion::Accepted)
    }
}
