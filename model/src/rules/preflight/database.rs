//! The preflight rule on database classes.

use super::names::few;
use super::query::class;
use super::{Offer, PreflightAnswers, PreflightRule};
use crate::facts::database::Engine;
use crate::{Architecture, Database, Level, Problem, Subject, Text};

pub(super) const CLASS_IS_OFFERED: PreflightRule = PreflightRule {
    id: "MS790",
    level: Level::Refused,
    statement: "RDS offers the class for the engine's version in the region, and with a standby if one is declared.",
    why: "RDS refuses any other class minutes into the deployment; this check also covers classes that are not in this program's tables.",
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeOrderableDBInstanceOptions.html",
    reads: &[
        "database.class",
        "database.capacity",
        "database.version",
        "database.multi_az",
        "region",
    ],
    as_of: None,
    wrong: "class: unchecked!(\"db.r9g.large\")",
    right: "class: \"db.r6g.large\"",
    check: is_offered,
};

pub(super) const CLASS_IS_IN_ENOUGH_ZONES: PreflightRule = PreflightRule {
    id: "MS791",
    level: Level::Refused,
    statement: "RDS offers the class in as many of the declared zones as the database needs.",
    why: "RDS places an instance only in a zone that has its class, and a standby in another zone; it would refuse the database, or \
          try for an hour.",
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_OrderableDBInstanceOption.html",
    reads: &["database.class", "database.multi_az", "network.zones"],
    as_of: None,
    wrong: "class: \"db.r8g.large\", multi_az: true // in one of the zones only",
    right: "class: \"db.r6g.large\", multi_az: true",
    check: |stack, answers| zones(stack, answers, true),
};

pub(super) const CLASS_IS_IN_EACH_ZONE: PreflightRule = PreflightRule {
    id: "MS792",
    level: Level::Warned,
    statement: "RDS offers the class in each declared zone.",
    why: "The database cannot move to a zone without its class, such as when another zone fails.",
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_OrderableDBInstanceOption.html",
    reads: &["database.class", "network.zones"],
    as_of: None,
    wrong: "zones: [\"us-east-1a\", \"us-east-1e\"] // the class is not in us-east-1e",
    right: "zones: [\"us-east-1a\", \"us-east-1b\"]",
    check: |stack, answers| zones(stack, answers, false),
};

const VERSION: &str = "database.version";

/// Returns the problem if the class is in too few of the declared zones, or, if it is in enough of them, not in all.
fn zones(stack: &Architecture, answers: &PreflightAnswers, enough: bool) -> Vec<Problem> {
    let (key, class) = class(&stack.database);
    let (version, multi_az) = version(&stack.database);
    let offers = answers.offers.iter().flatten();
    let offers: Vec<&Offer> = offers
        .filter(|offer| is_of(&offer.version, version) && (offer.multi_az || !multi_az))
        .collect();
    // Without an offer, MS790 reports it; AWS or an emulator may not report the zones.
    if offers.is_empty() || offers.iter().any(|offer| offer.zones.is_empty()) {
        return Vec::new();
    }
    let is_offered = |zone: &&&str| offers.iter().any(|offer| offer.zones.iter().any(|one| one == **zone));
    let declared = stack.network.zones;
    let (with, without): (Vec<&str>, Vec<&str>) = declared.as_slice().iter().partition(|zone| is_offered(zone));
    let needed = if multi_az { 2 } else { 1 };
    let is_enough = with.len() >= needed;
    if is_enough == enough || without.is_empty() {
        return Vec::new();
    }
    let what = Text::new(Engine::of(&stack.database).name())
        .push(" does not offer ")
        .push(class)
        .push(" in ")
        .push(&few(without));
    let what = if enough && needed > 1 {
        what.push(", and a database with a standby needs it in two zones")
    } else {
        what
    };
    let mut elsewhere: Vec<&str> = offers
        .iter()
        .flat_map(|offer| &offer.zones)
        .map(String::as_str)
        .collect();
    elsewhere.sort_unstable();
    elsewhere.dedup();
    let help = Text::new("choose among ")
        .push(&few(elsewhere))
        .push(", or write another class");
    let problem = Problem::between(Subject::at("network.zones"), Subject::at(key), what, help);
    problem.into_iter().collect()
}

