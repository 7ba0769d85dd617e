//! Rules on `cache.version`.

use super::{nodes, serverless};
use crate::facts::cache::{AS_OF, CacheVersionStatus, Engine, ends, node_version_status, serverless_version_status};
use crate::facts::version::{Order, order};
use crate::rules::offered::{or_unchecked, unchecked};
use crate::rules::part;
use crate::{Architecture, Problem, Subject, Text};

rules! {
    "MS804" cache_version_form {
        statement: "A cache with nodes has a version such as `7.1`; a serverless cache has a major version only.",
        why: "ElastiCache refuses a version that its engine does not have.",
        source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html",
        reads: ["cache.version"],
        wrong: "cache: ServerlessValkey { version: \"8.0\" }",
        right: "cache: ServerlessValkey { version: \"8\" }",
    }
    "MS805" cache_version_exists {
        statement: "The engine has the cache's version.",
        why: "ElastiCache refuses a version that its engine does not have. Its last version of Redis OSS is 7.1; Valkey continues from there.",
        source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/engine-versions.html",
        reads: ["cache.version"],
        as_of: AS_OF,
        wrong: "cache: Redis { version: \"8.0\", … }",
        right: "cache: Valkey { version: \"8.0\", … }",
    }
    "MS806" cache_version_supported: Warned {
        statement: "A cache's version is in standard support.",
        why: "After standard support ends, ElastiCache charges extra for the same node, and eventually upgrades it on its own.",
        source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/extended-support.html",
        reads: ["cache.version"],
        as_of: AS_OF,
        wrong: "version: \"5.0.6\"",
        right: "version: \"7.1\"",
    }
    "MS807" cache_version_known: Warned {
        statement: "The cache's version is known to this release of moodle-stack.",
        why: "Moodle and moodle-stack have not been tried with it; if it is a typo, ElastiCache refuses it in the middle of a deployment.",
        source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/engine-versions.html",
        reads: ["cache.version"],
        as_of: AS_OF,
        wrong: "cache: Valkey { version: \"9.9\", … }",
        right: "cache: Valkey { version: \"9.1\", … }",
    }
}

const PATH: &str = "cache.version";

/// The declared version and its status.
#[derive(Clone, Copy)]
struct Declared {
    engine: Engine,
    version: &'static str,
    serverless: bool,
    status: CacheVersionStatus,
}

/// A cache's version has the form for nodes or for a serverless cache.
#[must_use]
pub const fn cache_version_form(stack: &Architecture) -> Option<Problem> {
    let declared = declared(stack);
    if !matches!(declared.status, CacheVersionStatus::Malformed) {
        return None;
    }
    let what = if declared.serverless {
        Text::new("a serverless cache takes only a major version, got ").quoted(declared.version)
    } else {
        Text::new("")
            .quoted(declared.version)
            .push(" is not a version of ")
            .push(declared.engine.name())
    };
    Problem::at(Subject::at(PATH), what, declared.offer())
}

/// The engine has the cache's version.
#[must_use]
pub const fn cache_version_exists(stack: &Architecture) -> Option<Problem> {
    let declared = declared(stack);
    let engine = declared.engine;
    let ended = matches!(engine, Engine::Redis);
    match declared.status {
        CacheVersionStatus::Unknown => {}
        CacheVersionStatus::Newer if ended => {}
        _ => return None,
    }
    let what = Text::new("ElastiCache has no ")
        .push(engine.name())
        .push(" ")
        .push(declared.version);
    let what = if matches!(declared.status, CacheVersionStatus::Newer) {
        what.push("; the last one is ").push(declared.newest())
    } else {
        what
    };
    let other = if ended { Engine::Valkey } else { Engine::Redis };
    let other_has = matches!(
        status(other, declared.version, declared.serverless),
        CacheVersionStatus::Supported
    );
    let help = if other_has {
        let role = match (ended, declared.serverless) {
            (true, false) => "Valkey",
            (true, true) => "ServerlessValkey",
            (false, false) => "Redis",
            (false, true) => "ServerlessRedis",
        };
        let help = declared
            .offer()
            .push(", or `cache: ")
            .push(role)
            .push(" { … }`, which has ");
        help.push(declared.version)
    } else {
        declared.offer()
    };
    Problem::at(Subject::at(PATH), what, or_unchecked(&help, declared.version))
}

/// A cache's version is in standard support.
#[must_use]
pub const fn cache_version_supported(stack: &Architecture) -> Option<Problem> {
    let declared = declared(stack);
    let CacheVersionStatus::SupportEnded(end) = declared.status else {
        return None;
    };
    let what = Text::new("standard support of ")
        .push(declared.engine.name())
        .push(" ")
        .push(declared.version)
        .push(" ended on ");
    let help = Text::new("write `version: \"").push(declared.newest()).push("\"`");
    Problem::at(Subject::at(PATH), end.write(what), help)
}

/// The cache's version is known to this release of moodle-stack.
#[must_use]
pub const fn cache_version_known(stack: &Architecture) -> Option<Problem> {
    let declared = declared(stack);
    match (declared.status, declared.engine) {
        (CacheVersionStatus::Newer, Engine::Valkey) => {}
        _ => return None,
    }
    let what = Text::new("")
        .quoted(declared.version)
        .push(" is newer than every version of Valkey in the table of ")
        .push(AS_OF);
    let help = unchecked("version", declared.version)
        .push(" if AWS has it, else `")
        .push(declared.newest())
        .push("`");
    Problem::at(Subject::at(PATH), what, help)
}

impl Declared {
    const fn newest(&self) -> &'static str {
        if self.serverless {
            self.engine.serverless_newest()
        } else {
            self.engine.newest()
        }
    }

    /// Offers the newest version in support whose first numbers match, or the newest of all.
    const fn offer(&self) -> Text {
        let versions = if self.serverless {
            self.engine.serverless_versions()
        } else {
            self.engine.versions()
        };
        let (mut meant, mut i) = (self.newest(), 0);
        while let Some(version) = part(versions, b' ', i) {
            if matches!(
                order(self.version, version),
                Order::Same | Order::Branch | Order::Member
            ) && ends(self.engine, version).is_none()
            {
                meant = version;
            }
            i += 1;
        }
        Text::new("write `version: \"").push(meant).push("\"`")
    }
}

const fn declared(stack: &Architecture) -> Declared {
    let engine = Engine::of(&stack.cache);
    let (version, serverless) = match (nodes(stack), serverless(stack)) {
        (Some(cache), _) => (cache.version, false),
        (None, Some(cache)) => (cache.version, true),
        // A cache either has nodes or is serverless.
        (None, None) => ("", false),
    };
    Declared {
        engine,
        version,
        serverless,
        status: status(engine, version, serverless),
    }
}

const fn status(engine: Engine, version: &str, serverless: bool) -> CacheVersionStatus {
    if serverless {
        serverless_version_status(engine, version)
    } else {
        node_version_status(engine, version)
    }
}
