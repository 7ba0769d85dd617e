//! A problem that a rule found, if the deployer and not rustc reports it.

use super::place::place;
use super::style::{CYAN, RED, YELLOW, paint};
use crate::diagnosis::diagnose;
use crate::provider::{ApiError, ApiErrorKind};
use anstyle::Style;
use moodle_stack_model::rules::Rule;
use moodle_stack_model::rules::preflight::{PreflightQuery, PreflightRule};
use moodle_stack_model::{Problem, Stack};
use std::fmt::Write as _;

/// Writes a problem that a rule warns of.
pub(super) fn warned(stack: &Stack, rule: &Rule, problem: &Problem) -> String {
    written(stack, (YELLOW, "warning:"), (rule.id, rule.why), problem)
}

/// Writes a problem that AWS's answers show in a declaration.
pub(crate) fn refused(stack: &Stack, rule: &PreflightRule, problem: &Problem) -> String {
    written(stack, (RED, "error:"), (rule.id, rule.why), problem)
}

/// Writes which permission is missing, or which registry does not answer, and what was not checked.
pub(crate) fn unasked(question: &PreflightQuery, error: &ApiError) -> String {
    let (note, aim) = (paint(CYAN, "note:"), question.purpose());
    if error.kind == ApiErrorKind::Denied {
        return format!("{note} it was not checked {aim}: {}.", diagnose(error).meaning);
    }
    format!("{note} it was not checked {aim}: {error}")
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
            .map(|(rule, problem)| refused(&stack, rule, problem))
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
    fn missing_permission_is_reported_with_what_it_was_for() {
        let architecture = stack().architecture;
        let question = PreflightQuery::all(&architecture)[0];
        let error = ApiError::new(
            ApiErrorKind::Denied,
            "acm:DescribeCertificate",
            "AccessDeniedException",
            "no",
        );
        let text = unasked(&question, &error);
        insta::assert_snapshot!(anstream::adapter::strip_str(&text).to_string(), @"note: it was not checked whether the certificate arn:aws:acm:ap-southeast-1:111122223333:certificate/7a1c is issued and covers the domain: no policy allows `acm:DescribeCertificate` for your role, or one denies it.");
    }
}
