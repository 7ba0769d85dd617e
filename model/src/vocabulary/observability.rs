//! `observability`.

section! {
    /// Amazon CloudWatch.
    CloudWatch in observability {
        /// The number of days that logs are kept.
        retention_days: u32 = 30,
        /// The e-mail address that receives alarms and database events.
        notify: Option<&'static str>,
        /// Whether there are alarms on problems that users would notice.
        alarms: bool = true,
        /// Whether there is a dashboard of the whole site.
        dashboard: bool = true,
        /// Whether Container Insights collects metrics of every task.
        container_insights: bool = true,
    }
}

impl CloudWatch {
    /// The observability of a declaration without `observability`.
    pub const DEFAULT: Self = Self {
        retention_days: 30,
        notify: None,
        alarms: true,
        dashboard: true,
        container_insights: true,
    };
}
