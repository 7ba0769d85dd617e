//! A problem that a rule found, if the deployer and not rustc reports it.

use super::place::place;
use super::style::{CYAN, RED, YELLOW, paint};
use crate::diagnosis::diagnose;
use crate::provider::{ApiError, ApiErrorKind};
use anstyle::Style;
use moodle_stack_model::rules::Rule;
use moodle_stack_model::rules::preflight::{PreflightQuery, PreflightRule, QueryTarget};
use moodle_stack_model::{Level, Problem, Stack, listed};
use std::fmt::Write as _;

/// Writes a problem that a rule warns of.
pub(super) fn warned(stack: &Stack, rule: &Rule, problem: &Problem) -> String {
    written(stack, (YELLOW, "warning:"), (rule.id, rule.why), problem)
}

/// Writes a problem that AWS's answers show in a declaration.
pub(crate) fn answered(stack: &Stack, rule: &PreflightRule, problem: &Problem) -> String {
    let head = match rule.level {
        Level::Refused => (RED, "error:"),
        Level::Warned => (YELLOW, "warning:"),
    };
    written(stack, head, (rule.id, rule.why), problem)
}

/// Writes what was not checked, and why: one text for each cause.
pub(crate) fn unasked<'a>(questions: impl IntoIterator<Item = (&'a PreflightQuery, &'a ApiError)>) -> Vec<String> {
    let mut causes: Vec<(String, Vec<&PreflightQuery>)> = Vec::new();
    for (question, error) in questions {
        let cause = reason(question, error);
        match causes.iter_mut().find(|(known, _)| *known == cause) {
            Some((_, of_cause)) => of_cause.push(question),
            None => causes.push((cause, vec![question])),
        }
    }
    let text = |(cause, questions): (String, Vec<&PreflightQuery>)| {
        format!(
            "{} it was not checked {}: {cause}",
            paint(CYAN, "note:"),
            purpose(&questions)
        )
    };
    causes.into_iter().map(text).collect()
}

/// Describes what questions check, quotas together.
fn purpose(questions: &[&PreflightQuery]) -> String {
    let quota = |question: &PreflightQuery| match question.target {
        QueryTarget::Quota(quota) => Some(quota.things().to_owned()),
        _ => None,
    };
    let quotas: Vec<String> = questions.iter().filter_map(|question| quota(question)).collect();
    let others = questions
        .iter()
        .filter(|question| quota(question).is_none() || quotas.len() == 1);
    let mut aims: Vec<String> = others.map(|question| question.purpose()).collect();
    if quotas.len() > 1 {
        aims.push(format!("whether the quotas of {} suffice", listed(&quotas, "and")));
    }
    aims.join(", or ")
}

/// Writes why a question has no answer.
pub(crate) fn reason(question: &PreflightQuery, error: &ApiError) -> String {
    match error.kind {
        ApiErrorKind::Denied => format!("{} ({})", diagnose(error).meaning, question.region),
        _ => error.to_string(),
    }
}

