//! The list of what was checked before a deployment: what AWS accepts, what it would refuse, and what could not be checked.

use super::place::place;
use super::problem::reason;
use super::style::{BOLD, CYAN, DIM, GREEN, RED, YELLOW, paint};
use super::wrap::wrapped;
use crate::blueprint::{EDGE_REGION, Graph};
use crate::provider::ApiError;
use moodle_stack_model::facts::quotas::Quota;
use moodle_stack_model::rules::preflight::{PreflightAnswers, PreflightQuery, PreflightRule, QueryTarget, needed};
use moodle_stack_model::{Level, Problem, Stack, listed};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The result of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// AWS accepts it.
    Fits,
    /// It works, but is worth a look.
    Warned,
    /// AWS would refuse it.
    Refused,
    /// It could not be checked.
    Unchecked,
}

/// One line of the list.
#[derive(Clone, Debug)]
pub(crate) struct Check {
    verdict: Verdict,
    /// What is so, or what is wrong.
    text: String,
    /// The key of the declaration.
    key: &'static str,
    /// The place of the key in the declaration.
    place: Option<String>,
    /// The id of the rule that found the problem.
    rule: Option<&'static str>,
    /// What to do, or why it was not checked.
    advice: Option<String>,
}

/// The checks of a stack.
#[derive(Debug, Default)]
pub(crate) struct Checks(Vec<Check>);

impl Checks {
    /// Adds something that is so.
    pub(crate) fn fits(&mut self, key: &'static str, text: impl Into<String>) {
        self.add(Verdict::Fits, key, text.into(), None);
    }

    /// Adds something to look at, with what to do.
    #[cfg(any(test, feature = "aws"))]
    pub(crate) fn warn(&mut self, key: &'static str, text: impl Into<String>, advice: impl Into<String>) {
        self.add(Verdict::Warned, key, text.into(), Some(advice.into()));
    }

    fn unchecked(&mut self, key: &'static str, text: impl Into<String>, reason: impl Into<String>) {
        self.add(Verdict::Unchecked, key, text.into(), Some(reason.into()));
    }

    fn add(&mut self, verdict: Verdict, key: &'static str, text: String, advice: Option<String>) {
        self.0.push(Check {
            verdict,
            text,
            key,
            place: None,
            rule: None,
            advice,
        });
    }

