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
    }
}

impl TrailLog {
    /// A year of records.
    pub const DEFAULT: Self = Self { retention_days: 365 };
}
