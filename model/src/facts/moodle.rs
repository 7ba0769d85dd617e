//! The branches of Moodle and PHP.
//!
//! Source: <https://moodledev.io/general/releases> and the pages of each branch there, 2026-10.

use super::Date;
use super::version::{Order, is_dotted, order};

/// The date of the tables, for messages.
pub const AS_OF: &str = "2026-10";

/// The date of the tables, for rules about ended support, so that a build's result does not depend on the current date.
pub const AS_OF_DATE: Date = Date::new(2026, 10, 20);

/// A branch of Moodle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Branch {
    /// The branch's name, such as `5.2`.
    pub name: &'static str,
    /// Whether it has long-term support.
    pub lts: bool,
    /// When it was released.
    pub released: Date,
    /// The day when bug fixes end.
    pub fixes_end: Date,
    /// The day when security fixes end.
    pub security_ends: Date,
    /// The oldest branch of PHP that it runs on.
    pub php_least: &'static str,
    /// The newest branch of PHP that it runs on.
    pub php_most: &'static str,
    /// The oldest MySQL.
    pub mysql: &'static str,
    /// The oldest MariaDB.
    pub mariadb: &'static str,
    /// The oldest PostgreSQL.
    pub postgres: &'static str,
    /// The oldest Aurora MySQL.
    pub aurora_mysql: &'static str,
    /// The oldest Moodle that can be upgraded to it.
    pub upgrade_from: &'static str,
}

/// Every branch in the table, the oldest first.
pub const BRANCHES: [Branch; 5] = [
    Branch {
        name: "4.5",
        lts: true,
        released: Date::new(2024, 10, 7),
        fixes_end: Date::new(2025, 10, 6),
        security_ends: Date::new(2027, 10, 4),
        php_least: "8.1",
        php_most: "8.3",
        mysql: "8.0",
        mariadb: "10.6.7",
        postgres: "13",
        aurora_mysql: "8.0",
        upgrade_from: "4.1.2",
    },
    Branch {
        name: "5.0",
        lts: false,
        released: Date::new(2025, 4, 14),
        fixes_end: Date::new(2026, 4, 20),
        security_ends: Date::new(2026, 10, 5),
        php_least: "8.2",
        php_most: "8.4",
        mysql: "8.4",
        mariadb: "10.11",
        postgres: "14",
        aurora_mysql: "8.0",
        upgrade_from: "4.2.3",
    },
    Branch {
        name: "5.1",
        lts: false,
        released: Date::new(2025, 10, 6),
        fixes_end: Date::new(2026, 10, 5),
        security_ends: Date::new(2027, 4, 19),
        php_least: "8.2",
        php_most: "8.4",
        mysql: "8.4",
        mariadb: "10.11",
        postgres: "15",
        aurora_mysql: "8.0",
        upgrade_from: "4.2.3",
    },
    Branch {
        name: "5.2",
        lts: false,
        released: Date::new(2026, 4, 20),
        fixes_end: Date::new(2027, 4, 19),
        security_ends: Date::new(2027, 10, 4),
        php_least: "8.3",
        php_most: "8.4",
        mysql: "8.4",
        mariadb: "10.11",
        postgres: "16",
        aurora_mysql: "8.0",
        upgrade_from: "4.4",
    },
    // The release notes state MariaDB 10.11, PostgreSQL 16 and Moodle 4.5; `admin/environment.xml` of the same branch states
    // 11.4, 17 and 4.4. This row uses the stricter of each.
    Branch {
        name: "5.3",
        lts: true,
        released: Date::new(2026, 10, 5),
        fixes_end: Date::new(2027, 10, 4),
        security_ends: Date::new(2029, 10, 1),
        php_least: "8.3",
        php_most: "8.4",
        mysql: "8.4",
        mariadb: "11.4",
        postgres: "17",
        aurora_mysql: "8.0",
        upgrade_from: "4.5",
    },
];

/// The status of a version of Moodle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReleaseStatus {
    /// It is a branch in the table, or belongs to one.
    Known(Branch),
    /// It is newer than the table.
    Newer,
    /// It is older than the table.
    Older,
    /// It is not a version of Moodle.
    Malformed,
}

impl Branch {
    /// Finds the branch of a version, such as `5.2` or `5.2.1`.
    #[must_use]
    pub const fn of(version: &str) -> Option<Self> {
        match release_status(version) {
            ReleaseStatus::Known(branch) => Some(branch),
            _ => None,
        }
    }

