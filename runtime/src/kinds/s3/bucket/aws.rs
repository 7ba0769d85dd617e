//! Amazon S3.

mod lifecycle;
mod protection;

use super::Bucket;
use crate::aws::listing::gather;
use crate::aws::policy::{as_applied, parse};
use crate::aws::request::unbuilt;
use crate::aws::tags::pairs;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, item_error, not_owned};
use crate::blueprint::partition;
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owned, State};
use aws_sdk_s3::error::BuildError;
use aws_sdk_s3::types::{
    BucketLocationConstraint, CreateBucketConfiguration, Delete, ObjectIdentifier, ObjectOwnership, Tag, Tagging,
};

const LIST: &str = "s3:ListBuckets";
const TAGS: &str = "s3:GetBucketTagging";

fn tags(cx: &Cx<'_>, call: &'static str) -> Result<Vec<Tag>, ApiError> {
    cx.checked_tags(call, |key, value| Tag::builder().key(key).value(value).build())
}

/// How many pages one step of a deletion deletes. A year of a trail is a million objects, and the pauses between steps
/// would add up to hours.
const PAGES: u32 = 25;

/// Who owns a bucket that has the resource's name.
enum Claim {
    Ours,
    /// It has no tags at all.
    Untagged,
    Others,
}

/// Returns who owns a bucket; `None` if there is no such bucket.
async fn claim(cx: &Cx<'_>, name: &str) -> Result<Option<Claim>, ApiError> {
    let call = cx
        .s3()
        .get_bucket_tagging()
        .bucket(name)
        .expected_bucket_owner(&cx.target.account);
    match call.send().await.map_err(api_error(TAGS)) {
        Ok(answer) => {
            let ours = cx.target.owns(pairs(answer.tag_set()));
            Ok(Some(if ours { Claim::Ours } else { Claim::Others }))
        }
        Err(refusal) if refusal.code == "NoSuchTagSet" => Ok(Some(Claim::Untagged)),
        Err(refusal) if refusal.kind == ApiErrorKind::NotFound => Ok(None),
        // Either the permission to read tags is missing, or the bucket is in another account.
        Err(refusal) if refusal.kind == ApiErrorKind::Denied => {
            if in_account(cx, name).await? {
                Err(refusal)
            } else {
                Ok(Some(Claim::Others))
            }
        }
        Err(refusal) => Err(refusal),
    }
}