/// Returns the version of a database, and whether it has a standby in another zone. A cluster's standbys are its readers.
const fn version(database: &Database) -> (&'static str, bool) {
    match database {
        Database::Mysql(declared) | Database::MariaDb(declared) | Database::Postgres(declared) => {
            (declared.version, declared.multi_az)
        }
        Database::AuroraMysql(declared) | Database::AuroraPostgres(declared) => (declared.version, false),
    }
}

fn is_offered(stack: &Architecture, answers: &PreflightAnswers) -> Vec<Problem> {
    let Some(offers) = &answers.offers else {
        return Vec::new();
    };
    let (key, class) = class(&stack.database);
    let engine = Engine::of(&stack.database);
    let (version, multi_az) = version(&stack.database);
    let of_version: Vec<&Offer> = offers.iter().filter(|offer| is_of(&offer.version, version)).collect();
    let what = Text::new(engine.name());
    let list = Text::new("`aws rds describe-orderable-db-instance-options --region ")
        .push(stack.region)
        .push(" --engine ")
        .push(engine.code());
    let problem = if offers.is_empty() {
        let what = what
            .push(" does not offer ")
            .push(class)
            .push(" in ")
            .push(stack.region)
            .push(" to this account");
        let help = list.push(" --query 'OrderableDBInstanceOptions[].[DBInstanceClass,EngineVersion]' --output text` prints what it offers");
        Problem::at(Subject::at(key), what, help)
    } else if of_version.is_empty() {
        let what = what
            .push(" does not offer ")
            .push(class)
            .push(" for version ")
            .push(version)
            .push(" in ")
            .push(stack.region);
        let help = Text::new("it is offered for ")
            .push(&few(versions(offers, version).iter().map(String::as_str)))
            .push(": write one of these versions, or another class");
        Problem::between(Subject::at(key), Subject::at(VERSION), what, help)
    } else if multi_az && !of_version.iter().any(|offer| offer.multi_az) {
        let what = what
            .push(" offers ")
            .push(class)
            .push(" in ")
            .push(stack.region)
            .push(" only without a standby in another zone");
        let help = Text::new("write another class; ").push(list.as_str()).push(
            " --query 'OrderableDBInstanceOptions[?MultiAZCapable].DBInstanceClass'` prints the classes that have one",
        );
        Problem::between(Subject::at(key), Subject::at("database.multi_az"), what, help)
    } else {
        None
    };
    problem.into_iter().collect()
}

