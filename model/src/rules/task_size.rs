//! The rule on the size of a task.

use crate::facts::fargate::{SIZES, Size};
use crate::{Architecture, Problem, Subject, Text};

rules! {
    "MS501" fargate_size {
        statement: "A Fargate task has one of the sizes that AWS offers.",
        why: "Fargate offers fixed combinations of CPU units and memory; ECS refuses a task definition with any other.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html",
        reads: ["compute.cpu", "compute.memory"],
        wrong: "cpu: 1024, memory: 1024",
        right: "cpu: 1024, memory: 2048",
    }
}

/// A Fargate task has one of the sizes that AWS offers.
#[must_use]
pub const fn fargate_size(stack: &Architecture) -> Option<Problem> {
    let (cpu, memory) = (stack.compute.cpu, stack.compute.memory);
    let Some(size) = Size::of(cpu) else {
        let what = Text::new("Fargate has no task size of ")
            .number(cpu as u64)
            .push(" CPU units");
        let help = Text::new("write `cpu: ").number(meant(cpu) as u64);
        let help = help
            .push("`; Fargate offers 256, 512, 1024, 2048, 4096, 8192 and 16384 units, and 1024 units are one vCPU");
        return Problem::at(Subject::at("compute.cpu"), what, help);
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
        .push("`, memory must be ")
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

/// Returns the intended number of CPU units: a number of vCPUs converted to units, or else the next larger size.
const fn meant(cpu: u32) -> u32 {
    let mut i = 0;
    while i + 1 < SIZES.len() && SIZES[i].cpu < cpu {
        i += 1;
    }
    if cpu >= 1 && cpu <= 16 && Size::of(cpu * 1024).is_some() {
        cpu * 1024
    } else {
        SIZES[i].cpu
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs the rule on a size.
    fn fault(cpu: u32, memory: u32) -> Option<Problem> {
        let mut stack = <Architecture as crate::Field>::FILLER;
        stack.compute.cpu = cpu;
        stack.compute.memory = memory;
        fargate_size(&stack)
    }

    /// The table of the AWS page, written out: the memory sizes for a number of CPU units.
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
    fn every_fargate_size_is_accepted_and_its_neighbours_are_refused() {
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
    fn every_memory_size_agrees_with_the_aws_page() {
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
    fn help_offers_the_next_larger_legal_memory() {
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
    fn other_numbers_of_cpu_units_are_refused() {
        for cpu in (0..=16384).filter(|cpu| SIZES.iter().all(|size| size.cpu != *cpu)) {
            assert_eq!(fault(cpu, 4096).unwrap().at, Subject::at("compute.cpu"));
        }
    }

    #[test]
    fn help_converts_vcpus_to_cpu_units() {
        let offered = |cpu| {
            fault(cpu, 4096)
                .unwrap()
                .help
                .as_str()
                .split('`')
                .nth(1)
                .unwrap()
                .to_owned()
        };
        for (cpu, expected) in [
            (2, 2048),
            (16, 16384),
            (3, 256),
            (0, 256),
            (1000, 1024),
            (20_000, 16384),
        ] {
            assert_eq!(offered(cpu), format!("cpu: {expected}"));
        }
    }
}
