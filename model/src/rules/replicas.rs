//! Rules on the number of tasks.

use crate::{Architecture, Problem, Subject, Text};

rules! {
    "MS502" at_least_one_replica {
        statement: "A service runs at least one task.",
        why: "Application Auto Scaling would stop the last task.",
        source: "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html",
        reads: ["compute.replicas"],
        wrong: "replicas: 0..=10",
        right: "replicas: 2..=10",
    }
    "MS503" replicas_in_order {
        statement: "The minimum number of tasks is not above the maximum.",
        why: "Application Auto Scaling refuses a minimum above the maximum.",
        source: "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html",
        reads: ["compute.replicas"],
        wrong: "replicas: 10..=2",
        right: "replicas: 2..=10",
    }
    "MS504" single_replica_confirmed {
        statement: "Running a single task is confirmed with `single_replica: true`.",
        why: "A task is lost when its host or its zone fails, and replaced at each update of its platform; a second one keeps serving meanwhile.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html",
        reads: ["compute.replicas", "compute.single_replica"],
        wrong: "replicas: 1..=1",
        right: "replicas: 1..=1, single_replica: true",
    }
    "MS511" replicas_within_service {
        statement: "A service runs at most 5000 tasks.",
        why: "This is ECS's quota; a maximum above it is a typo or can never be reached.",
        source: "https://docs.aws.amazon.com/general/latest/gr/ecs-service.html",
        reads: ["compute.replicas"],
        unless: ["MS503"],
        wrong: "replicas: 2..=5001",
        right: "replicas: 2..=5000",
    }
    "MS512" at_least_two_replicas: Warned {
        statement: "A service that scales runs at least two tasks.",
        why: "At quiet times a single task would run, and Moodle would be down whenever it is lost or replaced.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html",
        reads: ["compute.replicas", "compute.single_replica"],
        wrong: "replicas: 1..=10",
        right: "replicas: 2..=10",
    }
    "MS513" single_replica_needed: Warned {
        statement: "`single_replica: true` is set only if a single task may run.",
        why: "It accepts the outage of a single task, but at least two tasks always run; one of the two keys is a mistake.",
        source: "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html",
        reads: ["compute.replicas", "compute.single_replica"],
        unless: ["MS503"],
        wrong: "replicas: 2..=10, single_replica: true",
        right: "replicas: 2..=10",
    }
}

/// A service runs at least one task.
#[must_use]
pub const fn at_least_one_replica(stack: &Architecture) -> Option<Problem> {
    let replicas = stack.compute.replicas;
    if replicas.min >= 1 {
        return None;
    }
    let most = if replicas.max < 2 { 2 } else { replicas.max };
    let what = Text::new("the minimum is 0 tasks, and without a task Moodle is down");
    let help = Text::new("write `replicas: 2..=").number(most as u64).push("`");
    Problem::at(Subject::item("compute.replicas", 0), what, help)
}

/// The minimum number of tasks is not above the maximum.
#[must_use]
pub const fn replicas_in_order(stack: &Architecture) -> Option<Problem> {
    let replicas = stack.compute.replicas;
    if replicas.min <= replicas.max {
        return None;
    }
    let what = Text::new("the minimum number of tasks, ")
        .number(replicas.min as u64)
        .push(", is above the maximum, ");
    let what = what.number(replicas.max as u64);
    let help = Text::new("write `replicas: ")
        .number(replicas.max as u64)
        .push("..=")
        .number(replicas.min as u64)
        .push("`");
    Problem::at(Subject::at("compute.replicas"), what, help)
}

/// Running a single task is confirmed with `single_replica: true`.
#[must_use]
pub const fn single_replica_confirmed(stack: &Architecture) -> Option<Problem> {
    let compute = &stack.compute;
    if compute.single_replica || compute.replicas.min != 1 || compute.replicas.max != 1 {
        return None;
    }
    let what = Text::new("only one task ever runs: Moodle is down whenever it is lost or replaced");
    let help = Text::new("write `replicas: 2..=10`, or confirm it with `single_replica: true`");
    Problem::at(Subject::at("compute.replicas"), what, help)
}

/// The quota "Tasks per service".
///
/// Source: <https://docs.aws.amazon.com/general/latest/gr/ecs-service.html>, 2026-10.
const TASKS_OF_A_SERVICE: u32 = 5000;

/// A service runs no more tasks than ECS allows.
#[must_use]
pub const fn replicas_within_service(stack: &Architecture) -> Option<Problem> {
    let replicas = stack.compute.replicas;
    if replicas.max <= TASKS_OF_A_SERVICE {
        return None;
    }
    let (item, tasks) = if replicas.min > TASKS_OF_A_SERVICE {
        (0, replicas.min)
    } else {
        (1, replicas.max)
    };
    let what = Text::new("ECS runs at most 5000 tasks per service, got ").number(tasks as u64);
    let help = if item == 0 {
        "write `2`, and `10` for the maximum"
    } else {
        "write `5000`, or the number that your load needs"
    };
    Problem::at(Subject::item("compute.replicas", item), what, Text::new(help))
}

/// A service that scales runs at least two tasks.
#[must_use]
pub const fn at_least_two_replicas(stack: &Architecture) -> Option<Problem> {
    let compute = &stack.compute;
    if compute.single_replica || compute.replicas.min != 1 || compute.replicas.max < 2 {
        return None;
    }
    let what = Text::new("at quiet times only one task runs: Moodle is down whenever it is lost or replaced");
    let help = Text::new("write `2`, or confirm it with `single_replica: true`");
    Problem::at(Subject::item("compute.replicas", 0), what, help)
}

/// A single task is confirmed only if one may run.
#[must_use]
pub const fn single_replica_needed(stack: &Architecture) -> Option<Problem> {
    let compute = &stack.compute;
    if !compute.single_replica || compute.replicas.min < 2 {
        return None;
    }
    let what = Text::new("a single task is confirmed, but there are never fewer than ");
    let what = what.number(compute.replicas.min as u64);
    let help = Text::new("write `single_replica: false`, or `replicas: 1..=1` if one task is enough");
    let replicas = Subject::at("compute.replicas");
    Problem::between(Subject::at("compute.single_replica"), replicas, what, help)
}
