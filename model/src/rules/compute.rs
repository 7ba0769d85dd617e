//! Rules on `compute`.

use crate::facts::fargate::Size;
use crate::{Architecture, Capacity, Problem, Subject, Text};

rules! {
    "MS501" fargate_size {
        statement: "A Fargate task has one of the sizes that AWS offers.",
        why: "Fargate offers fixed pairs of CPU units and memory; ECS refuses to register a task definition with any other.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html",
        reads: ["compute.cpu", "compute.memory"],
        wrong: "cpu: 1024, memory: 1024",
        right: "cpu: 1024, memory: 2048",
    }
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
    "MS505" capacity_weights {
        statement: "The weights of the capacity providers are 0 to 1000.",
        why: "ECS refuses a capacity provider strategy with any other.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html",
        reads: ["compute.capacity"],
        wrong: "capacity: Spread { fargate: 1, spot: 1001 }",
        right: "capacity: Spread { fargate: 1, spot: 1000 }",
    }
    "MS506" capacity_somewhere {
        statement: "One of the capacity providers' weights is more than 0.",
        why: "ECS runs no task with a strategy whose weights are all 0.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html",
        reads: ["compute.capacity"],
        wrong: "capacity: Spread { fargate: 0, spot: 0 }",
        right: "capacity: Spread { fargate: 1, spot: 0 }",
    }
    "MS507" spot_alone_meant {
        statement: "Tasks on Spot alone are said to be meant.",
        why: "AWS takes Spot tasks back with two minutes' notice, many at a time when capacity is short, and Moodle with them.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html",
        reads: ["compute.capacity", "compute.replicas", "compute.allow_all_spot"],
        wrong: "capacity: Spread { fargate: 0, spot: 1 }",
        right: "capacity: Spread { fargate: 0, spot: 1 }, allow_all_spot: true",
    }
    "MS508" stop_timeout {
        statement: "A task has 2 to 120 seconds to stop.",
        why: "ECS refuses a task definition on Fargate with any other.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
        reads: ["compute.stop_timeout"],
        wrong: "stop_timeout: 121",
        right: "stop_timeout: 120",
    }
    "MS509" scale_at_cpu {
        statement: "The average CPU use that scaling holds is 1 to 100 percent.",
        why: "An average never reaches more, so that the service would never grow; at 0 it would never shrink.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html",
        reads: ["compute.scale_at_cpu"],
        wrong: "scale_at_cpu: 101",
        right: "scale_at_cpu: 100",
    }
    "MS510" scale_at_memory {
        statement: "The average memory use that scaling holds is 1 to 100 percent.",
        why: "An average never reaches more, so that the service would never grow; at 0 it would never shrink.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html",
        reads: ["compute.scale_at_memory"],
        wrong: "scale_at_memory: 0",
        right: "scale_at_memory: 1",
    }
}

/// A Fargate task has one of the sizes that AWS offers.
#[must_use]
pub const fn fargate_size(stack: &Architecture) -> Option<Problem> {
    let (cpu, memory) = (stack.compute.cpu, stack.compute.memory);
    let Some(size) = Size::of(cpu) else {
        return Some(Problem {
            at: Subject::at("compute.cpu"),
            against: None,
            what: Text::new("Fargate has no task size of ")
                .number(cpu as u64)
                .push(" CPU units"),
            help: Text::new("write `cpu: 256`, 512, 1024, 2048, 4096, 8192 or 16384; 1024 units are one vCPU"),
        });
    };
    let nearest = size.nearest(memory);
    if nearest == memory {
        return None;
    }
    let help = Text::new("write `memory: ")
        .number(nearest as u64)
        .push("`; with `cpu: ")
        .number(cpu as u64);
    let help = help
        .push("`, memory is ")
        .number(size.min as u64)
        .push(" to ")
        .number(size.max as u64);
    Some(Problem {
        at: Subject::at("compute.memory"),
        against: Some(Subject::at("compute.cpu")),
        what: Text::new("Fargate has no task size of ")
            .number(cpu as u64)
            .push(" CPU units with ")
            .number(memory as u64)
            .push(" MiB of memory"),
        help: if size.step == 0 {
            help.push(", doubling")
        } else {
            help.push(" in steps of ").number(size.step as u64)
        },
    })
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
    let what = Text::new("a weight is 0 to 1000, and this is ").number(weight as u64);
    let help =
        Text::new("only the proportion counts: write `Spread { fargate: 1, spot: 3 }` for one task in four on Fargate");
    Problem::at(Subject::at(path), what, help)
}

/// One of the weights is more than 0.
#[must_use]
pub const fn capacity_somewhere(stack: &Architecture) -> Option<Problem> {
    let Capacity::Spread(spread) = stack.compute.capacity;
    if spread.fargate > 0 || spread.spot > 0 {
        return None;
    }
    let what = Text::new("both weights are 0, so that tasks have nowhere to run");
    let help = Text::new("write `capacity: Spread { fargate: 1, spot: 3 }`");
    Problem::at(Subject::at("compute.capacity"), what, help)
}

