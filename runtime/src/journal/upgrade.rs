//! An upgrade of Moodle that is under way.

use serde::{Deserialize, Serialize};

/// What stands around an upgrade of Moodle until the whole deployment has succeeded: what was there before, what was
/// copied, and what is to be undone at the end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
