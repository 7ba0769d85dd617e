//! Preflight checks: before anything is changed, ask AWS whether everything that the declaration names exists and fits.

use super::args::{Command, Image, Publish};
use super::console::note;
use super::error::CliError;
use super::session::Session;
use crate::blueprint::REPOSITORY;
use crate::execute::preflight;
use crate::journal::Journal;
use crate::operations::Cloud;
use crate::plan::{moodle_version, preflight_queries};
use crate::provider::{ApiError, ApiErrorKind};
use crate::report::{place, refused, unasked};
use moodle_stack_model::rules::preflight::{PreflightAnswers, PreflightQuery, evaluate};

impl<P: Cloud> Session<'_, P> {
    /// Asks AWS about what the declaration names and does not create, and fails if it does not exist or does not fit.
    /// The contents of the journal are checked as well, even with `--skip-checks`.
    pub(super) async fn preflight(&self) -> Result<(), CliError> {
        let stack = self.job.stack;
        let journal = self.last().await?;
        let mut known = self.ask(&journal).await?;
        known.schema = moodle_version(&self.graph, &journal);
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
        let error = CliError::new(format!("cannot {} {} because of {errors}", command.words(), stack.name))
            .why("The declaration does not fit what exists. Nothing was changed.");
        let image = known.images.get(stack.architecture.moodle.image);
        let error = if image.is_some_and(Option::is_none) && self.graph.resources.contains_key(REPOSITORY) {
            let publish = self.job.again(&Command::Image(Image::Publish(Publish::default())));
            error.hint(format!("Publish the image: `{publish}`."))
        } else {
            error
        };
        Err(error.hint(format!(
            "Fix the declaration, or the resources on AWS, and run it again: `{}`.",
            self.job.again(&command)
        )))
    }

    /// Asks AWS, unless `--skip-checks` is given.
    async fn ask(&self, journal: &Journal) -> Result<PreflightAnswers, CliError> {
        if self.job.args.skip_checks {
            return Ok(PreflightAnswers::default());
        }
        let queries = preflight_queries(&self.job.stack.architecture, journal);
        let answers = preflight(&self.provider, &self.clock, &queries).await;
        let answers = answers.map_err(|(query, error)| self.unanswered(&query, &error))?;
        for (query, error) in &answers.unanswered {
            note(&unasked(query, error));
        }
        Ok(answers.known)
    }

    fn unanswered(&self, query: &PreflightQuery, error: &ApiError) -> CliError {
        let explained = CliError::api(&format!("asking AWS {}", query.purpose()), error);
        let explained = explained.at(place(self.job.stack, query.key));
        if error.kind == ApiErrorKind::Credentials {
            return explained;
        }
        explained.hint("If this persists, skip these checks with `--skip-checks`.")
    }
}
