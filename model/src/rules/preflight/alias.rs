//! The preflight rule on the alias of the distribution.

use super::names::plain;
use super::{PreflightAnswers, PreflightRule};
use crate::{Architecture, Level, Problem, Subject, Text};

pub(super) const ALIAS_IS_FREE: PreflightRule = PreflightRule {
    id: "MS490",
    level: Level::Refused,
    statement: "No other CloudFront distribution has the domain as an alias.",
    why: "An alias belongs to one distribution of all accounts, and a wildcard to one account: CloudFront would refuse this \
          one after a quarter of an hour.",
    source: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html",
    reads: &["domain", "edge"],
    as_of: None,
    wrong: "domain: \"learn.example.edu\" // an alias of another distribution",
    right: "domain: \"courses.example.edu\"",
    check: is_free,
};

fn is_free(stack: &Architecture, answers: &PreflightAnswers) -> Vec<Problem> {
    let domain = plain(stack.domain);
    let holders = answers.alias.iter().flat_map(|alias| &alias.holders);
    let problem = holders.into_iter().find_map(|holder| {
        let is_own = holder.account.is_none() && answers.own.contains(&holder.stack);
        let is_same = plain(&holder.alias) == domain;
        // Within one account, a wildcard and a name that it covers may belong to different distributions.
        if is_own || !is_same && holder.account.is_none() {
            return None;
        }
        let what = Text::new("the CloudFront distribution ").push(&holder.distribution);
        let what = match (&holder.account, holder.stack.as_str()) {
            (Some(account), _) => what.push(" of account ").push(account),
            (None, "") => what,
            (None, other) => what.push(" of the stack ").push(other),
        };
        let what = what.push(" already has the alias ").push(&holder.alias);
        let help = match &holder.account {
            Some(_) => Text::new(
                "have its owner remove the alias, or move it: \
                 https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/alternate-domain-names-move-options.html; or \
                 write another `domain`",
            ),
            None => Text::new("remove the alias from that distribution, which takes its site offline: `aws cloudfront \
                               get-distribution-config --id ")
                .push(&holder.distribution)
                .push("` prints its settings; or write another `domain`"),
        };
        Problem::between(Subject::at("domain"), Subject::at("edge"), what, help)
    });
    problem.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Field as _;
    use crate::rules::preflight::{AliasHolder, AliasUse};

    fn found(alias: &str, account: Option<&str>, owner: &str) -> Option<String> {
        let mut stack = Architecture::FILLER;
        stack.domain = "learn.example.edu";
        let holder = AliasHolder {
            alias: alias.into(),
            distribution: "E2QWRUHAPOMQZL".into(),
            account: account.map(str::to_owned),
            stack: owner.into(),
        };
        let answers = PreflightAnswers {
            alias: Some(AliasUse {
                holders: vec![holder],
                ..AliasUse::default()
            }),
            own: vec!["campus".into()],
            ..PreflightAnswers::default()
        };
        is_free(&stack, &answers)
            .first()
            .map(|fault| fault.what.as_str().to_owned())
    }

    #[test]
    fn alias_of_another_distribution_is_refused_and_the_stacks_own_is_not() {
        assert_eq!(found("learn.example.edu", None, "campus"), None);
        assert_eq!(
            found("Learn.example.edu", None, "").unwrap(),
            "the CloudFront distribution E2QWRUHAPOMQZL already has the alias Learn.example.edu"
        );
        assert_eq!(
            found("learn.example.edu", None, "rescue").unwrap(),
            "the CloudFront distribution E2QWRUHAPOMQZL of the stack rescue already has the alias learn.example.edu"
        );
        assert_eq!(
            found("learn.example.edu", Some("******112233"), "").unwrap(),
            "the CloudFront distribution E2QWRUHAPOMQZL of account ******112233 already has the alias learn.example.edu"
        );
    }

    #[test]
    fn wildcard_conflicts_only_in_another_account() {
        assert_eq!(found("*.example.edu", None, ""), None);
        assert!(found("*.example.edu", Some("******112233"), "").is_some());
    }
}
