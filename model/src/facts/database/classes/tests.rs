use super::*;
use crate::Text;
use crate::facts::database::Engine::{AuroraMysql, AuroraPostgres, MariaDb, Mysql, Postgres};

fn found(engine: Engine, class: &str, region: &str) -> Found {
    find(engine, class_form(class).unwrap(), region)
}

fn near(engine: Engine, class: &str, region: &str) -> String {
    nearest(engine, class, region)
        .unwrap()
        .write(Text::new(""), PREFIX)
        .as_str()
        .to_owned()
}

/// Counted from the source, as `jq '.mysql | map(length) | add'` counts in a file of classes by engine and region.
#[test]
fn table_has_as_many_pairs_of_class_and_region_as_its_source() {
    for (engine, pairs) in [
        (Mysql, 5800),
        (MariaDb, 5726),
        (Postgres, 5801),
        (AuroraMysql, 2176),
        (AuroraPostgres, 2346),
    ] {
        assert_eq!(CLASSES.count(engine.bit()), pairs, "{engine:?}");
    }
}

#[test]
fn aurora_has_no_general_purpose_families_and_few_burstable_sizes() {
    assert_eq!(found(AuroraMysql, "db.m6g.large", "us-east-1"), Found::FamilyUnknown);
    assert_eq!(found(AuroraPostgres, "db.m6g.large", "us-east-1"), Found::FamilyUnknown);
    assert_eq!(found(AuroraMysql, "db.serverless", "us-east-1"), Found::Here);
    assert_eq!(found(Mysql, "db.serverless", "us-east-1"), Found::FamilyUnknown);
    let sizes = |family| {
        sizes(AuroraMysql, family, "us-east-1")
            .write(Text::new(""))
            .as_str()
            .to_owned()
    };
    assert_eq!(sizes("t4g"), "medium, large");
    assert_eq!(sizes("t3"), "small, medium, large");
}

#[test]
fn families_are_missing_where_the_source_lacks_them() {
    assert_eq!(found(Mysql, "db.t4g.micro", "ca-west-1"), Found::Elsewhere);
    for region in ["af-south-1", "ap-east-1", "ca-west-1", "eu-south-1", "us-gov-west-1"] {
        assert_eq!(found(Mysql, "db.m7g.large", region), Found::Elsewhere, "{region}");
    }
    for region in ["af-south-1", "ap-southeast-4", "eu-west-3", "me-central-1"] {
        assert_eq!(found(MariaDb, "db.r7g.large", region), Found::Elsewhere, "{region}");
    }
    assert_eq!(found(Postgres, "db.m6g.large", "eu-west-3"), Found::Here);
    assert_eq!(found(Postgres, "db.m6g.24xlarge", "eu-west-3"), Found::SizeUnknown);
    assert_eq!(found(Postgres, "db.m6g.large", "eusc-de-east-1"), Found::RegionUnknown);
}

#[test]
fn suggested_class_is_offered_for_the_engine_in_the_region() {
    assert_eq!(near(AuroraMysql, "db.m6g.large", "us-east-1"), "db.r6g.large");
    assert_eq!(near(Mysql, "db.t4g.mirco", "eu-west-1"), "db.t4g.micro");
    assert_eq!(near(Mysql, "db.t4g.micro", "ca-west-1"), "db.t3.micro");
    assert_eq!(near(Mysql, "m6g.large", "eu-west-1"), "db.m6g.large");
    assert_eq!(near(Mysql, "db.m6.large", "eu-west-1"), "db.m6i.large");
    assert_eq!(near(Postgres, "db.t2.micro", "us-east-1"), "db.t3.micro");
    assert_eq!(near(Postgres, "db.r7g.large", "eu-west-3"), "db.r8g.large");
}

#[test]
fn lookups_work_in_const_evaluation() {
    const NEAR: Option<Class<'static>> = nearest(Mysql, "db.t4g.micro", "ca-west-1");
    const HERE: bool = match class_form("db.m6g.large") {
        Ok(class) => matches!(find(Mysql, class, "us-east-1"), Found::Here),
        Err(_) => false,
    };
    assert_eq!(
        NEAR,
        Some(Class {
            family: "t3",
            size: "micro"
        })
    );
    const { assert!(HERE) };
    assert!(is_retired("t2") && !is_retired("t3"));
}
