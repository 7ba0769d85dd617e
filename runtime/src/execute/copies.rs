//! Backups of the database and the files before an upgrade.

use super::context::Context;
use super::error::StepError;
use super::event::EventKind;
use super::subject::Subject;
use super::task::place;
use super::wait::Wait;
use crate::blueprint::SCHEMA;
use crate::journal::Upgrade;
use crate::kinds::moodle::Schema;
use crate::operations::{Backup, Cloud, Progress, Source};
use crate::provider::{Provider, RESOURCE_TAG, STACK_TAG};
use crate::timestamp::timestamp;
use crate::token::client_token;

/// Changes the record of the upgrade that is under way.
pub(super) async fn note<P: Provider>(cx: &Context<'_, P>, change: impl FnOnce(&mut Upgrade)) -> Result<(), StepError> {
    cx.record(|journal| {
        if let Some(upgrade) = &mut journal.upgrade {
            change(upgrade);
        }
    })
    .await
}

/// Forgets earlier backups, and gives the next backups a unique name.
pub(super) async fn begin<P: Provider>(cx: &Context<'_, P>) -> Result<(), StepError> {
    let token = client_token(&[SCHEMA]);
    let stack = cx.journal(|journal| journal.stack.clone());
    note(cx, |upgrade| {
        upgrade.name = format!("{stack}-upgrade-{}-{}", timestamp(), &token[..4]);
        upgrade.database = None;
        upgrade.files = None;
    })
    .await
}

/// Backs up whatever has no backup yet. A backup that failed on AWS is never continued: the next try creates a new one.
pub(super) async fn copy_all<P: Cloud>(
    cx: &Context<'_, P>,
    subject: &Subject,
    schema: &Schema,
) -> Result<(), StepError> {
    let copied = copy_missing(cx, subject, schema).await;
    if let Err(StepError::Failed(_)) = &copied {
        begin(cx).await?;
    }
    copied
}

/// Backs up the database, and then the files. Every file that the database names existed before the backup, and Moodle
/// does not delete files for days: <https://docs.moodle.org/502/en/Site_backup>.
async fn copy_missing<P: Cloud>(cx: &Context<'_, P>, subject: &Subject, schema: &Schema) -> Result<(), StepError> {
    let Some(upgrade) = cx.journal(|journal| journal.upgrade.clone()) else {
        return Ok(());
    };
    if upgrade.database.is_none() {
        let arn = copy(cx, subject, &upgrade.name, schema, database(schema)).await?;
        note(cx, |upgrade| upgrade.database = Some(arn)).await?;
    }
    if upgrade.files.is_none() {
        let arn = copy(cx, subject, &upgrade.name, schema, files(schema)).await?;
        note(cx, |upgrade| upgrade.files = Some(arn)).await?;
    }
    Ok(())
}

/// Backs up a database or a file system, waits until the backup is complete, and returns its ARN.
pub(super) async fn copy<P: Cloud>(
    cx: &Context<'_, P>,
    subject: &Subject,
    name: &str,
    schema: &Schema,
    of: Source,
) -> Result<String, StepError> {
    let deadline = subject.deadline();
    let stack = cx.journal(|journal| journal.stack.clone());
    let what = match &of {
        Source::Files { .. } => "a backup of the files",
        Source::Instance(_) | Source::Cluster(_) => "a snapshot of the database",
    };
    let backup = Backup {
        region: place(schema).region,
        of,
        name: name.into(),
        tags: vec![
            (STACK_TAG.into(), stack),
            (RESOURCE_TAG.into(), "backup".into()),
            ("Name".into(), name.into()),
        ],
    };
    let id = cx.call(subject, deadline, async || cx.provider.back_up(&backup).await);
    let id = id.await?;
    let created = cx.clock.elapsed();
    let mut wait = Wait::new(cx, deadline);
    loop {
        let progress = cx.read_about(created, subject, deadline, async || {
            cx.provider.backup(&backup, &id).await
        });
        let word = match progress.await? {
            Progress::Done(arn) => {
                cx.report(subject, EventKind::Said(format!("{what} is complete: {arn}")));
                return Ok(arn);
            }
            Progress::Failed(cause) => return Err(StepError::Failed(format!("{what} failed: {cause}"))),
            Progress::Running(word) => word,
        };
        wait.next(cx, subject, format!("{what}, {word}")).await?;
    }
}

/// Returns the database of a site.
pub(super) fn database(schema: &Schema) -> Source {
    let id = schema.database.value().to_owned();
    if schema.clustered {
        Source::Cluster(id)
    } else {
        Source::Instance(id)
    }
}

/// Returns the files of a site.
pub(super) fn files(schema: &Schema) -> Source {
    Source::Files {
        arn: schema.file_system.value().into(),
        vault: schema.vault.value().into(),
        role: schema.backup_role.value().into(),
    }
}