    /// Adds a question with its answer. `problems` are those that the answer shows. If the deployed stack already has what is
    /// asked about, they are only warnings: AWS may not offer for a new stack what an old one may keep.
    pub(crate) fn answer(
        &mut self,
        stack: &Stack,
        query: &PreflightQuery,
        answer: Result<&PreflightAnswers, &ApiError>,
        problems: &[(&'static PreflightRule, Problem)],
        is_deployed: bool,
    ) {
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => {
                self.unchecked(query.key, query.statement(), reason(query, error));
                return;
            }
        };
        for (rule, problem) in problems {
            self.problem(stack, rule, problem, is_deployed);
        }
        if problems.is_empty() {
            let text = match (query.target, detail(stack, query, answer)) {
                (_, Some(detail)) => format!("{} ({detail})", query.statement()),
                (QueryTarget::Alias(alias, _), None)
                    if answer.alias.as_ref().is_some_and(|found| !found.is_worldwide) =>
                {
                    format!("no other distribution of this account has the alias {alias}")
                }
                _ => query.statement(),
            };
            self.fits(query.key, text);
        }
        self.implied(query, answer);
    }

    /// Adds a problem.
    pub(crate) fn problem(&mut self, stack: &Stack, rule: &PreflightRule, problem: &Problem, is_deployed: bool) {
        let verdict = match rule.level {
            Level::Refused if !is_deployed => Verdict::Refused,
            Level::Refused | Level::Warned => Verdict::Warned,
        };
        let what = problem.what.as_str();
        self.0.push(Check {
            verdict,
            text: if is_deployed && rule.level == Level::Refused {
                format!("{what}; the deployed stack may keep what it has")
            } else {
                what.to_owned()
            },
            key: problem.at.path,
            place: place(stack, problem.at.path),
            rule: Some(rule.id),
            advice: Some(problem.help.as_str().to_owned()),
        });
    }

    /// Adds what an answer also shows: whether the account may have such a thing at all, which AWS shows only by having
    /// allowed one, and what other accounts have.
    fn implied(&mut self, query: &PreflightQuery, answer: &PreflightAnswers) {
        const FIRST: &str = "AWS reports this only when the first one is created. If it then answers that the account must be \
                             verified, or does not support it, ask AWS: https://console.aws.amazon.com/support/home";
        match query.target {
            QueryTarget::Alias(alias, _) => {
                let Some(alias_use) = &answer.alias else { return };
                if alias_use.has_distributions {
                    self.fits("edge", "the account may have CloudFront distributions");
                } else {
                    self.unchecked("edge", "the account may have CloudFront distributions", FIRST);
                }
                if !alias_use.is_worldwide {
                    self.unchecked(
                        query.key,
                        format!("no distribution of another account has the alias {alias}"),
                        "AWS reports this only to an account that has a distribution with a certificate for it. If another account has it, \
                         CloudFront answers CNAMEAlreadyExists",
                    );
                }
            }
            QueryTarget::Quota(quota @ Quota::LoadBalancers) => {
                let Some(state) = answer.quotas.get(&quota) else { return };
                if state.used.is_empty() {
                    self.unchecked("load_balancer", "the account may have load balancers", FIRST);
                } else {
                    self.fits("load_balancer", "the account may have load balancers");
                }
            }
            _ => {}
        }
    }

    fn count(&self, verdict: Verdict) -> usize {
        self.0.iter().filter(|check| check.verdict == verdict).count()
    }

    /// Returns whether AWS would refuse something.
    pub(crate) fn has_refused(&self) -> bool {
        self.count(Verdict::Refused) > 0
    }

    /// Writes the list.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for check in &self.0 {
            let (style, mark) = check.verdict.mark();
            let what = wrapped(&check.text, 4);
            let _ = writeln!(text, "  {} {}", paint(style, mark), what.trim_start());
            let rule = check.rule.map(|id| format!("[{id}]"));
            let at: Vec<String> = check.place.clone().into_iter().chain(rule).collect();
            if !at.is_empty() {
                let _ = writeln!(text, "    {}", paint(DIM, at.join(" ")));
            }
            if let Some(advice) = &check.advice {
                let head = if check.verdict == Verdict::Unchecked {
                    "not checked:"
                } else {
                    "hint:"
                };
                let advice = wrapped(&format!("{head} {advice}"), 4);
                let _ = writeln!(text, "    {}{}", paint(CYAN, head), &advice.trim_start()[head.len()..]);
            }
        }
        text
    }

    /// Writes how many checks have which result.
    pub(crate) fn summary(&self) -> String {
        let words = [
            (Verdict::Fits, "passed", "passed"),
            (Verdict::Refused, "failed", "failed"),
            (Verdict::Warned, "is a warning", "are warnings"),
            (Verdict::Unchecked, "could not be checked", "could not be checked"),
        ];
        let parts: Vec<String> = words
            .into_iter()
            .filter_map(|(verdict, one, more)| match self.count(verdict) {
                0 => None,
                1 => Some(format!("1 {one}")),
                count => Some(format!("{count} {more}")),
            })
            .collect();
        let summary = format!("Of {} checks, {}.", self.0.len(), listed(&parts, "and"));
        paint(BOLD, wrapped(&summary, 0))
    }

    /// Returns the list as JSON.
    pub(crate) fn json(&self) -> Value {
        let checks = self.0.iter().map(|check| {
            json!({
                "status": check.verdict.word(),
                "check": check.text,
                "key": check.key,
                "place": check.place,
                "rule": check.rule,
                "advice": check.advice,
            })
        });
        checks.collect()
    }
}

impl Verdict {
    fn mark(self) -> (anstyle::Style, &'static str) {
        match self {
            Self::Fits => (GREEN, "✓"),
            Self::Warned => (YELLOW, "!"),
            Self::Refused => (RED, "✗"),
            Self::Unchecked => (CYAN, "?"),
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Fits => "fits",
            Self::Warned => "warning",
            Self::Refused => "refused",
            Self::Unchecked => "not_checked",
        }
    }
}

/// Returns the numbers behind an answer without problems.
fn detail(stack: &Stack, query: &PreflightQuery, answer: &PreflightAnswers) -> Option<String> {
    match query.target {
        QueryTarget::Quota(quota) => {
            let state = answer.quotas.get(&quota)?;
            let most = needed(&stack.architecture, quota)?.most;
            let used = if quota.is_counted() {
                format!(", {} in use", state.used.len())
            } else {
                String::new()
            };
            Some(format!("{most} needed{used}, {} allowed", state.limit))
        }
        QueryTarget::Sending => {
            let sending = answer.sending.as_ref()?;
            let day = match sending.per_day {
                -1 => "any number of messages a day".to_owned(),
                count => format!("{count} messages a day"),
            };
            Some(format!("{day}, {} a second", sending.per_second))
        }
        _ => None,
    }
}

