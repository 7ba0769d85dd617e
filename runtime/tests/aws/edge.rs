//! What stands before and around the containers: load balancer, ECS, scheduler, scaling, alarms, WAF, CloudFront, DNS.

use crate::life::{Made, change, compare, delete, emulators, make, retention, target, unique};
use moodle_stack::aws::Aws;
use moodle_stack::provider::{Deletion, Provider, State};
use moodle_stack::resource::{Joined, Ref, acm, application_autoscaling, cloudfront, cloudwatch};
use moodle_stack::resource::{ecs, elb, route53, scheduler, wafv2};
use serde_json::json;
use std::collections::BTreeMap;

const HERE: &str = "ap-southeast-1";
const CLOUDFRONT: &str = "us-east-1";

/// What the resources of these tests stand on.
struct Ground {
    vpc: String,
    subnets: Vec<String>,
    groups: Vec<String>,
    role: String,
}

fn refs<T>(values: &[String]) -> Vec<Ref<T>> {
    values.iter().map(Ref::known).collect()
}

async fn config(region: &'static str) -> aws_config::SdkConfig {
    aws_config::defaults(aws_config::BehaviorVersion::latest())
        .region(region)
        .load()
        .await
}

async fn ground() -> Ground {
    let ec2 = aws_sdk_ec2::Client::new(&config(HERE).await);
    let vpc = ec2.create_vpc().cidr_block("10.9.0.0/16").send().await.expect("VPC");
    let vpc = vpc.vpc.and_then(|vpc| vpc.vpc_id).expect("VPC id");
    let mut subnets = Vec::new();
    for (cidr, zone) in [("10.9.0.0/24", "ap-southeast-1a"), ("10.9.1.0/24", "ap-southeast-1b")] {
        let call = ec2
            .create_subnet()
            .vpc_id(&vpc)
            .cidr_block(cidr)
            .availability_zone(zone);
        let subnet = call.send().await.expect("subnet").subnet;
        subnets.push(subnet.and_then(|subnet| subnet.subnet_id).expect("subnet id"));
    }
    let mut groups = Vec::new();
    for name in ["one", "two"] {
        let call = ec2
            .create_security_group()
            .vpc_id(&vpc)
            .group_name(name)
            .description(name);
        groups.push(call.send().await.expect("group").group_id.expect("group id"));
    }
    Ground {
        vpc,
        subnets,
        groups,
        role: "arn:aws:iam::123456789012:role/test".into(),
    }
}

/// Makes a secret in a region and returns its ARN.
async fn secret(region: &'static str, name: &str) -> String {
    let secrets = aws_sdk_secretsmanager::Client::new(&config(region).await);
    let call = secrets.create_secret().name(name).secret_string("s3cretvalue");
    call.send().await.expect("secret").arn.expect("secret ARN")
}

async fn load_balancer(aws: &Aws, on: &Ground) -> (Made, elb::LoadBalancer) {
    let fields = elb::LoadBalancer {
        internal: false,
        subnets: refs(&on.subnets),
        groups: refs(&on.groups[..1]),
        idle_timeout: 75,
        access_logs: None,
        deletion_protection: false,
        linked_role: Ref::known(&on.role),
    };
    let made = make(aws, target::<elb::LoadBalancer>(HERE, "alb"), &fields).await;
    (made, fields)
}

async fn target_group(aws: &Aws, on: &Ground) -> (Made, elb::TargetGroup) {
    let fields = elb::TargetGroup {
        vpc: Ref::known(&on.vpc),
        port: 8080,
        health_path: "/login/index.php".into(),
        health_interval: 30,
        health_timeout: 20,
        healthy: 2,
        unhealthy: 3,
        drain: 90,
    };
    let made = make(aws, target::<elb::TargetGroup>(HERE, "tg"), &fields).await;
    (made, fields)
}

async fn certificate(aws: &Aws, region: &str, domain: &str) -> Made {
    let fields = acm::Certificate { domain: domain.into() };
    make(aws, target::<acm::Certificate>(region, "cert"), &fields).await
}

#[tokio::test]
async fn a_load_balancer_lives() {
    let aws = emulators().await;
    let on = ground().await;
    let (mut made, mut fields) = load_balancer(&aws, &on).await;
    assert!(
        made.output("label").starts_with(&format!("app/{}/", made.target.name)),
        "{}",
        made.output("label")
    );
    compare(&aws, &made, &[]).await;
    fields.idle_timeout = 120;
    fields.groups = refs(&on.groups);
    fields.deletion_protection = true;
    change(&aws, &mut made, &fields).await;
    compare(&aws, &made, &[]).await;
    // Protected, and deleted all the same: the executor asks before it does that.
    delete(&aws, &made).await;
}

