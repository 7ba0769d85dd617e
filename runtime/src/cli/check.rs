//! Finding out, before anything is changed, whether what the declaration names is there and fits.

use super::args::{Command, Image, Publish};
use super::console::note;
use super::refusal::Refusal;
use super::session::Session;
use crate::blueprint::REPOSITORY;
use crate::execute::know;
use crate::journal::Journal;
use crate::operations::Cloud;
use crate::plan::{questions, schema};
use crate::provider::{ApiError, ApiErrorKind};
use crate::report::{place, refused, unasked};
use moodle_stack_model::rules::preflight::{PreflightAnswers, PreflightQuery, evaluate};

impl<P: Cloud> Session<'_, P> {
    /// Asks AWS for what the declaration names and does not make, and refuses what is not there or does not fit. What the
    /// journal knows is judged by as well, whether AWS is asked or not.
    pub(super) async fn check(&self) -> Result<(), Refusal> {
        let stack = self.job.stack;
        let journal = self.last().await?;
        let mut known = self.ask(&journal).await?;
        known.schema = schema(&self.graph, &journal);
        let problems = evaluate(&stack.architecture, &known);
        if problems.is_empty() {
            return Ok(());
        }
        for (rule, problem) in &problems {
            note(&format!("{}\n", refused(stack, rule, problem)));
        }
        let command = self.job.args.command();
        let errors = match problems.len() {
            1 => "the error above".to_owned(),
            more => format!("the {more} errors above"),
        };
        let refusal = Refusal::new(format!(
            "could not {} {} because of {errors}",
            command.words(),
            stack.name
        ))
        .why("The declaration does not fit what is there. Nothing was changed.");
        let image = known.images.get(stack.architecture.moodle.image);
        let refusal = if image.is_some_and(Option::is_none) && self.graph.resources.contains_key(REPOSITORY) {
            let publish = self.job.again(&Command::Image(Image::Publish(Publish::default())));
            refusal.advice(format!("Publish the image: `{publish}`."))
        } else {
            refusal
        };
        Err(refusal.advice(format!(
            "Correct the declaration, or what is on AWS, and run it again: `{}`.",
            self.job.again(&command)
        )))
    }

    /// Asks AWS, unless that is not wanted.
    async fn ask(&self, journal: &Journal) -> Result<PreflightAnswers, Refusal> {
        if self.job.args.skip_checks {
            return Ok(PreflightAnswers::default());
        }
        let questions = questions(&self.job.stack.architecture, journal);
        let answers = know(&self.provider, &self.clock, &questions).await;
        let answers = answers.map_err(|(question, api_error)| self.unanswered(&question, &api_error))?;
        for (question, api_error) in &answers.unanswered {
            note(&unasked(question, api_error));
        }
        Ok(answers.known)
    }

    fn unanswered(&self, question: &PreflightQuery, api_error: &ApiError) -> Refusal {
        let refusal = Refusal::call(&format!("asking AWS {}", question.purpose()), api_error);
        let refusal = refusal.at(place(self.job.stack, question.key));
        if api_error.kind == ApiErrorKind::Credentials {
            return refusal;
        }
        refusal.advice("If that goes on: with `--skip-checks`, AWS is not asked first.")
    }
}
