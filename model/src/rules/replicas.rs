//! Rules on how many tasks there are.

use crate::{Architecture, Problem, Subject, Text};

rules! {
    "MS502" replicas_at_least_one {
        statement: "A service runs one task at least.",
        why: "Application Auto Scaling would take the last task away.",
        source: "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html",
        reads: ["compute.replicas"],
        wrong: "replicas: 0..=10",
        right: "replicas: 2..=10",
    }
    "MS503" replicas_in_order {
        statement: "The fewest tasks are no more than the most.",
        why: "Application Auto Scaling refuses a range that is upside down.",
        source: "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html",
        reads: ["compute.replicas"],
        wrong: "replicas: 10..=2",
        right: "replicas: 2..=10",
    }
    "MS504" single_replica_meant {
        statement: "One task alone is said to be meant.",
        why: "A task is lost with its host or its zone, and replaced with each deployment of its platform; a second one answers meanwhile.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html",
        reads: ["compute.replicas", "compute.single_replica"],
        wrong: "replicas: 1..=1",
        right: "replicas: 1..=1, single_replica: true",
    }
    "MS511" replicas_within_service {
        statement: "A service runs at most 5000 tasks.",
        why: "That is ECS's quota; a range that goes beyond it is a slip, or is never reached.",
        source: "https://docs.aws.amazon.com/general/latest/gr/ecs-service.html",
        reads: ["compute.replicas"],
        unless: ["MS503"],
        wrong: "replicas: 2..=5001",
        right: "replicas: 2..=5000",
    }
    "MS512" two_replicas_at_least: Warned {
        statement: "A service that may grow runs two tasks at least.",
        why: "At quiet times one task would be alone, and Moodle gone whenever it is lost or replaced.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html",
        reads: ["compute.replicas", "compute.single_replica"],
        wrong: "replicas: 1..=10",
        right: "replicas: 2..=10",
    }
    "MS513" single_replica_is_one: Warned {
        statement: "`single_replica: true` stands where one task may be alone.",
        why: "It says that an outage is meant, and with two tasks at least there is none; one of the two keys is a slip.",
        source: "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html",
        reads: ["compute.replicas", "compute.single_replica"],
        unless: ["MS503"],
        wrong: "replicas: 2..=10, single_replica: true",
        right: "replicas: 2..=10",
    }
}

/// A service runs one task at least.
#[must_use]
pub const fn replicas_at_least_one(stack: &Architecture) -> Option<Problem> {
    let replicas = stack.compute.replicas;
    if replicas.min >= 1 {
        return None;
    }
    let most = if replicas.max < 2 { 2 } else { replicas.max };
    let what = Text::new("at the fewest there would be no task at all, and nobody could reach Moodle");
    let help = Text::new("write `replicas: 2..=").number(most as u64).push("`");
    Problem::at(Subject::item("compute.replicas", 0), what, help)
}

/// The fewest tasks are no more than the most.
#[must_use]
pub const fn replicas_in_order(stack: &Architecture) -> Option<Problem> {
    let replicas = stack.compute.replicas;
    if replicas.min <= replicas.max {
        return None;
    }
    let what = Text::new("the fewest tasks, ")
        .number(replicas.min as u64)
        .push(", are more than the most, ");
    let what = what.number(replicas.max as u64);
    let help = Text::new("write `replicas: ")
        .number(replicas.max as u64)
        .push("..=")
        .number(replicas.min as u64)
        .push("`");
    Problem::at(Subject::at("compute.replicas"), what, help)
}

/// One task alone is said to be meant.
#[must_use]
pub const fn single_replica_meant(stack: &Architecture) -> Option<Problem> {
    let compute = &stack.compute;
    if compute.single_replica || compute.replicas.min != 1 || compute.replicas.max != 1 {
        return None;
    }
    let what = Text::new("there is never more than one task: Moodle is gone whenever it is lost or replaced");
    let help = Text::new("write `replicas: 2..=10`, or say that it is meant: `single_replica: true`");
    Problem::at(Subject::at("compute.replicas"), what, help)
}

/// The quota "Tasks per service".
///
/// Source: <https://docs.aws.amazon.com/general/latest/gr/ecs-service.html>, 2026-10.
const TASKS_OF_A_SERVICE: u32 = 5000;

/// A service runs no more tasks than ECS lets it.
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
    let what = Text::new("ECS runs at most 5000 tasks of a service, and this is ").number(tasks as u64);
    let help = if item == 0 {
        "write `2`, and `10` for the most"
    } else {
        "write `5000`, or what your load needs"
    };
    Problem::at(Subject::item("compute.replicas", item), what, Text::new(help))
}

/// A service that may grow runs two tasks at least.
#[must_use]
pub const fn two_replicas_at_least(stack: &Architecture) -> Option<Problem> {
    let compute = &stack.compute;
    if compute.single_replica || compute.replicas.min != 1 || compute.replicas.max < 2 {
        return None;
    }
    let what = Text::new("at quiet times there is one task alone: Moodle is gone whenever it is lost or replaced");
    let help = Text::new("write `2`, or say that it is meant: `single_replica: true`");
    Problem::at(Subject::item("compute.replicas", 0), what, help)
}

/// That a single task is meant is said only where there may be one.
#[must_use]
pub const fn single_replica_is_one(stack: &Architecture) -> Option<Problem> {
    let compute = &stack.compute;
    if !compute.single_replica || compute.replicas.min < 2 {
        return None;
    }
    let what = Text::new("a single task is said to be meant, and there are never fewer than ");
    let what = what.number(compute.replicas.min as u64);
    let help = Text::new("write `single_replica: false`, or `replicas: 1..=1` if one task is enough");
    let replicas = Subject::at("compute.replicas");
    Problem::between(Subject::at("compute.single_replica"), replicas, what, help)
}
