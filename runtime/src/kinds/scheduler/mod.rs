//! Amazon EventBridge Scheduler.

mod schedule;

pub use schedule::Schedule;
