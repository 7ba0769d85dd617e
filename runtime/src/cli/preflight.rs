//! Preflight checks: before anything is changed, ask AWS whether everything that the declaration names exists and fits.

use super::args::{Command, Image, Publish};
use super::console::note;
use super::error::CliError;
use super::session::Session;
use crate::blueprint::{EDGE_REGION, REPOSITORY};
use crate::execute::preflight;
use crate::journal::Journal;
use crate::operations::Cloud;
use crate::plan::{moodle_version, preflight_queries};
use crate::provider::{ApiError, ApiErrorKind};
use crate::report::{EdgeNeeds, answered, place, unasked};
use moodle_stack_model::Level;
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
        for (rule, problem) in &problems {
            note(&format!("{}\n", answered(stack, rule, problem)));
        }
        let refused = problems.iter().filter(|(rule, _)| rule.level == Level::Refused);
        let count = refused.count();
        if count == 0 {
            return Ok(());
        }
        let command = self.job.args.command();
        let errors = match count {
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
        // Without credentials, nothing would succeed. Only a region that the account has not enabled refuses valid ones.
        let home = |query: &PreflightQuery| query.region == self.graph.region;
        let mut errors = answers.unanswered();
        if let Some((query, error)) =
            errors.find(|(query, error)| error.kind == ApiErrorKind::Credentials && home(query))
        {
            return Err(self.unanswered(query, error));
        }
        for text in unasked(answers.unanswered()) {
            note(&text);
        }
        // A policy that denies a question in CloudFront's region may deny more there.
        let is_denied = |(query, error): (&PreflightQuery, &ApiError)| {
            error.kind == ApiErrorKind::Denied && query.region == EDGE_REGION
        };
        if answers.unanswered().any(is_denied)
            && let Some(edge) = EdgeNeeds::of(&self.graph)
        {
            note(&edge.note());
        }
        let mut known = answers.known();
        known.own = self.own_labels();
        Ok(known)
    }

    /// Returns the labels by which a list of AWS shows what the stack owns itself.
    pub(super) fn own_labels(&self) -> Vec<String> {
        let names = self.graph.resources.values().map(|desired| desired.name.clone());
        let stack = self.job.stack;
        let mut labels = vec![stack.name.to_owned(), stack.architecture.domain.to_owned()];
        labels.extend(names.filter(|name| !name.is_empty()));
        labels
    }

    fn unanswered(&self, query: &PreflightQuery, error: &ApiError) -> CliError {
        let explained = CliError::api(&format!("asking AWS {}", query.purpose()), error);
        explained.at(place(self.job.stack, query.key))
    }
}
