//! Rules on `compute`.

use crate::facts::fargate::Size;
use crate::{Architecture, Problem, Subject, Text};

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
