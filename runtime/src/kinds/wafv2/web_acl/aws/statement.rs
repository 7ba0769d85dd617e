//! The statements of a web ACL's rules that limit a rule to some requests: which they are, and back.

use super::super::RuleGroup;
use crate::aws::request::unbuilt;
use crate::provider::ApiError;
use aws_sdk_wafv2::primitives::Blob;
use aws_sdk_wafv2::types::{
    AndStatement, ByteMatchStatement, CountAction, FieldToMatch, IpSetReferenceStatement, ManagedRuleGroupStatement,
    NotStatement, OrStatement, PositionalConstraint, RuleAction, RuleActionOverride, Statement, TextTransformation,
    TextTransformationType, UriPath,
};

/// Stands for a condition that this program has not set.
const OTHER: &str = "another condition";

fn not(statement: Statement) -> Statement {
    let not = NotStatement::builder().statement(statement).build();
    Statement::builder().not_statement(not).build()
}

/// Matches requests whose path starts with a prefix. The path is decoded and its `..` are resolved first, so that a
/// request cannot pretend to be under the prefix:
/// <https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-transformation.html>.
fn under(prefix: &str, call: &'static str) -> Result<Statement, ApiError> {
    let steps = [TextTransformationType::UrlDecode, TextTransformationType::NormalizePath];
    let steps = (0..).zip(steps).map(|(priority, step)| {
        let step = TextTransformation::builder().priority(priority).r#type(step);
        step.build().map_err(unbuilt(call))
    });
    let path = FieldToMatch::builder().uri_path(UriPath::builder().build());
    let starts = ByteMatchStatement::builder()
        .search_string(Blob::new(prefix))
        .field_to_match(path.build())
        .positional_constraint(PositionalConstraint::StartsWith)
        .set_text_transformations(Some(steps.collect::<Result<_, _>>()?));
    let starts = starts.build().map_err(unbuilt(call))?;
    Ok(Statement::builder().byte_match_statement(starts).build())
}

/// Builds the statement of a managed rule group.
pub(super) fn group(group: &RuleGroup, vendor: &str, call: &'static str) -> Result<Statement, ApiError> {
    let count = || RuleAction::builder().count(CountAction::builder().build()).build();
    let counted = group.counted.iter().map(|rule| {
        let rule = RuleActionOverride::builder().name(rule).action_to_use(count());
        rule.build().map_err(unbuilt(call))
    });
    let counted: Vec<RuleActionOverride> = counted.collect::<Result<_, _>>()?;
    let managed = ManagedRuleGroupStatement::builder()
        .vendor_name(vendor)
        .name(&group.name)
        .set_rule_action_overrides((!counted.is_empty()).then_some(counted))
        .set_scope_down_statement(paths(group, call)?.map(Box::new));
    let managed = managed.build().map_err(unbuilt(call))?;
    Ok(Statement::builder().managed_rule_group_statement(managed).build())
}

/// Limits a group to the paths that it is for.
fn paths(group: &RuleGroup, call: &'static str) -> Result<Option<Statement>, ApiError> {
    let on = group.only_on.iter().map(|prefix| under(prefix, call));
    let off = group.not_on.iter().map(|prefix| under(prefix, call).map(not));
    let mut all: Vec<Statement> = on.chain(off).collect::<Result<_, _>>()?;
    if all.len() < 2 {
        return Ok(all.pop());
    }
    let all = AndStatement::builder().set_statements(Some(all)).build();
    let all = all.map_err(unbuilt(call))?;
    Ok(Some(Statement::builder().and_statement(all).build()))
}

/// Reads a managed rule group.
pub(super) fn live_group(managed: &ManagedRuleGroupStatement, count_only: bool) -> RuleGroup {
    let counted = managed.rule_action_overrides().iter().map(|rule| {
        let name = rule.name();
        match rule.action_to_use().map(RuleAction::count) {
            Some(Some(_)) => name.to_owned(),
            _ => format!("{name}: another action"),
        }
    });
    let mut group = RuleGroup {
        name: managed.name().to_owned(),
        count_only,
        counted: counted.collect(),
        only_on: None,
        not_on: Vec::new(),
    };
    let Some(scope) = managed.scope_down_statement() else {
        return group;
    };
    let all = scope
        .and_statement()
        .map_or(std::slice::from_ref(scope), |all| all.statements());
    for one in all {
        if let Some(prefix) = prefix(one) {
            group.only_on = Some(prefix);
        } else {
            let off = one.not_statement().and_then(NotStatement::statement).and_then(prefix);
            group.not_on.push(off.unwrap_or_else(|| OTHER.into()));
        }
    }
    group
}

