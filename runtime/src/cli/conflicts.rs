//! Conflicts: refuses a plan if something that this stack does not own has the name or the place of a resource that the plan
//! creates.

use super::console::note;
use super::error::CliError;
use super::session::Session;
use crate::execute::{Conflict, conflicts};
use crate::journal::Journal;
use crate::operations::Cloud;
use crate::plan::Plan;
use crate::report::conflict_text;

impl<P: Cloud> Session<'_, P> {
    /// Finds the conflicts of a plan, unless `--skip-checks` is given.
    pub(super) async fn conflicts(&self, journal: &Journal, plan: &Plan) -> Result<Vec<Conflict>, CliError> {
        if self.job.args.skip_checks {
            return Ok(Vec::new());
        }
        let found = conflicts(&self.provider, &self.clock, journal, plan).await;
        found.map_err(|(address, error)| self.unread(&address, &error))
    }

    /// Fails if a plan has conflicts, before anything is changed.
    pub(super) async fn refuse_conflicts(&self, journal: &Journal, plan: &Plan) -> Result<(), CliError> {
        let conflicts = self.conflicts(journal, plan).await?;
        self.refuse(journal, &conflicts)
    }

    /// Reports conflicts, and fails if there are any.
    pub(super) fn refuse(&self, journal: &Journal, conflicts: &[Conflict]) -> Result<(), CliError> {
        if conflicts.is_empty() {
            return Ok(());
        }
        for conflict in conflicts {
            note(&format!(
                "{}\n",
                conflict_text(conflict, self.job.stack, journal.is_deployed())
            ));
        }
        let errors = match conflicts.len() {
            1 => "the error above".to_owned(),
            more => format!("the {more} errors above"),
        };
        Err(
            CliError::new(format!("{} cannot be deployed because of {errors}", self.graph.stack))
                .why("A deployment would fail half way, at what the stack does not own. Nothing was changed.")
                .hint(format!(
                    "Once that is done, run it again: `{}`.",
                    self.job.again(&self.job.args.command())
                )),
        )
    }
}
