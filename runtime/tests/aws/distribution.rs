//! Web ACLs, VPC origins and distributions.

use crate::fixtures::{EDGE, HERE, check_not_owned, config, delete_all, strings, to};
use crate::lifecycle::{Created, change, compare, create, delete, emulators, set_back, target, unique};
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
        .send()
        .await
        .expect("load balancer");
    let arn = created.load_balancers().first().and_then(|one| one.load_balancer_arn());
    arn.expect("load balancer ARN").to_owned()
}

/// Blocks what no rule matches, and lets the rate limit only count.
async fn change_rules(created: &Created) {
    use aws_sdk_wafv2::types::{BlockAction, CountAction, DefaultAction, RuleAction, Scope};
    let wafv2 = aws_sdk_wafv2::Client::new(&config(EDGE).await);
    let id = created.id.rsplit('/').next().expect("an id");
    let (name, scope) = (&created.target.name, Scope::Cloudfront);
    let live = wafv2.get_web_acl().name(name).id(id).scope(scope.clone()).send().await;
    let live = live.expect("a web ACL");
    let acl = live.web_acl.expect("a web ACL");
    let mut rules = acl.rules().to_vec();
    let count = RuleAction::builder().count(CountAction::builder().build()).build();
    rules.last_mut().expect("a rule").action = Some(count);
    let block = DefaultAction::builder().block(BlockAction::builder().build()).build();
    let call = wafv2
        .update_web_acl()
        .name(name)
        .id(id)
        .scope(scope)
        .default_action(block);
    let call = call.set_description(acl.description).set_rules(Some(rules));
    let call = call
        .set_visibility_config(acl.visibility_config)
        .set_lock_token(live.lock_token);
    call.send().await.expect("updated");
}

/// Changes a distribution's settings.
async fn change_settings(id: &str, change: impl FnOnce(&mut aws_sdk_cloudfront::types::DistributionConfig)) {
    let cloudfront = aws_sdk_cloudfront::Client::new(&config(EDGE).await);
    let live = cloudfront
        .get_distribution_config()
        .id(id)
        .send()
        .await
        .expect("settings");
    let mut config = live.distribution_config.expect("settings");
    change(&mut config);
    let call = cloudfront.update_distribution().id(id).set_if_match(live.e_tag);
    call.distribution_config(config).send().await.expect("updated");
}

/// Changes settings by hand, and checks that each is found and set back.
async fn check_settings(aws: &moodle_stack::aws::Aws, created: &Created) {
    use aws_sdk_cloudfront::types::{MinimumProtocolVersion, ViewerProtocolPolicy};
    change_settings(&created.id, |config| {
        let certificate = config.viewer_certificate.as_mut().expect("a certificate");
        certificate.minimum_protocol_version = Some(MinimumProtocolVersion::TlSv1);
    })
    .await;
    set_back(aws, created, &["viewer_tls"]).await;
    change_settings(&created.id, |config| {
        let behavior = config.default_cache_behavior.as_mut().expect("a behavior");
        behavior.viewer_protocol_policy = ViewerProtocolPolicy::AllowAll;
        behavior.response_headers_policy_id = None;
    })
    .await;
    set_back(aws, created, &["pages"]).await;
    change_settings(&created.id, |config| {
        let behaviors = config.cache_behaviors.as_mut().expect("behaviors");
        behaviors.items.as_mut().expect("behaviors")[0].compress = Some(false);
        config.is_ipv6_enabled = Some(false);
    })
    .await;
    set_back(aws, created, &["cached_files", "protocols"]).await;
    change_settings(&created.id, |config| {
        let origin = &mut config.origins.as_mut().expect("origins").items[0];
        let headers = origin.custom_headers.as_mut().expect("headers").items.as_mut();
        headers.expect("headers")[0].header_value = "another".into();
    })
    .await;
    set_back(aws, created, &["header_value"]).await;
}

#[tokio::test]
async fn web_acl_lifecycle() {
    let aws = emulators().await;
    let group = |name: &str, count_only| wafv2::RuleGroup {
        name: name.into(),
        count_only,
        counted: Vec::new(),
        only_on: None,
        not_on: Vec::new(),
    };
    let exempt = ["192.0.2.0/24", "2001:db8::/32"].map(|range| wafv2::IpSet {
        description: "The campus".into(),
        ipv6: range.contains(':'),
        addresses: vec![range.into()],
    });
    let mut ipv4 = create(&aws, target::<wafv2::IpSet>(EDGE, "ipv4"), &exempt[0]).await;
    let ipv6 = create(&aws, target::<wafv2::IpSet>(EDGE, "ipv6"), &exempt[1]).await;
    compare(&aws, &ipv6, &[]).await;
    check_not_owned(&aws, &ipv4).await;
    let more = wafv2::IpSet {
        description: "The campuses".into(),
        addresses: strings(&["192.0.2.0/24", "198.51.100.0/24"]),
        ..exempt[0].clone()
    };
    change(&aws, &mut ipv4, &more).await;
    compare(&aws, &ipv4, &[]).await;
    let mut fields = wafv2::WebAcl {
        description: "Guards learn.example.edu".into(),
        groups: vec![
            group("AWSManagedRulesAmazonIpReputationList", false),
            group("AWSManagedRulesCommonRuleSet", true),
        ],
        rate_limit: 2000,
        exempt: Vec::new(),
        redacted: vec![wafv2::Redacted::Header("cookie".into())],
        logged_actions: strings(&["BLOCK"]),
        log_group: Ref::known(log_group(EDGE, &format!("aws-waf-logs-{}", unique("one"))).await),
    };
    let mut created = create(&aws, target::<wafv2::WebAcl>(EDGE, "acl"), &fields).await;
    compare(&aws, &created, &[]).await;
    change_rules(&created).await;
    set_back(&aws, &created, &["default_action", "rules"]).await;
    fields.groups.reverse();
    fields.groups[0].counted = strings(&["GenericLFI_BODY"]);
    fields.groups.push(wafv2::RuleGroup {
        only_on: Some("/mod/quiz/".into()),
        not_on: strings(&["/mod/quiz/report/", "/mod/quiz/review/"]),
        ..fields.groups[0].clone()
    });
    fields.groups[0].not_on = strings(&["/mod/quiz/"]);
    fields.exempt = vec![to(&ipv4, "arn"), to(&ipv6, "arn")];
    fields.redacted.push(wafv2::Redacted::QueryString);
    fields.logged_actions = strings(&["BLOCK", "COUNT"]);
    fields.rate_limit = 1000;
    fields.log_group = Ref::known(log_group(EDGE, &format!("aws-waf-logs-{}", unique("two"))).await);
    change(&aws, &mut created, &fields).await;
    compare(&aws, &created, &[]).await;
    delete_all(&aws, [&created, &ipv4, &ipv6]).await;
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

    check_settings(&aws, &created).await;
    fields.vpc_origin = Some(Ref::known(&way.id));
    fields.origin_timeout = 90;
    fields.web_acl = None;
    fields.cached_paths.push("/pluginfile.php/1/theme_*".into());
    change(&aws, &mut created, &fields).await;
    compare(&aws, &created, &[]).await;
    check_settings(&aws, &created).await;
    delete(&aws, &created).await;
    delete(&aws, &way).await;
}
