//! Logging of every call to a provider: the operation, the resource, the duration and the outcome. An error also gets the place
//! of its call.
//!
//! Neither values of fields nor responses are logged, because either may contain a secret.

use crate::elapsed::elapsed_ms;
use crate::operations::{
    Backup, BackupFilter, ClusterRef, Log, OneOffTask, Operations, Page, Progress, RecoveryPoint, Restore,
    ServiceState, ShellState, TaskFilter, TaskState,
};
use crate::provider::{ApiError, Deletion, Live, Owned, Place, Provider, Scope, Target};
use crate::secret::SecretValue;
use moodle_stack_model::rules::preflight::{PreflightAnswers, PreflightQuery};
use serde_json::Value;
use std::time::Instant;
use tracing::{Instrument as _, Span, debug, debug_span, info, warn};

/// A provider whose calls are logged.
#[derive(Debug)]
pub(crate) struct Logged<P>(P);

impl<P> Logged<P> {
    /// Wraps a provider.
    pub(crate) fn new(provider: P) -> Self {
        Self(provider)
    }

    /// Returns the provider itself.
    #[cfg(feature = "aws")]
    pub(crate) fn inner(&self) -> &P {
        &self.0
    }
}

/// Makes a call inside its span, and logs how it ended. An error gets the place of the call.
async fn logged<T>(
    span: Span,
    place: impl FnOnce() -> Place,
    call: impl Future<Output = Result<T, ApiError>>,
) -> Result<T, ApiError> {
    let work = async {
        let start = Instant::now();
        let result = call.await;
        let duration_ms = elapsed_ms(start);
        match &result {
            Ok(_) => debug!(duration_ms, "call succeeded"),
            Err(error) if error.kind.is_retryable() => {
                info!(duration_ms, kind = ?error.kind, %error, "call failed, and can be retried");
            }
            Err(error) => warn!(duration_ms, kind = ?error.kind, %error, "call failed"),
        }
        result.map_err(|error| error.at(place))
    };
    work.instrument(span).await
}

/// Returns the span of a call on one resource.
fn on_resource(operation: &str, target: &Target) -> Span {
    let Target {
        address, kind, region, ..
    } = target;
    debug_span!("call", operation, %address, kind = kind.name, %region)
}

/// Returns the span of a call on one task or service.
fn on_ecs(operation: &str, place: &ClusterRef, arn: &str) -> Span {
    debug_span!("call", operation, arn, region = %place.region)
}

impl<P: Provider> Provider for Logged<P> {
    async fn find(&self, target: &Target, fields: &Value) -> Result<Option<String>, ApiError> {
        logged(
            on_resource("find", target),
            || Place::of_target(target),
            self.0.find(target, fields),
        )
        .await
    }

    async fn create(&self, target: &Target, fields: &Value) -> Result<String, ApiError> {
        logged(
            on_resource("create", target),
            || Place::of_target(target),
            self.0.create(target, fields),
        )
        .await
    }

    async fn configure(&self, target: &Target, id: &str, fields: &Value, changed: &[String]) -> Result<(), ApiError> {
        let call = self.0.configure(target, id, fields, changed);
        logged(on_resource("configure", target), || Place::of_target(target), call).await
    }

    async fn read(&self, target: &Target, id: &str, fields: &Value) -> Result<Option<Live>, ApiError> {
        logged(
            on_resource("read", target),
            || Place::of_target(target),
            self.0.read(target, id, fields),
        )
        .await
    }

    async fn explain(&self, target: &Target, id: &str, fields: &Value) -> Vec<String> {
        let span = on_resource("explain", target);
        self.0.explain(target, id, fields).instrument(span).await
    }

    async fn tag(&self, target: &Target, id: &str, fields: &Value) -> Result<(), ApiError> {
        let call = self.0.tag(target, id, fields);
        logged(on_resource("tag", target), || Place::of_target(target), call).await
    }

    async fn delete(&self, target: &Target, id: &str, fields: &Value) -> Result<Deletion, ApiError> {
        logged(
            on_resource("delete", target),
            || Place::of_target(target),
            self.0.delete(target, id, fields),
        )
        .await
    }

    async fn list(&self, scope: &Scope<'_>) -> Result<Vec<Owned>, ApiError> {
        let span = debug_span!(
            "call",
            operation = "list",
            kind = scope.kind.name,
            region = scope.region
        );
        logged(span, || Place::of_scope(scope), self.0.list(scope)).await
    }

