//! Rules on the targets of auto scaling.

use crate::{Architecture, Problem, Subject, Text};

rules! {
    "MS509" scale_at_cpu {
        statement: "The CPU target of auto scaling is 1 to 100 percent.",
        why: "Average use never exceeds 100 percent, so the service would never scale out; at 0 it would never scale in.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html",
        reads: ["compute.scale_at_cpu"],
        wrong: "scale_at_cpu: 101",
        right: "scale_at_cpu: 100",
    }
    "MS510" scale_at_memory {
        statement: "The memory target of auto scaling is 1 to 100 percent.",
        why: "Average use never exceeds 100 percent, so the service would never scale out; at 0 it would never scale in.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html",
        reads: ["compute.scale_at_memory"],
        wrong: "scale_at_memory: 0",
        right: "scale_at_memory: 1",
    }
    "MS517" scale_at_requests {
        statement: "The request target of auto scaling is at least one request per task and minute.",
        why: "No number of tasks could reach 0: the first request would scale the service out to its maximum, and it would stay there.",
        source: "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingScalingPolicyConfiguration.html",
        reads: ["compute.scale_at_requests"],
        wrong: "scale_at_requests: 0",
        right: "scale_at_requests: 1000",
    }
}

/// The CPU target of auto scaling is 1 to 100 percent.
#[must_use]
pub const fn scale_at_cpu(stack: &Architecture) -> Option<Problem> {
    percent(
        "compute.scale_at_cpu",
        stack.compute.scale_at_cpu,
        "write `scale_at_cpu: 50`",
    )
}

/// The memory target of auto scaling is 1 to 100 percent.
#[must_use]
pub const fn scale_at_memory(stack: &Architecture) -> Option<Problem> {
    match stack.compute.scale_at_memory {
        Some(target) => percent("compute.scale_at_memory", target, "write `scale_at_memory: 70`"),
        None => None,
    }
}

/// The request target of auto scaling is at least one request per task and minute.
#[must_use]
pub const fn scale_at_requests(stack: &Architecture) -> Option<Problem> {
    let Some(0) = stack.compute.scale_at_requests else {
        return None;
    };
    let what = Text::new("the request target must be at least 1 per task and minute, got 0");
    let help = Text::new("write `scale_at_requests: 1000`, or remove the key to scale without it");
    Problem::at(Subject::at("compute.scale_at_requests"), what, help)
}

const fn percent(path: &'static str, target: u32, help: &str) -> Option<Problem> {
    if target >= 1 && target <= 100 {
        return None;
    }
    let what = Text::new("a scaling target must be 1 to 100 percent, got ").number(target as u64);
    Problem::at(Subject::at(path), what, Text::new(help))
}
