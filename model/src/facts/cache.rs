//! Amazon ElastiCache.
//!
//! Source of the versions: cfn-lint 1.58.0, which takes them from AWS's API; of the ends of standard support:
//! <https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/engine-versions.html>; of the node types: cfn-lint 1.58.0,
//! which takes them from AWS's price list. 2026-10.

use super::offered::{ALL, Class, ClassSyntaxError, Found, Offered, Row, Sizes, at, but};
use super::version::{Order, is_dotted, order};
use super::{Date, last, lists};
use crate::Cache;
use crate::text::{part, same};

/// The date of the tables, for messages.
pub const AS_OF: &str = "2026-10";

/// The date that [`node_version_status`] uses, so that a build's result does not depend on the current date.
pub const AS_OF_DATE: Date = Date::new(2026, 10, 20);

/// The prefix of every node type.
pub const PREFIX: &str = "cache.";

/// A cache engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Redis OSS.
    Redis,
    /// Valkey.
    Valkey,
}

impl Engine {
    /// Returns the engine of a declaration's cache.
    #[must_use]
    pub const fn of(cache: &Cache) -> Self {
        match cache {
            Cache::Redis(_) | Cache::ServerlessRedis(_) => Self::Redis,
            Cache::Valkey(_) | Cache::ServerlessValkey(_) => Self::Valkey,
        }
    }

    /// Returns the engine's name in messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Redis => "Redis OSS",
            Self::Valkey => "Valkey",
        }
    }

    /// Returns every version for nodes, the newest last, separated by spaces.
    #[must_use]
    pub const fn versions(self) -> &'static str {
        match self {
            Self::Redis => "4.0.10 5.0.6 6.0 6.2 7.0 7.1",
            Self::Valkey => "7.2 8.0 8.1 8.2 9.0 9.1",
        }
    }

    /// Returns every major version for a serverless cache, the newest last, separated by spaces.
    ///
    /// Source: <https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateServerlessCache.html>,
    /// 2026-10; that it includes Valkey 9 is inferred from the versions for nodes only.
    #[must_use]
    pub const fn serverless_versions(self) -> &'static str {
        match self {
            Self::Redis => "7",
            Self::Valkey => "7 8 9",
        }
    }

    /// Returns the newest version for nodes.
    #[must_use]
    pub const fn newest(self) -> &'static str {
        match last(self.versions()) {
            Some(newest) => newest,
            None => "",
        }
    }

    /// Returns the newest major version for a serverless cache.
    #[must_use]
    pub const fn serverless_newest(self) -> &'static str {
        match last(self.serverless_versions()) {
            Some(newest) => newest,
            None => "",
        }
    }
}

/// The status of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CacheVersionStatus {
    /// It exists and is in standard support.
    Supported,
    /// It exists, and its standard support ended on a date.
    SupportEnded(Date),
    /// It is newer than the table.
    Newer,
    /// It is not newer than the table, and does not exist.
    Unknown,
    /// It is not a version.
    Malformed,
}

/// Returns the last day of standard support for a version's branch, if AWS has announced it.
#[must_use]
pub const fn ends(engine: Engine, version: &str) -> Option<Date> {
    match (engine, part(version, b'.', 0)) {
        (Engine::Redis, Some(major)) if same(major, "4") || same(major, "5") => Some(Date::new(2026, 1, 31)),
        (Engine::Redis, Some(major)) if same(major, "6") => Some(Date::new(2027, 1, 31)),
        _ => None,
    }
}

/// Returns the status of an engine's version for nodes on the date of the table.
#[must_use]
pub const fn node_version_status(engine: Engine, version: &str) -> CacheVersionStatus {
    if !is_dotted(version, 2, 3) {
        return CacheVersionStatus::Malformed;
    }
    status(engine, version, engine.versions(), engine.newest())
}

