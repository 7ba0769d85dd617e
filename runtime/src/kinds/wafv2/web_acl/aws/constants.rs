//! What every web ACL has, read back: what its rules do with a request, and what it does with one that no rule matches.

use aws_sdk_wafv2::types::{
    DefaultAction, ManagedRuleGroupStatement, RateBasedStatement, Rule, RuleAction, Statement, VisibilityConfig,
};
use serde_json::{Map, Value, json};

/// What a web ACL does with a request that no rule matches.
pub(super) fn default_action(action: Option<&DefaultAction>) -> &'static str {
    match action {
        Some(action) if action.allow().is_some() => "allow",
        Some(_) => "block",
        None => "unknown",
    }
}

/// Whether samples and metrics of requests are kept.
pub(super) fn visibility(of: Option<&VisibilityConfig>) -> Value {
    json!({
        "samples": of.is_some_and(VisibilityConfig::sampled_requests_enabled),
        "metrics": of.is_some_and(VisibilityConfig::cloud_watch_metrics_enabled),
    })
}

/// Returns what the rules do that differ, by their names: as they are set, and as they are. Both are empty if no rule
/// differs. Which groups there are, and the limit of the rate, are fields.
pub(super) fn differing(set: &[Rule], live: &[Rule]) -> (Value, Value) {
    let (mut set, mut live) = (by_name(set), by_name(live));
    let same: Vec<String> = set
        .iter()
        .filter(|(name, rule)| live.get(*name) == Some(rule))
        .map(|(name, _)| name.clone())
        .collect();
    for name in same {
        set.remove(&name);
        live.remove(&name);
    }
    // A group that is missing or is declared no longer is a difference of its field.
    let is_group = |rule: &Value| rule["matches"]["group"].is_string();
    let missing: Vec<String> = set
        .iter()
        .filter(|(name, rule)| !live.contains_key(*name) && is_group(rule))
        .map(|(name, _)| name.clone())
        .collect();
    for name in missing {
        set.remove(&name);
    }
    (Value::Object(set), Value::Object(live))
}

/// Returns whether AWS Shield Advanced manages a rule. It adds one to a web ACL that it protects, and needs it:
/// <https://docs.aws.amazon.com/waf/latest/developerguide/ddos-automatic-app-layer-response-rg.html>.
pub(super) fn is_of_shield(rule: &Rule) -> bool {
    rule.name().starts_with("ShieldMitigationRuleGroup")
}

fn by_name(rules: &[Rule]) -> Map<String, Value> {
    let rules = rules.iter().filter(|rule| !is_of_shield(rule));
    rules.map(|rule| (rule.name().to_owned(), summary(rule))).collect()
}

fn summary(rule: &Rule) -> Value {
    json!({
        "action": rule.action().map(action),
        "matches": rule.statement().map(matches),
        "visibility": visibility(rule.visibility_config()),
    })
}

fn action(action: &RuleAction) -> &'static str {
    if action.block().is_some() {
        "block"
    } else if action.count().is_some() {
        "count"
    } else if action.allow().is_some() {
        "allow"
    } else {
        "challenge"
    }
}

fn matches(statement: &Statement) -> Value {
    if let Some(group) = statement.managed_rule_group_statement() {
        return managed(group);
    }
    match statement.rate_based_statement() {
        Some(rate) => limited(rate),
        None => "other requests".into(),
    }
}

/// Returns which managed rule group a rule evaluates, and which of its rules are switched off in the way that AWS has deprecated.
/// The requests that it inspects and the rules that only count are fields.
fn managed(group: &ManagedRuleGroupStatement) -> Value {
    let mut changed: Vec<&str> = group
        .excluded_rules()
        .iter()
        .map(aws_sdk_wafv2::types::ExcludedRule::name)
        .collect();
    changed.sort_unstable();
    json!({
        "group": format!("{}/{}", group.vendor_name(), group.name()),
        "version": group.version(),
        "excluded_rules": changed,
    })
}

