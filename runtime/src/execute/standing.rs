//! What is done with a stack that stands, without a plan: its tasks are counted anew, its maintenance page goes up and down,
//! and somebody works in a task of his own. The journal stays as it is.

use super::schema::read;
use super::task::one_off;
use super::{Executor, StepError};
use crate::journal::{Entry, Journal};
use crate::kinds::application_autoscaling::ScalableTarget;
use crate::kinds::ecs::Service;
use crate::kinds::moodle::Schema;
use crate::operations::{OneOff, Place, ServiceState, World};
use crate::plan::{Node, Why, Work};
use crate::provider::{ApiError, ApiErrorKind};
use crate::resource::{Kind as _, KindInfo};
use std::collections::BTreeSet;
use std::iter::repeat;
use std::time::Duration;

/// How often a service is looked at whose tasks come and go.
const LOOK: Duration = Duration::from_secs(5);

/// A service and the range that its number of tasks is scaled in, as the journal has them.
#[derive(Clone, Debug)]
pub struct Scalable {
    /// The service.
    pub service: Entry,
    /// The range.
    pub range: Entry,
}

impl<P: World> Executor<'_, P> {
    /// Sets how many tasks a service is to have now. A range that does not hold the number is widened first: else the
    /// autoscaler would take it back. Returns the range as it is then.
    pub async fn set_count(&self, on: &Scalable, count: u32) -> Result<(u32, u32), StepError> {
        let node = standing(&on.range, &ScalableTarget::INFO);
        let deadline = node.kind.create.deadline();
        let target = self.target(&node, &on.range)?;
        let id = on.range.id.as_deref().unwrap_or_default();
        let read = async || self.provider.read(&target, id, &on.range.fields).await;
        let live = self.call(&node, deadline, read).await?;
        let live = live.ok_or_else(|| gone("application-autoscaling:DescribeScalableTargets"))?;
        let number = |field: &str| live.fields.get(field).and_then(serde_json::Value::as_u64);
        let number = |field: &str| number(field).and_then(|number| u32::try_from(number).ok());
        let (Some(min), Some(max)) = (number("min"), number("max")) else {
            return Err(gone("application-autoscaling:DescribeScalableTargets").into());
        };
        let range = (min.min(count), max.max(count));
        if range != (min, max) {
            let mut fields = on.range.fields.clone();
            fields["min"] = range.0.into();
            fields["max"] = range.1.into();
            let changed = ["min".to_owned(), "max".to_owned()];
            let widen = async || self.provider.configure(&target, id, &fields, &changed).await;
            self.call(&node, deadline, widen).await?;
        }
        let node = standing(&on.service, &Service::INFO);
        let (place, arn) = service(&on.service);
        let set = async || self.provider.set_count(&place, arn, count).await;
        self.call(&node, deadline, set).await?;
        Ok(range)
    }

    /// Waits until a service has as many tasks as it is to have, and starts and stops none.
    pub async fn steady(&self, entry: &Entry) -> Result<ServiceState, StepError> {
        let node = standing(entry, &Service::INFO);
        let deadline = node.kind.create.deadline();
        let (place, arn) = service(entry);
        let began = self.provider.now();
        let mut wait = self.wait_at(deadline, repeat(LOOK));
        loop {
            let look = async || self.provider.service(&place, arn).await;
            let state = self.call(&node, deadline, look).await?;
            let state = state.ok_or_else(|| gone("ecs:DescribeServices"))?;
            if state.steady {
                return Ok(state);
            }
            let count = format!("{} of {} tasks running", state.running, state.desired);
            let told = match state.trouble {
                Some((at, trouble)) if at >= began => format!("{count}; ECS says: {trouble}"),
                _ => count,
            };
            self.wait_on(&node, &mut wait, told).await?;
        }
    }

    /// Puts the maintenance page up, or takes it down, by a task of the image; tells whether anything was to be done.
    pub async fn maintenance(&self, entry: &Entry, on: bool) -> Result<bool, StepError> {
        /// `maintenance on` found a page that is up.
        const AS_IT_WAS: i32 = 3;
        let node = standing(entry, &Schema::INFO);
        let schema = read(&entry.fields)?;
        let (words, answers): (&'static [&'static str], &'static [i32]) = if on {
            (&["maintenance", "on"], &[0, AS_IT_WAS])
        } else {
            (&["maintenance", "off"], &[0])
        };
        let exit = self.one_word(&node, &schema, words, answers).await?;
        Ok(exit != AS_IT_WAS)
    }
}

/// Describes a task that somebody works in: of a task definition, on the network of Moodle's other tasks. What it is
/// started by no other has.
pub(crate) fn shell_task(journal: &Journal, definition: &Entry, schema: &Entry) -> Result<OneOff, StepError> {
    let schema = read(&schema.fields)?;
    let task = one_off(journal, &schema, &definition.address, String::new());
    Ok(OneOff {
        task_definition: definition.outputs.get("arn").cloned().unwrap_or_default(),
        started_by: format!("moodle-stack/{}/exec/{}", journal.stack, &task.token[..8]),
        entered: true,
        ..task
    })
}

/// Names a service, and the cluster that it is in.
fn service(entry: &Entry) -> (Place, &str) {
    let place = Place {
        region: entry.region.clone(),
        cluster: entry.fields["cluster"].as_str().unwrap_or_default().into(),
    };
    (place, entry.id.as_deref().unwrap_or_default())
}

fn gone(call: &str) -> ApiError {
    ApiError::new(
        ApiErrorKind::NotFound,
        call,
        "NotFound",
        "AWS knows nothing of it any more",
    )
}

/// Makes the step that what is done to a resource outside of a plan is told under.
pub(super) fn standing(entry: &Entry, kind: &'static KindInfo) -> Node {
    Node {
        address: entry.address.clone(),
        kind,
        name: entry.name.clone(),
        key: entry.key.clone(),
        work: Work::Keep(Box::new(entry.clone())),
        why: Why::Unfinished,
        after: BTreeSet::new(),
    }
}
