//! The preflight checks of certificates, hosted zones, availability zones, instance classes and images.

use crate::fixtures::{EDGE, HERE, config};
use crate::lifecycle::{emulators, unique};
use crate::stack::campus;
use aws_sdk_acm::types::ValidationMethod;
use aws_sdk_ec2::types::Tag;
use aws_sdk_route53::types::{HostedZoneConfig, Vpc, VpcRegion};
use moodle_stack::aws::Aws;
use moodle_stack::clock::Clock;
use moodle_stack::execute::preflight;
use moodle_stack::model::facts::quotas::Quota;
use moodle_stack::model::rules::preflight::{
    ENDPOINTS, HostedZone, PreflightAnswers, PreflightQuery, QueryTarget, Sender, evaluate,
};
use moodle_stack::model::{Architecture, Certificate, Database, Instance, Issued, Processor, Route53, Ses, Texts};
use oci_client::Reference;
use oci_client::client::{ClientConfig, ClientProtocol, Config, ImageLayer};
use oci_client::secrets::RegistryAuth;
use std::time::Duration;

async fn answers(aws: &Aws, architecture: &Architecture) -> PreflightAnswers {
    let queries = PreflightQuery::all(architecture);
    let answers = preflight(aws, &Clock::start(1.0), &queries).await;
    answers.known()
}

/// Returns what the emulators cannot answer.
async fn unanswered(aws: &Aws, architecture: &Architecture) -> Vec<QueryTarget> {
    let queries = PreflightQuery::all(architecture);
    let answers = preflight(aws, &Clock::start(1.0), &queries).await;
    answers.unanswered().map(|(query, _)| query.target).collect()
}

/// Returns the ids of the rules that are violated, each with its key.
async fn violations(aws: &Aws, architecture: &Architecture) -> Vec<(&'static str, &'static str)> {
    let problems = evaluate(architecture, &answers(aws, architecture).await);
    problems
        .iter()
        .map(|(rule, problem)| (rule.id, problem.at.path))
        .collect()
}

/// Requests a certificate without the provider.
async fn request(region: &'static str, domain: &str, other: &str) -> &'static str {
    let acm = aws_sdk_acm::Client::new(&config(region).await);
    let call = acm
        .request_certificate()
        .domain_name(domain)
        .subject_alternative_names(other)
        .validation_method(ValidationMethod::Dns);
    let answer = call.send().await.expect("a certificate");
    // An architecture consists of constants, and a test creates only few.
    answer.certificate_arn.expect("an ARN").leak()
}

/// Creates a hosted zone without the provider. A private one needs a VPC.
async fn zone(name: &str, vpc: Option<String>) -> &'static str {
    let route53 = aws_sdk_route53::Client::new(&config(EDGE).await);
    let mut call = route53
        .create_hosted_zone()
        .name(name)
        .caller_reference(unique("reference"));
    if let Some(id) = vpc {
        let vpc = Vpc::builder().vpc_id(id).vpc_region(VpcRegion::from(HERE)).build();
        let private = HostedZoneConfig::builder().private_zone(true).build();
        call = call.vpc(vpc).hosted_zone_config(private);
    }
    let zone = call
        .send()
        .await
        .expect("a hosted zone")
        .hosted_zone
        .expect("a hosted zone");
    zone.id.trim_start_matches("/hostedzone/").to_owned().leak()
}