fn limited(rate: &RateBasedStatement) -> Value {
    json!({
        // The default: https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html
        "seconds": if rate.evaluation_window_sec() == 0 { 300 } else { rate.evaluation_window_sec() },
        "by": rate.aggregate_key_type().as_str(),
        "by_header": rate.forwarded_ip_config().map(aws_sdk_wafv2::types::ForwardedIpConfig::header_name),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::wafv2::{RuleGroup, WebAcl};
    use crate::resource::Ref;
    use aws_sdk_wafv2::types::{AllowAction, CountAction, ExcludedRule};

    fn rules() -> Vec<Rule> {
        let groups = vec![RuleGroup {
            name: "AWSManagedRulesCommonRuleSet".into(),
            count_only: false,
            counted: Vec::new(),
            only_on: None,
            not_on: Vec::new(),
        }];
        let acl = WebAcl {
            description: String::new(),
            groups,
            rate_limit: 2000,
            exempt: Vec::new(),
            redacted: Vec::new(),
            logged_actions: Vec::new(),
            log_group: Ref::known("arn:aws:logs:us-east-1:111122223333:log-group:aws-waf-logs-one"),
        };
        acl.rules("wafv2:GetWebACL").unwrap()
    }

    /// Returns what the rules do that differ once somebody has changed them.
    fn changed(change: impl FnOnce(&mut Vec<Rule>)) -> Value {
        let mut live = rules();
        change(&mut live);
        differing(&rules(), &live).1
    }

    #[test]
    fn rules_as_they_were_sent_do_not_differ() {
        assert_eq!(changed(|_| {}), json!({}));
        assert_eq!(changed(|rules| rules.reverse()), json!({}));
        // AWS renumbers nothing, but the order of the groups is the field's.
        assert_eq!(changed(|rules| rules[0].priority = 7), json!({}));
        // The fields have these.
        let count = |rules: &mut Vec<Rule>| {
            rules[0].override_action.as_mut().unwrap().count = Some(CountAction::builder().build());
        };
        assert_eq!(changed(count), json!({}));
        assert_eq!(changed(|rules| drop(rules.remove(0))), json!({}));
    }

    #[test]
    fn rule_of_shield_is_not_a_difference() {
        let found = changed(|rules| {
            let mut shield = rules[1].clone();
            shield.name = "ShieldMitigationRuleGroup_111122223333_1_2".into();
            rules.push(shield);
        });
        assert_eq!(found, json!({}));
    }

    #[test]
    fn rate_limit_that_only_counts_differs() {
        let action = RuleAction::builder().count(CountAction::builder().build()).build();
        let found = changed(|rules| rules[1].action = Some(action));
        assert_eq!(found["rate-limit"]["action"], "count");
    }

    #[test]
    fn rate_limit_that_somebody_has_removed_differs() {
        let (set, live) = differing(&rules(), &rules()[..1]);
        assert_eq!((set["rate-limit"]["action"].as_str(), live), (Some("block"), json!({})));
    }

    #[test]
    fn excluded_rule_of_a_group_differs() {
        let one = ExcludedRule::builder().name("SizeRestrictions_BODY").build();
        let found = changed(|rules| {
            let statement = rules[0].statement.as_mut().unwrap();
            let group = statement.managed_rule_group_statement.as_mut().unwrap();
            group.excluded_rules = Some(vec![one.unwrap()]);
        });
        let excluded = &found["AWS-AWSManagedRulesCommonRuleSet"]["matches"]["excluded_rules"];
        assert_eq!(*excluded, json!(["SizeRestrictions_BODY"]));
    }

    #[test]
    fn rule_that_somebody_has_added_differs() {
        let found = changed(|rules| {
            let mut other = rules[1].clone();
            other.name = "let-me-in".into();
            other.action = Some(RuleAction::builder().allow(AllowAction::builder().build()).build());
            rules.push(other);
        });
        assert_eq!(found["let-me-in"]["action"], "allow");
    }
}
