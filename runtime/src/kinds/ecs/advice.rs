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
        &["CannotPull"],
        "publish the image under the name in `moodle.image`, with `image publish`; if it is already there, check whether \
         the private subnets reach the registry; then deploy again",
    ),
    Advice::new(
        &["ResourceInitializationError", "secret"],
        "check whether the named secret exists, and whether the private subnets reach Secrets Manager: `plan` shows what was \
         changed outside of this program; then deploy again",
    ),
    Advice::new(
        &["ResourceInitializationError", "efs"],
        "check whether the file system and its mount targets are as declared: `plan` shows what was changed outside of this \
         program; then deploy again",
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
        &["health check"],
        "check how the image answers on the path of `load_balancer.health_check`, and how soon after its start: \
         `logs web` shows its log; fix the image, or declare a longer `compute.grace_period`, and deploy again",
    ),
    Advice::new(
        &["capacity is unavailable"],
        "run the same command again later, or declare more on-demand tasks and fewer on Spot in `compute.capacity`: \
         on-demand has more capacity",
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

    #[test]
    fn more_specific_cause_comes_first() {
        let of_service = |cause| advice(&Service::INFO, cause);
        let pull =
            "ECS deployment circuit breaker: tasks failed to start.\ntask stopped: CannotPullContainerError: not found";
        assert!(of_service(pull).is_some_and(|advice| advice.contains("`image publish`")));
        let unwell = "ECS deployment circuit breaker: tasks failed to start.\n(service a) (port 8080) is unhealthy in \
                      (target-group b) due to (reason Health checks failed with these codes: [502])";
        assert!(of_service(unwell).is_some_and(|advice| advice.contains("health_check")));
        let back = of_service("rolling back to deployment ecs-svc/1");
        assert!(back.is_some_and(|advice| advice.contains("the image")));
    }
}
