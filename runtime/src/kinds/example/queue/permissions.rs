//! Amazon SQS: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html>.

use super::Queue;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, arn, dependents,
};

const QUEUES: &[&str] = &[arn!("sqs", "{stack}-*")];

impl HasPermissions for Queue {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow(
                &["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListQueueTags"],
                QUEUES,
            ),
            allow(&["sqs:CreateQueue", "sqs:TagQueue"], QUEUES).when(&[TAGGED_ON_CREATE]),
            allow(&["sqs:DeleteQueue", "sqs:SetQueueAttributes"], QUEUES).when(&[OWNED_BY_STACK]),
        ],
        inventory: &[allow_in_region(&["sqs:ListQueues"])],
        dependents: &[dependents("sqs:CreateQueue", &["sqs:TagQueue"])],
    };
}
