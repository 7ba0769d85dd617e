//! Preflight checks: before anything is changed, asks AWS about everything that the declaration names and does not
//! create, and about what it may refuse.

use super::refresh::AT_ONCE;
use crate::clock::Clock;
use crate::provider::{ApiError, Provider};
use crate::retry::with_few_retries;
use futures_util::{StreamExt as _, stream};
use moodle_stack_model::rules::preflight::{PreflightAnswers, PreflightQuery};

/// The questions, each with its answer.
#[derive(Debug, Default)]
pub struct Answers(pub Vec<(PreflightQuery, Result<PreflightAnswers, ApiError>)>);

impl Answers {
    /// Returns everything that AWS answered.
    #[must_use]
    pub fn known(&self) -> PreflightAnswers {
        let mut known = PreflightAnswers::default();
        for (_, answer) in &self.0 {
            if let Ok(answer) = answer {
                known.merge(answer.clone());
            }
        }
        known
    }

    /// Returns the questions without an answer, each with its error.
    pub fn unanswered(&self) -> impl Iterator<Item = (&PreflightQuery, &ApiError)> {
        let errors = self.0.iter().map(|(query, answer)| (query, answer.as_ref().err()));
        errors.filter_map(|(query, error)| Some((query, error?)))
    }
}

/// Asks all questions, a few at once. A question that cannot be answered is not an error: the credentials may allow the
/// deployment and not the question, the tasks may reach a registry that this machine cannot reach, and an emulator may not
/// know the call.
pub async fn preflight<P: Provider>(provider: &P, clock: &Clock, queries: &[PreflightQuery]) -> Answers {
    let answers = stream::iter(queries).map(|query| async move {
        let answer = with_few_retries(clock, async || provider.preflight(query).await).await;
        (*query, answer)
    });
    Answers(answers.buffered(AT_ONCE).collect().await)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::{ApiErrorKind, Deletion, Live, Owned, Scope, Target};
    use moodle_stack_model::rules::preflight::QueryTarget;
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
            assert_eq!(query.target, QueryTarget::Zones);
            Ok(PreflightAnswers {
                zones: Some(Vec::new()),
                ..PreflightAnswers::default()
            })
        }
    }

    async fn ask(errors: &[ApiErrorKind]) -> (Answers, Duration) {
        let clock = Clock::start(1.0);
        let query = PreflightQuery {
            key: "network.zones",
            region: "ap-southeast-1",
            target: QueryTarget::Zones,
        };
        let oracle = Oracle(RefCell::new(errors.to_vec()));
        (preflight(&oracle, &clock, &[query]).await, clock.elapsed())
    }

    #[tokio::test(start_paused = true)]
    async fn retryable_error_is_retried() {
        let (answers, took) = ask(&[ApiErrorKind::Unavailable, ApiErrorKind::Throttled]).await;
        assert_eq!(answers.known().zones, Some(Vec::new()));
        assert_eq!(answers.unanswered().count(), 0);
        assert_eq!(took, Duration::from_secs(3));
    }

    #[tokio::test(start_paused = true)]
    async fn question_without_an_answer_is_reported_with_its_error() {
        for kind in [
            ApiErrorKind::Denied,
            ApiErrorKind::Unavailable,
            ApiErrorKind::OutcomeUnknown,
            ApiErrorKind::Credentials,
            ApiErrorKind::Invalid,
            ApiErrorKind::NotFound,
        ] {
            let (answers, _) = ask(&[kind; 9]).await;
            assert_eq!(answers.known(), PreflightAnswers::default());
            let unanswered: Vec<_> = answers
                .unanswered()
                .map(|(query, error)| (query.key, error.kind))
                .collect();
            assert_eq!(unanswered, [("network.zones", kind)]);
        }
    }
}
