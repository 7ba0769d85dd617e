//! Trails.

use super::Trail;
use crate::aws::listing::gather;
use crate::aws::tags::pairs;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use aws_sdk_cloudtrail::Client;
use aws_sdk_cloudtrail::types::{self, Tag};

const TAGS: &str = "cloudtrail:ListTags";

async fn get(cx: &Cx<'_>, name: &str) -> Result<Option<types::Trail>, ApiError> {
    let answer = absent(
        cx.cloudtrail()
            .get_trail()
            .name(name)
            .send()
            .await
            .map_err(api_error("cloudtrail:GetTrail")),
    )?;
    Ok(answer.and_then(|answer| answer.trail))
}

async fn tags(client: &Client, arn: &str) -> Result<Vec<Tag>, ApiError> {
    let pages = client.list_tags().resource_id_list(arn).into_paginator().items().send();
    gather(TAGS, pages, |resource| resource.tags_list.unwrap_or_default()).await
}

impl Adapter for Trail {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let name = &cx.target.name;
        let Some(arn) = get(cx, name).await?.and_then(|trail| trail.trail_arn) else {
            return Ok(None);
        };
        let tags = tags(&cx.cloudtrail(), &arn).await?;
        cx.claim(TAGS, name.clone(), pairs(&tags))
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let pages = lx.cloudtrail().list_trails().into_paginator().items().send();
        let named = gather("cloudtrail:ListTrails", pages, |one| {
            let here = one.home_region() == Some(lx.scope.region);
            let name = one.name.filter(|name| here && lx.is_named_for_stack(name))?;
            Some((name, one.trail_arn?))
        });
        let tags = async |arn: &str| Ok(absent(tags(&lx.cloudtrail(), arn).await)?.unwrap_or_default());
        lx.owned_by_tags(named.await?, tags).await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        const CALL: &str = "cloudtrail:CreateTrail";
        let tags = cx.checked_tags(CALL, |key, value| Tag::builder().key(key).value(value).build())?;
        let call = cx
            .cloudtrail()
            .create_trail()
            .name(&cx.target.name)
            .s3_bucket_name(self.bucket.value())
            .include_global_service_events(true)
            .is_multi_region_trail(true)
            .enable_log_file_validation(true)
            .set_tags_list(Some(tags));
        call.send().await.map_err(api_error(CALL))?;
        Ok(cx.target.name.clone())
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if !changed.is_new() && changed.take(&["bucket"]) {
            let call = cx
                .cloudtrail()
                .update_trail()
                .name(id)
                .s3_bucket_name(self.bucket.value());
            call.send().await.map_err(api_error("cloudtrail:UpdateTrail"))?;
        }
        // A trail that is created through the API records nothing until logging is started:
        // https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StartLogging.html
        let call = cx.cloudtrail().start_logging().name(id);
        call.send()
            .await
            .map(drop)
            .map_err(api_error("cloudtrail:StartLogging"))
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let trail = get(cx, id).await?;
        Ok(trail.map(|trail| {
            Live::new(State::Ready)
                .output("arn", trail.trail_arn)
                .field("bucket", trail.s3_bucket_name)
        }))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let answer = cx.cloudtrail().delete_trail().name(id).send().await;
        absent(answer.map_err(api_error("cloudtrail:DeleteTrail")))?;
        Ok(Deletion::Accepted)
    }
}
