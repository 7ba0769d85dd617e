//! `backup`: backs up the database and the files, or lists the backups.

use super::args::Command;
use super::console::note;
use super::error::CliError;
use super::exit::Exit;
use super::session::Session;
use crate::blueprint::{Graph, SCHEMA, VAULT, blueprint};
use crate::execute::{Executor, StepError};
use crate::operations::{BackupFilter, Cloud, RecoveryPoint};
use crate::report::failures;
use crate::retry::with_retries;
use crate::timestamp::timestamp;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use moodle_stack_model::Stack;
use serde_json::json;
use std::collections::BTreeMap;

/// A backup of the database and a backup of the files that were created together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct BackupSet {
    /// The ARN of the backup of the database.
    pub(super) database: Option<String>,
    /// The ARN of the backup of the files.
    pub(super) files: Option<String>,
    /// When the first of the two was created, in seconds since 1970.
    pub(super) at: i64,
}

impl<P: Cloud> Session<'_, P> {
    /// Backs up the database and the files of a deployed stack.
    pub(super) async fn backup(&self) -> Result<Exit, CliError> {
        let console = self.job.console;
        let mut file = self.open().await?;
        let schema = self.ready_entry(&file.journal, SCHEMA, "Moodle")?.clone();
        let name = format!("{}-{}", self.graph.stack, timestamp());
        let work = async |executor: &Executor<'_, P>| executor.back_up(&schema, &name).await;
        let stopping = |_| "AWS finishes the backup that it has started".to_owned();
        let watched = self.watch(&mut file, 1, stopping, work).await?;
        let (database, files) = match watched.result {
            Some(Ok(copies)) => copies,
            Some(Err(one)) if !matches!(one.error, StepError::Interrupted) => {
                for text in failures(&[one], self.job.stack) {
                    note(&format!("\n{text}"));
                }
                return Ok(Exit::Failed);
            }
            _ => {
                note(&format!(
                    "\nThe backup {name} is incomplete. To list the backups: {}",
                    self.job.again(&Command::Backup { list: true })
                ));
                return Ok(Exit::Interrupted);
            }
        };
        console.print(&format!(
            "Created the backup {name}:\n  database  {database}\n  files     {files}\nIt is kept until you delete it, even if the stack is \
             destroyed. `restore --to STACK` creates a new stack from it."
        ));
        console.json(&json!({
            "stack": self.graph.stack, "name": name, "database": database, "files": files,
        }));
        Ok(Exit::Done)
    }

    /// Lists the backups of the stack.
    pub(super) async fn list_backups(&self) -> Result<Exit, CliError> {
        let console = self.job.console;
        let sets = self.backups(&backups_of(self.job.stack)).await?;
        let listed: Vec<_> = sets
            .iter()
            .map(|(name, set)| {
                json!({ "name": name, "made": time(set.at), "database": set.database, "files": set.files })
            })
            .collect();
        console.json(&json!({ "stack": self.graph.stack, "backups": listed }));
        if sets.is_empty() {
            let backup = self.job.again(&Command::Backup { list: false });
            console.print(&format!(
                "There is no backup of {}. To create one: {backup}",
                self.graph.stack
            ));
            return Ok(Exit::Done);
        }
        let width = sets.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        for (name, set) in &sets {
            let holds = match (&set.database, &set.files) {
                (Some(_), Some(_)) => "database and files",
                (Some(_), None) => "database only",
                _ => "files only",
            };
            console.print(&format!("{name:width$}  {}  {holds}", time(set.at)));
        }
        Ok(Exit::Done)
    }

    /// Lists the backups of a stack, newest first.
    pub(super) async fn backups(&self, of: &BackupFilter) -> Result<Vec<(String, BackupSet)>, CliError> {
        let copies = with_retries(&self.clock, async || self.provider.copies(of).await).await;
        let copies = copies.map_err(|error| CliError::api("listing the backups", &error))?;
        Ok(sets(copies))
    }
}

/// Returns the filter for the backups of a stack.
pub(super) fn backups_of(stack: &Stack) -> BackupFilter {
    let Graph {
        stack,
        region,
        mut resources,
        ..
    } = blueprint(stack);
    let vault = resources.remove(VAULT).map(|vault| vault.name).unwrap_or_default();
    BackupFilter { region, stack, vault }
}

/// Groups the backups that were created together, newest first.
fn sets(copies: Vec<RecoveryPoint>) -> Vec<(String, BackupSet)> {
    let mut sets: BTreeMap<String, BackupSet> = BTreeMap::new();
    for copy in copies {
        let set = sets.entry(copy.name).or_insert(BackupSet {
            at: copy.at,
            ..BackupSet::default()
        });
        set.at = set.at.min(copy.at);
        if copy.of_files {
            set.files = Some(copy.arn);
        } else {
            set.database = Some(copy.arn);
        }
    }
    let mut sets: Vec<(String, BackupSet)> = sets.into_iter().collect();
    sets.sort_by_key(|(_, set)| std::cmp::Reverse(set.at));
    sets
}

/// Formats a time in UTC, to the minute.
pub(super) fn time(seconds: i64) -> String {
    let time = Timestamp::from_second(seconds).unwrap_or_default();
    time.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M UTC").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copy(name: &str, of_files: bool, at: i64) -> RecoveryPoint {
        RecoveryPoint {
            name: name.into(),
            arn: format!("arn:{name}"),
            of_files,
            at,
        }
    }

    #[test]
    fn backups_with_the_same_name_are_grouped_and_the_newest_is_first() {
        let copies = vec![copy("old", false, 10), copy("new", false, 30), copy("old", true, 20)];
        let sets = sets(copies);
        let names: Vec<&str> = sets.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["new", "old"]);
        assert_eq!(sets[0].1.files, None);
        assert_eq!(sets[1].1.files.as_deref(), Some("arn:old"));
        assert_eq!(sets[1].1.at, 10);
    }
}
