//! Counts the tasks of a service in the sandbox. No container runs.

use super::service_tasks::Count;
use super::simulation::Simulation;
use crate::kinds::application_autoscaling::ScalableTarget;
use crate::kinds::ecs::Service;
use crate::operations::ServiceState;

/// Seconds until a new number of tasks runs: a new task is placed, pulls its image and passes its health checks; a task
/// that is removed is drained first.
const SCALING: f64 = 90.0;

impl Simulation {
    /// Returns how many tasks a service has, by its ARN.
    pub(super) fn service(&self, arn: &str) -> Option<ServiceState> {
        let service = self.resources.get(arn)?;
        let first = service.spec::<Service>().map_or(0, |service| service.initial_count);
        let Some(count) = self.counts.get(arn) else {
            return Some(ServiceState {
                desired: first,
                running: first,
                steady: true,
                problem: None,
            });
        };
        let steady = count.until <= self.now;
        Some(ServiceState {
            desired: count.desired,
            running: if steady { count.desired } else { count.before },
            steady,
            problem: None,
        })
    }

    /// Sets the desired number of a service's tasks, within the range of Application Auto Scaling. Returns whether the
    /// service exists.
    pub(super) fn set_count(&mut self, arn: &str, count: u32) -> bool {
        let (Some(state), Some(service)) = (self.service(arn), self.resources.get(arn)) else {
            return false;
        };
        let is_its = |range: &ScalableTarget| range.service.value() == service.name;
        let range = self.specs::<ScalableTarget>().find(is_its);
        let desired = range.map_or(count, |range| count.max(range.min).min(range.max));
        let until = if desired == state.desired {
            self.now
        } else {
            self.now + SCALING
        };
        let count = Count {
            desired,
            before: state.running,
            until,
        };
        self.counts.insert(arn.to_owned(), count);
        true
    }
}
