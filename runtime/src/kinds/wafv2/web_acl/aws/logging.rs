//! What a web ACL logs of which requests, and back.

use super::super::{Redacted, WebAcl};
use crate::aws::request::unbuilt;
use crate::provider::ApiError;
use aws_sdk_wafv2::types::{
    ActionCondition, ActionValue, Condition, FieldToMatch, Filter, FilterBehavior, FilterRequirement,
    LoggingConfiguration, LoggingFilter, QueryString, SingleHeader,
};

impl WebAcl {
    /// Returns the parts that are kept out of the log:
    /// <https://docs.aws.amazon.com/waf/latest/APIReference/API_LoggingConfiguration.html>.
    pub(super) fn redacted_fields(&self, call: &'static str) -> Result<Vec<FieldToMatch>, ApiError> {
        let fields = self.redacted.iter().map(|part| {
            let field = FieldToMatch::builder();
            Ok(match part {
                Redacted::Header(name) => {
                    let header = SingleHeader::builder().name(name).build();
                    field.single_header(header.map_err(unbuilt(call))?)
                }
                Redacted::QueryString => field.query_string(QueryString::builder().build()),
            }
            .build())
        });
        fields.collect()
    }

    /// Keeps requests on which a rule acted in one of the ways, and drops all others.
    pub(super) fn logging_filter(&self, call: &'static str) -> Result<LoggingFilter, ApiError> {
        let conditions = self.logged_actions.iter().map(|action| {
            let action = ActionCondition::builder().action(ActionValue::from(action.as_str()));
            let action = action.build().map_err(unbuilt(call))?;
            Ok(Condition::builder().action_condition(action).build())
        });
        let kept = Filter::builder()
            .behavior(FilterBehavior::Keep)
            .requirement(FilterRequirement::MeetsAny)
            .set_conditions(Some(conditions.collect::<Result<_, _>>()?));
        LoggingFilter::builder()
            .filters(kept.build().map_err(unbuilt(call))?)
            .default_behavior(FilterBehavior::Drop)
            .build()
            .map_err(unbuilt(call))
    }
}

/// Returns what is kept out of the log, in the order that was applied if it is the same.
pub(super) fn live_redacted(logging: &LoggingConfiguration, applied: &[Redacted]) -> Vec<Redacted> {
    let live = logging.redacted_fields().iter().filter_map(|field| {
        let header = field.single_header().map(|header| header.name().to_lowercase());
        let query = field.query_string().map(|_| Redacted::QueryString);
        header.map(Redacted::Header).or(query)
    });
    let live: Vec<Redacted> = live.collect();
    let same = live.len() == applied.len() && applied.iter().all(|part| live.contains(part));
    if same { applied.to_vec() } else { live }
}

/// Returns the actions whose requests are kept; `ANY` without a filter.
pub(super) fn live_actions(logging: &LoggingConfiguration) -> Vec<String> {
    let Some(filter) = logging
        .logging_filter()
        .filter(|filter| filter.default_behavior() == &FilterBehavior::Drop)
    else {
        return vec!["ANY".into()];
    };
    let kept = filter
        .filters()
        .iter()
        .filter(|one| one.behavior() == &FilterBehavior::Keep);
    let conditions = kept.flat_map(Filter::conditions);
    let actions = conditions.filter_map(|condition| condition.action_condition());
    actions.map(|one| one.action().as_str().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::Ref;

    fn acl() -> WebAcl {
        WebAcl {
            description: String::new(),
            groups: Vec::new(),
            rate_limit: 100_000,
            exempt: Vec::new(),
            log_group: Ref::known("arn"),
            redacted: vec![Redacted::Header("cookie".into()), Redacted::QueryString],
            logged_actions: vec!["BLOCK".into(), "COUNT".into()],
        }
    }

    fn sent(change: impl FnOnce(&mut LoggingConfiguration)) -> LoggingConfiguration {
        let acl = acl();
        let mut logging = LoggingConfiguration::builder()
            .resource_arn("arn")
            .log_destination_configs("arn")
            .set_redacted_fields(acl.redacted_fields("").ok())
            .set_logging_filter(acl.logging_filter("").ok())
            .build()
            .expect("a configuration");
        change(&mut logging);
        logging
    }

    #[test]
    fn logging_is_read_as_it_was_written() {
        let (acl, same) = (acl(), sent(|_| {}));
        assert_eq!(live_redacted(&same, &acl.redacted), acl.redacted);
        assert_eq!(live_actions(&same), acl.logged_actions);
        let other_order = sent(|logging| {
            let redacted = logging.redacted_fields.as_mut().expect("fields");
            redacted.reverse();
        });
        assert_eq!(live_redacted(&other_order, &acl.redacted), acl.redacted);
    }

    #[test]
    fn cookie_that_is_logged_again_and_missing_filter_are_differences() {
        let applied = acl().redacted;
        let fewer = sent(|logging| {
            let redacted = logging.redacted_fields.as_mut().expect("fields");
            redacted.remove(0);
        });
        assert_eq!(live_redacted(&fewer, &applied), [Redacted::QueryString]);
        assert_eq!(live_actions(&sent(|logging| logging.logging_filter = None)), ["ANY"]);
        let keeps = sent(|logging| {
            let filter = logging.logging_filter.as_mut().expect("a filter");
            filter.default_behavior = FilterBehavior::Keep;
        });
        assert_eq!(live_actions(&keeps), ["ANY"]);
    }
}
