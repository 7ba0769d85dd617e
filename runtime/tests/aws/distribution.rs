//! Web ACLs, VPC origins and distributions.

use crate::fixtures::{EDGE, HERE, config};
use crate::lifecycle::{change, compare, create, delete, emulators, target, unique};
use crate::load_balancer::secret;
use moodle_stack::kinds::cloudfront;
use moodle_stack::kinds::wafv2;
use moodle_stack::provider::Provider;
use moodle_stack::resource::Ref;

async fn log_group(region: &'static str, name: &str) -> String {
    let logs = aws_sdk_cloudwatchlogs::Client::new(&config(region).await);
    logs.create_log_group()
        .log_group_name(name)
        .send()
        .await
        .expect("log group");
    format!("arn:aws:logs:{region}:123456789012:log-group:{name}")
}

/// Creates a load balancer in ministack, whose CloudFront needs it.
async fn load_balancer_of_cloudfront(name: &str) -> String {
    let config = config(HERE).await;
    let config = aws_sdk_elasticloadbalancingv2::config::Builder::from(&config)
        .endpoint_url(std::env::var("AWS_ENDPOINT_URL_CLOUDFRONT").expect("CloudFront's emulator"))
        .build();
    let elb = aws_sdk_elasticloadbalancingv2::Client::from_conf(config);
    let created = elb
        .create_load_balancer()
        .name(name)
        .subnets("subnet-0a")
        .subnets("subnet-0b")
        .send()
        .await
        .expect("load balancer");
    let arn = created.load_balancers().first().and_then(|one| one.load_balancer_arn());
    arn.expect("load balancer ARN").to_owned()
}

#[tokio::test]
async fn web_acl_lifecycle() {
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
        log_group: Ref::known(log_group(EDGE, &format!("aws-waf-logs-{}", unique("one"))).await),
    };
    let mut created = create(&aws, target::<wafv2::WebAcl>(EDGE, "acl"), &fields).await;
    compare(&aws, &created, &[]).await;
    fields.groups.reverse();
    fields.rate_limit = 1000;
    fields.log_group = Ref::known(log_group(EDGE, &format!("aws-waf-logs-{}", unique("two"))).await);
    change(&aws, &mut created, &fields).await;
    compare(&aws, &created, &[]).await;
    delete(&aws, &created).await;
}

#[tokio::test]
async fn distribution_changes_from_a_public_to_a_private_load_balancer() {
    let aws = emulators().await;
    let mut origin = cloudfront::VpcOrigin {
        load_balancer: Ref::known(load_balancer_of_cloudfront(&unique("campus")).await),
    };
    let mut way = create(&aws, target::<cloudfront::VpcOrigin>(EDGE, "way"), &origin).await;
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
    let mut created = create(&aws, target::<cloudfront::Distribution>(EDGE, "cdn"), &fields).await;
    compare(&aws, &created, &[]).await;
    let live = aws
        .read(&created.target, &created.id, &created.fields)
        .await
        .expect("read");
    assert!(
        !format!("{live:?}").contains("s3cretvalue"),
        "the secret is in the observed state"
    );

    fields.vpc_origin = Some(Ref::known(&way.id));
    fields.origin_timeout = 90;
    fields.web_acl = None;
    fields.cached_paths.push("/pluginfile.php/1/theme_*".into());
    change(&aws, &mut created, &fields).await;
    compare(&aws, &created, &[]).await;
    delete(&aws, &created).await;
    delete(&aws, &way).await;
}
