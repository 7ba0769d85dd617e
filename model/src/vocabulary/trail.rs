//! `trail`.

one_of! {
    /// Whether the stack keeps an audit log.
    Trail in trail {
        /// A multi-region trail with log file validation, in a private bucket.
        CloudTrail(TrailLog),
        /// No trail, for an account that already has one.
        Off,
    }
}

section! {
    /// A CloudTrail trail and its bucket.
    TrailLog {
        /// The number of days after which a record is deleted.
        retention_days: u32 = 365,
        /// What `destroy` does with the bucket and its records, and what a deployment with `trail: Off` does.
        on_destroy: KeepTrail = KeepTrail::Retain,
    }
}

one_of! {
    /// What happens to the records of a trail whose declaration was removed.
    KeepTrail in trail_on_destroy {
        /// Keeps the bucket; a later `deploy` with a trail finds and reuses it.
        Retain,
        /// Deletes the bucket with all records.
        Delete,
    }
}

impl TrailLog {
    /// A year of records, which outlive the stack.
    pub const DEFAULT: Self = Self {
        retention_days: 365,
        on_destroy: KeepTrail::Retain,
    };
}
