//! Rules on how tasks are split between Fargate and Fargate Spot.

use crate::{Architecture, Capacity, Problem, Subject, Text};

rules! {
    "MS505" capacity_weights {
        statement: "The weights of the capacity providers are 0 to 1000.",
        why: "ECS refuses a capacity provider strategy with any other weight.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html",
        reads: ["compute.capacity"],
        wrong: "capacity: Spread { fargate: 1, spot: 1001 }",
        right: "capacity: Spread { fargate: 1, spot: 1000 }",
    }
    "MS506" capacity_weight_above_zero {
        statement: "At least one capacity provider has a weight above 0.",
        why: "ECS cannot run a task if all weights of the strategy are 0.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html",
        reads: ["compute.capacity"],
        wrong: "capacity: Spread { fargate: 0, spot: 0 }",
        right: "capacity: Spread { fargate: 1, spot: 0 }",
    }
    "MS507" all_spot_confirmed {
        statement: "Running all tasks on Spot is confirmed with `allow_all_spot: true`.",
        why: "AWS reclaims Spot tasks with two minutes' notice. When capacity is short it reclaims many at once, and Moodle goes down with them.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html",
        reads: ["compute.capacity", "compute.replicas", "compute.allow_all_spot"],
        wrong: "capacity: Spread { fargate: 0, spot: 1 }",
        right: "capacity: Spread { fargate: 0, spot: 1 }, allow_all_spot: true",
    }
    "MS514" spot_share: Warned {
        statement: "At most three out of four tasks run on Spot.",
        why: "When Spot capacity is short, AWS reclaims many tasks at once with two minutes' notice, and the tasks left on \
              Fargate must carry the site.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html",
        reads: ["compute.capacity", "compute.replicas", "compute.allow_all_spot"],
        unless: ["MS505", "MS507", "MS516"],
        wrong: "capacity: Spread { fargate: 1, spot: 4 }",
        right: "capacity: Spread { fargate: 1, spot: 3 }",
    }
    "MS515" capacity_base {
        statement: "The base, the number of tasks placed on Fargate first, is at most 100000.",
        why: "ECS refuses a capacity provider strategy with a larger base.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html",
        reads: ["compute.capacity"],
        wrong: "capacity: Spread { base: 100001 }",
        right: "capacity: Spread { base: 1 }",
    }
    "MS516" base_within_replicas: Warned {
        statement: "The base is not larger than the maximum number of tasks.",
        why: "A base above the maximum leaves no tasks for Spot: its weight has no effect, and all tasks are billed at Fargate's price.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html",
        reads: ["compute.capacity", "compute.replicas"],
        unless: ["MS502", "MS503", "MS515"],
        wrong: "replicas: 2..=10, capacity: Spread { base: 11 }",
        right: "replicas: 2..=10, capacity: Spread { base: 2 }",
    }
}

/// The weights of the capacity providers are 0 to 1000.
#[must_use]
pub const fn capacity_weights(stack: &Architecture) -> Option<Problem> {
    let Capacity::Spread(spread) = stack.compute.capacity;
    let (path, weight) = if spread.fargate > 1000 {
        ("compute.capacity.fargate", spread.fargate)
    } else if spread.spot > 1000 {
        ("compute.capacity.spot", spread.spot)
    } else {
        return None;
    };
    let what = Text::new("a weight must be 0 to 1000, got ").number(weight as u64);
    let help =
        Text::new("only the ratio matters: write `Spread { fargate: 1, spot: 3 }` for one task in four on Fargate");
    Problem::at(Subject::at(path), what, help)
}

/// At least one weight is above 0.
#[must_use]
pub const fn capacity_weight_above_zero(stack: &Architecture) -> Option<Problem> {
    let Capacity::Spread(spread) = stack.compute.capacity;
    if spread.fargate > 0 || spread.spot > 0 {
        return None;
    }
    let what = Text::new("both weights are 0, so tasks have nowhere to run");
    let help = Text::new("write `capacity: Spread { fargate: 1, spot: 3 }`");
    Problem::at(Subject::at("compute.capacity"), what, help)
}

/// Running all tasks on Spot is confirmed with `allow_all_spot: true`.
#[must_use]
pub const fn all_spot_confirmed(stack: &Architecture) -> Option<Problem> {
    let Capacity::Spread(spread) = stack.compute.capacity;
    let least = stack.compute.replicas.min;
    // With a base that covers the minimum number of tasks, Spot only runs the peaks.
    if stack.compute.allow_all_spot || spread.fargate > 0 || spread.spot == 0 || (spread.base >= least && least > 0) {
        return None;
    }
    let what = match spread.base {
        0 => Text::new("all tasks run on Fargate Spot"),
        base => Text::new("all tasks except ")
            .number(base as u64)
            .push(" run on Fargate Spot"),
    };
    let help = Text::new("write `fargate: ").number(third(spread.spot) as u64);
    let help = help.push("`, or confirm it with `allow_all_spot: true`");
    Problem::at(Subject::at("compute.capacity.fargate"), what, help)
}

/// At most three out of four tasks run on Spot.
#[must_use]
pub const fn spot_share(stack: &Architecture) -> Option<Problem> {
    let Capacity::Spread(spread) = stack.compute.capacity;
    // Nothing overflows: MS505 limits weights to 1000.
    if stack.compute.allow_all_spot || spread.spot <= 3 * spread.fargate {
        return None;
    }
    let percent = spread.spot * 100 / (spread.fargate + spread.spot);
    let what = Text::new("by the weights, ").number(percent as u64);
    let what = what.push(" percent of the tasks beyond the base are on Fargate Spot");
    let (path, help) = if spread.fargate == 0 {
        let help = Text::new("write `fargate: ").number(third(spread.spot) as u64);
        ("compute.capacity.fargate", help.push("`"))
    } else {
        let help = Text::new("write `spot: ").number(3 * spread.fargate as u64);
        ("compute.capacity.spot", help.push("` or less"))
    };
    let help = help.push(", or confirm it with `allow_all_spot: true`");
    Problem::at(Subject::at(path), what, help)
}

/// The base is within ECS's limit.
#[must_use]
pub const fn capacity_base(stack: &Architecture) -> Option<Problem> {
    let Capacity::Spread(spread) = stack.compute.capacity;
    // <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html>, 2026-10.
    if spread.base <= 100_000 {
        return None;
    }
    let what = Text::new("a base must be 0 to 100000 tasks, got ").number(spread.base as u64);
    Problem::at(Subject::at("compute.capacity.base"), what, Text::new("write `base: 1`"))
}

/// The base leaves tasks for Spot.
#[must_use]
pub const fn base_within_replicas(stack: &Architecture) -> Option<Problem> {
    let Capacity::Spread(spread) = stack.compute.capacity;
    let replicas = stack.compute.replicas;
    if spread.spot == 0 || spread.base <= replicas.max {
        return None;
    }
    let what = Text::new("the first ")
        .number(spread.base as u64)
        .push(" tasks run on Fargate, but there are never more than ")
        .number(replicas.max as u64);
    let help = Text::new("write `base: ").number(replicas.min as u64);
    let help = help.push("` to use Spot only at peaks, or `spot: 0` to not use it");
    let at = Subject::at("compute.capacity.base");
    Problem::between(at, Subject::at("compute.replicas"), what, help)
}

/// Returns the smallest weight of Fargate that leaves at most three out of four tasks to Spot.
const fn third(spot: u32) -> u32 {
    spot.div_ceil(3)
}
