//! `load_balancer`.

use super::Certificate;

section! {
    /// An Application Load Balancer in all zones.
    Alb in load_balancer {
        /// The certificate of the domain, in the stack's region.
        certificate: Certificate,
        /// Places it in the private subnets, where CloudFront reaches it through a VPC origin, which AWS takes 20 to 25
        /// minutes to create.
        private: bool = false,
        /// The seconds after which an idle connection is closed: 1 to 4000; by default, a minute more than CloudFront waits,
        /// and 120 without `edge`.
        idle_timeout: Option<u32>,
        /// The seconds that a deregistered task has to finish its requests: 0 to 3600; by default, half a minute more than
        /// a request may take.
        drain: Option<u32>,
        /// How the load balancer checks whether a task is healthy.
        health_check: HealthCheck = HealthCheck::DEFAULT,
        /// Whether every request is logged, in a private bucket.
        access_logs: bool = true,
        /// Refuses any deletion except by `destroy`.
        deletion_protection: bool = true,
    }
}

section! {
    /// A target group's health check.
    HealthCheck in health_check {
        /// The path that is requested.
        path: &'static str = "/healthz",
        /// The seconds between two checks: 5 to 300.
        interval: u32 = 15,
        /// The seconds that a response may take: 2 to 120, and less than the interval.
        timeout: u32 = 10,
        /// The number of successful checks after which a task is healthy: 2 to 10.
        healthy: u32 = 2,
        /// The number of failed checks after which a task is unhealthy: 2 to 10.
        unhealthy: u32 = 3,
    }
}

impl HealthCheck {
    /// The health check of a declaration without `health_check`.
    pub const DEFAULT: Self = Self {
        path: "/healthz",
        interval: 15,
        timeout: 10,
        healthy: 2,
        unhealthy: 3,
    };
}
