//! The instance classes that RDS and Aurora offer per region.
//!
//! Source: cfn-lint 1.58.0, which takes it from AWS's price list, 2026-10. It lacks only the isolated regions and the
//! sovereign cloud.

use super::Engine;
use crate::facts::offered::{ALL, Class, ClassSyntaxError, Found, Offered, Row, Sizes, at, but};

/// The date of the table.
pub const AS_OF: &str = "2026-10";

/// The prefix of every class.
pub const PREFIX: &str = "db.";

/// The families that are still in the price list, but that no version in standard support can be created with.
///
/// Source: cfn-lint 1.58.0, which takes the classes of each version from AWS's API, 2026-10.
pub const RETIRED: &str = "m1 m2 m3 m4 r3 r4 t1 t2 x2idn";

/// Reads an instance class without checking whether it exists.
pub const fn class_form(text: &str) -> Result<Class<'_>, ClassSyntaxError> {
    Class::read(text, PREFIX)
}

/// Looks up where an instance class is offered for an engine.
#[must_use]
pub const fn find(engine: Engine, class: Class<'_>, region: &str) -> Found {
    CLASSES.find(engine.bit(), class, region)
}

/// Returns whether a family can no longer be chosen, although it is in the price list.
#[must_use]
pub const fn is_retired(family: &str) -> bool {
    crate::facts::lists(RETIRED, family)
}

/// Returns the sizes of a family for an engine in a region, or in any region if it is unknown.
#[must_use]
pub const fn sizes(engine: Engine, family: &str, region: &str) -> Sizes {
    CLASSES.sizes(engine.bit(), family, region)
}

/// Returns the class for an engine in the region that is nearest to a text, with or without `db.`.
#[must_use]
pub const fn nearest(engine: Engine, written: &str, region: &str) -> Option<Class<'static>> {
    let written = match crate::text::after(written, PREFIX) {
        Some(rest) => rest,
        None => written,
    };
    CLASSES.nearest(engine.bit(), written, region, RETIRED)
}

const MYSQL: u8 = Engine::Mysql.bit();
const MARIADB: u8 = Engine::MariaDb.bit();
const POSTGRES: u8 = Engine::Postgres.bit();
const AURORA_MYSQL: u8 = Engine::AuroraMysql.bit();
const AURORA_POSTGRES: u8 = Engine::AuroraPostgres.bit();
const RDS: u8 = MYSQL | MARIADB | POSTGRES;
const AURORA: u8 = AURORA_MYSQL | AURORA_POSTGRES;
const ANY: u8 = RDS | AURORA;

const TO_16: &str = "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge";
const TO_24: &str = "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge";
const TO_32: &str = "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge";
const TO_48: &str = "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge";

