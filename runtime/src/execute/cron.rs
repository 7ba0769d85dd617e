//! Holding Moodle's cron during an upgrade.

use super::context::Context;
use super::error::StepError;
use super::subject::Subject;
use super::task::place;
use super::wait::Wait;
use crate::blueprint::CRON;
use crate::kinds::moodle::Schema;
use crate::kinds::scheduler::Schedule;
use crate::operations::{Cloud, TaskFilter, TaskState};
use crate::provider::Provider;
use crate::resource::Kind as _;
use crate::retry::creation_lag;
use std::collections::BTreeSet;
use std::iter::repeat;
use std::time::Duration;

/// How long a run of cron may still start after the schedule is held: Scheduler is exact to a minute,
/// <https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html>.
const STILL_BEGINS: Duration = Duration::from_mins(1);
/// The interval for polling running tasks.
const LOOK: Duration = Duration::from_secs(5);

/// Prevents new runs of cron, stops running ones, and waits until no task is left.
pub(super) async fn hold<P: Cloud>(cx: &Context<'_, P>, subject: &Subject, schema: &Schema) -> Result<(), StepError> {
    let Some(family) = set_enabled(cx, subject, false).await? else {
        return Ok(());
    };
    let deadline = subject.deadline();
    let place = place(schema);
    let which = TaskFilter::Family(family);
    // The last task that starts may not be listed yet.
    let until = STILL_BEGINS + creation_lag(subject.kind);
    let mut wait = Wait::with_pauses(cx, deadline, repeat(LOOK));
    // A task that was asked to stop leaves the list at once, but its container continues for a while.
    let mut stopping: BTreeSet<String> = BTreeSet::new();
    loop {
        let running = cx.read(subject, deadline, async || cx.provider.tasks(&place, &which).await);
        for task in running.await? {
            if !stopping.contains(&task) {
                let why = "Moodle is being upgraded";
                let stop = async || cx.provider.stop_task(&place, &task, why).await;
                cx.call(subject, deadline, stop).await?;
                stopping.insert(task);
            }
        }
        for task in stopping.clone() {
            let state = cx.read(subject, deadline, async || cx.provider.task(&place, &task).await);
            let has_ended = match state.await? {
                Some(TaskState::Running(_)) => false,
                Some(TaskState::Stopped { .. }) => true,
                // ECS may list a task before it shows the task's state.
                None => wait.elapsed(cx) >= until,
            };
            if has_ended {
                stopping.remove(&task);
            }
        }
        if stopping.is_empty() && wait.elapsed(cx) >= until {
            return Ok(());
        }
        wait.next(cx, subject, "cron to stop".into()).await?;
    }
}

/// Holds or releases the schedule of cron. Returns the family of its tasks, if there is a schedule yet.
pub(super) async fn set_enabled<P: Provider>(
    cx: &Context<'_, P>,
    subject: &Subject,
    enabled: bool,
) -> Result<Option<String>, StepError> {
    let Some(entry) = cx.journal(|journal| journal.resources.get(CRON).cloned()) else {
        return Ok(None);
    };
    let Some(id) = &entry.id else { return Ok(None) };
    let target = cx.target(subject, &entry)?;
    let Some(mut schedule) = entry.spec::<Schedule>() else {
        return Ok(None);
    };
    schedule.enabled = enabled;
    let fields = schedule.to_fields();
    let changed = ["enabled".to_owned()];
    // Recorded as applied, so that a plan does not show it as somebody else's change.
    cx.record(|journal| {
        if let Some(entry) = journal.resources.get_mut(CRON) {
            entry.fields = fields.clone();
        }
    })
    .await?;
    let set = async || cx.provider.configure(&target, id, &fields, &changed).await;
    cx.call(subject, target.kind.create.deadline(), set).await?;
    let task = schedule.task_definition.value();
    let family = task.rsplit('/').next().and_then(|family| family.split(':').next());
    Ok(family.map(str::to_owned))
}
