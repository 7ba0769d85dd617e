//! Prepares Moodle's tables for a version: installs or upgrades them, and moves restored files into place.

use super::context::Context;
use super::error::StepError;
use super::subject::Subject;
use super::task::{self, Command, place, read_schema};
use super::upgrade::{PENDING, upgrade};
use super::wait::Wait;
use crate::kinds::moodle::{BringIn, Schema};
use crate::operations::{Cloud, Progress, Restore};
use crate::plan::Action;
use crate::resource::{Kind as _, KindInfo};
use serde_json::Value;

/// Returns whether a kind is the one of Moodle's tables.
pub(super) fn is_schema(kind: &KindInfo) -> bool {
    kind.name == Schema::INFO.name
}

/// Does everything that is needed before the tables of a site count as having a version.
pub(super) async fn prepare<P: Cloud>(
    cx: &Context<'_, P>,
    subject: &Subject,
    fields: &Value,
    action: Action,
) -> Result<(), StepError> {
    let schema = read_schema(fields)?;
    let is_installed = cx.journal(|journal| {
        let entry = journal.resources.get(&subject.address);
        entry.is_some_and(|entry| !entry.outputs.is_empty())
    });
    if is_installed && action != Action::Create {
        return upgrade(cx, subject, &schema, action).await;
    }
    if let Some(bring_in) = &schema.bring_in {
        bring_files_in(cx, subject, &schema, bring_in).await?;
    }
    let install = Command {
        definition: &schema.install,
        prefix: "install",
        words: &["install"],
        answers: &[0, PENDING],
    };
    if task::run(cx, subject, &schema, &install).await? == PENDING {
        upgrade(cx, subject, &schema, action).await?;
    }
    if schema.bring_in.is_some() {
        // In a backup from an upgrade, the maintenance page is up.
        let release = Command::of_upgrade(&schema, &["maintenance", "release"], &[0]);
        task::run(cx, subject, &schema, &release).await?;
    }
    Ok(())
}

/// Moves the files of another stack into place, before any task of this stack mounts their folder.
async fn bring_files_in<P: Cloud>(
    cx: &Context<'_, P>,
    subject: &Subject,
    schema: &Schema,
    bring_in: &BringIn,
) -> Result<(), StepError> {
    let deadline = subject.deadline();
    let restore = Restore {
        region: place(schema).region,
        file_system: bring_in.file_system.value().into(),
    };
    let mut wait = Wait::new(cx, deadline);
    loop {
        let progress = cx.read(subject, deadline, async || cx.provider.restored(&restore).await);
        let word = match progress.await? {
            Progress::Done(_) => break,
            Progress::Failed(cause) => {
                return Err(StepError::Failed(format!(
                    "the files were not restored; destroy the stack, and restore it again: {cause}"
                )));
            }
            Progress::Running(word) => word,
        };
        let waiting_for = format!("the files to be restored, {word}");
        wait.next(cx, subject, waiting_for).await?;
    }
    let adopt = Command {
        definition: &bring_in.adopt,
        prefix: "adopt",
        words: &["adopt"],
        answers: &[0],
    };
    task::run(cx, subject, schema, &adopt).await.map(|_| ())
}