#[tokio::test]
async fn a_load_balancer_that_is_not_ours_is_left_alone() {
    let aws = emulators().await;
    let on = ground().await;
    let (made, _) = load_balancer(&aws, &on).await;
    let mut other = made.target.clone();
    other.stack = "another".into();
    let fault = aws.find(&other, &made.fields).await.expect_err("it is not ours");
    assert_eq!(fault.kind, moodle_stack::provider::FaultKind::Foreign);
    assert!(fault.message.contains(&made.target.name), "{fault}");
    delete(&aws, &made).await;
}

#[tokio::test]
async fn a_target_group_lives() {
    let aws = emulators().await;
    let on = ground().await;
    let (mut made, mut fields) = target_group(&aws, &on).await;
    assert!(
        made.output("label").starts_with("targetgroup/"),
        "{}",
        made.output("label")
    );
    compare(&aws, &made, &[]).await;
    fields.health_path = "/".into();
    fields.drain = 60;
    change(&aws, &mut made, &fields).await;
    compare(&aws, &made, &[]).await;
    delete(&aws, &made).await;
}

#[tokio::test]
async fn listeners_and_a_rule_with_a_secret_header_live() {
    let aws = emulators().await;
    let on = ground().await;
    let (alb, _) = load_balancer(&aws, &on).await;
    let (group, _) = target_group(&aws, &on).await;
    let issued = certificate(&aws, HERE, "learn.example.edu").await;

    let redirect = elb::Listener {
        load_balancer: Ref::known(&alb.id),
        port: 80,
        certificate: None,
        tls_policy: None,
        action: elb::Action::RedirectToHttps,
    };
    let redirect = make(&aws, target::<elb::Listener>(HERE, "http"), &redirect).await;
    compare(&aws, &redirect, &[]).await;
    assert_eq!(redirect.output("target_group"), "");

    let mut fields = elb::Listener {
        load_balancer: Ref::known(&alb.id),
        port: 443,
        certificate: Some(Ref::known(&issued.id)),
        tls_policy: Some("ELBSecurityPolicy-TLS13-1-2-2021-06".into()),
        action: elb::Action::Deny,
    };
    let mut https = make(&aws, target::<elb::Listener>(HERE, "https"), &fields).await;
    compare(&aws, &https, &[]).await;

    // The secret is where CloudFront's stack of things lives, not where the rule does.
    let arn = secret(CLOUDFRONT, &unique("origin-verify")).await;
    let mut rule = elb::ListenerRule {
        listener: Ref::known(&https.id),
        priority: 1,
        header: "X-Origin-Verify".into(),
        secret: Ref::known(arn),
        target_group: Ref::known(&group.id),
    };
    let mut ruled = make(&aws, target::<elb::ListenerRule>(HERE, "rule"), &rule).await;
    compare(&aws, &ruled, &[]).await;
    let live = aws.read(&ruled.target, &ruled.id, &ruled.fields).await.expect("read");
    assert!(!format!("{live:?}").contains("s3cretvalue"), "the secret is reported");
    rule.priority = 7;
    rule.header = "X-From-CloudFront".into();
    change(&aws, &mut ruled, &rule).await;
    compare(&aws, &ruled, &[]).await;

    fields.action = elb::Action::Forward(Ref::known(&group.id));
    fields.tls_policy = Some("ELBSecurityPolicy-TLS13-1-3-2021-06".into());
    change(&aws, &mut https, &fields).await;
    compare(&aws, &https, &[]).await;
    assert_eq!(https.output("target_group"), group.id);

    for made in [&ruled, &https, &redirect, &group, &alb, &issued] {
        delete(&aws, made).await;
    }
}

fn task_definition(role: &str) -> ecs::TaskDefinition {
    ecs::TaskDefinition {
        cpu: 2048,
        memory: 4096,
        arm: true,
        image: "123456789012.dkr.ecr.ap-southeast-1.amazonaws.com/moodle:5.2".into(),
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
    }
}

#[tokio::test]
async fn a_task_definition_lives_and_a_change_is_a_revision_of_its_own() {
    let aws = emulators().await;
    let mut fields = task_definition("arn:aws:iam::123456789012:role/test");
    let first = make(&aws, target::<ecs::TaskDefinition>(HERE, "moodle"), &fields).await;
    compare(&aws, &first, &[]).await;
    fields.command = vec!["php".into(), "admin/cli/cron.php".into()];
    fields.health_command = vec![];
    fields.port = None;
    let mut next = first.target.clone();
    next.generation = "1e1e1".into();
    let second = make(&aws, next, &fields).await;
    compare(&aws, &second, &[]).await;
    assert_ne!(first.id, second.id);
    let found = aws.find(&first.target, &first.fields).await.expect("find");
    assert_eq!(
        found.as_deref(),
        Some(first.id.as_str()),
        "the newest is not the one that is meant"
    );
    delete(&aws, &first).await;
    delete(&aws, &second).await;
}