/// Returns whether a version is equal to another or a release of it: 8.4.6 for 8.4.
fn is_of(release: &str, version: &str) -> bool {
    release
        .strip_prefix(version)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Lists the offered versions, shortened to as many parts as the declared one has, the newest first; only those of the
/// declared branch, if there are any.
fn versions(offers: &[Offer], declared: &str) -> Vec<String> {
    let parts = declared.split('.').count();
    let mut versions: Vec<String> = Vec::new();
    // RDS lists the oldest first.
    for offer in offers.iter().rev() {
        let version = offer.version.split('.').take(parts).collect::<Vec<_>>().join(".");
        if !versions.contains(&version) {
            versions.push(version);
        }
    }
    let branch = declared.split('.').next().unwrap_or_default();
    let of_branch: Vec<String> = versions.iter().filter(|one| is_of(one, branch)).cloned().collect();
    if of_branch.is_empty() { versions } else { of_branch }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::preflight::evaluate;
    use crate::{Aurora, Field as _, Instance, Range, Texts};

    fn faults(database: Database, offers: &[(&str, bool)]) -> Vec<(String, String)> {
        let mut stack = Architecture::FILLER;
        stack.region = "ap-southeast-1";
        stack.database = database;
        let offers = offers.iter().map(|(version, multi_az)| Offer {
            version: (*version).into(),
            multi_az: *multi_az,
            zones: Vec::new(),
        });
        let answers = PreflightAnswers {
            offers: Some(offers.collect()),
            ..PreflightAnswers::default()
        };
        let faults = is_offered(&stack, &answers);
        let text = |text: Text| text.as_str().to_owned();
        faults
            .iter()
            .map(|fault| (text(fault.what), text(fault.help)))
            .collect()
    }

    const MYSQL: Instance = Instance {
        version: "8.4",
        class: "db.r6g.large",
        multi_az: true,
        ..Instance::FILLER
    };

    #[test]
    fn any_release_of_the_version_offers_the_class() {
        assert!(faults(Database::Mysql(MYSQL), &[("8.0.40", false), ("8.4.6", true)]).is_empty());
        let exact = Instance {
            version: "8.4.6",
            ..MYSQL
        };
        assert!(faults(Database::Mysql(exact), &[("8.4.6", true)]).is_empty());
    }

    #[test]
    fn class_that_is_not_offered_is_reported() {
        let [(what, help)] = &faults(Database::Mysql(MYSQL), &[])[..] else {
            panic!("expected one problem");
        };
        assert_eq!(
            what,
            "RDS for MySQL does not offer db.r6g.large in ap-southeast-1 to this account"
        );
        assert!(help.contains("--engine mysql "), "{help}");
    }

    #[test]
    fn version_without_the_class_is_reported_with_those_that_have_it() {
        let found = faults(
            Database::Mysql(MYSQL),
            &[("8.0.39", true), ("8.0.40", true), ("8.40.1", true)],
        );
        assert_eq!(
            found,
            [(
                "RDS for MySQL does not offer db.r6g.large for version 8.4 in ap-southeast-1".to_owned(),
                "it is offered for 8.40 and 8.0: write one of these versions, or another class".to_owned()
            )]
        );
    }

    #[test]
    fn declared_standby_must_be_offered() {
        let found = faults(Database::Mysql(MYSQL), &[("8.4.6", false), ("8.0.40", true)]);
        assert_eq!(found.len(), 1);
        assert!(
            found[0].0.ends_with("only without a standby in another zone"),
            "{found:?}"
        );
        let alone = Instance {
            multi_az: false,
            ..MYSQL
        };
        assert!(faults(Database::Mysql(alone), &[("8.4.6", false)]).is_empty());
    }

    #[test]
    fn class_must_be_in_enough_zones_and_should_be_in_each() {
        let found = |multi_az: bool, zones: &[&str]| {
            let mut stack = Architecture::FILLER;
            stack.network.zones = Texts::new(&["us-east-1a", "us-east-1b", "us-east-1e"]);
            stack.database = Database::Mysql(Instance { multi_az, ..MYSQL });
            let offer = |version: &str, zones: &[&str]| Offer {
                version: version.into(),
                multi_az: true,
                zones: zones.iter().map(|&zone| zone.to_owned()).collect(),
            };
            let answers = PreflightAnswers {
                // Another version's offer does not count.
                offers: Some(vec![offer("8.0.40", &["us-east-1e"]), offer("8.4.6", zones)]),
                ..PreflightAnswers::default()
            };
            let found = evaluate(&stack, &answers);
            found
                .iter()
                .map(|(rule, problem)| format!("{} {}; {}", rule.id, problem.what.as_str(), problem.help.as_str()))
                .collect::<Vec<_>>()
        };
        assert!(found(true, &["us-east-1a", "us-east-1b", "us-east-1e"]).is_empty());
        assert!(found(true, &[]).is_empty(), "the zones are unknown");
        assert_eq!(
            found(true, &["us-east-1a", "us-east-1b", "us-east-1c"]),
            [
                "MS792 RDS for MySQL does not offer db.r6g.large in us-east-1e; choose among us-east-1a, us-east-1b and \
                 us-east-1c, or write another class"
            ]
        );
        assert_eq!(
            found(true, &["us-east-1a", "us-east-1c"]),
            [
                "MS791 RDS for MySQL does not offer db.r6g.large in us-east-1b and us-east-1e, and a database with a \
                 standby needs it in two zones; choose among us-east-1a and us-east-1c, or write another class"
            ]
        );
        assert_eq!(found(false, &["us-east-1a"]).len(), 1);
        assert!(found(false, &["us-east-1a"])[0].starts_with("MS792"));
        assert!(found(false, &["us-east-1c"])[0].starts_with("MS791"));
    }

    #[test]
    fn serverless_cluster_is_checked_by_its_class() {
        let aurora = Aurora {
            version: "16.4",
            capacity: Some(Range { min: 0.5, max: 10.0 }),
            class: None,
            ..Aurora::FILLER
        };
        assert!(faults(Database::AuroraPostgres(aurora), &[("16.4", false)]).is_empty());
        let found = faults(Database::AuroraPostgres(aurora), &[("15.3", false)]);
        assert!(found[0].0.contains("db.serverless for version 16.4"), "{found:?}");
    }
}
