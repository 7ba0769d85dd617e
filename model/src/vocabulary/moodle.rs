//! `moodle`.

section! {
    /// The application: Moodle in a container image.
    Moodle in moodle {
        /// Moodle's branch, as `5.2`.
        version: &'static str,
        /// The container image.
        image: &'static str,
        /// Moodle's data directory, on the shared file system.
        dataroot: &'static str,
        /// The administrator's e-mail address.
        admin_email: &'static str,
        /// The administrator's user name.
        admin_user: &'static str = "moodleadmin",
        /// The site's full name.
        site_name: &'static str = "Moodle",
        /// PHP's version in the image.
        php: &'static str = "8.4",
        /// Where the image keeps Moodle's code; never on the shared file system.
        code: &'static str = "/var/www/moodle",
        /// Moodle's local cache, on the task's own disk.
        local_cache: &'static str = "/var/cache/moodle",
        /// The port that the container listens on.
        port: u32 = 8080,
    }
}
