//! Records and certificates.

use crate::fixtures::{EDGE, config};
use crate::lifecycle::{Created, change, compare, create, delete, emulators, set_back, target, unique};
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

/// Changes for how many seconds a record's value may be cached.
async fn set_seconds(record: &Created, seconds: i64) {
    use aws_sdk_route53::types::{Change, ChangeAction, ChangeBatch, ResourceRecord, ResourceRecordSet, RrType};
    let text = |field: &str| record.fields[field].as_str().expect("a text").to_owned();
    let value = record.fields["answer"]["value"].as_str().expect("a value");
    let set = ResourceRecordSet::builder()
        .name(text("name"))
        .r#type(RrType::from(text("record_type").as_str()))
        .ttl(seconds)
        .resource_records(ResourceRecord::builder().value(value).build().expect("a record"));
    let change = Change::builder()
        .action(ChangeAction::Upsert)
        .resource_record_set(set.build().expect("a record set"));
    let batch = ChangeBatch::builder().changes(change.build().expect("a change"));
    let route53 = aws_sdk_route53::Client::new(&config(EDGE).await);
    let call = route53.change_resource_record_sets().hosted_zone_id(text("zone"));
    let call = call.change_batch(batch.build().expect("a batch"));
    call.send().await.expect("changed");
}

#[tokio::test]
async fn certificate_is_issued_when_its_record_exists() {
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
    let record = create(&aws, target::<route53::Record>(EDGE, "proof"), &fields).await;
    compare(&aws, &record, &[]).await;
    set_seconds(&record, 5).await;
    set_back(&aws, &record, &["options"]).await;
    let fields = acm::Validation {
        certificate: Ref::known(&certificate.id),
        record: Ref::known(record.output("name")),
    };
    let validation = create(&aws, target::<acm::Validation>(EDGE, "validation"), &fields).await;
    compare(&aws, &validation, &[]).await;
    assert_eq!(validation.output("arn"), certificate.id);
    delete(&aws, &validation).await;
    let live = aws
        .read(&certificate.target, &certificate.id, &certificate.fields)
        .await;
    let live = live
        .expect("read")
        .expect("the certificate still exists after its validation was deleted");
    assert_eq!(live.state, State::Ready);
    delete(&aws, &record).await;
    delete(&aws, &certificate).await;
}

#[tokio::test]
async fn record_with_another_target_is_not_changed() {
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
        let mut created = create(&aws, target::<route53::Record>(EDGE, "name"), &fields).await;
        compare(&aws, &created, &[]).await;
        // The same name with the other type is a different record.
        fields.record_type = "AAAA".into();
        let other = serde_json::to_value(&fields).expect("JSON");
        assert_eq!(aws.find(&created.target, &other).await.expect("find"), None);
        fields.record_type = "A".into();
        fields.answer = alias("d222222abcdef8.cloudfront.net");
        let other = serde_json::to_value(&fields).expect("JSON");
        let error = aws
            .find(&created.target, &other)
            .await
            .expect_err("it has another target");
        assert!(error.message.contains(&name), "{error}");
        let before = created.fields.clone();
        change(&aws, &mut created, &fields).await;
        compare(&aws, &created, &[]).await;
        // The record no longer has the target that was applied, and is not deleted.
        let left = aws.delete(&created.target, &created.id, &before).await.expect("delete");
        assert!(matches!(left, Deletion::Abandoned(_)), "{left:?}");
        compare(&aws, &created, &[]).await;
        delete(&aws, &created).await;
    }
}
