//! `backup`: copies the database and the files, or lists what was copied.

use super::args::Command;
use super::console::note;
use super::exit::Exit;
use super::refusal::Refusal;
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

/// A copy of a database and one of the files, made together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Pair {
    /// The copy of the database: its ARN.
    pub(super) database: Option<String>,
    /// The copy of the files: its ARN.
    pub(super) files: Option<String>,
    /// When the first of them was made, in seconds since 1970.
    pub(super) at: i64,
}

impl<P: Cloud> Session<'_, P> {
    /// Copies the database and the files of a stack that stands.
    pub(super) async fn backup(&self) -> Result<Exit, Refusal> {
        let console = self.job.console;
        let mut file = self.open().await?;
        let schema = self.standing(&file.journal, SCHEMA, "Moodle")?.clone();
        let name = format!("{}-{}", self.graph.stack, timestamp());
        let work = async |executor: &Executor<'_, P>| executor.back_up(&schema, &name).await;
        let stopping = |_| "AWS finishes by itself the copy that it has begun".to_owned();
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
                    "\nThe backup {name} is not whole. What there is: {}",
                    self.job.again(&Command::Backup { list: true })
                ));
                return Ok(Exit::Interrupted);
            }
        };
        console.say(&format!(
            "The backup {name} is made:\n  database  {database}\n  files     {files}\nIt stays until you delete it, also when \
             the stack goes. A new stack is made from it by `restore --to STACK`."
        ));
        console.json(&json!({
            "stack": self.graph.stack, "name": name, "database": database, "files": files,
        }));
        Ok(Exit::Done)
    }

    /// Lists the backups of the stack.
    pub(super) async fn list_backups(&self) -> Result<Exit, Refusal> {
        let console = self.job.console;
        let pairs = self.backups(&copies_of(self.job.stack)).await?;
        let listed: Vec<_> = pairs
            .iter()
            .map(|(name, pair)| {
                json!({ "name": name, "made": time(pair.at), "database": pair.database, "files": pair.files })
            })
            .collect();
        console.json(&json!({ "stack": self.graph.stack, "backups": listed }));
        if pairs.is_empty() {
            let backup = self.job.again(&Command::Backup { list: false });
            console.say(&format!(
                "There is no backup of {}. To make one: {backup}",
                self.graph.stack
            ));
            return Ok(Exit::Done);
        }
        let width = pairs.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        for (name, pair) in &pairs {
            let holds = match (&pair.database, &pair.files) {
                (Some(_), Some(_)) => "database and files",
                (Some(_), None) => "database alone",
                _ => "files alone",
            };
            console.say(&format!("{name:width$}  {}  {holds}", time(pair.at)));
        }
        Ok(Exit::Done)
    }

    /// Asks for the backups of a stack, newest first.
    pub(super) async fn backups(&self, of: &BackupFilter) -> Result<Vec<(String, Pair)>, Refusal> {
        let copies = with_retries(&self.clock, async || self.provider.copies(of).await).await;
        let copies = copies.map_err(|error| Refusal::call("listing the backups", &error))?;
        Ok(pairs(copies))
    }
}

/// Says where the copies of a stack's data are.
pub(super) fn copies_of(stack: &Stack) -> BackupFilter {
    let Graph {
        stack,
        region,
        mut resources,
        ..
    } = blueprint(stack);
    let vault = resources.remove(VAULT).map(|vault| vault.name).unwrap_or_default();
    BackupFilter { region, stack, vault }
}

/// Puts together what was made together, newest first.
fn pairs(copies: Vec<RecoveryPoint>) -> Vec<(String, Pair)> {
    let mut pairs: BTreeMap<String, Pair> = BTreeMap::new();
    for copy in copies {
        let pair = pairs.entry(copy.name).or_insert(Pair {
            at: copy.at,
            ..Pair::default()
        });
        pair.at = pair.at.min(copy.at);
        if copy.of_files {
            pair.files = Some(copy.arn);
        } else {
            pair.database = Some(copy.arn);
        }
    }
    let mut pairs: Vec<(String, Pair)> = pairs.into_iter().collect();
    pairs.sort_by_key(|(_, pair)| std::cmp::Reverse(pair.at));
    pairs
}

/// Tells a time as people write it, in UTC.
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
    fn what_has_one_name_is_one_backup_and_the_newest_comes_first() {
        let copies = vec![copy("old", false, 10), copy("new", false, 30), copy("old", true, 20)];
        let pairs = pairs(copies);
        let names: Vec<&str> = pairs.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["new", "old"]);
        assert_eq!(pairs[0].1.files, None);
        assert_eq!(pairs[1].1.files.as_deref(), Some("arn:old"));
        assert_eq!(pairs[1].1.at, 10);
    }
}
