//! State machines.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::RoleArn;
use crate::resource::{Advice, HasAdvice, Ref, kind};
use serde_json::Value;

kind! {
    /// A standard state machine.
    StateMachine is "state machine", "AWS::StepFunctions::StateMachine" of "sfn" {
        // https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html
        name_limit: 80,
        create: 3 to 300,
        delete: 5 to 900,
        outputs: {
            /// The state machine's ARN.
            arn: StateMachineArn,
        },
    }
    /// The definition of the states, in the Amazon States Language.
    definition: Value,
    /// The role that the state machine acts with.
    role: Ref<RoleArn>,
}

impl HasAdvice for StateMachine {
    const ADVICE: &'static [Advice] = &[];
}
