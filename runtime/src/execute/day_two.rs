//! Day-two operations on a deployed stack, without a plan: scaling, the maintenance page, backups and a shell. The journal
//! is not changed.

use super::copies::{copy, database, files};
use super::error::StepError;
use super::executor::Executor;
use super::failure::Failure;
use super::subject::Subject;
use super::task::{self, Command, one_off, read_schema};
use super::wait::Wait;
use crate::journal::{Entry, Journal};
use crate::kinds::application_autoscaling::ScalableTarget;
use crate::kinds::ecs::Service;
use crate::kinds::moodle::Schema;
use crate::operations::{Cloud, ClusterRef, OneOffTask, ServiceState};
use crate::provider::{ApiError, ApiErrorKind};
use crate::resource::Kind as _;
use serde_json::Value;
use std::iter::repeat;
use std::time::Duration;

/// The interval for polling a service that starts or stops tasks.
const LOOK: Duration = Duration::from_secs(5);

/// A service and the range of its number of tasks, from the journal.
#[derive(Clone, Debug)]
pub struct Scalable {
    /// The service.
    pub service: Entry,
    /// The range.
    pub range: Entry,
}

impl<P: Cloud> Executor<'_, P> {
    /// Sets the number of tasks of a service. A range that does not contain the number is widened first: otherwise the
    /// autoscaler would undo it. Returns the new range.
    pub async fn set_count(&self, on: &Scalable, count: u32) -> Result<(u32, u32), StepError> {
        let cx = &self.context;
        let subject = Subject::of_entry(&on.range, &ScalableTarget::INFO);
        let deadline = subject.deadline();
        let target = cx.target(&subject, &on.range)?;
        let id = on.range.id.as_deref().unwrap_or_default();
        let read = async || cx.provider.read(&target, id, &on.range.fields).await;
        let live = cx.read(&subject, deadline, read).await?;
        let live = live.ok_or_else(|| gone("application-autoscaling:DescribeScalableTargets"))?;
        let number = |field: &str| live.fields.get(field).and_then(Value::as_u64);
        let number = |field: &str| number(field).and_then(|number| u32::try_from(number).ok());
        let (Some(min), Some(max)) = (number("min"), number("max")) else {
            return Err(gone("application-autoscaling:DescribeScalableTargets").into());
        };
        let range = (min.min(count), max.max(count));
        if range != (min, max) {
            let Some(mut declared) = on.range.spec::<ScalableTarget>() else {
                return Err(StepError::internal(subject.kind, "its fields cannot be read"));
            };
            (declared.min, declared.max) = range;
            let fields = declared.to_fields();
            let changed = ["min".to_owned(), "max".to_owned()];
            // Recorded as applied, so that a plan shows it as different from the declaration, and not as somebody else's change.
            cx.record_entry(&subject, |entry| entry.fields = fields.clone()).await?;
            let widen = async || cx.provider.configure(&target, id, &fields, &changed).await;
            cx.call(&subject, deadline, widen).await?;
        }
        let subject = Subject::of_entry(&on.service, &Service::INFO);
        let (place, arn) = service(&on.service);
        let set = async || cx.provider.set_count(&place, arn, count).await;
        cx.call(&subject, deadline, set).await?;
        Ok(range)
    }

    /// Waits until a service has the desired number of tasks, and neither starts nor stops any.
    pub async fn steady(&self, entry: &Entry) -> Result<ServiceState, StepError> {
        let cx = &self.context;
        let subject = Subject::of_entry(entry, &Service::INFO);
        let deadline = subject.deadline();
        let target = cx.target(&subject, entry)?;
        let (place, arn) = service(entry);
        let began = cx.provider.now();
        let mut wait = Wait::with_pauses(cx, deadline, repeat(LOOK));
        loop {
            let look = async || cx.provider.service(&place, arn).await;
            let state = cx.read(&subject, deadline, look).await?;
            let state = state.ok_or_else(|| gone("ecs:DescribeServices"))?;
            if state.steady {
                return Ok(state);
            }
            let count = format!("{} of {} tasks running", state.running, state.desired);
            let waiting_for = match state.problem {
                Some((at, trouble)) if at >= began => format!("{count}; ECS reports: {trouble}"),
                _ => count,
            };
            let on_aws = (&target, arn, &entry.fields);
            wait.next_of(cx, &subject, waiting_for, on_aws).await?;
        }
    }

    /// Puts up or takes down the maintenance page with a task of the image. Returns whether that changed anything.
    pub async fn maintenance(&self, entry: &Entry, on: bool) -> Result<bool, StepError> {
        /// `maintenance on` found that a page is up already.
        const AS_IT_WAS: i32 = 3;
        let subject = Subject::of_entry(entry, &Schema::INFO);
        let schema = read_schema(&entry.fields)?;
        let command = if on {
            Command::of_upgrade(&schema, &["maintenance", "on"], &[0, AS_IT_WAS])
        } else {
            Command::of_upgrade(&schema, &["maintenance", "off"], &[0])
        };
        let exit = task::run(&self.context, &subject, &schema, &command).await?;
        Ok(exit != AS_IT_WAS)
    }

    /// Backs up the database and the files of a deployed stack, and returns the ARNs of the backups.
    pub async fn back_up(&self, entry: &Entry, name: &str) -> Result<(String, String), Failure> {
        let cx = &self.context;
        let subject = Subject::of_entry(entry, &Schema::INFO);
        let copied = async {
            let schema = read_schema(&entry.fields)?;
            let database = copy(cx, &subject, name, &schema, database(&schema)).await?;
            let files = copy(cx, &subject, name, &schema, files(&schema)).await?;
            Ok((database, files))
        };
        copied.await.map_err(|error| cx.failure(&subject, error))
    }
}

/// Describes a task for a shell, from a task definition, in the network of Moodle's other tasks. Its `started_by` is
/// unique.
pub(crate) fn shell_task(journal: &Journal, definition: &Entry, schema: &Entry) -> Result<OneOffTask, StepError> {
    let schema = read_schema(&schema.fields)?;
    let task = one_off(journal, &schema, &definition.address, String::new());
    Ok(OneOffTask {
        task_definition: definition.outputs.get("arn").cloned().unwrap_or_default(),
        started_by: format!("moodle-stack/{}/exec/{}", journal.stack, &task.token[..8]),
        entered: true,
        ..task
    })
}

/// Returns the cluster of a service, and its ARN.
fn service(entry: &Entry) -> (ClusterRef, &str) {
    let place = ClusterRef {
        region: entry.region.clone(),
        cluster: entry
            .spec::<Service>()
            .map(|service| service.cluster.value().to_owned())
            .unwrap_or_default(),
    };
    (place, entry.id.as_deref().unwrap_or_default())
}

fn gone(call: &str) -> ApiError {
    ApiError::new(ApiErrorKind::NotFound, call, "NotFound", "AWS no longer knows it")
}