/// What the declaration needs in CloudFront's region besides the stack's own: the services, and the settings that do
/// without one of them.
pub(crate) struct EdgeNeeds {
    services: BTreeSet<&'static str>,
    without: Vec<&'static str>,
}

impl EdgeNeeds {
    /// Finds what a graph needs; `None` if it needs nothing, or the stack is in that region anyway.
    pub(crate) fn of(graph: &Graph) -> Option<Self> {
        if graph.region == EDGE_REGION {
            return None;
        }
        let there = graph
            .resources
            .iter()
            .filter(|(_, desired)| desired.region == EDGE_REGION);
        let services: BTreeSet<&str> = there.map(|(_, desired)| desired.kind.service).collect();
        let has = |address: &str| graph.resources.contains_key(address);
        let settings = [
            ("edge.logs", "`access_logs: false` (logs)"),
            ("edge.web-acl-logs", "`logs: false` in `waf` (logs)"),
            ("edge.web-acl", "`waf: Off` (wafv2)"),
        ];
        let without = settings.into_iter().filter(|(address, _)| has(address));
        (!services.is_empty()).then(|| Self {
            services,
            without: without.map(|(_, setting)| setting).collect(),
        })
    }

    /// Writes it in sentences, for the list.
    pub(crate) fn text(&self) -> String {
        wrapped(&self.sentences("For"), 0)
    }

    /// Writes it as a note.
    pub(crate) fn note(&self) -> String {
        format!("{} {}", paint(CYAN, "note:"), self.sentences("for"))
    }

    fn sentences(&self, first: &str) -> String {
        let services: Vec<String> = self.services.iter().map(|&service| service.to_owned()).collect();
        let mut text = format!(
            "{first} the edge, {EDGE_REGION} must allow {}: check the service control policies of the account.",
            listed(&services, "and")
        );
        if !self.without.is_empty() {
            let without: Vec<String> = self.without.iter().map(|&setting| setting.to_owned()).collect();
            let _ = write!(text, " These settings avoid a service: {}.", listed(&without, "and"));
        }
        text
    }

