//! Task definitions, services, scaling and schedules.

use crate::fixtures::{HERE, config, refs};
use crate::lifecycle::{Created, change, compare, create, delete, emulators, retention, set_back, target};
use crate::load_balancer::{Dependencies, dependencies, target_group};
use moodle_stack::aws::Aws;
use moodle_stack::kinds::application_autoscaling;
use moodle_stack::kinds::{ecs, scheduler};
use moodle_stack::operations::{ClusterRef, Operations as _};
use moodle_stack::provider::Provider;
use moodle_stack::resource::{Joined, Ref};
use std::collections::{BTreeMap, BTreeSet};

fn task_definition(role: &str) -> ecs::TaskDefinition {
    ecs::TaskDefinition {
        cpu: 2048,
        memory: 4096,
        arm: true,
        image: Joined::text("123456789012.dkr.ecr.ap-southeast-1.amazonaws.com/moodle:5.2"),
        command: vec![],
        environment: BTreeMap::from([
            ("MOODLE_DATABASE_HOST".into(), Joined::text("db.example")),
            ("MOODLE_DNS_NAME".into(), Joined::text("learn.example.edu")),
        ]),
        secrets: BTreeMap::from([(
            "MOODLE_DATABASE_PASSWORD".into(),
            Joined::text("arn:aws:secretsmanager:ap-southeast-1:123456789012:secret:db-aBcDeF:password::"),
        )]),
        execution_role: Ref::known(role),
        task_role: Ref::known(role),
        log_group: Ref::known("/campus/moodle"),
        log_prefix: "moodle".into(),
        port: Some(8080),
        stop_timeout: 120,
        health_command: vec!["curl".into(), "-f".into(), "http://localhost:8080/".into()],
        volume: ecs::Volume {
            file_system: Ref::known("fs-0123456789abcdef0"),
            access_point: Ref::known("fsap-0123456789abcdef0"),
            mount: "/var/www/moodledata".into(),
        },
        scratch: BTreeSet::from(["/tmp".into(), "/var/cache/moodle".into()]),
        read_only: true,
        user: None,
        init: false,
    }
}

#[tokio::test]
async fn changed_task_definition_is_a_new_revision() {
    let aws = emulators().await;
    let mut fields = task_definition("arn:aws:iam::123456789012:role/test");
    let first = create(&aws, target::<ecs::TaskDefinition>(HERE, "moodle"), &fields).await;
    compare(&aws, &first, &[]).await;
    fields.command = vec!["php".into(), "admin/cli/cron.php".into()];
    fields.health_command = vec![];
    fields.port = None;
    fields.scratch.remove("/tmp");
    (fields.read_only, fields.init) = (false, true);
    let mut next = first.target.clone();
    next.spec_hash = "1e1e1".into();
    let second = create(&aws, next, &fields).await;
    compare(&aws, &second, &[]).await;
    assert_ne!(first.id, second.id);
    let found = aws.find(&first.target, &first.fields).await.expect("find");
    assert_eq!(
        found.as_deref(),
        Some(first.id.as_str()),
        "find must not return the newest revision"
    );
    delete(&aws, &first).await;
    delete(&aws, &second).await;
}

/// Switches the log of sessions off, as somebody may by hand.
async fn log_sessions_nowhere(cluster: &str) {
    use aws_sdk_ecs::types::{ClusterConfiguration, ExecuteCommandConfiguration, ExecuteCommandLogging};
    let off = ExecuteCommandConfiguration::builder().logging(ExecuteCommandLogging::None);
    let off = ClusterConfiguration::builder().execute_command_configuration(off.build());
    let ecs = aws_sdk_ecs::Client::new(&config(HERE).await);
    let call = ecs.update_cluster().cluster(cluster).configuration(off.build());
    call.send().await.expect("update");
}

