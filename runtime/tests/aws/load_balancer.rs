//! Load balancers, target groups, listeners and rules.

use crate::fixtures::{EDGE, HERE, config, refs};
use crate::lifecycle::{Created, change, compare, create, delete, emulators, set_back, target, unique};
use moodle_stack::aws::Aws;
use moodle_stack::kinds::acm;
use moodle_stack::kinds::elb;
use moodle_stack::provider::Provider;
use moodle_stack::resource::Ref;

/// The resources that these tests need.
pub struct Dependencies {
    pub vpc: String,
    pub subnets: Vec<String>,
    pub groups: Vec<String>,
    pub role: String,
}

/// Creates a VPC with two subnets and two security groups without the provider.
pub async fn dependencies() -> Dependencies {
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
    Dependencies {
        vpc,
        subnets,
        groups,
        role: "arn:aws:iam::123456789012:role/test".into(),
    }
}

/// Creates a secret in a region and returns its ARN.
pub async fn secret(region: &'static str, name: &str) -> String {
    let secrets = aws_sdk_secretsmanager::Client::new(&config(region).await);
    let call = secrets.create_secret().name(name).secret_string("s3cretvalue");
    call.send().await.expect("secret").arn.expect("secret ARN")
}

async fn elbv2() -> aws_sdk_elasticloadbalancingv2::Client {
    aws_sdk_elasticloadbalancingv2::Client::new(&config(HERE).await)
}

async fn load_balancer(aws: &Aws, on: &Dependencies) -> (Created, elb::LoadBalancer) {
    let fields = elb::LoadBalancer {
        internal: false,
        subnets: refs(&on.subnets),
        groups: refs(&on.groups[..1]),
        idle_timeout: 75,
        access_logs: None,
        deletion_protection: false,
        linked_role: Ref::known(&on.role),
    };
    let created = create(aws, target::<elb::LoadBalancer>(HERE, "alb"), &fields).await;
    (created, fields)
}

pub async fn target_group(aws: &Aws, on: &Dependencies) -> (Created, elb::TargetGroup) {
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
    let created = create(aws, target::<elb::TargetGroup>(HERE, "tg"), &fields).await;
    (created, fields)
}

pub async fn certificate(aws: &Aws, region: &str, domain: &str) -> Created {
    let fields = acm::Certificate { domain: domain.into() };
    create(aws, target::<acm::Certificate>(region, "cert"), &fields).await
}

#[tokio::test]
async fn load_balancer_lifecycle() {
    let aws = emulators().await;
    let on = dependencies().await;
    let (mut created, mut fields) = load_balancer(&aws, &on).await;
    assert!(
        created
            .output("label")
            .starts_with(&format!("app/{}/", created.target.name)),
        "{}",
        created.output("label")
    );
    compare(&aws, &created, &[]).await;
    fields.idle_timeout = 120;
    fields.groups = refs(&on.groups);
    fields.subnets.reverse();
    fields.deletion_protection = true;
    change(&aws, &mut created, &fields).await;
    compare(&aws, &created, &[]).await;
    let elb = elbv2().await;
    let attribute = |key: &str, value: &str| {
        let attribute = aws_sdk_elasticloadbalancingv2::types::LoadBalancerAttribute::builder();
        attribute.key(key).value(value).build()
    };
    for (key, value) in [
        ("routing.http.drop_invalid_header_fields.enabled", "false"),
        ("routing.http.desync_mitigation_mode", "monitor"),
    ] {
        let call = elb.modify_load_balancer_attributes().load_balancer_arn(&created.id);
        call.attributes(attribute(key, value)).send().await.expect("attributes");
        set_back(&aws, &created, &["attributes"]).await;
    }
    let call = elb.set_ip_address_type().load_balancer_arn(&created.id);
    let dual = aws_sdk_elasticloadbalancingv2::types::IpAddressType::Dualstack;
    call.ip_address_type(dual).send().await.expect("dual stack");
    set_back(&aws, &created, &["ip_address_type"]).await;
    // Deleted despite its deletion protection: the deployer asks the user before.
    delete(&aws, &created).await;
}

#[tokio::test]
async fn load_balancer_that_is_not_owned_is_an_error() {
    let aws = emulators().await;
    let on = dependencies().await;
    let (created, _) = load_balancer(&aws, &on).await;
    let mut other = created.target.clone();
    other.stack = "another".into();
    let error = aws
        .find(&other, &created.fields)
        .await
        .expect_err("it is not owned by this stack");
    assert_eq!(error.kind, moodle_stack::provider::ApiErrorKind::NotOwned);
    assert!(error.message.contains(&created.target.name), "{error}");
    delete(&aws, &created).await;
}