/// Pushes an image for a platform, with an empty layer, without the program.
async fn push(image: &str, architecture: &str) {
    let registry = std::env::var("AWS_ENDPOINT_URL_ECR_REGISTRY").expect("`.ci/emulators` starts a registry");
    let host = registry.trim_start_matches("http://").to_owned();
    let (_, name) = image.split_once('/').expect("a registry");
    let (path, tag) = name.rsplit_once(':').expect("a tag");
    let client = oci_client::Client::new(ClientConfig {
        protocol: ClientProtocol::Http,
        ..ClientConfig::default()
    });
    let config =
        format!(r#"{{"os":"linux","architecture":"{architecture}","rootfs":{{"type":"layers","diff_ids":[]}}}}"#);
    let config = Config::oci_v1(config.into_bytes(), None);
    let layers = [ImageLayer::oci_v1_gzip(b"a layer".to_vec(), None)];
    let reference = Reference::with_tag(host, path.into(), tag.into());
    let pushed = client
        .push(&reference, &layers, config, &RegistryAuth::Anonymous, None)
        .await;
    pushed.expect("an image");
}

/// Returns the reference under another name, with its image in the registry.
async fn published(name: &'static str) -> Architecture {
    let mut architecture = campus(name).architecture;
    architecture.domain = "learn.example.edu";
    push(architecture.moodle.image, "amd64").await;
    architecture
}

#[tokio::test]
async fn reference_passes_all_checks() {
    let aws = emulators().await;
    let architecture = published("known").await;
    assert_eq!(violations(&aws, &architecture).await, []);
}

#[tokio::test]
async fn missing_image_or_image_for_another_processor_is_refused() {
    let aws = emulators().await;
    let mut architecture = published("known-image").await;
    architecture.compute.cpu_architecture = Processor::Arm;
    assert_eq!(violations(&aws, &architecture).await, [("MS692", "moodle.image")]);
    architecture.moodle.image = architecture.moodle.image.replace(":5.2", ":5.3").leak();
    assert_eq!(violations(&aws, &architecture).await, [("MS691", "moodle.image")]);
    architecture.moodle.image = architecture.moodle.image.replace("/known-image/", "/unknown/").leak();
    assert_eq!(violations(&aws, &architecture).await, [("MS691", "moodle.image")]);
    push(architecture.moodle.image, "arm64").await;
    assert_eq!(violations(&aws, &architecture).await, []);
}

#[tokio::test]
async fn certificate_is_refused_unless_it_is_issued_and_covers_the_domain() {
    let aws = emulators().await;
    let mut architecture = published("known-certificate").await;
    architecture.edge = None;
    let arn = request(HERE, "example.edu", "*.example.edu").await;
    architecture.load_balancer.certificate = Certificate::Arn(arn);
    assert_eq!(
        violations(&aws, &architecture).await,
        [("MS390", "load_balancer.certificate")]
    );
    // moto issues the certificate after two seconds.
    let mut looks = 0;
    while !violations(&aws, &architecture).await.is_empty() {
        looks += 1;
        assert!(looks < 60, "{arn} was not issued within half a minute");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let names = answers(&aws, &architecture).await.certificates[arn].clone();
    assert_eq!(names.expect("it exists").domains, ["example.edu", "*.example.edu"]);
    architecture.domain = "a.learn.example.edu";
    assert_eq!(
        violations(&aws, &architecture).await,
        [("MS391", "load_balancer.certificate")]
    );
    // Not a literal, since `.ci/emulators` creates every certificate whose ARN is in a test.
    let none = arn.replace("certificate/", "certificate/0");
    architecture.load_balancer.certificate = Certificate::Arn(none.leak());
    assert_eq!(
        violations(&aws, &architecture).await,
        [("MS390", "load_balancer.certificate")]
    );
}

#[tokio::test]
async fn missing_private_or_unrelated_hosted_zone_is_refused() {
    let aws = emulators().await;
    let mut architecture = published("known-zone").await;
    architecture.edge = None;
    let public = zone("example.edu", None).await;
    architecture.load_balancer.certificate = Certificate::Issued(Issued { zone: public });
    architecture.dns = Some(Route53 { zone: public });
    assert_eq!(violations(&aws, &architecture).await, []);
    assert_eq!(
        answers(&aws, &architecture).await.hosted_zones[public],
        Some(HostedZone {
            name: "example.edu.".into(),
            is_private: false
        })
    );
    let ec2 = aws_sdk_ec2::Client::new(&config(HERE).await);
    let vpc = ec2.create_vpc().cidr_block("10.7.0.0/16").send().await.expect("a VPC");
    let vpc = vpc.vpc.and_then(|vpc| vpc.vpc_id).expect("a VPC's id");
    let private = zone("example.edu", Some(vpc)).await;
    architecture.dns = Some(Route53 { zone: private });
    assert_eq!(violations(&aws, &architecture).await, [("MS190", "dns.zone")]);
    architecture.dns = Some(Route53 {
        zone: "Z00000000000000000000",
    });
    assert_eq!(violations(&aws, &architecture).await, [("MS190", "dns.zone")]);
    let other = zone("example.org", None).await;
    architecture.dns = Some(Route53 { zone: other });
    assert_eq!(violations(&aws, &architecture).await, [("MS191", "dns.zone")]);
}

#[tokio::test]
async fn unknown_availability_zone_or_class_is_refused() {
    let aws = emulators().await;
    let mut architecture = published("known-class").await;
    architecture.network.zones = Texts::new(&["ap-southeast-1a", "ap-southeast-1x", "ap-southeast-1y"]);
    let Database::Mysql(instance) = architecture.database else {
        panic!("the reference has MySQL");
    };
    let classes = [
        ("8.4", "db.r6g.large", true, true),
        ("8.4.6", "db.r6g.large", true, true),
        ("8.9", "db.r6g.large", true, false),
        ("8.4", "db.r99g.large", true, false),
        ("8.4", "db.r6g.2xlarge", true, false),
        ("8.4", "db.r6g.2xlarge", false, true),
    ];
    for (version, class, multi_az, is_offered) in classes {
        architecture.database = Database::Mysql(Instance {
            version,
            class,
            multi_az,
            ..instance
        });
        let mut expected = vec![("MS290", "network.zones"), ("MS290", "network.zones")];
        if !is_offered {
            expected.push(("MS790", "database.class"));
        }
        assert_eq!(
            violations(&aws, &architecture).await,
            expected,
            "{version} {class} {multi_az}"
        );
    }
}

#[tokio::test]
async fn zones_have_ids_and_regions_and_endpoints_are_known() {
    let aws = emulators().await;
    let architecture = published("known-region").await;
    let answers = answers(&aws, &architecture).await;
    let zones = answers.zones.expect("zones");
    assert!(zones.iter().all(|zone| zone.id.starts_with("apse1-az")), "{zones:?}");
    let regions = answers.regions.expect("regions");
    assert_eq!(regions[HERE], "opt-in-not-required");
    let endpoints = answers.endpoint_zones.expect("endpoints");
    assert!(endpoints.keys().eq(ENDPOINTS), "{endpoints:?}");
    assert!(
        endpoints["logs"].contains(&"ap-southeast-1a".to_owned()),
        "{endpoints:?}"
    );
}

#[tokio::test]
async fn quota_is_compared_with_what_exists() {
    let aws = emulators().await;
    let architecture = published("known-quota").await;
    let name = unique("known-quota");
    let ec2 = aws_sdk_ec2::Client::new(&config(HERE).await);
    for owner in ["", &name] {
        let vpc = ec2.create_vpc().cidr_block("10.8.0.0/16").send().await.expect("a VPC");
        let vpc = vpc.vpc.and_then(|vpc| vpc.vpc_id).expect("a VPC's id");
        let tag = Tag::builder().key("moodle-stack:stack").value(owner).build();
        ec2.create_tags().resources(vpc).tags(tag).send().await.expect("a tag");
    }
    assert!(unanswered(&aws, &architecture).await.is_empty());
    let mut answers = answers(&aws, &architecture).await;
    let vpcs = answers.quotas.get_mut(&Quota::Vpcs).expect("VPCs");
    assert_eq!(vpcs.limit, 10_000, "`.ci/moto_server_with_certificates.py` sets it");
    assert_eq!(vpcs.used.iter().filter(|label| **label == name).count(), 1);
    assert!(vpcs.used.iter().any(String::is_empty), "{vpcs:?}");
    vpcs.limit = vpcs.used.len() as u64;
    let problems = evaluate(&architecture, &answers);
    let ids: Vec<&str> = problems.iter().map(|(rule, _)| rule.id).collect();
    assert_eq!(ids, ["MS294"]);
    // The stack's own do not count.
    answers.own = vec![name];
    assert!(evaluate(&architecture, &answers).is_empty());
}

#[tokio::test]
async fn alias_of_another_distribution_is_refused() {
    let aws = emulators().await;
    let mut architecture = published("known-alias").await;
    let domain: &'static str = format!("{}.example.edu", unique("alias")).leak();
    architecture.domain = domain;
    let before = answers(&aws, &architecture).await.alias.expect("distributions");
    assert!(before.holders.is_empty(), "{before:?}");
    let edge = architecture.edge.expect("an edge");
    let Certificate::Arn(certificate) = edge.certificate else {
        panic!("the reference has a certificate");
    };
    let id = distribute(domain, certificate).await;
    let found = answers(&aws, &architecture).await.alias.expect("distributions");
    assert!(found.has_distributions);
    let holders: Vec<_> = found
        .holders
        .iter()
        .map(|one| (&*one.alias, &*one.distribution, &one.account))
        .collect();
    assert_eq!(holders, [(domain, &*id, &None)]);
    let violations = violations(&aws, &architecture).await;
    assert!(violations.contains(&("MS490", "domain")), "{violations:?}");
}

/// Creates a distribution with an alias, without the provider. Returns its id.
async fn distribute(alias: &str, certificate: &str) -> String {
    use aws_sdk_cloudfront::types::{
        Aliases, CustomOriginConfig, DefaultCacheBehavior, DistributionConfig, MinimumProtocolVersion, Origin,
        OriginProtocolPolicy, Origins, SslSupportMethod, ViewerCertificate, ViewerProtocolPolicy,
    };
    let custom = CustomOriginConfig::builder()
        .http_port(80)
        .https_port(443)
        .origin_protocol_policy(OriginProtocolPolicy::HttpsOnly);
    let origin = Origin::builder()
        .id("origin")
        .domain_name("origin.example.edu")
        .custom_origin_config(custom.build().expect("an origin"));
    let origins = Origins::builder().quantity(1).items(origin.build().expect("an origin"));
    let behavior = DefaultCacheBehavior::builder()
        .target_origin_id("origin")
        .cache_policy_id("658327ea-f89d-4fab-a63d-7e88639e58f6")
        .viewer_protocol_policy(ViewerProtocolPolicy::HttpsOnly);
    let viewer = ViewerCertificate::builder()
        .acm_certificate_arn(certificate)
        .ssl_support_method(SslSupportMethod::SniOnly)
        .minimum_protocol_version(MinimumProtocolVersion::TlSv122021);
    let config_of = DistributionConfig::builder()
        .caller_reference(unique("reference"))
        .comment("of somebody else")
        .enabled(false)
        .aliases(Aliases::builder().quantity(1).items(alias).build().expect("an alias"))
        .origins(origins.build().expect("origins"))
        .default_cache_behavior(behavior.build().expect("a behavior"))
        .viewer_certificate(viewer.build());
    let cloudfront = aws_sdk_cloudfront::Client::new(&config(EDGE).await);
    let call = cloudfront
        .create_distribution()
        .distribution_config(config_of.build().expect("a configuration"));
    let answer = call.send().await.expect("a distribution");
    answer.distribution.expect("a distribution").id
}

#[tokio::test]
async fn sender_must_be_verified() {
    let aws = emulators().await;
    let mut architecture = published("known-sender").await;
    let domain = format!("{}.example.edu", unique("sender"));
    architecture.email = Some(Ses {
        from: format!("noreply@{domain}").leak(),
        credentials: "arn:aws:secretsmanager:ap-southeast-1:111122223333:secret:smtp-AbC1eF",
        region: None,
    });
    assert_eq!(answers(&aws, &architecture).await.sender, Some(Sender::Unknown));
    assert_eq!(violations(&aws, &architecture).await, [("MS990", "email.from")]);
    let ses = aws_sdk_sesv2::Client::new(&config(HERE).await);
    let created = ses.create_email_identity().email_identity(&domain).send().await;
    created.expect("an identity");
    // moto verifies no domain.
    assert_eq!(answers(&aws, &architecture).await.sender, Some(Sender::Pending(domain)));
    assert_eq!(violations(&aws, &architecture).await, [("MS990", "email.from")]);
    // Nor does it know what SES allows the account.
    let gaps = unanswered(&aws, &architecture).await;
    assert!(gaps.contains(&QueryTarget::Sending), "{gaps:?}");
}