/// Tasks on Spot alone are said to be meant.
#[must_use]
pub const fn spot_alone_meant(stack: &Architecture) -> Option<Problem> {
    let Capacity::Spread(spread) = stack.compute.capacity;
    let least = stack.compute.replicas.min;
    // With a base that covers the fewest tasks, Spot takes the peaks only.
    if stack.compute.allow_all_spot || spread.fargate > 0 || spread.spot == 0 || (spread.base >= least && least > 0) {
        return None;
    }
    let what = match spread.base {
        0 => Text::new("all tasks run on Fargate Spot"),
        base => Text::new("all tasks but ")
            .number(base as u64)
            .push(" run on Fargate Spot"),
    };
    let help = Text::new("write `fargate: 1`, or `base: ").number(least as u64);
    let help = help.push("` for Spot at the peaks alone, or say that it is meant: `allow_all_spot: true`");
    Problem::at(Subject::at("compute.capacity.fargate"), what, help)
}

/// A task has 2 to 120 seconds to stop.
#[must_use]
pub const fn stop_timeout(stack: &Architecture) -> Option<Problem> {
    let seconds = stack.compute.stop_timeout;
    if seconds >= 2 && seconds <= 120 {
        return None;
    }
    let what = Text::new("a task has 2 to 120 seconds to stop, and this is ").number(seconds as u64);
    let help = if seconds > 120 {
        "write `stop_timeout: 120`"
    } else {
        "write `stop_timeout: 2`"
    };
    Problem::at(Subject::at("compute.stop_timeout"), what, Text::new(help))
}

/// The average CPU use that scaling holds is 1 to 100 percent.
#[must_use]
pub const fn scale_at_cpu(stack: &Architecture) -> Option<Problem> {
    percent(
        "compute.scale_at_cpu",
        stack.compute.scale_at_cpu,
        "write `scale_at_cpu: 50`",
    )
}

/// The average memory use that scaling holds is 1 to 100 percent.
#[must_use]
pub const fn scale_at_memory(stack: &Architecture) -> Option<Problem> {
    match stack.compute.scale_at_memory {
        Some(target) => percent("compute.scale_at_memory", target, "write `scale_at_memory: 70`"),
        None => None,
    }
}

const fn percent(path: &'static str, target: u32, help: &str) -> Option<Problem> {
    if target >= 1 && target <= 100 {
        return None;
    }
    let what = Text::new("a scaling target is 1 to 100 percent, and this is ").number(target as u64);
    Problem::at(Subject::at(path), what, Text::new(help))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fargate::SIZES;

    /// Runs the rule on a size.
    fn fault(cpu: u32, memory: u32) -> Option<Problem> {
        let mut stack = <Architecture as crate::Field>::FILLER;
        stack.compute.cpu = cpu;
        stack.compute.memory = memory;
        fargate_size(&stack)
    }

    /// The table of the AWS page once more, written out: each memory that goes with a number of CPU units.
    fn legal(cpu: u32) -> Vec<u32> {
        match cpu {
            256 => vec![512, 1024, 2048],
            512 => vec![1024, 2048, 3072, 4096],
            1024 => (2..=8).map(|gib| gib * 1024).collect(),
            2048 => (4..=16).map(|gib| gib * 1024).collect(),
            4096 => (8..=30).map(|gib| gib * 1024).collect(),
            8192 => (4..=15).map(|step| step * 4096).collect(),
            16384 => (4..=15).map(|step| step * 8192).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn every_size_that_fargate_has_is_accepted_and_its_neighbours_are_not() {
        for cpu in SIZES.map(|size| size.cpu) {
            for memory in legal(cpu) {
                assert_eq!(fault(cpu, memory), None, "{cpu} with {memory}");
                for wrong in [memory - 1, memory + 1] {
                    assert!(fault(cpu, wrong).is_some(), "{cpu} with {wrong}");
                }
            }
        }
    }

    #[test]
    fn every_memory_up_to_the_most_is_judged_as_the_page_does() {
        for cpu in SIZES.map(|size| size.cpu) {
            let legal = legal(cpu);
            for memory in (0..=131_072).step_by(256) {
                assert_eq!(
                    fault(cpu, memory).is_none(),
                    legal.contains(&memory),
                    "{cpu} with {memory}"
                );
            }
        }
    }

    #[test]
    fn the_memory_that_is_offered_instead_is_legal_and_the_next_above() {
        for cpu in SIZES.map(|size| size.cpu) {
            let legal = legal(cpu);
            for wrong in (0..140_000).step_by(257) {
                let expected = legal.iter().find(|memory| **memory >= wrong).or(legal.last());
                let Some(problem) = fault(cpu, wrong) else { continue };
                let offered = format!("write `memory: {}`", expected.unwrap());
                assert!(
                    problem.help.as_str().starts_with(&offered),
                    "{cpu} with {wrong}: {:?}",
                    problem.help
                );
                assert_eq!(problem.against, Some(Subject::at("compute.cpu")));
            }
        }
    }

    #[test]
    fn no_other_number_of_cpu_units_is_accepted() {
        for cpu in (0..=16384).filter(|cpu| SIZES.iter().all(|size| size.cpu != *cpu)) {
            assert_eq!(fault(cpu, 4096).unwrap().at, Subject::at("compute.cpu"));
        }
    }
}