async fn in_account(cx: &Cx<'_>, name: &str) -> Result<bool, ApiError> {
    let mut pages = cx.s3().list_buckets().prefix(name).into_paginator().send();
    while let Some(page) = pages.next().await {
        let page = page.map_err(api_error(LIST))?;
        if page.buckets().iter().any(|bucket| bucket.name() == Some(name)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns whether the bucket holds no version and no delete marker.
async fn is_empty(cx: &Cx<'_>, name: &str) -> Result<bool, ApiError> {
    let call = cx
        .s3()
        .list_object_versions()
        .bucket(name)
        .expected_bucket_owner(&cx.target.account)
        .max_keys(1);
    let answer = call.send().await.map_err(api_error("s3:ListObjectVersions"))?;
    Ok(answer.versions().is_empty() && answer.delete_markers().is_empty())
}

/// Deletes one page of versions and delete markers; returns whether there may be more.
async fn delete_page(cx: &Cx<'_>, name: &str) -> Result<bool, ApiError> {
    const CALL: &str = "s3:DeleteObjects";
    // A page has 1000, as many as a call deletes: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
    let call = cx
        .s3()
        .list_object_versions()
        .bucket(name)
        .expected_bucket_owner(&cx.target.account);
    let page = call.send().await.map_err(api_error("s3:ListObjectVersions"))?;
    let versions = page.versions().iter().map(|one| (one.key(), one.version_id()));
    let markers = page.delete_markers().iter().map(|one| (one.key(), one.version_id()));
    let objects: Result<Vec<ObjectIdentifier>, BuildError> = versions
        .chain(markers)
        .filter_map(|(key, version)| Some((key?, version)))
        .map(|(key, version)| {
            ObjectIdentifier::builder()
                .key(key)
                .set_version_id(version.map(Into::into))
                .build()
        })
        .collect();
    let objects = objects.map_err(unbuilt(CALL))?;
    if objects.is_empty() {
        return Ok(false);
    }
    let delete = Delete::builder().set_objects(Some(objects)).quiet(true).build();
    let call = cx
        .s3()
        .delete_objects()
        .bucket(name)
        .expected_bucket_owner(&cx.target.account)
        .delete(delete.map_err(unbuilt(CALL))?);
    let answer = call.send().await.map_err(api_error(CALL))?;
    match answer.errors().first() {
        Some(error) => Err(item_error(CALL, error.code(), error.message())),
        None => Ok(page.is_truncated() == Some(true)),
    }
}

impl Bucket {
    async fn set_tags(&self, cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
        const CALL: &str = "s3:PutBucketTagging";
        let tagging = Tagging::builder()
            .set_tag_set(Some(tags(cx, CALL)?))
            .build()
            .map_err(unbuilt(CALL))?;
        let call = cx
            .s3()
            .put_bucket_tagging()
            .bucket(id)
            .expected_bucket_owner(&cx.target.account)
            .tagging(tagging);
        call.send().await.map(drop).map_err(api_error(CALL))
    }

    async fn set_policy(&self, cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
        let call = cx
            .s3()
            .put_bucket_policy()
            .bucket(id)
            .expected_bucket_owner(&cx.target.account)
            .policy(self.policy.to_string());
        call.send().await.map(drop).map_err(api_error("s3:PutBucketPolicy"))
    }
}

impl Adapter for Bucket {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let name = &cx.target.name;
        match claim(cx, name).await? {
            None => Ok(None),
            Some(Claim::Ours) => Ok(Some(name.clone())),
            // In this account, with this name, without tags, and never used: an interrupted creation by this stack.
            Some(Claim::Untagged) if is_empty(cx, name).await? => Ok(Some(name.clone())),
            Some(Claim::Untagged | Claim::Others) => Err(not_owned(TAGS, &format!("the bucket `{name}`"))),
        }
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let here = lx.scope.region;
        let call = lx.s3().list_buckets().prefix(lx.prefix()).bucket_region(here);
        let pages = call.into_paginator().items().send();
        let named = gather(LIST, pages, |one| {
            let is_here = one.bucket_region().is_none_or(|region| region == here);
            one.name.filter(|name| is_here && lx.is_named_for_stack(name))
        });
        let tags = async |name: &str| {
            let call = lx.s3().get_bucket_tagging().bucket(name);
            let call = call.expected_bucket_owner(lx.scope.account);
            match absent(call.send().await.map_err(api_error(TAGS))) {
                Ok(answer) => Ok(answer.map(|answer| answer.tag_set).unwrap_or_default()),
                // Its policy denies reading tags, as the policy of a stack's bucket never does.
                Err(refusal) if refusal.kind == ApiErrorKind::Denied => Ok(Vec::new()),
                Err(refusal) => Err(refusal),
            }
        };
        lx.owned_by_tags(named.await?, tags).await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        const CALL: &str = "s3:CreateBucket";
        let (name, region) = (&cx.target.name, cx.target.region.as_str());
        // Without a constraint, a bucket is created in us-east-1, which is not a valid constraint itself:
        // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
        let place = (region != "us-east-1").then(|| BucketLocationConstraint::from(region));
        let configuration = CreateBucketConfiguration::builder()
            .set_location_constraint(place)
            .set_tags(Some(tags(cx, CALL)?))
            .build();
        let call = cx
            .s3()
            .create_bucket()
            .bucket(name)
            .object_ownership(ObjectOwnership::BucketOwnerEnforced)
            .create_bucket_configuration(configuration);
        call.send().await.map_err(api_error(CALL))?;
        Ok(name.clone())
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if changed.is_new() && matches!(claim(cx, id).await?, Some(Claim::Untagged)) {
            self.set_tags(cx, id).await?;
        }
        if changed.take(&["public_access_block"]) {
            protection::close_to_the_public(cx, id).await?;
        }
        if changed.take(&["encryption"]) {
            protection::encrypt(cx, id).await?;
        }
        if !changed.is_new() && changed.take(&["object_ownership"]) {
            protection::own_all_objects(cx, id).await?;
        }
        if changed.take(&["versioning"]) {
            protection::keep_versions(cx, id).await?;
        }
        if changed.take(&["expire_days", "lifecycle"]) {
            lifecycle::set(cx, id, self.expire_days).await?;
        }
        if changed.take(&["policy"]) {
            self.set_policy(cx, id).await?;
        }
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let call = cx
            .s3()
            .get_bucket_policy()
            .bucket(id)
            .expected_bucket_owner(&cx.target.account);
        let policy = match call.send().await.map_err(api_error("s3:GetBucketPolicy")) {
            Ok(answer) => answer.policy,
            Err(refusal) if refusal.code == "NoSuchBucketPolicy" => None,
            Err(refusal) if refusal.kind == ApiErrorKind::NotFound => return Ok(None),
            Err(refusal) => return Err(refusal),
        };
        let live = Live::new(State::Ready)
            .output("name", id.to_owned())
            .output("arn", format!("arn:{}:s3:::{id}", partition(&cx.target.region)))
            .field("policy", policy.map(|policy| as_applied(parse(&policy), &self.policy)));
        let live = lifecycle::read(cx, id, live).await?;
        protection::read(cx, id, live).await.map(Some)
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let mut pages = 0;
        while match absent(delete_page(cx, id).await)? {
            None => return Ok(Deletion::Accepted),
            Some(more) => more,
        } {
            pages += 1;
            if pages == PAGES {
                return Ok(Deletion::NotYet("the bucket to be emptied".into()));
            }
        }
        let call = cx
            .s3()
            .delete_bucket()
            .bucket(id)
            .expected_bucket_owner(&cx.target.account);
        absent(call.send().await.map_err(api_error("s3:DeleteBucket")))?;
        Ok(Deletion::Accepted)
    }
}