/// Returns the prefix that a statement matches, if it is one of this program's.
fn prefix(statement: &Statement) -> Option<String> {
    let found = statement.byte_match_statement()?.search_string();
    let prefix = String::from_utf8(found.as_ref().to_vec()).ok()?;
    (under(&prefix, "").ok().as_ref() == Some(statement)).then_some(prefix)
}

/// Matches requests that do not come from the addresses in any of the sets; `None` if there are no sets.
pub(super) fn not_from(sets: &[&str], call: &'static str) -> Result<Option<Statement>, ApiError> {
    let sets = sets.iter().map(|arn| {
        let set = IpSetReferenceStatement::builder().arn(*arn).build();
        let set = set.map_err(unbuilt(call))?;
        Ok(Statement::builder().ip_set_reference_statement(set).build())
    });
    let mut sets: Vec<Statement> = sets.collect::<Result<_, _>>()?;
    if sets.len() < 2 {
        return Ok(sets.pop().map(not));
    }
    let any = OrStatement::builder().set_statements(Some(sets)).build();
    let any = any.map_err(unbuilt(call))?;
    Ok(Some(not(Statement::builder().or_statement(any).build())))
}

/// Reads the sets that [`not_from`] has written.
pub(super) fn live_not_from(scope: Option<&Statement>) -> Vec<String> {
    let Some(scope) = scope else { return Vec::new() };
    let Some(from) = scope.not_statement().and_then(NotStatement::statement) else {
        return vec![OTHER.into()];
    };
    let any = from
        .or_statement()
        .map_or(std::slice::from_ref(from), |any| any.statements());
    let sets = any.iter().map(|one| match one.ip_set_reference_statement() {
        Some(set) if set.ip_set_forwarded_ip_config().is_none() => set.arn().to_owned(),
        _ => OTHER.into(),
    });
    sets.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALL: &str = "wafv2:GetWebACL";

    fn rule_group() -> RuleGroup {
        RuleGroup {
            name: "AWSManagedRulesSQLiRuleSet".into(),
            count_only: false,
            counted: Vec::new(),
            only_on: None,
            not_on: Vec::new(),
        }
    }

    #[test]
    fn group_is_read_as_it_was_written() {
        let paths = |paths: &[&str]| paths.iter().map(|&path| path.to_owned()).collect::<Vec<_>>();
        for (only_on, not_on) in [
            (None, paths(&[])),
            (Some("/mod/quiz/"), paths(&[])),
            (None, paths(&["/mod/quiz/"])),
            (Some("/mod/"), paths(&["/mod/quiz/", "/mod/data/"])),
        ] {
            let declared = RuleGroup {
                counted: paths(&["SQLi_BODY"]),
                only_on: only_on.map(str::to_owned),
                not_on,
                ..rule_group()
            };
            let statement = group(&declared, "AWS", CALL).expect("a statement");
            let managed = statement.managed_rule_group_statement().expect("a group");
            assert_eq!(live_group(managed, false), declared);
        }
    }

    #[test]
    fn condition_or_action_of_somebody_else_is_a_difference() {
        let mut statement = group(&rule_group(), "AWS", CALL).expect("a statement");
        let mut managed = statement.managed_rule_group_statement.take().expect("a group");
        let mut foreign = under("/mod/quiz/", CALL).expect("a statement");
        let starts = foreign.byte_match_statement.as_mut().expect("a match");
        starts.text_transformations.clear();
        managed.scope_down_statement = Some(Box::new(not(foreign)));
        let allow = RuleAction::builder().build();
        let allow = RuleActionOverride::builder().name("SQLi_BODY").action_to_use(allow);
        managed.rule_action_overrides = Some(vec![allow.build().expect("an override")]);
        let live = live_group(&managed, false);
        assert_eq!(live.not_on, [OTHER]);
        assert_eq!(live.counted, ["SQLi_BODY: another action"]);
    }

    #[test]
    fn exempt_sets_are_read_as_they_were_written() {
        for sets in [&[][..], &["arn:one"], &["arn:one", "arn:two"]] {
            let scope = not_from(sets, CALL).expect("a statement");
            assert_eq!(live_not_from(scope.as_ref()), sets);
        }
        let foreign = under("/", CALL).expect("a statement");
        assert_eq!(live_not_from(Some(&foreign)), [OTHER]);
    }
}
