//! `observability`.

section! {
    /// Amazon CloudWatch.
    CloudWatch in observability {
        /// For how many days logs are kept.
        retention_days: u32 = 30,
        /// The e-mail address that gets alarms and database events.
        notify: Option<&'static str>,
        /// Alarms on what people would notice.
        alarms: bool = true,
        /// A dashboard of the whole site.
        dashboard: bool = true,
        /// Container Insights: metrics of every task.
        container_insights: bool = true,
    }
}

impl CloudWatch {
    /// What a declaration gets that does not mention observability.
    pub const DEFAULT: Self = Self {
        retention_days: 30,
        notify: None,
        alarms: true,
        dashboard: true,
        container_insights: true,
    };
}
