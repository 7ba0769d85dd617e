//! `trail`.

one_of! {
    /// Whether the stack keeps an audit log.
    Trail in trail {
        /// A multi-region trail, validated, in a private bucket.
        CloudTrail(TrailLog),
        /// No trail: the account has one already.
        Off,
    }
}

section! {
    /// A CloudTrail trail and the bucket that holds it.
    TrailLog {
        /// After how many days a record is deleted.
        retention_days: u32 = 365,
    }
}

impl TrailLog {
    /// A year of records.
    pub const DEFAULT: Self = Self { retention_days: 365 };
}
