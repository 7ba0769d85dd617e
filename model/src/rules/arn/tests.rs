use super::{Arn, Flaw, Named};

#[test]
fn region_and_account_are_read_from_an_arn() {
    for (text, region) in [
        ("arn:aws:acm:us-east-1:111122223333:certificate/0f5e-7a1c", "us-east-1"),
        ("arn:aws-cn:acm:cn-north-1:111122223333:certificate/0f5e", "cn-north-1"),
        ("arn:aws:acm:eu-south-9:111122223333:certificate/0f5e", "eu-south-9"),
        ("arn:aws:acm:us-east-1:111122223333:certificate/0f5e…", "us-east-1"),
    ] {
        let arn = Arn::read(text, Named::Certificate).unwrap();
        assert_eq!((arn.region, arn.account), (region, "111122223333"));
    }
}

#[test]
fn each_defect_of_an_arn_is_distinguished() {
    for (text, flaw) in [
        ("", Flaw::NoArn(Named::Certificate)),
        ("0f5e", Flaw::NoArn(Named::Certificate)),
        (
            "ARN:aws:acm:us-east-1:111122223333:certificate/0f5e",
            Flaw::NoArn(Named::Certificate),
        ),
        ("arn:aws:acm:us-east-1:111122223333:certificate/0f5e ", Flaw::Whitespace),
        (
            "arn:aws:acm:us-east-1:111122223333:certificate/0f5e\t",
            Flaw::Whitespace,
        ),
        (
            "arn:aws:acm:us-east-1:111122223333:certificate/0f5e\n",
            Flaw::Whitespace,
        ),
        (
            "arn:aws:iam::111122223333:server-certificate/learn",
            Flaw::Service("iam"),
        ),
        ("arn:aws:acm-pca:us-east-1:111122223333:x/1", Flaw::Service("acm-pca")),
        (
            "arn:aws:acm:us-east-1:certificate/0f5e",
            Flaw::Parts { written: 5, right: 6 },
        ),
        (
            "arn:aws:acm:us-east-1:111122223333:certificate:0f5e",
            Flaw::Parts { written: 7, right: 6 },
        ),
        (
            "arn:amazon:acm:us-east-1:111122223333:certificate/0f5e",
            Flaw::Partition,
        ),
        ("arn:aws:acm::111122223333:certificate/0f5e", Flaw::Region("")),
        (
            "arn:aws:acm:us-est-1:111122223333:certificate/0f5e",
            Flaw::Region("us-est-1"),
        ),
        ("arn:aws:acm:us-east-1:1111:certificate/0f5e", Flaw::Account("1111")),
        (
            "arn:aws:acm:us-gov-west-1:111122223333:certificate/0f5e",
            Flaw::OtherPartition {
                written: "aws",
                region: "us-gov-west-1",
            },
        ),
        (
            "arn:aws:acm:us-east-1:111122223333:0f5e",
            Flaw::Resource(Named::Certificate),
        ),
        (
            "arn:aws:acm:us-east-1:111122223333:certificate/",
            Flaw::NoId(Named::Certificate),
        ),
        (
            "arn:aws:acm:us-east-1:111122223333:certificate/0f5e/1",
            Flaw::Id(Named::Certificate),
        ),
        (
            "arn:aws:acm:us-east-1:111122223333:certificate/<id>",
            Flaw::Id(Named::Certificate),
        ),
    ] {
        assert_eq!(Arn::read(text, Named::Certificate).err(), Some(flaw), "{text}");
    }
}

#[test]
fn arn_of_a_secret_needs_the_suffix_of_aws() {
    let read = |name: &str| {
        let text: &'static str = format!("arn:aws:secretsmanager:eu-west-1:111122223333:{name}").leak();
        Arn::read(text, Named::Secret).map(|arn| arn.region)
    };
    for good in [
        "secret:smtp-AbC1eF",
        "secret:mail/moodle_1+2=3.4@5-6-AbC1eF",
        "secret:smtp…",
    ] {
        assert_eq!(read(good), Ok("eu-west-1"), "{good}");
    }
    for (bad, flaw) in [
        ("secret:smtp", Flaw::NoSuffix),
        ("secret:smtp-AbCdE", Flaw::NoSuffix),
        ("secret:-AbCdEf", Flaw::NoSuffix),
        ("secret:smtp-AbCd_f", Flaw::NoSuffix),
        ("secret:", Flaw::NoId(Named::Secret)),
        ("secret:<name>-AbC1eF", Flaw::Id(Named::Secret)),
        ("parameter:smtp-AbC1eF", Flaw::Resource(Named::Secret)),
        ("secret/smtp-AbC1eF", Flaw::Parts { written: 6, right: 7 }),
        ("secret:smtp-AbC1eF:username::", Flaw::Parts { written: 10, right: 7 }),
    ] {
        assert_eq!(read(bad), Err(flaw), "{bad}");
    }
}

#[test]
fn corrected_arn_keeps_service_and_name() {
    let text = "arn:aws:secretsmanager:us-gov-west-1:111122223333:secret:smtp-AbC1eF";
    let Err(flaw) = Arn::read(text, Named::Secret) else {
        panic!("{text} is of another partition");
    };
    let corrected = flaw.corrected(text, Named::Secret).unwrap();
    assert_eq!(corrected.as_str(), text.replace("arn:aws:", "arn:aws-us-gov:"));
}