/// Returns the status of an engine's major version for a serverless cache on the date of the table.
#[must_use]
pub const fn serverless_version_status(engine: Engine, version: &str) -> CacheVersionStatus {
    if !is_dotted(version, 1, 1) {
        return CacheVersionStatus::Malformed;
    }
    status(
        engine,
        version,
        engine.serverless_versions(),
        engine.serverless_newest(),
    )
}

const fn status(engine: Engine, version: &str, versions: &str, newest: &str) -> CacheVersionStatus {
    if !lists(versions, version) {
        return match order(version, newest) {
            Order::Newer => CacheVersionStatus::Newer,
            _ => CacheVersionStatus::Unknown,
        };
    }
    match ends(engine, version) {
        Some(end) if end.is_before(AS_OF_DATE) => CacheVersionStatus::SupportEnded(end),
        _ => CacheVersionStatus::Supported,
    }
}

/// Reads a node type without checking whether it exists.
pub const fn node_form(text: &str) -> Result<Class<'_>, ClassSyntaxError> {
    match Class::read(text, PREFIX) {
        Ok(class) if class.size.is_empty() => Err(ClassSyntaxError::Parts),
        read => read,
    }
}

/// Looks up where a node type is offered.
#[must_use]
pub const fn find(node: Class<'_>, region: &str) -> Found {
    NODES.find(ANY, node, region)
}

/// Returns the sizes of a family in a region, or in any region if it is unknown.
#[must_use]
pub const fn sizes(family: &str, region: &str) -> Sizes {
    NODES.sizes(ANY, family, region)
}

/// Returns the node type in the region that is nearest to a text, with or without `cache.`.
#[must_use]
pub const fn nearest(written: &str, region: &str) -> Option<Class<'static>> {
    let written = match crate::text::after(written, PREFIX) {
        Some(rest) => rest,
        None => written,
    };
    NODES.nearest(ANY, written, region, "")
}

/// Both engines support every node type.
const ANY: u8 = 1;

const TO_16: &str = "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge";

/// Every pair of a node type and a region.
#[rustfmt::skip]
const NODES: Offered = Offered::new(&[
    Row::new("c7gn", ANY, TO_16, at("eu-west-1 us-east-1 us-east-2 us-west-2")),
    Row::new("c8gn", ANY, TO_16, but("ap-east-2 ap-northeast-3 ap-southeast-6 eu-west-3 il-central-1 me-central-1 \
        me-south-1 mx-central-1")),
    Row::new("m4", ANY, "large xlarge 2xlarge 4xlarge 10xlarge", at("ap-northeast-1 ap-northeast-2 ap-south-1 \
        ap-southeast-1 ap-southeast-2 ca-central-1 cn-north-1 cn-northwest-1 eu-central-1 eu-west-1 eu-west-2 \
        sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2")),
    Row::new("m5", ANY, "large xlarge 2xlarge 4xlarge 12xlarge 24xlarge", but("ap-east-2 ap-southeast-5 \
        ap-southeast-6 ap-southeast-7 cn-north-1 cn-northwest-1 mx-central-1")),
    Row::new("m6g", ANY, TO_16, ALL),
    Row::new("m7g", ANY, TO_16, but("ca-west-1 eu-south-1")),
    Row::new("m8g", ANY, TO_16, but("ap-east-2 ap-southeast-6 il-central-1 me-central-1 me-south-1 mx-central-1")),
    Row::new("r4", ANY, "large xlarge 2xlarge 4xlarge 8xlarge 16xlarge", but("af-south-1 ap-east-1 ap-east-2 \
        ap-south-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-west-1 \
        eu-central-2 eu-north-1 eu-south-1 eu-south-2 il-central-1 me-central-1 me-south-1 mx-central-1")),
    Row::new("r5", ANY, "large xlarge 2xlarge 4xlarge 12xlarge 24xlarge", but("ap-east-2 ap-southeast-5 \
        ap-southeast-6 ap-southeast-7 mx-central-1")),
    Row::new("r6g", ANY, TO_16, ALL),
    Row::new("r6gd", ANY, "xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge", at("ap-northeast-1 ap-south-1 \
        ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 eu-west-1 eu-west-3 sa-east-1 us-east-1 \
        us-east-2 us-west-1 us-west-2")),
    Row::new("r7g", ANY, TO_16, ALL),
    Row::new("r8g", ANY, TO_16, but("ap-east-2 il-central-1 me-central-1 me-south-1")),
    Row::new("t2", ANY, "micro small medium", but("af-south-1 ap-east-1 ap-east-2 ap-south-2 ap-southeast-3 \
        ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-west-1 eu-central-2 eu-north-1 eu-south-1 \
        eu-south-2 il-central-1 me-central-1 me-south-1 mx-central-1")),
    Row::new("t3", ANY, "micro small medium", but("ap-southeast-6")),
    Row::new("t4g", ANY, "micro small medium", but("me-central-1 me-south-1")),
]);

