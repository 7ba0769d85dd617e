//! AWS Step Functions.

use super::Ref;
use super::id::RoleArn;
use serde_json::Value;

kind! {
    /// A standard state machine.
    StateMachine is "state machine", "AWS::StepFunctions::StateMachine" of "sfn" {
        named: 80,
        create: 3 to 300,
        delete: 5 to 900,
        outputs: {
            /// Its ARN.
            arn: StateMachineArn,
        },
    }
    /// Its states, in the Amazon States Language.
    definition: Value,
    /// The role that it acts by.
    role: Ref<RoleArn>,
}
