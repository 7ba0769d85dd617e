//! Records, and the certificates that they prove.

use crate::ground::{EDGE, config};
use crate::life::{change, compare, delete, emulators, make, target, unique};
use crate::load_balancer::certificate;
use moodle_stack::kinds::acm;
use moodle_stack::kinds::route53;
use moodle_stack::provider::{Deletion, Provider, State};
use moodle_stack::resource::Ref;

async fn zone(name: &str) -> String {
    let route53 = aws_sdk_route53::Client::new(&config(EDGE).await);
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
async fn a_certificate_is_issued_once_its_record_is_there() {
    let aws = emulators().await;
    let domain = format!("{}.example.edu", unique("issued"));
    let zone = zone(&domain).await;
    let certificate = certificate(&aws, EDGE, &domain).await;
    compare(&aws, &certificate, &[]).await;
    let fields = route53::Record {
        zone,
        name: Ref::known(certificate.output("record_name")),
        record_type: "CNAME".into(),
        answer: route53::Answer::Value(Ref::known(certificate.output("record_value"))),
    };
    let record = make(&aws, target::<route53::Record>(EDGE, "proof"), &fields).await;
    compare(&aws, &record, &[]).await;
    let fields = acm::Validation {
        certificate: Ref::known(&certificate.id),
        record: Ref::known(record.output("name")),
    };
    let validation = make(&aws, target::<acm::Validation>(EDGE, "validation"), &fields).await;
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
        let mut made = make(&aws, target::<route53::Record>(EDGE, "name"), &fields).await;
        compare(&aws, &made, &[]).await;
        // The same name with the other type is another record.
        fields.record_type = "AAAA".into();
        let other = serde_json::to_value(&fields).expect("JSON");
        assert_eq!(aws.find(&made.target, &other).await.expect("find"), None);
        fields.record_type = "A".into();
        fields.answer = alias("d222222abcdef8.cloudfront.net");
        let other = serde_json::to_value(&fields).expect("JSON");
        let error = aws
            .find(&made.target, &other)
            .await
            .expect_err("it answers something else");
        assert!(error.message.contains(&name), "{error}");
        let before = made.fields.clone();
        change(&aws, &mut made, &fields).await;
        compare(&aws, &made, &[]).await;
        // Whoever applied the answer before finds another now, and leaves it.
        let left = aws.delete(&made.target, &made.id, &before).await.expect("delete");
        assert!(matches!(left, Deletion::Abandoned(_)), "{left:?}");
        compare(&aws, &made, &[]).await;
        delete(&aws, &made).await;
    }
}