#[cfg(test)]
mod tests {
    use super::Engine::{Redis, Valkey};
    use super::*;
    use crate::Text;

    #[test]
    fn status_is_as_of_the_date_of_the_table() {
        for (engine, version, expected) in [
            (Redis, "7.1", CacheVersionStatus::Supported),
            (Redis, "6.2", CacheVersionStatus::Supported),
            (Redis, "5.0.6", CacheVersionStatus::SupportEnded(Date::new(2026, 1, 31))),
            (Redis, "7.2", CacheVersionStatus::Newer),
            (Redis, "5.0.5", CacheVersionStatus::Unknown),
            (Redis, "7", CacheVersionStatus::Malformed),
            (Valkey, "7.2", CacheVersionStatus::Supported),
            (Valkey, "7.1", CacheVersionStatus::Unknown),
            (Valkey, "9.2", CacheVersionStatus::Newer),
            (Valkey, "8.x", CacheVersionStatus::Malformed),
        ] {
            assert_eq!(node_version_status(engine, version), expected, "{engine:?} {version}");
        }
        assert_eq!(serverless_version_status(Valkey, "8"), CacheVersionStatus::Supported);
        assert_eq!(serverless_version_status(Redis, "8"), CacheVersionStatus::Newer);
        assert_eq!(serverless_version_status(Redis, "6"), CacheVersionStatus::Unknown);
        assert_eq!(serverless_version_status(Redis, "7.1"), CacheVersionStatus::Malformed);
    }

    /// Counted from the source, as `jq '[.[].enum? | length] | add'` counts in cfn-lint's file.
    #[test]
    fn table_has_as_many_pairs_of_node_type_and_region_as_its_source() {
        assert_eq!(NODES.count(ANY), 2697);
    }

    #[test]
    fn node_types_are_missing_where_the_source_lacks_them() {
        let found = |node, region| find(node_form(node).unwrap(), region);
        for region in ["me-central-1", "me-south-1"] {
            assert_eq!(found("cache.t4g.micro", region), Found::Elsewhere, "{region}");
            let near = nearest("cache.t4g.micro", region).unwrap().write(Text::new(""), PREFIX);
            assert_eq!(near.as_str(), "cache.t3.micro");
        }
        assert_eq!(found("cache.t4g.micro", "eu-west-1"), Found::Here);
        assert_eq!(found("cache.t4g.large", "eu-west-1"), Found::SizeUnknown);
        assert_eq!(found("cache.m5.8xlarge", "eu-west-1"), Found::SizeUnknown);
        assert_eq!(found("cache.c7gn.large", "eu-west-3"), Found::Elsewhere);
        assert_eq!(found("cache.x2g.large", "eu-west-1"), Found::FamilyUnknown);
        assert_eq!(node_form("cache.serverless"), Err(ClassSyntaxError::Parts));
        assert_eq!(node_form("db.t4g.micro"), Err(ClassSyntaxError::Prefix));
        assert_eq!(
            sizes("t4g", "eu-west-1").write(Text::new("")).as_str(),
            "micro, small, medium"
        );
    }
}
