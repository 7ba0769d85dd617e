//! Queues.

mod permissions;
mod sandbox;

use crate::resource::{Advice, HasAdvice, kind};

kind! {
    /// A queue of messages.
    Queue is "queue", "AWS::SQS::Queue" of "sqs" {
        // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
        name_limit: 80,
        create: 2 to 300,
        delete: 60 to 300,
        outputs: {
            /// Its ARN.
            arn: QueueArn,
        },
    }
    /// For how many seconds a message that is received is hidden from others.
    visibility_timeout: u32,
}

impl HasAdvice for Queue {
    // A queue never fails on AWS.
    const ADVICE: &'static [Advice] = &[];
}