/// Every pair of a class and a region, by engine.
#[rustfmt::skip]
const CLASSES: Offered = Offered::new(&[
    Row::new("m1", MYSQL | POSTGRES, "small", at("ap-northeast-1 ap-southeast-1 ap-southeast-2 cn-north-1 \
        eu-west-1 sa-east-1 us-east-1 us-gov-west-1 us-west-1 us-west-2")),
    Row::new("m1", MYSQL | POSTGRES, "medium large xlarge", at("ap-northeast-1 ap-southeast-1 ap-southeast-2 \
        eu-west-1 sa-east-1 us-east-1 us-gov-west-1 us-west-1 us-west-2")),
    Row::new("m2", MYSQL | POSTGRES, "xlarge 2xlarge 4xlarge", at("ap-northeast-1 ap-southeast-1 ap-southeast-2 \
        eu-west-1 sa-east-1 us-east-1 us-gov-west-1 us-west-1 us-west-2")),
    Row::new("m3", RDS, "medium large xlarge 2xlarge", at("ap-northeast-1 ap-southeast-1 ap-southeast-2 cn-north-1 \
        eu-central-1 eu-west-1 sa-east-1 us-east-1 us-gov-west-1 us-west-1 us-west-2")),
    Row::new("m4", MYSQL | MARIADB, "large xlarge 2xlarge 4xlarge 10xlarge 16xlarge", at("ap-northeast-1 \
        ap-northeast-2 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 cn-north-1 cn-northwest-1 \
        eu-central-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-gov-west-1 us-west-1 us-west-2")),
    Row::new("m4", POSTGRES, "large xlarge 2xlarge 4xlarge 10xlarge 16xlarge", at("ap-northeast-1 ap-northeast-2 \
        ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 cn-north-1 cn-northwest-1 eu-central-1 eu-west-1 \
        eu-west-2 sa-east-1 us-east-1 us-east-2 us-gov-west-1 us-west-1 us-west-2")),
    Row::new("m5", RDS, TO_24, but("ap-east-2 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-west-1 mx-central-1")),
    Row::new("m5d", RDS, TO_24, but("ap-east-2 ap-south-2 ap-southeast-4 ap-southeast-5 ap-southeast-6 \
        ap-southeast-7 ca-west-1 eu-central-2 eu-south-2 il-central-1 mx-central-1 us-gov-east-1 us-gov-west-1")),
    Row::new("m6g", RDS, TO_16, ALL),
    Row::new("m6gd", RDS, TO_16, but("af-south-1 cn-north-1 cn-northwest-1 sa-east-1")),
    Row::new("m6i", RDS, TO_32, but("ap-southeast-4 cn-north-1 cn-northwest-1 eu-central-2 eu-south-2 me-central-1")),
    Row::new("m6id", RDS, TO_32, at("ap-east-2 ap-northeast-1 ap-southeast-2 ap-southeast-5 ap-southeast-6 \
        ap-southeast-7 ca-west-1 eu-central-1 eu-west-1 mx-central-1 us-east-1 us-east-2 us-west-2")),
    Row::new("m6idn", RDS, TO_32, at("ap-northeast-1 eu-west-1 us-east-1 us-east-2 us-west-2")),
    Row::new("m6in", RDS, TO_32, at("ap-northeast-1 eu-west-1 us-east-1 us-east-2 us-west-2")),
    Row::new("m7g", RDS, TO_16, but("af-south-1 ap-east-1 ca-west-1 eu-south-1 us-gov-west-1")),
    Row::new("m7i", RDS, TO_48, but("af-south-1 ap-east-1 ap-northeast-3 ap-south-2 ap-southeast-7 ca-west-1 \
        cn-north-1 cn-northwest-1 eu-central-2 eu-south-1 il-central-1 me-central-1 me-south-1")),
    Row::new("m8a", RDS, TO_48, at("ap-northeast-1 ap-south-1 ap-south-2 eu-central-1 eu-south-2 eu-west-1 \
        us-east-1 us-east-2 us-west-2")),
    Row::new("m8g", RDS, TO_48, but("ap-east-2 ap-northeast-3 ap-southeast-3 ap-southeast-4 ap-southeast-6 \
        ap-southeast-7 ca-central-1 il-central-1 me-central-1 me-south-1 mx-central-1 us-gov-east-1 us-gov-west-1")),
    Row::new("m8gd", RDS, TO_48, at("ap-northeast-1 ap-southeast-2 ap-southeast-5 ca-central-1 eu-central-1 \
        eu-south-2 eu-west-1 eu-west-2 sa-east-1 us-east-1 us-east-2 us-west-2")),
    Row::new("m9g", RDS, TO_48, at("eu-central-1 us-east-1 us-east-2 us-west-2")),
    Row::new("r3", AURORA_MYSQL, "large xlarge 2xlarge 4xlarge 8xlarge", at("ap-northeast-1 ap-northeast-2 \
        ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-west-1 eu-west-2 us-east-1 us-east-2 \
        us-gov-west-1 us-west-1 us-west-2")),
    Row::new("r3", RDS, "large xlarge 2xlarge", at("ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 \
        ap-southeast-2 cn-north-1 eu-central-1 eu-west-1 us-east-1 us-east-2 us-gov-west-1 us-west-1 us-west-2")),
    Row::new("r3", RDS, "4xlarge 8xlarge", at("ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 \
        ap-southeast-2 cn-north-1 eu-central-1 eu-west-1 sa-east-1 us-east-1 us-east-2 us-gov-west-1 us-west-1 \
        us-west-2")),
    Row::new("r4", AURORA, "large xlarge 2xlarge 4xlarge 8xlarge 16xlarge", at("ap-northeast-1 ap-northeast-2 \
        ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 cn-northwest-1 eu-central-1 eu-west-1 eu-west-2 \
        eu-west-3 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2")),
    Row::new("r4", RDS, "large xlarge 2xlarge 4xlarge 8xlarge 16xlarge", at("ap-northeast-1 ap-northeast-2 \
        ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 cn-north-1 cn-northwest-1 eu-central-1 eu-west-1 \
        eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2")),
    Row::new("r5", AURORA, TO_24, but("ap-east-2 ap-southeast-5 ap-southeast-6 ap-southeast-7 mx-central-1")),
    Row::new("r5", RDS, TO_24, but("ap-east-2 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-west-1 mx-central-1")),
    Row::new("r5b", RDS, TO_24, at("ap-northeast-1 ap-southeast-1 eu-central-1 us-east-1 us-east-2 us-west-2")),
    Row::new("r5d", RDS, TO_24, but("ap-east-2 ap-south-2 ap-southeast-4 ap-southeast-5 ap-southeast-6 \
        ap-southeast-7 ca-west-1 eu-central-2 eu-south-2 il-central-1 mx-central-1 us-gov-east-1 us-gov-west-1")),
    Row::new("r6g", AURORA, TO_16, but("il-central-1")),
    Row::new("r6g", RDS, TO_16, ALL),
    Row::new("r6gd", MYSQL | MARIADB, TO_16, but("af-south-1 ap-east-1 ap-east-2 ap-northeast-2 ap-south-2 \
        ap-southeast-4 ap-southeast-6 ca-west-1 cn-northwest-1 eu-north-1 eu-south-1 eu-west-2 me-central-1 \
        me-south-1 sa-east-1")),
    Row::new("r6gd", POSTGRES, TO_16, but("af-south-1 ap-east-1 ap-northeast-2 ap-south-2 ap-southeast-4 \
        ap-southeast-6 ca-west-1 cn-northwest-1 eu-north-1 eu-south-1 eu-west-2 me-central-1 me-south-1 sa-east-1")),
    Row::new("r6gd", AURORA_POSTGRES, "xlarge 4xlarge 8xlarge", but("af-south-1 ap-east-1 ap-northeast-3 \
        ap-south-2 ap-southeast-3 ap-southeast-4 ca-west-1 cn-north-1 cn-northwest-1 eu-central-2 eu-south-1 \
        eu-south-2 il-central-1 me-central-1 me-south-1")),
    Row::new("r6gd", AURORA_POSTGRES, "2xlarge 12xlarge 16xlarge", but("af-south-1 ap-east-1 ap-east-2 \
        ap-northeast-3 ap-south-2 ap-southeast-3 ap-southeast-4 ca-west-1 cn-north-1 cn-northwest-1 eu-central-2 \
        eu-south-1 eu-south-2 il-central-1 me-central-1 me-south-1")),
    Row::new("r6i", AURORA_MYSQL, TO_32, but("cn-north-1 cn-northwest-1 il-central-1 me-central-1")),
    Row::new("r6i", AURORA_POSTGRES, TO_32, but("ca-west-1 cn-north-1 cn-northwest-1 il-central-1")),
    Row::new("r6i", RDS, TO_32, but("ap-south-2 ap-southeast-3 ap-southeast-4 cn-north-1 cn-northwest-1 \
        eu-central-2 eu-south-2 me-central-1 us-gov-east-1 us-gov-west-1")),
    Row::new("r6id", RDS, TO_32, at("ap-east-2 ap-northeast-1 ap-southeast-2 ap-southeast-5 ap-southeast-6 \
        ap-southeast-7 ca-west-1 eu-central-1 eu-west-1 il-central-1 mx-central-1 us-east-1 us-east-2 us-west-2")),
    Row::new("r6id", AURORA_MYSQL, "24xlarge 32xlarge", at("ap-southeast-5 ap-southeast-7")),
    Row::new("r6id", AURORA_POSTGRES, "24xlarge 32xlarge", at("ap-east-2 ap-northeast-1 ap-northeast-2 ap-south-1 \
        ap-southeast-1 ap-southeast-2 ap-southeast-5 ap-southeast-6 ap-southeast-7 eu-central-1 eu-west-1 \
        eu-west-2 mx-central-1 us-east-1 us-east-2 us-gov-west-1 us-west-2")),
    Row::new("r6idn", RDS, TO_32, at("ap-northeast-1 eu-west-1 us-east-1 us-east-2 us-west-2")),
    Row::new("r6in", RDS, TO_32, at("ap-northeast-1 eu-west-1 us-east-1 us-east-2 us-west-2")),
    Row::new("r7g", AURORA, TO_16, but("ap-southeast-4")),
    Row::new("r7g", RDS, TO_16, but("af-south-1 ap-southeast-4 eu-west-3 me-central-1")),
    Row::new("r7i", AURORA, TO_48, but("af-south-1 ap-east-1 ca-west-1 cn-north-1 cn-northwest-1 eu-central-2 \
        il-central-1 me-central-1 me-south-1")),
    Row::new("r7i", RDS, TO_48, but("af-south-1 ap-east-1 ap-northeast-3 ap-south-2 ap-southeast-4 ap-southeast-7 \
        ca-west-1 cn-north-1 cn-northwest-1 eu-central-2 il-central-1 me-central-1 me-south-1")),
    Row::new("r8a", ANY, TO_48, at("ap-east-2 ap-northeast-1 ca-central-1 eu-central-1 eu-south-2 eu-west-1 \
        us-east-1 us-east-2 us-west-2")),
    Row::new("r8g", ANY, TO_48, but("af-south-1 ap-east-2 ap-southeast-6 ap-southeast-7 ca-west-1 eu-south-1 \
        il-central-1 me-central-1 me-south-1")),
    Row::new("r8gd", RDS, "large", at("af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2 ap-southeast-2 \
        ap-southeast-3 ap-southeast-5 ca-central-1 ca-west-1 eu-central-1 eu-south-2 eu-west-1 eu-west-2 sa-east-1 \
        us-east-1 us-east-2 us-west-1 us-west-2")),
    Row::new("r8gd", RDS | AURORA_POSTGRES, "xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge", at("\
        af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2 ap-southeast-2 ap-southeast-3 ap-southeast-5 \
        ca-central-1 ca-west-1 eu-central-1 eu-south-2 eu-west-1 eu-west-2 sa-east-1 us-east-1 us-east-2 us-west-1 \
        us-west-2")),
    Row::new("serverless", AURORA, "", ALL),
    Row::new("t1", MYSQL | POSTGRES, "micro", at("ap-northeast-1 ap-southeast-1 ap-southeast-2 cn-north-1 \
        eu-west-1 sa-east-1 us-east-1 us-gov-west-1 us-west-1 us-west-2")),
    Row::new("t2", RDS, "micro small medium large xlarge 2xlarge", at("ap-northeast-1 ap-northeast-2 ap-south-1 \
        ap-southeast-1 ap-southeast-2 ca-central-1 cn-north-1 cn-northwest-1 eu-central-1 eu-west-1 eu-west-2 \
        eu-west-3 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2")),
    Row::new("t2", AURORA_MYSQL, "small medium", at("ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 \
        ap-southeast-2 ca-central-1 cn-northwest-1 eu-central-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 \
        us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2")),
    Row::new("t3", RDS, "micro small xlarge 2xlarge", ALL),
    Row::new("t3", AURORA_MYSQL, "small", but("ap-southeast-5")),
    Row::new("t3", AURORA_POSTGRES, "small", at("ap-east-1 ap-northeast-3 me-central-1 us-gov-east-1 us-gov-west-1")),
    Row::new("t3", ANY, "medium large", ALL),
    Row::new("t3", AURORA, "xlarge 2xlarge", at("us-gov-east-1 us-gov-west-1")),
    Row::new("t4g", RDS, "micro small medium large xlarge 2xlarge", but("ca-west-1")),
    Row::new("t4g", AURORA_MYSQL, "small", at("ca-west-1")),
    Row::new("t4g", AURORA, "medium large", but("il-central-1")),
    Row::new("t4g", AURORA, "xlarge 2xlarge", at("me-central-1")),
    Row::new("x2g", AURORA, TO_16, at("eu-south-2 eu-west-1 us-east-1 us-east-2 us-west-2")),
    Row::new("x2g", RDS, TO_16, at("eu-west-1 us-east-1 us-east-2 us-west-2")),
    Row::new("x2idn", RDS, "16xlarge 24xlarge 32xlarge", at("ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 \
        eu-south-1 eu-west-1")),
    Row::new("x2iedn", RDS, "xlarge 2xlarge 4xlarge 8xlarge 16xlarge 24xlarge 32xlarge", at("ap-southeast-2 \
        ca-central-1 eu-central-1 eu-north-1 eu-south-1 eu-west-1 us-east-1 us-west-2")),
]);

#[cfg(test)]
mod tests;
