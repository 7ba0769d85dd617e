//! Rules on `database.class`.

use super::{aurora, instance};
use crate::facts::database::Engine;
use crate::facts::database::classes::{AS_OF, PREFIX, class_form, find, is_retired, nearest, sizes};
use crate::facts::offered::Found;
use crate::rules::offered::Written;
use crate::{Architecture, Problem, Subject, Text};

rules! {
    "MS714" database_class_form {
        statement: "An instance class is `db.`, a family and a size, in lower case.",
        why: "RDS refuses any other text as a class.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Types.html",
        reads: ["database.class"],
        unless: ["MS705"],
        wrong: "class: \"r6g.large\"",
        right: "class: \"db.r6g.large\"",
    }
    "MS715" no_serverless_class {
        statement: "A serverless database is declared by `capacity`, not by `class`.",
        why: "Aurora creates a serverless instance only in a cluster with a capacity; RDS has no serverless instances.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.requirements.html",
        reads: ["database.class"],
        unless: ["MS705"],
        wrong: "class: \"db.serverless\"",
        right: "capacity: 0.5..=10.0",
    }
    "MS716" database_class_offered {
        statement: "RDS offers the instance class for the engine in the region.",
        why: "RDS refuses a class that it does not offer for the engine in the region.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html",
        reads: ["region", "database.class"],
        unless: ["MS705", "MS715"],
        as_of: AS_OF,
        wrong: "region: \"eu-west-3\", class: \"db.r7g.large\"",
        right: "region: \"eu-west-3\", class: \"db.r6g.large\"",
    }
    "MS717" database_class_known: Warned {
        statement: "The instance class is known to this release of moodle-stack.",
        why: "AWS may have added it since; if it is a typo, RDS refuses it in the middle of a deployment.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html",
        reads: ["database.class"],
        unless: ["MS705", "MS715", "MS716"],
        as_of: AS_OF,
        wrong: "class: \"db.r9g.large\"",
        right: "class: \"db.r8g.large\"",
    }
}

const PATH: &str = "database.class";

/// An instance class is `db.`, a family and a size.
#[must_use]
pub const fn database_class_form(stack: &Architecture) -> Option<Problem> {
    let Some(written) = written(stack) else {
        return None;
    };
    match class_form(written.text) {
        Ok(_) => None,
        Err(fault) => written.malformed(fault, near(stack, &written)),
    }
}

/// A serverless database is declared by its capacity.
#[must_use]
pub const fn no_serverless_class(stack: &Architecture) -> Option<Problem> {
    let Some(written) = written(stack) else {
        return None;
    };
    match class_form(written.text) {
        Ok(class) if class.size.is_empty() => {}
        _ => return None,
    }
    let (what, help) = if aurora(stack).is_some() {
        (
            "`db.serverless` does not state a capacity",
            "write `capacity: 0.5..=10.0` instead of `class`",
        )
    } else {
        (
            "RDS has no serverless instances; only Aurora does",
            "write `class: \"db.r6g.large\"`, or declare an Aurora database with `capacity: 0.5..=10.0`",
        )
    };
    Problem::at(Subject::at(PATH), Text::new(what), Text::new(help))
}

/// RDS offers the instance class for the engine in the region.
#[must_use]
pub const fn database_class_offered(stack: &Architecture) -> Option<Problem> {
    let Some(written) = written(stack) else {
        return None;
    };
    let Ok(class) = class_form(written.text) else {
        return None;
    };
    let engine = Engine::of(&stack.database);
    let found = find(engine, class, stack.region);
    let lacks = Text::new(engine.name()).push(" has no `").push(written.text).push("`");
    let (what, against) = match found {
        Found::FamilyUnknown | Found::SizeUnknown => match owner(stack, written.text) {
            Some(owner) => (lacks.push("; ").push(owner.name()).push(" has it"), None),
            None if matches!(found, Found::FamilyUnknown) => return None,
            None => (lacks, None),
        },
        _ if is_retired(class.family) => (
            Text::new("no version in standard support runs on `")
                .push(written.text)
                .push("`"),
            None,
        ),
        Found::Elsewhere => (
            lacks.push(" in ").push(stack.region).push(", only in other regions"),
            Some(Subject::at("region")),
        ),
        Found::Here | Found::RegionUnknown => return None,
    };
    let sizes = match found {
        Found::SizeUnknown => Some(sizes(engine, class.family, stack.region)),
        _ => None,
    };
    Some(Problem {
        at: Subject::at(PATH),
        against,
        what,
        help: written.instead(class, sizes, near(stack, &written)),
    })
}

/// The instance class is known to this release of moodle-stack.
#[must_use]
pub const fn database_class_known(stack: &Architecture) -> Option<Problem> {
    let Some(written) = written(stack) else {
        return None;
    };
    let Ok(class) = class_form(written.text) else {
        return None;
    };
    let known = !matches!(
        find(Engine::of(&stack.database), class, stack.region),
        Found::FamilyUnknown
    );
    if known {
        return None;
    }
    written.newer(AS_OF, near(stack, &written))
}

/// Returns the declared class.
const fn written(stack: &Architecture) -> Option<Written> {
    let class = match (instance(stack), aurora(stack)) {
        (Some(instance), _) => Some(instance.class),
        (None, Some(cluster)) => cluster.class,
        (None, None) => None,
    };
    match class {
        Some(text) => Some(Written {
            path: PATH,
            key: "class",
            prefix: PREFIX,
            noun: "instance class",
            text,
        }),
        None => None,
    }
}

const fn near(stack: &Architecture, written: &Written) -> Option<crate::facts::offered::Class<'static>> {
    nearest(Engine::of(&stack.database), written.whole().as_str(), stack.region)
}

/// Returns another engine that has a class in any region.
const fn owner(stack: &Architecture, class: &str) -> Option<Engine> {
    const ENGINES: [Engine; 5] = [
        Engine::Mysql,
        Engine::MariaDb,
        Engine::Postgres,
        Engine::AuroraMysql,
        Engine::AuroraPostgres,
    ];
    let Ok(class) = class_form(class) else {
        return None;
    };
    let mut i = 0;
    while i < ENGINES.len() {
        if !matches!(
            find(ENGINES[i], class, stack.region),
            Found::FamilyUnknown | Found::SizeUnknown
        ) {
            return Some(ENGINES[i]);
        }
        i += 1;
    }
    None
}
