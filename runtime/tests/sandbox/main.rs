//! The engine over the sandbox, in virtual time: the whole life of a stack.

mod life;
mod planner;
mod stacks;
mod stage;
