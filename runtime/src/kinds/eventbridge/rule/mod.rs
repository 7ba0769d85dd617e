//! Event rules.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{RoleArn, StateMachineArn};
use crate::resource::{Advice, HasAdvice, Ref, kind};
use serde_json::Value;

kind! {
    /// A rule on the account's default event bus, which starts a state machine for each matching event.
    Rule is "event rule", "AWS::Events::Rule" of "eventbridge" {
        // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
        name_limit: 64,
        constants: [other_targets, state, target],
        create: 2 to 300,
        delete: 2 to 300,
        outputs: {
            /// The rule's ARN.
            arn: RuleArn,
        },
    }
    /// What the rule is for.
    description: String,
    /// The event pattern that an event must match.
    pattern: Value,
    /// The state machine that an event starts.
    state_machine: Ref<StateMachineArn>,
    /// The role that EventBridge uses to start the state machine.
    role: Ref<RoleArn>,
}

impl HasAdvice for Rule {
    const ADVICE: &'static [Advice] = &[];
}
