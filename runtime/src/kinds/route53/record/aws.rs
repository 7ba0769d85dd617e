//! Amazon Route 53.

use super::{Answer, Record};
use crate::aws::request::unbuilt;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, not_owned};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use crate::resource::Ref;
use aws_sdk_route53::types::{
    AliasTarget, Change, ChangeAction, ChangeBatch, ResourceRecord, ResourceRecordSet, RrType,
};
use aws_smithy_types::error::operation::BuildError;
use serde_json::{Value, json};

const LIST: &str = "route53:ListResourceRecordSets";
const CHANGE: &str = "route53:ChangeResourceRecordSets";
/// For how many seconds resolvers may cache a value.
const TTL: i64 = 300;

/// Normalizes a name: Route 53 ends names with a dot, has them in lower case and writes `*` as `\052`:
/// <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html>
fn plain(name: &str) -> String {
    name.trim_end_matches('.').replace("\\052", "*").to_lowercase()
}

impl Record {
    fn id(&self) -> String {
        format!("{}/{}/{}", self.zone, self.name.value(), self.record_type)
    }

    fn wanted(&self) -> Result<ResourceRecordSet, BuildError> {
        let set = ResourceRecordSet::builder()
            .name(self.name.value())
            .r#type(RrType::from(self.record_type.as_str()));
        match &self.answer {
            Answer::Value(value) => {
                let record = ResourceRecord::builder().value(value.value()).build()?;
                set.ttl(TTL).resource_records(record).build()
            }
            Answer::Alias { host, zone } => {
                let alias = AliasTarget::builder()
                    .dns_name(host.value())
                    .hosted_zone_id(zone.value())
                    .evaluate_target_health(false);
                set.alias_target(alias.build()?).build()
            }
        }
    }

    /// Returns the answer of a record set: the applied one if only the spelling differs.
    fn answer_of(&self, set: &ResourceRecordSet) -> Option<Answer> {
        if let Some(alias) = set.alias_target() {
            if let Answer::Alias { host, zone } = &self.answer
                && plain(alias.dns_name()) == plain(host.value())
                && alias.hosted_zone_id() == zone.value()
            {
                return Some(self.answer.clone());
            }
            return Some(Answer::Alias {
                host: Ref::known(alias.dns_name()),
                zone: Ref::known(alias.hosted_zone_id()),
            });
        }
        let records = set.resource_records();
        if let (Answer::Value(value), [one]) = (&self.answer, records)
            && plain(one.value()) == plain(value.value())
        {
            return Some(self.answer.clone());
        }
        let values: Vec<&str> = records.iter().map(ResourceRecord::value).collect();
        (!values.is_empty()).then(|| Answer::Value(Ref::known(values.join(" "))))
    }

    /// Returns what [`options`] returns for the record as it is set.
    fn options(&self) -> Value {
        match &self.answer {
            Answer::Value(_) => json!({ "seconds": TTL, "checks_health": false, "only_some_queries": false }),
            Answer::Alias { .. } => json!({ "seconds": null, "checks_health": false, "only_some_queries": false }),
        }
    }

    async fn live(&self, cx: &Cx<'_>) -> Result<Option<ResourceRecordSet>, ApiError> {
        // The list starts at the requested record, if it exists, so the first page is enough:
        // https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListResourceRecordSets.html
        let record_type = RrType::from(self.record_type.as_str());
        let call = cx
            .route53()
            .list_resource_record_sets()
            .hosted_zone_id(&self.zone)
            .start_record_name(self.name.value())
            .start_record_type(record_type.clone());
        let answer = absent(call.send().await.map_err(api_error(LIST)))?;
        let mut sets = answer
            .map(|answer| answer.resource_record_sets)
            .unwrap_or_default()
            .into_iter();
        Ok(sets.find(|set| plain(set.name()) == plain(self.name.value()) && *set.r#type() == record_type))
    }

    async fn change(&self, cx: &Cx<'_>, action: ChangeAction, set: ResourceRecordSet) -> Result<(), ApiError> {
        let change = Change::builder().action(action).resource_record_set(set);
        let batch = ChangeBatch::builder().changes(change.build().map_err(unbuilt(CHANGE))?);
        let batch = batch.build().map_err(unbuilt(CHANGE))?;
        let call = cx.route53().change_resource_record_sets().hosted_zone_id(&self.zone);
        call.change_batch(batch).send().await.map_err(api_error(CHANGE))?;
        Ok(())
    }
}

/// Returns for how many seconds a record's value may be cached, whether its answer depends on somebody's health, and whether
/// it answers all queries.
fn options(set: &ResourceRecordSet) -> Value {
    let checks = set.alias_target().is_some_and(AliasTarget::evaluate_target_health);
    json!({
        "seconds": set.ttl(),
        "checks_health": checks || set.health_check_id().is_some(),
        "only_some_queries": set.set_identifier().is_some(),
    })
}

impl Adapter for Record {
    /// Records have no tags. A record with the declared answer counts as owned. A record with another answer is in use
    /// today, and must not be overwritten.
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        match self.live(cx).await? {
            None => Ok(None),
            Some(set) if self.answer_of(&set).as_ref() == Some(&self.answer) => Ok(Some(self.id())),
            Some(_) => {
                let (name, kind) = (self.name.value(), &self.record_type);
                Err(not_owned(
                    LIST,
                    &format!("the record `{name}` {kind}, with another answer,"),
                ))
            }
        }
    }

    /// Lists nothing: without tags, a record that is no longer declared looks like an alias that someone created by
    /// hand.
    async fn list(_: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        Ok(Vec::new())
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        let set = self.wanted().map_err(unbuilt(CHANGE))?;
        self.change(cx, ChangeAction::Upsert, set).await?;
        Ok(self.id())
    }

    async fn configure(&self, cx: &Cx<'_>, _id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if changed.is_new() || !changed.take(&["answer", "options"]) {
            return Ok(());
        }
        let set = self.wanted().map_err(unbuilt(CHANGE))?;
        self.change(cx, ChangeAction::Upsert, set).await
    }

    async fn read(&self, cx: &Cx<'_>, _id: &str) -> Result<Option<Live>, ApiError> {
        Ok(self.live(cx).await?.map(|set| {
            Live::new(State::Ready)
                .output("name", self.name.value().to_owned())
                .field("answer", self.answer_of(&set))
                .constant("options", self.options(), options(&set))
        }))
    }

    /// Deletes only the record that was applied: if the answer differs by now, someone has replaced the record.
    async fn delete(&self, cx: &Cx<'_>, _id: &str) -> Result<Deletion, ApiError> {
        match self.live(cx).await? {
            None => Ok(Deletion::Accepted),
            Some(set) if self.answer_of(&set).as_ref() == Some(&self.answer) => {
                // A deletion states the exact record, so AWS refuses it if the record has changed in between.
                absent(self.change(cx, ChangeAction::Delete, set).await)?;
                Ok(Deletion::Accepted)
            }
            Some(_) => Ok(Deletion::Abandoned(
                "the record has another answer now, and is kept".into(),
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_name_are_equal() {
        assert_eq!(plain("\\052.Learn.example.edu."), plain("*.learn.example.edu"));
        assert_ne!(plain("learn.example.edu"), plain("earn.example.edu"));
    }
}
