//! Event rules.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{RoleArn, StateMachineArn};
use crate::resource::{Advice, HasAdvice, Ref, kind};
use serde_json::Value;

kind! {
    /// A rule on the account's own event bus that starts a state machine for each event that it matches.
    Rule is "event rule", "AWS::Events::Rule" of "eventbridge" {
        // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
        named: 64,
        create: 2 to 300,
        delete: 2 to 300,
        outputs: {
            /// Its ARN.
            arn: RuleArn,
        },
    }
    /// What it is for.
    description: String,
    /// The events: a pattern.
    pattern: Value,
    /// The state machine.
    state_machine: Ref<StateMachineArn>,
    /// The role that starts it.
    role: Ref<RoleArn>,
}

impl HasAdvice for Rule {
    const ADVICE: &'static [Advice] = &[];
}
