//! What to do when the tasks of a service do not become healthy, or when a one-off task fails. The causes are from
//! AWS's lists: <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html>,
//! <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html>.

use crate::resource::Advice;

pub(in crate::kinds) const TASKS: &[Advice] = &[
    Advice::new(
        &["exec format error"],
        "the image is for another processor: declare its processor as `compute.cpu_architecture`, or build it for the declared \
         one with `image publish`; then deploy again",
    ),
    Advice::new(
        &["CannotPull", "toomanyrequests"],
        "the registry limits how often images are pulled from one address: publish the image to the stack's own registry with \
         `image publish`, and declare that name as `moodle.image`; then deploy again",
    ),
    Advice::new(
        &["CannotPull", "platform"],
        "the image is for another processor: declare its processor as `compute.cpu_architecture`, or build it for the declared \
         one with `image publish`; then deploy again",
    ),
    Advice::new(
        &["CannotPull", "timeout"],
        "the private subnets do not reach the registry: `plan` shows what was changed outside of this program on the NAT \
         gateways, the routes and the endpoints; then deploy again",
    ),
    Advice::new(
        &["CannotPull", "request canceled"],
        "the private subnets do not reach the registry: `plan` shows what was changed outside of this program on the NAT \
         gateways, the routes and the endpoints; then deploy again",
    ),
    Advice::new(
        &["CannotPull", "403"],
        "the registry does not let the tasks pull the image: if it belongs to another account, allow this account in the \
         repository's policy; a private registry other than ECR is not supported. Or publish the image to the stack's own \
         registry with `image publish`; then deploy again",
    ),
    Advice::new(
        &["CannotPull", "denied"],
        "the registry does not let the tasks pull the image, or does not have it: publish it to the stack's own registry with \
         `image publish`, and declare that name as `moodle.image`; then deploy again",
    ),
    Advice::new(
        &["CannotPull", "no space left"],
        "the image does not fit on the task's disk of 20 GiB: make the image smaller, and deploy again",
    ),
    Advice::new(
        &["CannotPull"],
        "publish the image under the name in `moodle.image`, with `image publish`; if it is already there, check whether \
         the private subnets reach the registry; then deploy again",
    ),
    Advice::new(
        &["ResourceInitializationError", "secret", "KMS"],
        "the execution role may not use the KMS key of the named secret: allow `kms:Decrypt` for the role in the key's policy, \
         and deploy again",
    ),
    Advice::new(
        &["ResourceInitializationError", "secret", "deadline exceeded"],
        "the private subnets do not reach Secrets Manager: `plan` shows what was changed outside of this program on the NAT \
         gateways, the routes, the endpoints and their security groups; then deploy again",
    ),
    Advice::new(
        &["ResourceInitializationError", "secret", "AccessDenied"],
        "the execution role may not read the named secret: `plan` shows what was changed outside of this program on the role; a \
         secret of your own, such as that of `email.credentials`, must be in the stack's account. Then deploy again",
    ),
    Advice::new(
        &["ResourceInitializationError", "secret", "marked for deletion"],
        "somebody deleted the named secret: restore it with `aws secretsmanager restore-secret --secret-id ARN`, and deploy again",
    ),
    Advice::new(
        &["ResourceInitializationError", "secret"],
        "check whether the named secret exists, and whether the private subnets reach Secrets Manager: `plan` shows what was \
         changed outside of this program; then deploy again",
    ),
    Advice::new(
        &["ResourceInitializationError", "efs", "Failed to resolve"],
        "the VPC does not resolve the file system's name: `plan` shows whether a mount target is missing in a zone, or the \
         VPC's DNS settings were changed; then deploy again",
    ),
    Advice::new(
        &["ResourceInitializationError", "efs", "access denied"],
        "the file system's policy or its access point does not allow the task role: `plan` shows what was changed outside of \
         this program; then deploy again",
    ),
    Advice::new(
        &["ResourceInitializationError", "efs", "timed out"],
        "the tasks do not reach the file system: `plan` shows what was changed outside of this program on its security group; \
         then deploy again",
    ),
    Advice::new(
        &["ResourceInitializationError", "efs", "reset by peer"],
        "the mount targets were not ready yet: run the same command again",
    ),
    Advice::new(
        &["ResourceInitializationError", "efs"],
        "check whether the file system and its mount targets are as declared: `plan` shows what was changed outside of this \
         program; then deploy again",
    ),
    Advice::new(
        &["ResourceInitializationError", "log"],
        "the tasks cannot write their log: `plan` shows whether the log group, the execution role or the endpoint for CloudWatch \
         Logs was changed outside of this program; then deploy again",
    ),
    Advice::new(
        &["ResourceInitializationError"],
        "check what the message names: the task needs it before its container starts; `plan` shows what was changed \
         outside of this program; then deploy again",
    ),
    Advice::new(&["OutOfMemory"], "declare more `compute.memory`, and deploy again"),
    Advice::new(
        &["ended with 78"],
        "a setting is wrong: fix what the log names in the declaration or the image, and deploy again",
    ),
    Advice::new(
        &["ended with 69"],
        "the tasks cannot reach the database, the cache or the files: the log names which; `plan` shows what was changed \
         outside of this program; then deploy again",
    ),
    Advice::new(
        &["Target.Timeout"],
        "the load balancer does not reach the tasks in time: `logs web` shows whether the image answers on the path of \
         `load_balancer.health_check`, and `plan` whether a security group was changed outside of this program; then deploy again",
    ),
    Advice::new(
        &["health check"],
        "check how the image answers on the path of `load_balancer.health_check`, and how soon after its start: \
         `logs web` shows its log; fix the image, or declare a longer `compute.grace_period`, and deploy again",
    ),
    Advice::new(
        &["limit on the number of", "spot"],
        "declare a smaller `compute.cpu`, fewer `compute.replicas`, or fewer tasks on Spot in `compute.capacity`; or ask AWS for \
         more Fargate Spot vCPUs in the stack's region: `aws service-quotas request-service-quota-increase --service-code fargate \
         --quota-code L-36FBB829 --desired-value 64`. A rollout runs up to twice the tasks, and a new account has 6 vCPUs",
    ),
    Advice::new(
        &["limit on the number of"],
        "declare a smaller `compute.cpu` or fewer `compute.replicas`; or ask AWS for more Fargate vCPUs in the stack's region: \
         `aws service-quotas request-service-quota-increase --service-code fargate --quota-code L-3032A538 --desired-value 64`. A \
         rollout runs up to twice the tasks, and a new account has 6 vCPUs",
    ),
    Advice::new(
        &["account is currently blocked"],
        "AWS has blocked the account: read the e-mails to its root user, and contact AWS Support: \
         https://console.aws.amazon.com/support/home. Then run the same command again",
    ),
    Advice::new(
        &["spot", "interrupt"],
        "AWS takes Spot capacity back faster than tasks start: run the same command again later, or declare more on-demand tasks \
         and fewer on Spot in `compute.capacity`",
    ),
    Advice::new(
        &["capacity is unavailable"],
        "run the same command again later, or declare more on-demand tasks and fewer on Spot in `compute.capacity`: \
         on-demand has more capacity",
    ),
    Advice::new(
        &["unable to assume", "role"],
        "ECS may not take its role in this account: `plan` shows what was changed outside of this program on the roles; an account \
         needs `aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com` once. Then deploy again",
    ),
    Advice::new(
        &["does not have sufficient", "ip"],
        "the private subnets have no free address for more tasks: declare fewer `compute.replicas`, or a larger `network.cidr` for \
         a new stack",
    ),
    Advice::new(
        &["insufficient free addresses"],
        "the private subnets have no free address for more tasks: declare fewer `compute.replicas`, or a larger `network.cidr` for \
         a new stack",
    ),
    Advice::new(
        &["exited"],
        "find out why the container exits: `logs web` shows its log; fix the image, and deploy again",
    ),
    Advice::new(
        &["rolling back"],
        "fix the image, or declare the one that worked, and deploy again",
    ),
    Advice::new(
        &["circuit breaker"],
        "fix the image, or declare the one that worked, and deploy again",
    ),
];

