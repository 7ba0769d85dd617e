//! An upgrade of Moodle that is in progress.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The state of an upgrade of Moodle until the whole deployment has succeeded: the version before it, the backups, and what
/// to undo at the end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upgrade {
    /// The name of its backups.
    pub name: String,
    /// The version of the tables before the upgrade.
    pub version: String,
    /// The image that served the site before the upgrade.
    pub image: String,
    /// Whether the site is in maintenance mode, or about to be.
    pub maintenance: bool,
    /// The ARN of the backup of the database from before the upgrade.
    pub database: Option<String>,
    /// The ARN of the backup of the files from before the upgrade.
    pub files: Option<String>,
}

impl fmt::Display for Upgrade {
    /// Describes the version before the upgrade, and its backups.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.version.is_empty() {
            write!(f, "the version of the site before it is unknown")?;
        } else {
            write!(f, "before it, the site was Moodle {} ({})", self.version, self.image)?;
        }
        let copies = [&self.database, &self.files];
        let copies: Vec<&str> = copies.into_iter().filter_map(Option::as_deref).collect();
        match copies[..] {
            [] if self.maintenance => write!(f, ", and no backup has been made yet"),
            [] => write!(
                f,
                ", and no backup was made, because nothing has needed maintenance mode so far"
            ),
            [one] => write!(f, ", and its backup {} is {one}", self.name),
            _ => write!(f, ", and its backup {} is {}", self.name, copies.join(" and ")),
        }
    }
}
