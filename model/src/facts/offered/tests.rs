use super::*;

const TABLE: Offered = Offered::new(&[
    Row::new("r6g", 1, "large xlarge", ALL),
    Row::new("r7g", 1, "large", but("eu-west-3")),
    Row::new("t4g", 2, "micro small", at("us-east-1 us-east-2")),
    Row::new("serverless", 1, "", ALL),
]);

const fn class(text: &str) -> Class<'_> {
    match Class::read(text, "db.") {
        Ok(class) => class,
        Err(_) => panic!("malformed"),
    }
}

#[test]
fn class_is_found_by_user_family_size_and_region() {
    const FOUND: Found = TABLE.find(1, class("db.r7g.large"), "eu-west-3");
    assert_eq!(FOUND, Found::Elsewhere);
    for (user, name, region, expected) in [
        (1, "db.r6g.xlarge", "eu-west-3", Found::Here),
        (1, "db.r6g.2xlarge", "eu-west-3", Found::SizeUnknown),
        (1, "db.t4g.micro", "us-east-1", Found::FamilyUnknown),
        (2, "db.t4g.micro", "us-east-1", Found::Here),
        (2, "db.t4g.micro", "eu-north-2", Found::RegionUnknown),
        (2, "db.t4g.micro", "us-iso-east-1", Found::RegionUnknown),
        (1, "db.serverless", "us-east-1", Found::Here),
        (2, "db.serverless", "us-east-1", Found::FamilyUnknown),
    ] {
        assert_eq!(TABLE.find(user, class(name), region), expected, "{name}");
    }
}

#[test]
fn form_of_a_class_is_checked_without_the_table() {
    for good in [
        "db.m5.large",
        "db.x2iedn.32xlarge",
        "db.t4g.micro",
        "db.m12g.96xlarge",
        "db.m8i-flex.large",
        "db.serverless",
    ] {
        assert!(Class::read(good, "db.").is_ok(), "{good}");
    }
    for (bad, fault) in [
        ("m5.large", ClassSyntaxError::Prefix),
        ("cache.m5.large", ClassSyntaxError::Prefix),
        ("db.m5", ClassSyntaxError::Parts),
        ("db.m5.large.2", ClassSyntaxError::Parts),
        ("db.m.large", ClassSyntaxError::Family),
        ("db.5m.large", ClassSyntaxError::Family),
        ("db.m5-g.large", ClassSyntaxError::Family),
        ("db.é6g.large", ClassSyntaxError::Family),
        ("db.m6.large", ClassSyntaxError::Processor),
        ("db.r7x.large", ClassSyntaxError::Processor),
        ("db.m6g.larg", ClassSyntaxError::Size),
        ("db.m6g.1xlarge", ClassSyntaxError::Size),
        ("db.m6g.02xlarge", ClassSyntaxError::Size),
        ("db.m6g.2x", ClassSyntaxError::Size),
        ("db.m6g.2xxlarge", ClassSyntaxError::Size),
    ] {
        assert_eq!(Class::read(bad, "db."), Err(fault), "{bad}");
    }
}

#[test]
fn nearest_class_is_offered_to_the_user_in_the_region() {
    let nearest = |user, written, region| {
        TABLE
            .nearest(user, written, region, "")
            .map(|class| class.write(Text::new(""), "db."))
    };
    assert_eq!(nearest(1, "r7g.large", "eu-west-3").unwrap().as_str(), "db.r6g.large");
    assert_eq!(nearest(1, "r7g.xlarge", "us-east-1").unwrap().as_str(), "db.r6g.xlarge");
    assert_eq!(nearest(2, "t4g.mirco", "us-east-1").unwrap().as_str(), "db.t4g.micro");
    assert_eq!(nearest(1, "r6g-xlarge", "eu-west-1").unwrap().as_str(), "db.r6g.xlarge");
    assert_eq!(nearest(1, "r6glarge", "eu-west-1").unwrap().as_str(), "db.r6g.large");
    assert_eq!(nearest(2, "t4g.micro", "eu-west-1"), None);
    assert_eq!(nearest(1, "elephant", "eu-west-1"), None);
}

#[test]
fn sizes_of_a_family_are_listed_from_the_smallest() {
    let sizes = TABLE.sizes(1, "r6g", "eu-west-1");
    assert!(sizes.has("large") && !sizes.has("2xlarge"));
    assert_eq!(sizes.write(Text::new("")).as_str(), "large, xlarge");
    assert!(TABLE.sizes(2, "t4g", "eu-west-1").is_empty());
    assert!(!TABLE.sizes(2, "t4g", "eu-north-2").is_empty());
}