#[tokio::test]
async fn a_service_lives_in_its_cluster_scaled_and_beside_a_schedule() {
    let aws = emulators().await;
    let on = ground().await;
    let mut cluster_fields = ecs::Cluster {
        container_insights: true,
        log_days: 30,
        linked_role: Ref::known(&on.role),
    };
    let mut cluster = make(&aws, target::<ecs::Cluster>(HERE, "cluster"), &cluster_fields).await;
    compare(&aws, &cluster, &[]).await;
    let insights = format!("/aws/ecs/containerinsights/{}/performance", cluster.target.name);
    assert_eq!(retention(&insights).await, Some(30));
    cluster_fields.log_days = 90;
    change(&aws, &mut cluster, &cluster_fields).await;
    assert_eq!(retention(&insights).await, Some(90));
    cluster_fields.container_insights = false;
    change(&aws, &mut cluster, &cluster_fields).await;
    compare(&aws, &cluster, &[]).await;

    let (group, _) = target_group(&aws, &on).await;
    let mut definition = task_definition(&on.role);
    let task = make(&aws, target::<ecs::TaskDefinition>(HERE, "moodle"), &definition).await;
    definition.stop_timeout = 60;
    let mut later = task.target.clone();
    later.generation = "1e1e1".into();
    let next = make(&aws, later, &definition).await;

    let mut fields = ecs::Service {
        cluster: Ref::known(&cluster.id),
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
    let mut service = make(&aws, target::<ecs::Service>(HERE, "service"), &fields).await;
    let no_strategy = [("shares", "moto drops the capacity provider strategy")];
    compare(&aws, &service, &no_strategy).await;
    fields.task_definition = Ref::known(&next.id);
    fields.groups = refs(&on.groups);
    fields.grace_period = 900;
    change(&aws, &mut service, &fields).await;
    compare(&aws, &service, &no_strategy).await;

    scaling(&aws, &cluster, &service, &on).await;
    schedule(&aws, &cluster, &task, &next, &on).await;

    for made in [&service, &task, &next, &group, &cluster] {
        delete(&aws, made).await;
    }
    assert_eq!(
        retention(&insights).await,
        None,
        "Container Insights' log group is left"
    );
}

async fn scaling(aws: &Aws, cluster: &Made, service: &Made, on: &Ground) {
    let mut fields = application_autoscaling::ScalableTarget {
        cluster: Ref::known(cluster.output("name")),
        service: Ref::known(service.output("name")),
        min: 2,
        max: 10,
        linked_role: Ref::known(&on.role),
    };
    let kind = target::<application_autoscaling::ScalableTarget>(HERE, "range");
    let mut range = make(aws, kind, &fields).await;
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
    let mut policy = make(aws, kind, &fields).await;
    compare(aws, &policy, &[]).await;
    fields.value = 60;
    change(aws, &mut policy, &fields).await;
    compare(aws, &policy, &[]).await;
    delete(aws, &policy).await;
    delete(aws, &range).await;
}

async fn schedule(aws: &Aws, cluster: &Made, task: &Made, next: &Made, on: &Ground) {
    let mut fields = scheduler::Schedule {
        expression: "rate(1 minute)".into(),
        cluster: Ref::known(&cluster.id),
        task_definition: Ref::known(&task.id),
        role: Ref::known(&on.role),
        subnets: refs(&on.subnets),
        groups: refs(&on.groups),
    };
    let mut made = make(aws, target::<scheduler::Schedule>(HERE, "cron"), &fields).await;
    compare(aws, &made, &[]).await;
    fields.expression = "rate(5 minutes)".into();
    fields.task_definition = Ref::known(&next.id);
    change(aws, &mut made, &fields).await;
    compare(aws, &made, &[]).await;
    delete(aws, &made).await;
}

#[tokio::test]
async fn an_alarm_lives() {
    let aws = emulators().await;
    let mut fields = cloudwatch::Alarm {
        description: "The database is short of memory.".into(),
        namespace: "AWS/RDS".into(),
        metric: "FreeableMemory".into(),
        dimensions: BTreeMap::from([("DBInstanceIdentifier".into(), Joined::text("campus-database"))]),
        statistic: "Average".into(),
        period: 300,
        periods: 3,
        threshold: 268_435_456,
        comparison: "LessThanThreshold".into(),
        missing: "breaching".into(),
        topic: Some(Ref::known("arn:aws:sns:ap-southeast-1:123456789012:campus-alarms")),
    };
    let mut made = make(&aws, target::<cloudwatch::Alarm>(HERE, "memory"), &fields).await;
    compare(&aws, &made, &[]).await;
    fields.threshold = 536_870_912;
    fields.topic = None;
    change(&aws, &mut made, &fields).await;
    compare(&aws, &made, &[]).await;
    delete(&aws, &made).await;
}

#[tokio::test]
async fn a_dashboard_lives() {
    let aws = emulators().await;
    let widget = |text: &str| json!({ "widgets": [{ "type": "text", "properties": { "markdown": text } }] });
    let mut fields = cloudwatch::Dashboard { body: widget("one") };
    let mut made = make(&aws, target::<cloudwatch::Dashboard>(HERE, "board"), &fields).await;
    compare(&aws, &made, &[]).await;
    fields.body = widget("two");
    change(&aws, &mut made, &fields).await;
    compare(&aws, &made, &[]).await;
    delete(&aws, &made).await;
}

async fn log_group(region: &'static str, name: &str) -> String {
    let logs = aws_sdk_cloudwatchlogs::Client::new(&config(region).await);
    logs.create_log_group()
        .log_group_name(name)
        .send()
        .await
        .expect("log group");
    format!("arn:aws:logs:{region}:123456789012:log-group:{name}")
}

#[tokio::test]
async fn a_web_acl_lives() {
    let aws = emulators().await;
    let group = |name: &str, count_only| wafv2::RuleGroup {
        name: name.into(),
        count_only,
    };
    let mut fields = wafv2::WebAcl {
        description: "Guards learn.example.edu".into(),
        groups: vec![
            group("AWSManagedRulesAmazonIpReputationList", false),
            group("AWSManagedRulesCommonRuleSet", true),
        ],
        rate_limit: 2000,
        log_group: Ref::known(log_group(CLOUDFRONT, &format!("aws-waf-logs-{}", unique("one"))).await),
    };
    let mut made = make(&aws, target::<wafv2::WebAcl>(CLOUDFRONT, "acl"), &fields).await;
    compare(&aws, &made, &[]).await;
    fields.groups.reverse();
    fields.rate_limit = 1000;
    fields.log_group = Ref::known(log_group(CLOUDFRONT, &format!("aws-waf-logs-{}", unique("two"))).await);
    change(&aws, &mut made, &fields).await;
    compare(&aws, &made, &[]).await;
    delete(&aws, &made).await;
}

/// Makes a load balancer where CloudFront looks for it: ministack knows only its own.
async fn load_balancer_of_cloudfront(name: &str) -> String {
    let config = config(HERE).await;
    let config = aws_sdk_elasticloadbalancingv2::config::Builder::from(&config)
        .endpoint_url(std::env::var("AWS_ENDPOINT_URL_CLOUDFRONT").expect("CloudFront's emulator"))
        .build();
    let elb = aws_sdk_elasticloadbalancingv2::Client::from_conf(config);
    let made = elb
        .create_load_balancer()
        .name(name)
        .send()
        .await
        .expect("load balancer");
    let arn = made.load_balancers().first().and_then(|one| one.load_balancer_arn());
    arn.expect("load balancer ARN").to_owned()
}

#[tokio::test]
async fn a_distribution_lives_before_a_public_load_balancer_and_then_a_private_one() {
    let aws = emulators().await;
    let mut origin = cloudfront::VpcOrigin {
        load_balancer: Ref::known(load_balancer_of_cloudfront(&unique("campus")).await),
    };
    let mut way = make(&aws, target::<cloudfront::VpcOrigin>(CLOUDFRONT, "way"), &origin).await;
    compare(&aws, &way, &[]).await;
    origin.load_balancer = Ref::known(load_balancer_of_cloudfront(&unique("other")).await);
    change(&aws, &mut way, &origin).await;
    compare(&aws, &way, &[]).await;

    let mut fields = cloudfront::Distribution {
        alias: format!("{}.example.edu", unique("learn")),
        certificate: Ref::known("arn:aws:acm:us-east-1:000000000000:certificate/11111111-2222-3333-4444-555555555555"),
        web_acl: Some(Ref::known(
            "arn:aws:wafv2:us-east-1:000000000000:global/webacl/campus/11111111-2222-3333-4444-555555555555",
        )),
        origin: Ref::known("campus-123.ap-southeast-1.elb.amazonaws.com"),
        vpc_origin: None,
        origin_timeout: 60,
        header: "X-Origin-Verify".into(),
        secret: Ref::known(secret(HERE, &unique("origin-verify")).await),
        cached_paths: vec!["/theme/*".into(), "/lib/javascript.php/*".into()],
    };
    let mut made = make(&aws, target::<cloudfront::Distribution>(CLOUDFRONT, "cdn"), &fields).await;
    compare(&aws, &made, &[]).await;
    let live = aws.read(&made.target, &made.id, &made.fields).await.expect("read");
    assert!(!format!("{live:?}").contains("s3cretvalue"), "the secret is reported");

    fields.vpc_origin = Some(Ref::known(&way.id));
    fields.origin_timeout = 90;
    fields.web_acl = None;
    fields.cached_paths.push("/pluginfile.php/1/theme_*".into());
    change(&aws, &mut made, &fields).await;
    compare(&aws, &made, &[]).await;
    delete(&aws, &made).await;
    delete(&aws, &way).await;
}

#[tokio::test]
async fn a_certificate_is_issued_once_its_record_is_there() {
    let aws = emulators().await;
    let domain = format!("{}.example.edu", unique("issued"));
    let zone = zone(&domain).await;
    let certificate = certificate(&aws, CLOUDFRONT, &domain).await;
    compare(&aws, &certificate, &[]).await;
    let fields = route53::Record {
        zone,
        name: Ref::known(certificate.output("record_name")),
        record_type: "CNAME".into(),
        answer: route53::Answer::Value(Ref::known(certificate.output("record_value"))),
    };
    let record = make(&aws, target::<route53::Record>(CLOUDFRONT, "proof"), &fields).await;
    compare(&aws, &record, &[]).await;
    let fields = acm::Validation {
        certificate: Ref::known(&certificate.id),
        record: Ref::known(record.output("name")),
    };
    let validation = make(&aws, target::<acm::Validation>(CLOUDFRONT, "validation"), &fields).await;
    compare(&aws, &validation, &[]).await;
    assert_eq!(validation.output("arn"), certificate.id);
    delete(&aws, &validation).await;
    let live = aws
        .read(&certificate.target, &certificate.id, &certificate.fields)
        .await;
    let live = live.expect("read").expect("a certificate outlives its validation");
    assert_eq!(live.state, State::Ready);
    delete(&aws, &record).await;
    delete(&aws, &certificate).await;
}

async fn zone(name: &str) -> String {
    let route53 = aws_sdk_route53::Client::new(&config(CLOUDFRONT).await);
    let call = route53.create_hosted_zone().name(name).caller_reference(name);
    let zone = call
        .send()
        .await
        .expect("hosted zone")
        .hosted_zone
        .expect("hosted zone");
    zone.id.trim_start_matches("/hostedzone/").to_owned()
}

#[tokio::test]
async fn records_live_and_one_with_another_answer_is_left_alone() {
    let aws = emulators().await;
    let domain = format!("{}.example.edu", unique("dns"));
    let zone = zone(&domain).await;
    let alias = |host: &str| route53::Answer::Alias {
        host: Ref::known(host),
        zone: Ref::known("Z2FDTNDATAQYW2"),
    };
    for name in [format!("learn.{domain}"), format!("*.{domain}"), domain.clone()] {
        let mut fields = route53::Record {
            zone: zone.clone(),
            name: Ref::known(&name),
            record_type: "A".into(),
            answer: alias("d111111abcdef8.cloudfront.net"),
        };
        let mut made = make(&aws, target::<route53::Record>(CLOUDFRONT, "name"), &fields).await;
        compare(&aws, &made, &[]).await;
        // The same name with the other type is another record.
        fields.record_type = "AAAA".into();
        let other = serde_json::to_value(&fields).expect("JSON");
        assert_eq!(aws.find(&made.target, &other).await.expect("find"), None);
        fields.record_type = "A".into();
        fields.answer = alias("d222222abcdef8.cloudfront.net");
        let other = serde_json::to_value(&fields).expect("JSON");
        let fault = aws
            .find(&made.target, &other)
            .await
            .expect_err("it answers something else");
        assert!(fault.message.contains(&name), "{fault}");
        let before = made.fields.clone();
        change(&aws, &mut made, &fields).await;
        compare(&aws, &made, &[]).await;
        // Whoever applied the answer before finds another now, and leaves it.
        let left = aws.delete(&made.target, &made.id, &before).await.expect("delete");
        assert!(matches!(left, Deletion::Lapses(_)), "{left:?}");
        compare(&aws, &made, &[]).await;
        delete(&aws, &made).await;
    }
}
