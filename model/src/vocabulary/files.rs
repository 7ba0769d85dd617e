//! `files`.

section! {
    /// An Amazon EFS file system with a mount target in each zone.
    Efs in files {
        /// The path where tasks mount it.
        mount: &'static str,
        /// How its throughput is billed.
        throughput: Throughput = Throughput::Elastic,
        /// The number of days after which unread files move to infrequent access: 1, 7, 14, 30, 60, 90, 180, 270 or 365.
        infrequent_after_days: u32 = 30,
        /// The numeric id of the user that owns moodledata.
        uid: u32 = 33,
        /// The numeric id of the group that owns moodledata.
        gid: u32 = 33,
        /// Whether AWS Backup backs it up daily.
        backups: bool = true,
        /// What `destroy` does with the file system.
        on_destroy: KeepFiles = KeepFiles::Retain,
    }
}

one_of! {
    /// How a file system's throughput is billed.
    Throughput in throughput {
        /// By the amount of data read and written.
        Elastic,
        /// By the amount of data stored, with bursts.
        Bursting,
    }
}

one_of! {
    /// What `destroy` does with the file system.
    KeepFiles in files_on_destroy {
        /// Keeps it; the next `deploy` finds and reuses it.
        Retain,
        /// Deletes it with all uploaded files.
        Delete,
    }
}