#[tokio::test]
async fn target_group_lifecycle() {
    let aws = emulators().await;
    let on = dependencies().await;
    let (mut created, mut fields) = target_group(&aws, &on).await;
    assert!(
        created.output("label").starts_with("targetgroup/"),
        "{}",
        created.output("label")
    );
    compare(&aws, &created, &[]).await;
    let elb = elbv2().await;
    let sticky = aws_sdk_elasticloadbalancingv2::types::TargetGroupAttribute::builder();
    let sticky = sticky.key("stickiness.enabled").value("true").build();
    let call = elb.modify_target_group_attributes().target_group_arn(&created.id);
    call.attributes(sticky).send().await.expect("attributes");
    set_back(&aws, &created, &["attributes"]).await;
    let any = aws_sdk_elasticloadbalancingv2::types::Matcher::builder().http_code("200-499");
    let call = elb
        .modify_target_group()
        .target_group_arn(&created.id)
        .matcher(any.build());
    call.send().await.expect("a matcher");
    set_back(&aws, &created, &["health_check"]).await;
    fields.health_path = "/".into();
    fields.drain = 60;
    change(&aws, &mut created, &fields).await;
    compare(&aws, &created, &[]).await;
    delete(&aws, &created).await;
}

/// Adds a rule and a certificate to a listener, and a second value to the stack's rule, and checks that each is found and set
/// back.
async fn check_foreign_parts(aws: &Aws, https: &Created, ruled: &Created, group: &Created) {
    use aws_sdk_elasticloadbalancingv2::types::{
        Action, ActionTypeEnum, Certificate, HttpHeaderConditionConfig, PathPatternConditionConfig, RuleCondition,
    };
    let elb = elbv2().await;
    let forward = Action::builder().set_type(Some(ActionTypeEnum::Forward));
    let any = PathPatternConditionConfig::builder().values("/*").build();
    let any = RuleCondition::builder().field("path-pattern").path_pattern_config(any);
    let call = elb.create_rule().listener_arn(&https.id).priority(3);
    let call = call.conditions(any.build());
    let call = call.actions(forward.target_group_arn(&group.id).build());
    call.send().await.expect("a rule");
    set_back(aws, https, &["other_rules"]).await;
    let live = aws.read(&ruled.target, &ruled.id, &ruled.fields).await.expect("read");
    assert!(live.is_some(), "the stack's own rule was deleted");

    let other = certificate(aws, HERE, "other.example.edu").await;
    let call = elb.add_listener_certificates().listener_arn(&https.id);
    let one = Certificate::builder().certificate_arn(&other.id).build();
    call.certificates(one).send().await.expect("a certificate");
    set_back(aws, https, &["other_certificates"]).await;
    delete(aws, &other).await;

    let header =
        HttpHeaderConditionConfig::builder().http_header_name(ruled.fields["header"].as_str().expect("a header"));
    let header = header.values("s3cretvalue").values("guessed").build();
    let both = RuleCondition::builder().field("http-header").http_header_config(header);
    let call = elb.modify_rule().rule_arn(&ruled.id).conditions(both.build());
    call.send().await.expect("two values");
    set_back(aws, ruled, &["conditions", "header_value"]).await;
}

#[tokio::test]
async fn listeners_and_rule_with_a_secret_header_lifecycle() {
    let aws = emulators().await;
    let on = dependencies().await;
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
    let redirect = create(&aws, target::<elb::Listener>(HERE, "http"), &redirect).await;
    compare(&aws, &redirect, &[]).await;
    assert_eq!(redirect.output("target_group"), "");

    let mut fields = elb::Listener {
        load_balancer: Ref::known(&alb.id),
        port: 443,
        certificate: Some(Ref::known(&issued.id)),
        tls_policy: Some("ELBSecurityPolicy-TLS13-1-2-2021-06".into()),
        action: elb::Action::Deny,
    };
    let mut https = create(&aws, target::<elb::Listener>(HERE, "https"), &fields).await;
    compare(&aws, &https, &[]).await;

    // The secret is in CloudFront's region, not in the rule's.
    let arn = secret(EDGE, &unique("origin-verify")).await;
    let mut rule = elb::ListenerRule {
        listener: Ref::known(&https.id),
        priority: 1,
        header: "X-Origin-Verify".into(),
        secret: Ref::known(arn),
        target_group: Ref::known(&group.id),
    };
    let mut ruled = create(&aws, target::<elb::ListenerRule>(HERE, "rule"), &rule).await;
    compare(&aws, &ruled, &[]).await;
    let live = aws.read(&ruled.target, &ruled.id, &ruled.fields).await.expect("read");
    assert!(
        !format!("{live:?}").contains("s3cretvalue"),
        "the secret is in the observed state"
    );
    rule.priority = 7;
    rule.header = "X-From-CloudFront".into();
    change(&aws, &mut ruled, &rule).await;
    compare(&aws, &ruled, &[]).await;

    check_foreign_parts(&aws, &https, &ruled, &group).await;

    fields.action = elb::Action::Forward(Ref::known(&group.id));
    fields.tls_policy = Some("ELBSecurityPolicy-TLS13-1-3-2021-06".into());
    change(&aws, &mut https, &fields).await;
    compare(&aws, &https, &[]).await;
    assert_eq!(https.output("target_group"), group.id);

    for created in [&ruled, &https, &redirect, &group, &alb, &issued] {
        delete(&aws, created).await;
    }
}