/// Takes Spot away from a cluster, as somebody may by hand.
async fn detach_spot(cluster: &str) {
    let ecs = aws_sdk_ecs::Client::new(&config(HERE).await);
    let call = ecs.put_cluster_capacity_providers().cluster(cluster);
    let call = call
        .capacity_providers("FARGATE")
        .set_default_capacity_provider_strategy(Some(vec![]));
    call.send().await.expect("detached");
}

/// Switches ECS Exec on for a service, as somebody may by hand.
async fn allow_exec(cluster: &str, service: &str) {
    let ecs = aws_sdk_ecs::Client::new(&config(HERE).await);
    let call = ecs.update_service().cluster(cluster).service(service);
    let sent = call.enable_execute_command(true).send().await;
    sent.expect("updated");
}

#[tokio::test]
async fn service_with_scaling_and_schedule_lifecycle() {
    let aws = emulators().await;
    let on = dependencies().await;
    let mut cluster_fields = ecs::Cluster {
        container_insights: true,
        log_days: 30,
        session_log: Ref::known("campus/exec"),
        linked_role: Ref::known(&on.role),
    };
    let mut cluster = create(&aws, target::<ecs::Cluster>(HERE, "cluster"), &cluster_fields).await;
    compare(&aws, &cluster, &[]).await;
    let insights = format!("/aws/ecs/containerinsights/{}/performance", cluster.target.name);
    assert_eq!(retention(&insights).await, Some(30));
    cluster_fields.log_days = 90;
    change(&aws, &mut cluster, &cluster_fields).await;
    assert_eq!(retention(&insights).await, Some(90));
    cluster_fields.container_insights = false;
    cluster_fields.session_log = Ref::known("campus/shells");
    change(&aws, &mut cluster, &cluster_fields).await;
    compare(&aws, &cluster, &[]).await;
    detach_spot(&cluster.id).await;
    set_back(&aws, &cluster, &["capacity_providers"]).await;
    log_sessions_nowhere(&cluster.id).await;
    let live = aws.read(&cluster.target, &cluster.id, &cluster.fields).await;
    let live = live.expect("read").expect("a cluster");
    assert!(live.fields["session_log"].is_null(), "{live:?}");

    let (group, _) = target_group(&aws, &on).await;
    let mut definition = task_definition(&on.role);
    let task = create(&aws, target::<ecs::TaskDefinition>(HERE, "moodle"), &definition).await;
    definition.stop_timeout = 60;
    let mut later = task.target.clone();
    later.spec_hash = "1e1e1".into();
    let next = create(&aws, later, &definition).await;

    let mut fields = ecs::Service {
        cluster: Ref::known(&cluster.id),
        schema: Ref::known("the tables"),
        task_definition: Ref::known(&task.id),
        target_group: Ref::known(&group.id),
        port: 8080,
        subnets: refs(&on.subnets),
        groups: refs(&on.groups[..1]),
        shares: ecs::Shares {
            fargate: 1,
            spot: 3,
            base: 1,
        },
        initial_count: 2,
        grace_period: 600,
    };
    let mut service = create(&aws, target::<ecs::Service>(HERE, "service"), &fields).await;
    compare(&aws, &service, &[]).await;
    check_count(&aws, &cluster, &service).await;
    fields.task_definition = Ref::known(&next.id);
    fields.groups = refs(&on.groups);
    fields.grace_period = 900;
    change(&aws, &mut service, &fields).await;
    compare(&aws, &service, &[]).await;

    allow_exec(&cluster.id, &service.id).await;
    set_back(&aws, &service, &["exec"]).await;

    scaling(&aws, &cluster, &service, &on).await;
    schedule(&aws, &cluster, &task, &next, &on).await;

    for created in [&service, &task, &next, &group, &cluster] {
        delete(&aws, created).await;
    }
    assert_eq!(
        retention(&insights).await,
        None,
        "the log group of Container Insights was not deleted"
    );
}

