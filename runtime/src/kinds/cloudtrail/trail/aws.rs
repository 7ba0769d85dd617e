//! Trails.

use super::Trail;
use crate::aws::listing::gather;
use crate::aws::tags::pairs;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use aws_sdk_cloudtrail::Client;
use aws_sdk_cloudtrail::types::{self, AdvancedEventSelector, EventSelector, ReadWriteType, Tag};

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

/// What a trail records unless its event selectors say something else: every management event.
const MANAGEMENT: &str = "all management events";

/// Lets a trail record what it records without event selectors:
/// <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html>.
async fn record_management_events(cx: &Cx<'_>, name: &str) -> Result<(), ApiError> {
    let all = EventSelector::builder()
        .read_write_type(ReadWriteType::All)
        .include_management_events(true)
        .build();
    let call = cx
        .cloudtrail()
        .put_event_selectors()
        .trail_name(name)
        .event_selectors(all);
    call.send().await.map_err(api_error("cloudtrail:PutEventSelectors"))?;
    Ok(())
}

/// Reads what a trail records. Data events, which somebody may have added, do not count.
async fn events(cx: &Cx<'_>, name: &str) -> Result<Option<String>, ApiError> {
    let answer = cx.cloudtrail().get_event_selectors().trail_name(name).send().await;
    let answer = absent(answer.map_err(api_error("cloudtrail:GetEventSelectors")))?;
    Ok(answer.map(|answer| recorded(answer.event_selectors(), answer.advanced_event_selectors())))
}

fn recorded(selectors: &[EventSelector], advanced: &[AdvancedEventSelector]) -> String {
    // A selector that names sources, such as `kms.amazonaws.com`, leaves their events out.
    let is_all = |one: &EventSelector| {
        one.include_management_events() != Some(false)
            && one.read_write_type().is_none_or(|which| *which == ReadWriteType::All)
            && one.exclude_management_event_sources().is_empty()
    };
    // All management events are those without another condition than the category:
    // https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
    let is_all_advanced = |one: &AdvancedEventSelector| match one.field_selectors() {
        [category] => category.field() == "eventCategory" && category.equals() == ["Management"],
        _ => false,
    };
    let is_default = selectors.is_empty() && advanced.is_empty();
    if is_default || selectors.iter().any(is_all) || advanced.iter().any(is_all_advanced) {
        MANAGEMENT.into()
    } else {
        "not all management events".into()
    }
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
        let sent = ["bucket", "multi_region", "global_service_events", "log_file_validation"];
        if !changed.is_new() && changed.take(&sent) {
            let call = cx
                .cloudtrail()
                .update_trail()
                .name(id)
                .s3_bucket_name(self.bucket.value())
                .include_global_service_events(true)
                .is_multi_region_trail(true)
                .enable_log_file_validation(true);
            call.send().await.map_err(api_error("cloudtrail:UpdateTrail"))?;
        }
        if !changed.is_new() && changed.take(&["events"]) {
            record_management_events(cx, id).await?;
        }
        changed.take(&["logging"]);
        // A trail that is created through the API records nothing until logging is started:
        // https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StartLogging.html
        let call = cx.cloudtrail().start_logging().name(id);
        call.send()
            .await
            .map(drop)
            .map_err(api_error("cloudtrail:StartLogging"))
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(trail) = get(cx, id).await? else {
            return Ok(None);
        };
        let status = cx.cloudtrail().get_trail_status().name(id).send().await;
        let status = absent(status.map_err(api_error("cloudtrail:GetTrailStatus")))?;
        Ok(Some(
            Live::new(State::Ready)
                .output("arn", trail.trail_arn)
                .field("bucket", trail.s3_bucket_name)
                .constant("logging", true, status.and_then(|status| status.is_logging))
                .constant("multi_region", true, trail.is_multi_region_trail)
                .constant("global_service_events", true, trail.include_global_service_events)
                .constant("log_file_validation", true, trail.log_file_validation_enabled)
                .constant("events", MANAGEMENT.to_owned(), events(cx, id).await?),
        ))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let answer = cx.cloudtrail().delete_trail().name(id).send().await;
        absent(answer.map_err(api_error("cloudtrail:DeleteTrail")))?;
        Ok(Deletion::Accepted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_cloudtrail::types::AdvancedFieldSelector;

    #[test]
    fn trail_without_management_events_differs_from_one_with_data_events() {
        let selector = || EventSelector::builder().include_management_events(true);
        let plain = |selector: EventSelector| recorded(&[selector], &[]) == MANAGEMENT;
        assert!(recorded(&[], &[]) == MANAGEMENT);
        assert!(plain(selector().read_write_type(ReadWriteType::All).build()));
        assert!(!plain(selector().read_write_type(ReadWriteType::WriteOnly).build()));
        assert!(!plain(
            selector().exclude_management_event_sources("kms.amazonaws.com").build()
        ));
        assert!(!plain(
            EventSelector::builder().include_management_events(false).build()
        ));
        let field = |field: &str, value: &str| {
            AdvancedFieldSelector::builder()
                .field(field)
                .equals(value)
                .build()
                .unwrap()
        };
        let advanced = |fields: &[AdvancedFieldSelector]| {
            let selector = AdvancedEventSelector::builder().set_field_selectors(Some(fields.to_vec()));
            recorded(&[], &[selector.build().unwrap()]) == MANAGEMENT
        };
        let management = field("eventCategory", "Management");
        assert!(advanced(std::slice::from_ref(&management)));
        assert!(!advanced(&[management, field("readOnly", "false")]));
        assert!(!advanced(&[field("eventCategory", "Data")]));
    }
}
