//! Preflight checks: before anything is changed, asks AWS about everything that the declaration names and does not
//! create.

use crate::clock::Clock;
use crate::provider::{ApiError, ApiErrorKind, Provider};
use crate::retry::with_retries;
use moodle_stack_model::rules::preflight::{PreflightAnswers, PreflightQuery, QueryTarget};

/// The answers, and the questions without one.
#[derive(Debug, Default)]
pub struct Answers {
    /// What AWS answered.
    pub known: PreflightAnswers,
    /// The questions that the credentials do not allow, or that a registry does not answer, each with its error.
    pub unanswered: Vec<(PreflightQuery, ApiError)>,
}

/// Asks all questions. A question that the credentials do not allow is not an error, since they may allow the deployment
/// itself. Nor is a registry that this machine cannot reach, since the tasks may reach it.
pub async fn preflight<P: Provider>(
    provider: &P,
    clock: &Clock,
    queries: &[PreflightQuery],
) -> Result<Answers, (PreflightQuery, ApiError)> {
    let mut answers = Answers::default();
    for query in queries {
        match with_retries(clock, async || provider.preflight(query).await).await {
            Ok(known) => answers.known.merge(known),
            Err(error) if error.kind == ApiErrorKind::Denied || is_out_of_reach(query, &error) => {
                answers.unanswered.push((*query, error));
            }
            Err(error) => return Err((*query, error)),
        }
    }
    Ok(answers)
}

/// Returns whether a registry does not answer.
fn is_out_of_reach(query: &PreflightQuery, error: &ApiError) -> bool {
    matches!(query.target, QueryTarget::Image(_)) && error.kind.is_retryable()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::{Deletion, Live, Owned, Scope, Target};
    use serde_json::Value;
    use std::cell::RefCell;
    use std::time::Duration;

    /// A provider that answers questions, with these errors first, the last one first.
    struct Oracle(RefCell<Vec<ApiErrorKind>>);

    impl Provider for Oracle {
        async fn find(&self, _: &Target, _: &Value) -> Result<Option<String>, ApiError> {
            unreachable!("nothing is looked for")
        }

        async fn create(&self, _: &Target, _: &Value) -> Result<String, ApiError> {
            unreachable!("nothing is created")
        }

        async fn configure(&self, _: &Target, _: &str, _: &Value, _: &[String]) -> Result<(), ApiError> {
            unreachable!("nothing is changed")
        }

        async fn read(&self, _: &Target, _: &str, _: &Value) -> Result<Option<Live>, ApiError> {
            unreachable!("nothing is read")
        }

        async fn tag(&self, _: &Target, _: &str, _: &Value) -> Result<(), ApiError> {
            unreachable!("nothing is tagged")
        }

        async fn delete(&self, _: &Target, _: &str, _: &Value) -> Result<Deletion, ApiError> {
            unreachable!("nothing is deleted")
        }

        async fn list(&self, _: &Scope<'_>) -> Result<Vec<Owned>, ApiError> {
            unreachable!("nothing is listed")
        }

        async fn preflight(&self, query: &PreflightQuery) -> Result<PreflightAnswers, ApiError> {
            if let Some(kind) = self.0.borrow_mut().pop() {
                return Err(ApiError::new(kind, "ec2:DescribeAvailabilityZones", "Code", "no"));
            }
            assert!(matches!(query.target, QueryTarget::Zones | QueryTarget::Image(_)));
            Ok(PreflightAnswers {
                zones: Some(Vec::new()),
                ..PreflightAnswers::default()
            })
        }
    }

    async fn ask(errors: &[ApiErrorKind]) -> (Result<Answers, (PreflightQuery, ApiError)>, Duration) {
        ask_about(QueryTarget::Zones, errors).await
    }

    async fn ask_about(
        about: QueryTarget,
        errors: &[ApiErrorKind],
    ) -> (Result<Answers, (PreflightQuery, ApiError)>, Duration) {
        let clock = Clock::start(1.0);
        let query = PreflightQuery {
            key: "network.zones",
            region: "ap-southeast-1",
            target: about,
        };
        let oracle = Oracle(RefCell::new(errors.to_vec()));
        (preflight(&oracle, &clock, &[query]).await, clock.elapsed())
    }

    #[tokio::test(start_paused = true)]
    async fn retryable_error_is_retried() {
        let (answers, took) = ask(&[ApiErrorKind::Unavailable, ApiErrorKind::Throttled]).await;
        assert_eq!(answers.unwrap().known.zones, Some(Vec::new()));
        assert_eq!(took, Duration::from_secs(3));
    }

    #[tokio::test(start_paused = true)]
    async fn service_that_stays_unavailable_is_an_error() {
        let (answers, _) = ask(&[ApiErrorKind::Unavailable; 9]).await;
        assert_eq!(answers.unwrap_err().1.kind, ApiErrorKind::Unavailable);
    }

    #[tokio::test(start_paused = true)]
    async fn denied_question_is_reported_as_unanswered() {
        let (answers, _) = ask(&[ApiErrorKind::Denied]).await;
        let answers = answers.unwrap();
        assert_eq!(answers.known, PreflightAnswers::default());
        assert_eq!(answers.unanswered.len(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn registry_that_does_not_answer_is_reported_as_unanswered() {
        let (answers, _) = ask_about(
            QueryTarget::Image("ghcr.io/example/moodle:5.2"),
            &[ApiErrorKind::Unavailable; 9],
        )
        .await;
        let answers = answers.unwrap();
        assert_eq!(answers.known, PreflightAnswers::default());
        assert_eq!(answers.unanswered.len(), 1);
    }
}