#[cfg(test)]
mod tests {
    use crate::kinds::advice;
    use crate::kinds::ecs::Service;
    use crate::resource::Kind as _;

    /// Causes that people quoted in public threads or that AWS documents, each with words of the advice.
    const CAUSES: &[(&str, &str)] = &[
        (
            "CannotPullContainerError: inspect image has been retried 1 time(s): failed to resolve ref \"x.dkr.ecr/moodle:5.2\": \
             unexpected status code [manifests 5.2]: 403 Forbidden",
            "repository's policy",
        ),
        (
            "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref quay.io/a/b:latest: \
             failed to do request: Head \"https://quay.io/v2/a/b/manifests/latest\": dial tcp 3.210.148.47:443: i/o timeout",
            "do not reach the registry",
        ),
        (
            "CannotPullContainerError: API error (500): Get https://x.dkr.ecr.ap-southeast-2.amazonaws.com/v2/: net/http: request \
             canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)",
            "do not reach the registry",
        ),
        (
            "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref \
             docker.io/library/a:latest: pull access denied, repository does not exist or may require authorization",
            "`image publish`",
        ),
        (
            "CannotPullContainerError: httpReaderSeeker: failed open: unexpected status code \
             https://registry-1.docker.io/v2/a/b/manifests/sha256:1: 429 Too Many Requests - toomanyrequests: You have reached your \
             pull rate limit",
            "how often images are pulled",
        ),
        (
            "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/amd64'",
            "another processor",
        ),
        (
            "CannotPullContainerError: x.dkr.ecr/moodle:5.2: not found",
            "under the name in `moodle.image`",
        ),
        (
            "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to \
             retrieve secret from asm: service call has been retried 5 time(s): failed to fetch secret arn:aws:secretsmanager:x from \
             secrets manager: RequestCanceled: request context canceled caused by: context deadline exceeded. Please check your task \
             network configuration.",
            "do not reach Secrets Manager",
        ),
        (
            "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to \
             retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:x from \
             secrets manager: AccessDeniedException: Access to KMS is not allowed",
            "`kms:Decrypt`",
        ),
        (
            "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secrets from ssm: service call \
             has been retried 1 time(s): AccessDeniedException: User: arn:aws:sts::1:assumed-role/a/b is not authorized",
            "may not read the named secret",
        ),
        (
            "ResourceInitializationError: unable to retrieve secret from asm: InvalidRequestException: You can't perform this operation \
             on the secret because it was marked for deletion",
            "restore-secret",
        ),
        (
            "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: Failed to resolve \
             \"fs-0867a83d8ed398433.efs.us-east-1.amazonaws.com\" - check that your file system ID is correct.",
            "does not resolve",
        ),
        (
            "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: b'mount.nfs4: access \
             denied by server while mounting 127.0.0.1:/' : unsuccessful EFS utils command execution; code: 32",
            "policy or its access point",
        ),
        (
            "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: mount.nfs4: Connection \
             reset by peer : unsuccessful EFS utils command execution; code: 32",
            "not ready yet",
        ),
        (
            "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create \
             Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.",
            "cannot write their log",
        ),
        (
            "IN_PROGRESS, 0 of 2 tasks running\n(service web) was unable to place a task. Reason: You've reached the limit on the number \
             of vCPUs you can run concurrently.",
            "L-3032A538",
        ),
        (
            "(service web) was unable to place a task. Reason: You've reached the limit on the number of Fargate Spot vCPUs you can run \
             concurrently.",
            "L-36FBB829",
        ),
        (
            "(service web) was unable to place a task. Reason: You've reached the limit on the number of tasks you can run concurrently. \
             For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.",
            "L-3032A538",
        ),
        (
            "(service web) was unable to place a task. Reason: You've reached the limit on the number of spot tasks you can run \
             concurrently. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.",
            "L-36FBB829",
        ),
        (
            "(service web) was unable to place a task. Reason: Your AWS account is currently blocked and thus cannot launch any Fargate \
             tasks.",
            "AWS has blocked the account",
        ),
        (
            "(service web) was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a \
             different availability zone.",
            "fewer on Spot",
        ),
        (
            "a task stopped: Your Spot Task was interrupted.",
            "takes Spot capacity back",
        ),
        (
            "ECS deployment circuit breaker: tasks failed to start.\n(service a) (port 8080) is unhealthy in (target-group b) due to \
             (reason Health checks failed with these codes: [502])",
            "health_check",
        ),
        (
            "a target of the load balancer is unhealthy, Target.Timeout: Request timed out",
            "does not reach the tasks in time",
        ),
        ("rolling back to deployment ecs-svc/1", "the image"),
    ];

    #[test]
    fn each_cause_of_a_task_that_does_not_run_has_its_own_advice() {
        for (cause, words) in CAUSES {
            let found = advice(&Service::INFO, cause);
            assert!(found.is_some_and(|advice| advice.contains(words)), "{cause}\n{found:?}");
        }
    }
}