    /// Returns whether the branch supports a branch of PHP, such as `8.4`.
    #[must_use]
    pub const fn runs_on(&self, php: &str) -> bool {
        !matches!(order(php, self.php_least), Order::Older)
            && matches!(order(php, self.php_most), Order::Older | Order::Same | Order::Member)
    }

    /// Returns whether security fixes for the branch have ended by a date.
    #[must_use]
    pub const fn has_ended(&self, day: Date) -> bool {
        !day.is_before(self.security_ends)
    }
}

/// Returns the status of a version of Moodle, such as `5.2` or `5.2.1`.
#[must_use]
pub const fn release_status(version: &str) -> ReleaseStatus {
    if !is_dotted(version, 2, 3) {
        return ReleaseStatus::Malformed;
    }
    let mut i = 0;
    while i < BRANCHES.len() {
        match order(version, BRANCHES[i].name) {
            Order::Same | Order::Member => return ReleaseStatus::Known(BRANCHES[i]),
            Order::Older | Order::Branch => return ReleaseStatus::Older,
            Order::Newer => i += 1,
        }
    }
    ReleaseStatus::Newer
}

/// Returns the day when security fixes end for a branch of PHP, such as `8.4`.
///
/// Source: <https://www.php.net/supported-versions.php>, via endoflife.date, 2026-02.
#[must_use]
pub const fn php_ends(branch: &str) -> Option<Date> {
    const ENDS: [(&str, Date); 5] = [
        ("8.1", Date::new(2025, 12, 31)),
        ("8.2", Date::new(2026, 12, 31)),
        ("8.3", Date::new(2027, 12, 31)),
        ("8.4", Date::new(2028, 12, 31)),
        ("8.5", Date::new(2029, 12, 31)),
    ];
    let mut i = 0;
    while i < ENDS.len() {
        if crate::strings::same(ENDS[i].0, branch) {
            return Some(ENDS[i].1);
        }
        i += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_belongs_to_its_branch() {
        for (version, name) in [("5.2", "5.2"), ("5.2.1", "5.2"), ("4.5.12", "4.5"), ("5.3.0", "5.3")] {
            assert_eq!(Branch::of(version).unwrap().name, name);
        }
        assert_eq!(release_status("5.4"), ReleaseStatus::Newer);
        assert_eq!(release_status("6.0"), ReleaseStatus::Newer);
        assert_eq!(release_status("4.4.9"), ReleaseStatus::Older);
        for bad in ["5", "5.2+", "v5.2", "5.2.1.0", "MOODLE_502_STABLE", "", "latest"] {
            assert_eq!(release_status(bad), ReleaseStatus::Malformed, "{bad:?}");
        }
    }

    #[test]
    fn branch_supports_only_its_branches_of_php() {
        let branch = Branch::of("5.2").unwrap();
        assert_eq!(
            ["8.2", "8.3", "8.4", "8.5"].map(|php| branch.runs_on(php)),
            [false, true, true, false]
        );
    }

    #[test]
    fn security_fixes_for_5_0_have_ended_on_the_date_of_the_table() {
        let ended = BRANCHES.map(|branch| branch.has_ended(AS_OF_DATE));
        assert_eq!(ended, [false, true, false, false, false]);
    }

    #[test]
    fn dates_and_requirements_never_decrease_from_branch_to_branch() {
        for pair in BRANCHES.windows(2) {
            assert_eq!(order(pair[0].name, pair[1].name), Order::Older);
            assert!(pair[0].released.is_before(pair[1].released));
            for (old, new) in [
                (pair[0].php_least, pair[1].php_least),
                (pair[0].mysql, pair[1].mysql),
                (pair[0].mariadb, pair[1].mariadb),
                (pair[0].postgres, pair[1].postgres),
                (pair[0].upgrade_from, pair[1].upgrade_from),
            ] {
                assert!(super::super::version::at_least(new, old), "{old} {new}");
            }
        }
        for branch in BRANCHES {
            assert!(branch.released.is_before(branch.fixes_end) && branch.fixes_end.is_before(branch.security_ends));
            assert!(php_ends(branch.php_least).is_some() && php_ends(branch.php_most).is_some());
        }
    }
}
