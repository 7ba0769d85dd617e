//! Well-known images that no site should run.

use crate::Image;
use crate::text::same;

/// The date of the table, for messages.
pub const AS_OF: &str = "2026-10";

/// Why an image should not be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageIssue {
    /// Its repository no longer contains any image.
    NoImages,
    /// It does not contain Moodle.
    NoMoodle,
    /// It is no longer maintained.
    Unmaintained,
}

/// Repositories of Docker Hub.
///
/// Sources: <https://github.com/bitnami/containers/issues/87924> for Bitnami's,
/// <https://github.com/moodlehq/moodle-php-apache> for Moodle HQ's, 2026-10.
const REPOSITORIES: [(&str, ImageIssue); 3] = [
    ("bitnami/moodle", ImageIssue::NoImages),
    ("moodlehq/moodle-php-apache", ImageIssue::NoMoodle),
    ("bitnamilegacy/moodle", ImageIssue::Unmaintained),
];

/// Returns why an image should not be run, if there is a known reason.
#[must_use]
pub const fn known_issue(image: &Image<'_>) -> Option<ImageIssue> {
    let mut i = 0;
    while i < REPOSITORIES.len() && image.is_on_docker_hub() {
        if same(REPOSITORIES[i].0, image.path) {
            return Some(REPOSITORIES[i].1);
        }
        i += 1;
    }
    None
}
