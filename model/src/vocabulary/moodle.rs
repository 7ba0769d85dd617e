//! `moodle`.

section! {
    /// The application: Moodle in a container image.
    Moodle in moodle {
        /// Moodle's branch, such as `5.2`, or a release, such as `5.2.1`.
        version: &'static str,
        /// The container image: registry, repository, and tag or digest.
        image: &'static str,
        /// Moodle's data directory, on the shared file system.
        dataroot: &'static str,
        /// The administrator's e-mail address.
        admin_email: &'static str,
        /// The administrator's user name.
        admin_user: &'static str = "moodleadmin",
        /// The site's full name.
        site_name: &'static str = "Moodle",
        /// The image's PHP branch, such as `8.4`, or a release of it.
        php: &'static str = "8.4",
        /// The directory of Moodle's code in the image; never on the shared file system.
        code: &'static str = "/var/www/moodle",
        /// The directory of Moodle's local cache, on the task's own disk.
        local_cache: &'static str = "/var/cache/moodle",
        /// The largest file that can be uploaded, in MiB: 1 to 20000.
        upload_mb: u32 = 200,
        /// The port that the container listens on.
        port: u32 = 8080,
        /// Where users' sessions are stored.
        sessions: Sessions = Sessions::Database,
    }
}

one_of! {
    /// Where users' sessions are stored.
    Sessions in sessions {
        /// In the database: no cache can push them out, and they survive the loss of the cache.
        Database,
        /// In the cache, which puts no load on the database: when its memory is full, users are signed out.
        Cache,
    }
}
