use super::Engine::{AuroraMysql, AuroraPostgres, MariaDb, Mysql, Postgres};
use super::*;

fn status(engine: Engine, version: &str) -> String {
    match engine_version_status(engine, version) {
        EngineVersionStatus::Supported(branch) => format!("supported {}", branch.name),
        EngineVersionStatus::SupportEnded(_, end) => end.write(crate::Text::new("ended ")).as_str().to_owned(),
        EngineVersionStatus::Withdrawn(branch) => branch.newest(crate::Text::new("withdrawn, ")).as_str().to_owned(),
        EngineVersionStatus::Newer => "newer".to_owned(),
        EngineVersionStatus::Unknown => "unknown".to_owned(),
        EngineVersionStatus::Malformed => "malformed".to_owned(),
    }
}

#[test]
fn status_depends_on_the_branch_and_the_minor_version() {
    for (engine, version, expected) in [
        (Mysql, "8.4", "supported 8.4"),
        (Mysql, "8.4.7", "supported 8.4"),
        (Mysql, "8.4.3", "withdrawn, 8.4.11"),
        (Mysql, "8.4.12", "newer"),
        (Mysql, "8.4.11-rds.20270101", "newer"),
        (Mysql, "8.4.2", "unknown"),
        (Mysql, "8.0.46", "ended 2026-07-31"),
        (Mysql, "8.0.46-rds.20260908", "ended 2026-07-31"),
        (Mysql, "5.7", "ended 2024-02-29"),
        (Mysql, "9.7", "newer"),
        (Mysql, "8.1.0", "unknown"),
        (Mysql, "5.5", "unknown"),
        (Mysql, "8", "malformed"),
        (Mysql, "8.4.", "malformed"),
        (Mysql, "8.4-rds.20260908", "malformed"),
        (MariaDb, "11.4", "supported 11.4"),
        (MariaDb, "11.5", "unknown"),
        (MariaDb, "10.6.28", "supported 10.6"),
        (MariaDb, "13.0", "newer"),
        (Postgres, "16", "supported 16"),
        (Postgres, "16.4", "withdrawn, 16.15"),
        (Postgres, "16.15", "supported 16"),
        (Postgres, "13.23", "ended 2026-02-28"),
        (Postgres, "18.5", "unknown"),
        (Postgres, "19", "newer"),
        (Postgres, "9.6", "unknown"),
        (Postgres, "sixteen", "malformed"),
        (Postgres, "", "malformed"),
        (AuroraPostgres, "16.4", "withdrawn, 16.15"),
        (AuroraPostgres, "16.4-limitless", "supported 16"),
        (AuroraPostgres, "17.11", "supported 17"),
        (AuroraMysql, "8.0.mysql_aurora.3.10.0", "supported 8.0"),
        (AuroraMysql, "8.0", "supported 8.0"),
        (AuroraMysql, "8.4.mysql_aurora.8.4.8", "supported 8.4"),
        (
            AuroraMysql,
            "8.0.mysql_aurora.3.11.0",
            "withdrawn, 8.0.mysql_aurora.3.13.0",
        ),
        (AuroraMysql, "8.0.mysql_aurora.3.14.0", "newer"),
        (AuroraMysql, "8.0.mysql_aurora.3.10.9", "unknown"),
        (AuroraMysql, "5.7.mysql_aurora.2.12.6", "ended 2024-10-31"),
        (AuroraMysql, "8.0.mysql_aurora.3.10", "malformed"),
        (AuroraMysql, "8.0.mysqlaurora.3.10.0", "malformed"),
        (AuroraMysql, "3.10.0", "unknown"),
        (AuroraMysql, "8.0.35", "unknown"),
    ] {
        assert_eq!(status(engine, version), expected, "{engine:?} {version:?}");
    }
}

#[test]
fn every_listed_version_has_the_form_of_its_engine_and_belongs_to_its_branch() {
    for engine in [Mysql, MariaDb, Postgres, AuroraMysql, AuroraPostgres] {
        for branch in branches(engine) {
            for version in branch
                .creatable
                .split(' ')
                .chain(branch.withdrawn.split_terminator(' '))
            {
                let version = format!("{}{version}", branch.prefix);
                assert!(is_form(engine, &version), "{engine:?} {version}");
                assert_eq!(Branch::of(engine, &version), Some(*branch), "{version}");
            }
            assert!(is_form(engine, branch.name), "{}", branch.name);
        }
        let names = branches(engine).windows(2);
        for pair in names {
            assert_eq!(order(pair[0].name, pair[1].name), Order::Older);
        }
    }
}
