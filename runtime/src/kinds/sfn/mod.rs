//! AWS Step Functions.

mod state_machine;

pub use state_machine::StateMachine;