/// Sets the number of a service's tasks, and reads it.
async fn check_count(aws: &Aws, cluster: &Created, service: &Created) {
    let place = ClusterRef {
        region: HERE.into(),
        cluster: cluster.id.clone(),
    };
    for count in [3, 2] {
        aws.set_count(&place, &service.id, count).await.expect("set the count");
        let state = aws.service(&place, &service.id).await.expect("read the service");
        assert_eq!(state.expect("it exists").desired, count);
    }
    let none = aws.service(&place, "none").await.expect("read no service");
    assert_eq!(none, None);
}

async fn scaling(aws: &Aws, cluster: &Created, service: &Created, on: &Dependencies) {
    let mut fields = application_autoscaling::ScalableTarget {
        cluster: Ref::known(cluster.output("name")),
        service: Ref::known(service.output("name")),
        min: 2,
        max: 10,
        linked_role: Ref::known(&on.role),
    };
    let kind = target::<application_autoscaling::ScalableTarget>(HERE, "range");
    let mut range = create(aws, kind, &fields).await;
    compare(aws, &range, &[]).await;
    fields.max = 12;
    change(aws, &mut range, &fields).await;
    compare(aws, &range, &[]).await;

    let mut fields = application_autoscaling::ScalingPolicy {
        target: Ref::known(range.output("id")),
        metric: "ECSServiceAverageCPUUtilization".into(),
        value: 50,
        label: None,
    };
    let kind = target::<application_autoscaling::ScalingPolicy>(HERE, "cpu");
    let mut policy = create(aws, kind, &fields).await;
    compare(aws, &policy, &[]).await;
    fields.value = 60;
    change(aws, &mut policy, &fields).await;
    compare(aws, &policy, &[]).await;
    delete(aws, &policy).await;
    delete(aws, &range).await;
}

async fn schedule(aws: &Aws, cluster: &Created, task: &Created, next: &Created, on: &Dependencies) {
    let mut fields = scheduler::Schedule {
        enabled: true,
        schema: Ref::known("the tables"),
        expression: "rate(1 minute)".into(),
        cluster: Ref::known(&cluster.id),
        task_definition: Ref::known(&task.id),
        role: Ref::known(&on.role),
        subnets: refs(&on.subnets),
        groups: refs(&on.groups),
    };
    let mut created = create(aws, target::<scheduler::Schedule>(HERE, "cron"), &fields).await;
    compare(aws, &created, &[]).await;
    change_schedule(&created.id).await;
    set_back(aws, &created, &["retries", "task", "window"]).await;
    fields.expression = "rate(5 minutes)".into();
    fields.enabled = false;
    fields.task_definition = Ref::known(&next.id);
    change(aws, &mut created, &fields).await;
    compare(aws, &created, &[]).await;
    delete(aws, &created).await;
}

/// Starts two tasks instead of one, with other retries, at any time of a quarter of an hour.
async fn change_schedule(name: &str) {
    use aws_sdk_scheduler::types::{FlexibleTimeWindow, FlexibleTimeWindowMode, RetryPolicy};
    let scheduler = aws_sdk_scheduler::Client::new(&config(HERE).await);
    let live = scheduler.get_schedule().name(name).send().await.expect("a schedule");
    let mut target = live.target.expect("a target");
    target.ecs_parameters.as_mut().expect("a task").task_count = Some(2);
    let retries = RetryPolicy::builder()
        .maximum_retry_attempts(5)
        .maximum_event_age_in_seconds(300);
    target.retry_policy = Some(retries.build());
    let window = FlexibleTimeWindow::builder().mode(FlexibleTimeWindowMode::Flexible);
    let window = window.maximum_window_in_minutes(15).build().expect("a window");
    let call = scheduler
        .update_schedule()
        .name(name)
        .target(target)
        .flexible_time_window(window);
    let call = call.set_schedule_expression(live.schedule_expression);
    call.set_description(live.description).send().await.expect("updated");
}
