//! `files`.

section! {
    /// An Amazon EFS file system with a mount target in each zone.
    Efs in files {
        /// Where tasks mount it.
        mount: &'static str,
        /// How its throughput is paid for.
        throughput: Throughput = Throughput::Elastic,
        /// After how many days unread files move to infrequent access: 1, 7, 14, 30, 60, 90, 180, 270 or 365.
        infrequent_after_days: u32 = 30,
        /// The numeric user that owns moodledata.
        uid: u32 = 33,
        /// The numeric group that owns moodledata.
        gid: u32 = 33,
        /// Daily backups by AWS Backup.
        backups: bool = true,
        /// What `destroy` does with it.
        on_destroy: KeepFiles = KeepFiles::Retain,
    }
}

one_of! {
    /// How a file system's throughput is paid for.
    Throughput in throughput {
        /// By what is read and written.
        Elastic,
        /// By what is stored, with bursts.
        Bursting,
    }
}

one_of! {
    /// What `destroy` does with the file system.
    KeepFiles in files_on_destroy {
        /// Keeps it; the next `deploy` finds it and takes it up again.
        Retain,
        /// Deletes it, with every file that was ever uploaded.
        Delete,
    }
}