    /// Returns it as JSON.
    pub(crate) fn json(&self) -> Value {
        json!({ "region": EDGE_REGION, "services": self.services })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blueprint::blueprint;
    use crate::blueprint::tests::variants;
    use crate::provider::ApiErrorKind;
    use moodle_stack_model::rules::preflight::{AliasUse, QuotaState, evaluate};
    use moodle_stack_model::{Architecture, CloudFront, Field as _, Location, Nat, Texts, Waf};

    fn stack() -> Stack {
        let mut architecture = Architecture::FILLER;
        architecture.domain = "learn.example.edu";
        architecture.region = "ap-southeast-1";
        architecture.network.cidr = "10.0.0.0/16";
        architecture.network.zones = Texts::new(&["ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c"]);
        architecture.network.nat = Nat::PerZone;
        architecture.edge = Some(CloudFront::FILLER);
        Stack {
            name: "campus",
            architecture,
            file: "src/main.rs",
            locations: &[Location {
                path: "network.nat",
                line: 12,
                column: 14,
            }],
            deferred_warnings: &[],
        }
    }

    fn quota(quota: Quota, limit: u64, used: &[&str]) -> PreflightAnswers {
        let used = used.iter().map(|&label| label.to_owned()).collect();
        PreflightAnswers {
            quotas: [(quota, QuotaState { limit, used })].into(),
            ..PreflightAnswers::default()
        }
    }

    fn checks(is_deployed: bool) -> Checks {
        let stack = stack();
        let mut checks = Checks::default();
        checks.fits(
            "account",
            "AWS accepts the credentials, which belong to account 111122223333",
        );
        checks.warn("account", "the clock of this machine is 3 minutes slow", "set it");
        let denied = ApiError::new(
            ApiErrorKind::Denied,
            "ec2:DescribeRegions",
            "UnauthorizedOperation",
            "no",
        );
        for query in PreflightQuery::all(&stack.architecture) {
            let answer = match query.target {
                QueryTarget::Regions => Err(&denied),
                QueryTarget::Quota(one @ Quota::ElasticIps) => Ok(quota(one, 5, &["", "", "other", ""])),
                QueryTarget::Quota(one @ Quota::LoadBalancers) => Ok(quota(one, 50, &["campus-alb"])),
                QueryTarget::Alias(..) => Ok(PreflightAnswers {
                    alias: Some(AliasUse::default()),
                    ..PreflightAnswers::default()
                }),
                _ => continue,
            };
            let problems = answer
                .as_ref()
                .map(|answer| evaluate(&stack.architecture, answer))
                .unwrap_or_default();
            checks.answer(
                &stack,
                &query,
                answer.as_ref().map_err(|error| *error),
                &problems,
                is_deployed,
            );
        }
        checks
    }

    #[test]
    fn list_has_a_mark_for_each_check_and_what_to_do() {
        let checks = checks(false);
        let text = format!("{}\n{}", checks.text(), checks.summary());
        let text = anstream::adapter::strip_str(&text).to_string();
        insta::assert_snapshot!(text, @r"
          ✓ AWS accepts the credentials, which belong to account 111122223333
          ! the clock of this machine is 3 minutes slow
            hint: set it
          ? the account may use each region of the declaration
            not checked: no policy allows `ec2:DescribeRegions` for your role, or one
            denies it (ap-southeast-1)
          ✗ the account may have 5 elastic IP addresses; 4 are in use outside of this
            stack, which needs 3
            src/main.rs:12:14 [MS295]
            hint: raise the quota:
            `aws service-quotas request-service-quota-increase --region ap-southeast-1 --service-code ec2 --quota-code L-0263D0A3 --desired-value 7`,
            or delete some that nobody needs
          ✓ the quota of Application Load Balancers suffices (1 needed, 1 in use, 50
            allowed)
          ✓ the account may have load balancers
          ✓ no other distribution of this account has the alias learn.example.edu
          ? the account may have CloudFront distributions
            not checked: AWS reports this only when the first one is created. If it then
            answers that the account must be verified, or does not support it, ask AWS:
            https://console.aws.amazon.com/support/home
          ? no distribution of another account has the alias learn.example.edu
            not checked: AWS reports this only to an account that has a distribution
            with a certificate for it. If another account has it, CloudFront answers
            CNAMEAlreadyExists

        Of 9 checks, 4 passed, 1 failed, 1 is a warning and 3 could not be checked.
        ");
        // A command is one line, so that it can be pasted.
        let too_long = |line: &&str| line.chars().count() > 80 && !line.trim_start().starts_with('`');
        assert_eq!(text.lines().find(too_long), None);
        assert!(checks.has_refused());
    }

    #[test]
    fn json_has_the_same_checks() {
        let json = checks(false).json();
        let statuses: Vec<&str> = json
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|one| one["status"].as_str())
            .collect();
        assert_eq!(
            statuses,
            [
                "fits",
                "warning",
                "not_checked",
                "refused",
                "fits",
                "fits",
                "fits",
                "not_checked",
                "not_checked"
            ]
        );
        assert_eq!(json[3]["rule"], "MS295");
        assert_eq!(json[3]["place"], "src/main.rs:12:14");
    }

    #[test]
    fn deployed_stack_is_only_warned() {
        let checks = checks(true);
        assert!(!checks.has_refused());
        assert!(checks.text().contains("the deployed stack may keep what it has"));
    }

    #[test]
    fn edge_names_the_services_of_its_region_and_what_does_without_them() {
        let has_firewall = |architecture: &Architecture| {
            let edge = architecture.edge;
            edge.is_some_and(|edge| edge.access_logs && matches!(edge.waf, Waf::WebAcl(_)))
        };
        let stack = Stack {
            architecture: variants::all().into_iter().find(has_firewall).unwrap(),
            ..stack()
        };
        let needs = EdgeNeeds::of(&blueprint(&stack)).unwrap();
        insta::assert_snapshot!(needs.text(), @r"
        For the edge, us-east-1 must allow cloudfront, logs and wafv2: check the service
        control policies of the account. These settings avoid a service:
        `access_logs: false` (logs), `logs: false` in `waf` (logs) and `waf: Off`
        (wafv2).
        ");
        let mut alone = stack;
        alone.architecture.edge = None;
        assert!(EdgeNeeds::of(&blueprint(&alone)).is_none());
    }
}