    async fn preflight(&self, question: &PreflightQuery) -> Result<PreflightAnswers, ApiError> {
        let span = debug_span!(
            "call",
            operation = "preflight",
            key = question.key,
            region = question.region
        );
        logged(span, || Place::of_region(question.region), self.0.preflight(question)).await
    }
}

impl<P: Operations> Operations for Logged<P> {
    async fn start_task(&self, task: &OneOffTask) -> Result<String, ApiError> {
        let OneOffTask { task_definition, .. } = task;
        let span = debug_span!("call", operation = "start_task", %task_definition);
        logged(span, || Place::of_region(&task.place.region), self.0.start_task(task)).await
    }

    async fn tasks(&self, place: &ClusterRef, which: &TaskFilter) -> Result<Vec<String>, ApiError> {
        let span = debug_span!("call", operation = "tasks", ?which, region = %place.region);
        logged(span, || Place::of_region(&place.region), self.0.tasks(place, which)).await
    }

    async fn task(&self, place: &ClusterRef, arn: &str) -> Result<Option<TaskState>, ApiError> {
        logged(
            on_ecs("task", place, arn),
            || Place::of_region(&place.region),
            self.0.task(place, arn),
        )
        .await
    }

    async fn stop_task(&self, place: &ClusterRef, arn: &str, why: &str) -> Result<(), ApiError> {
        logged(
            on_ecs("stop_task", place, arn),
            || Place::of_region(&place.region),
            self.0.stop_task(place, arn, why),
        )
        .await
    }

    async fn enter(&self, place: &ClusterRef, arn: &str, command: &str) -> Result<ShellState, ApiError> {
        // The user's command may contain anything, so it is not logged.
        logged(
            on_ecs("enter", place, arn),
            || Place::of_region(&place.region),
            self.0.enter(place, arn, command),
        )
        .await
    }

    async fn service(&self, place: &ClusterRef, arn: &str) -> Result<Option<ServiceState>, ApiError> {
        logged(
            on_ecs("service", place, arn),
            || Place::of_region(&place.region),
            self.0.service(place, arn),
        )
        .await
    }

    async fn set_count(&self, place: &ClusterRef, arn: &str, count: u32) -> Result<(), ApiError> {
        let span = debug_span!("call", operation = "set_count", arn, count, region = %place.region);
        logged(
            span,
            || Place::of_region(&place.region),
            self.0.set_count(place, arn, count),
        )
        .await
    }

    async fn reveal(&self, arn: &str) -> Result<SecretValue, ApiError> {
        // The fourth part of an ARN is its region.
        let place = || Place::of_region(arn.split(':').nth(3).unwrap_or_default());
        logged(
            debug_span!("call", operation = "reveal", arn),
            place,
            self.0.reveal(arn),
        )
        .await
    }

    fn now(&self) -> i64 {
        self.0.now()
    }

    async fn read_log(&self, log: &Log, after: Option<&str>) -> Result<Page, ApiError> {
        let Log { region, group, .. } = log;
        let span = debug_span!("call", operation = "read_log", %group, %region);
        logged(span, || Place::of_region(region), self.0.read_log(log, after)).await
    }

    async fn back_up(&self, backup: &Backup) -> Result<String, ApiError> {
        let Backup { name, region, .. } = backup;
        let span = debug_span!("call", operation = "back_up", %name, %region);
        logged(span, || Place::of_region(region), self.0.back_up(backup)).await
    }

    async fn backup(&self, backup: &Backup, id: &str) -> Result<Progress, ApiError> {
        let Backup { name, region, .. } = backup;
        let span = debug_span!("call", operation = "backup", %name, id, %region);
        logged(span, || Place::of_region(region), self.0.backup(backup, id)).await
    }

    async fn copies(&self, of: &BackupFilter) -> Result<Vec<RecoveryPoint>, ApiError> {
        let BackupFilter { region, vault, .. } = of;
        let span = debug_span!("call", operation = "copies", %vault, %region);
        logged(span, || Place::of_region(region), self.0.copies(of)).await
    }

    async fn restored(&self, restore: &Restore) -> Result<Progress, ApiError> {
        let Restore { region, file_system } = restore;
        let span = debug_span!("call", operation = "restored", %file_system, %region);
        logged(span, || Place::of_region(region), self.0.restored(restore)).await
    }
}