fn written(stack: &Stack, (style, word): (Style, &str), (id, why): (&str, &str), problem: &Problem) -> String {
    let arrow = paint(CYAN, "-->");
    let mut text = format!("{} {}", paint(style, word), problem.what.as_str());
    if let Some(place) = place(stack, problem.at.path) {
        let _ = write!(text, "\n  {arrow} {place}");
    }
    if let Some(against) = problem.against
        && let Some(place) = place(stack, against.path)
    {
        let key = against.path.rsplit('.').next().unwrap_or(against.path);
        let is_set = stack.locations.iter().any(|location| location.path == against.path);
        let set = if is_set {
            "is set"
        } else {
            "is left at its default in the section"
        };
        let _ = write!(text, "\n  {arrow} `{key}` {set} at {place}");
    }
    let hint = paint(CYAN, "hint:");
    let _ = write!(text, "\n\n{why} [{id}]\n\n{hint} {}", problem.help.as_str());
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use moodle_stack_model::rules::preflight::{FoundCertificate, PreflightAnswers, evaluate};
    use moodle_stack_model::{Architecture, Certificate, Field as _, Location};

    const ARN: &str = "arn:aws:acm:ap-southeast-1:111122223333:certificate/7a1c";

    fn stack() -> Stack {
        let mut architecture = Architecture::FILLER;
        architecture.domain = "learn.example.edu";
        architecture.region = "ap-southeast-1";
        architecture.load_balancer.certificate = Certificate::Arn(ARN);
        Stack {
            name: "campus",
            architecture,
            file: "src/main.rs",
            locations: &[
                Location {
                    path: "domain",
                    line: 8,
                    column: 13,
                },
                Location {
                    path: "load_balancer.certificate",
                    line: 18,
                    column: 22,
                },
            ],
            deferred_warnings: &[],
        }
    }

    fn texts(certificate: Option<FoundCertificate>) -> String {
        let stack = stack();
        let known = PreflightAnswers {
            certificates: [(ARN.into(), certificate)].into(),
            ..PreflightAnswers::default()
        };
        let texts: Vec<String> = evaluate(&stack.architecture, &known)
            .iter()
            .map(|(rule, problem)| answered(&stack, rule, problem))
            .collect();
        anstream::adapter::strip_str(&texts.join("\n\n")).to_string()
    }

    #[test]
    fn refusal_names_both_places_if_two_values_disagree() {
        insta::assert_snapshot!(texts(Some(FoundCertificate {
            status: "PENDING_VALIDATION".into(),
            domains: vec!["www.example.edu".into(), "example.edu".into()],
        })), @r#"
        error: the certificate `"arn:aws:acm:ap-southeast-1:111122223333:certificate/7a1c"` is not issued: AWS is waiting for validation of its domains
          --> src/main.rs:18:22

        CloudFront and the load balancer accept no other, and would refuse it minutes into the deployment. [MS390]

        hint: create the DNS records that `aws acm describe-certificate --region ap-southeast-1 --certificate-arn arn:aws:acm:ap-southeast-1:111122223333:certificate/7a1c` prints, and run this again when the status is ISSUED

        error: the certificate covers www.example.edu and example.edu, but not learn.example.edu
          --> src/main.rs:18:22
          --> `domain` is set at src/main.rs:8:13

        CloudFront refuses a domain that its certificate does not cover, and connects to the load balancer by the same name. [MS391]

        hint: write the ARN of a certificate for learn.example.edu or *.example.edu, or have one issued: `certificate: Issued { zone: "Z…" }`
        "#);
    }

    #[test]
    fn missing_certificate_is_reported_with_how_to_list_them() {
        insta::assert_snapshot!(texts(None), @r#"
        error: there is no certificate `"arn:aws:acm:ap-southeast-1:111122223333:certificate/7a1c"`
          --> src/main.rs:18:22

        CloudFront and the load balancer accept no other, and would refuse it minutes into the deployment. [MS390]

        hint: write the ARN of an existing one: `aws acm list-certificates --region ap-southeast-1` prints them; or have one issued: `certificate: Issued { zone: "Z…" }`
        "#);
    }

    #[test]
    fn questions_without_an_answer_are_grouped_by_their_cause() {
        let architecture = stack().architecture;
        let questions = PreflightQuery::all(&architecture);
        let error = |kind, call: &str, code: &str| ApiError::new(kind, call, code, "no");
        let denied = error(ApiErrorKind::Denied, "acm:DescribeCertificate", "AccessDeniedException");
        let quota = error(
            ApiErrorKind::Denied,
            "servicequotas:GetServiceQuota",
            "AccessDeniedException",
        );
        let gone = error(ApiErrorKind::Unavailable, "ec2:DescribeRegions", "HTTP 503");
        let quotas = questions
            .iter()
            .filter(|one| matches!(one.target, QueryTarget::Quota(_)))
            .take(2);
        let asked: Vec<_> = [(&questions[0], &denied), (&questions[1], &gone)]
            .into_iter()
            .chain(quotas.map(|query| (query, &quota)))
            .collect();
        let text = unasked(asked).join("\n");
        insta::assert_snapshot!(anstream::adapter::strip_str(&text).to_string(), @"
        note: it was not checked whether the certificate arn:aws:acm:ap-southeast-1:111122223333:certificate/7a1c is issued and covers the domain: no policy allows `acm:DescribeCertificate` for your role, or one denies it (ap-southeast-1)
        note: it was not checked whether the account may use each region of the declaration: ec2:DescribeRegions answered HTTP 503: no
        note: it was not checked whether the quotas of VPCs and internet gateways suffice: no policy allows `servicequotas:GetServiceQuota` for your role, or one denies it (ap-southeast-1)
        ");
    }
}
