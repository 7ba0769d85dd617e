//! An upgrade of Moodle that is under way.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What stands around an upgrade of Moodle until the whole deployment has succeeded: what was there before, what was
/// copied, and what is to be undone at the end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upgrade {
    /// What its copies are called.
    pub name: String,
    /// The version that the tables had.
    pub version: String,
    /// The image that served the site.
    pub image: String,
    /// Whether the site is in maintenance, or about to be.
    pub maintenance: bool,
    /// The copy of the database from before: its ARN.
    pub database: Option<String>,
    /// The copy of the files from before: its ARN.
    pub files: Option<String>,
}

impl fmt::Display for Upgrade {
    /// Says what was there before, and what it can be made from again.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.version.is_empty() {
            write!(f, "which version the site was before it, is not known")?;
        } else {
            write!(f, "before it, the site was Moodle {} of {}", self.version, self.image)?;
        }
        let copies = [&self.database, &self.files];
        let copies: Vec<&str> = copies.into_iter().filter_map(Option::as_deref).collect();
        match copies[..] {
            [] if self.maintenance => write!(f, ", and no copy of it was made yet"),
            [] => write!(
                f,
                ", and no copy of it was made, since nothing needed maintenance mode so far"
            ),
            [one] => write!(f, ", and its backup {} is {one}", self.name),
            _ => write!(f, ", and its backup {} is {}", self.name, copies.join(" and ")),
        }
    }
}
