//! Upgrading Moodle's tables to the version of the code.
//!
//! Only Moodle's code can determine what to do, from the database. So the plan says "upgrade", and a task of the new
//! image reports whether an upgrade is pending and whether it needs maintenance mode. If it does, the maintenance page
//! is put up, cron is held, and the database and the files are backed up before anything is changed. The page is taken
//! down once the whole deployment has succeeded.

use super::context::Context;
use super::error::StepError;
use super::subject::Subject;
use super::task::{self, Command, read_schema};
use super::{copies, cron};
use crate::blueprint::{SCHEMA, SERVICE};
use crate::journal::{Phase, Upgrade};
use crate::kinds::moodle::Schema;
use crate::operations::Cloud;
use crate::plan::Action;
use crate::resource::Kind as _;

/// `install` found a site of older code; `pending` reports that an upgrade needs no maintenance mode.
pub(super) const PENDING: i32 = 10;
/// `pending` reports that the upgrade needs maintenance mode.
const NEEDS_MAINTENANCE: i32 = 11;
/// `maintenance hold` found a page that somebody else has put up.
const NOT_OWNED: i32 = 3;
/// `maintenance hold` found the page of an earlier `maintenance hold`.
const WAS_HELD: i32 = 4;

/// Upgrades the tables, if the new image reports that an upgrade is pending.
pub(super) async fn upgrade<P: Cloud>(
    cx: &Context<'_, P>,
    subject: &Subject,
    schema: &Schema,
    action: Action,
) -> Result<(), StepError> {
    let pending = Command::of_upgrade(schema, &["pending"], &[0, PENDING, NEEDS_MAINTENANCE]);
    let verdict = task::run(cx, subject, schema, &pending).await?;
    if verdict == 0 {
        return Ok(());
    }
    cx.record(|journal| {
        let before = journal.resources.get(&subject.address).map(|entry| &entry.fields);
        // The entry of tables that are being created does not have their earlier version.
        let before = before.filter(|_| action != Action::Create);
        let text = |field: &str| {
            let text = before.and_then(|fields| fields[field].as_str());
            text.unwrap_or_default().to_owned()
        };
        let (version, image) = (text("version"), text("image"));
        journal.upgrade.get_or_insert_with(|| Upgrade {
            version,
            image,
            ..Upgrade::default()
        });
    })
    .await?;
    cron::hold(cx, subject, schema).await?;
    if verdict == NEEDS_MAINTENANCE {
        copies::note(cx, |upgrade| upgrade.maintenance = true).await?;
        let hold = Command::of_upgrade(schema, &["maintenance", "hold"], &[0, NOT_OWNED, WAS_HELD]);
        let is_new = task::run(cx, subject, schema, &hold).await? != WAS_HELD;
        let has_name = cx.journal(|journal| {
            let upgrade = journal.upgrade.as_ref();
            upgrade.is_some_and(|upgrade| !upgrade.name.is_empty())
        });
        if is_new || !has_name {
            // Until now, users could work, or somebody else controls the page: an earlier backup may be too old.
            copies::begin(cx).await?;
        }
        copies::copy_all(cx, subject, schema).await?;
    }
    let upgrade = Command::of_upgrade(schema, &["upgrade"], &[0]);
    let upgraded = task::run(cx, subject, schema, &upgrade).await;
    upgraded.map(|_| ()).map_err(|error| match error {
        StepError::Task(task) => StepError::Upgrade {
            task,
            record: Box::new(cx.journal(|journal| journal.upgrade.clone().unwrap_or_default())),
        },
        other => other,
    })
}

/// Opens the site again after an upgrade: takes down the page that the upgrade put up, and lets cron run.
pub(super) async fn reopen<P: Cloud>(cx: &Context<'_, P>) -> Result<(), (Subject, StepError)> {
    let Some((upgrade, entry)) = cx.journal(|journal| {
        let ready = |address: &str| {
            let entry = journal.resources.get(address);
            entry.filter(|entry| entry.phase == Phase::Ready)
        };
        // This waits until the new tasks serve the site, even if everything else has succeeded.
        let entry = ready(SCHEMA).cloned().filter(|_| ready(SERVICE).is_some());
        journal.upgrade.clone().zip(entry)
    }) else {
        return Ok(());
    };
    let subject = Subject::of_entry(&entry, &Schema::INFO);
    let reopen = async {
        let schema = read_schema(&entry.fields)?;
        if upgrade.maintenance {
            let release = Command::of_upgrade(&schema, &["maintenance", "release"], &[0]);
            task::run(cx, &subject, &schema, &release).await?;
        }
        cron::set_enabled(cx, &subject, true).await?;
        cx.record(|journal| journal.upgrade = None).await
    };
    reopen.await.map_err(|error| (subject.clone(), error))
}
