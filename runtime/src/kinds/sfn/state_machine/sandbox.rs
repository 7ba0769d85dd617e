//! State machines in the sandbox.

use super::StateMachine;
use crate::sandbox::{HasSimulation, Simulated, Wording};

impl HasSimulation for StateMachine {
    const SIMULATED: Simulated =
        Simulated::plain(&Wording::COMMON).arn("arn:aws:states:{region}:{account}:stateMachine:{name}");
}
