//! `load_balancer`.

use super::Certificate;

section! {
    /// An Application Load Balancer over all zones.
    Alb in load_balancer {
        /// The certificate of the domain, in the stack's region.
        certificate: Certificate,
        /// Puts it into the private subnets, where CloudFront reaches it by a VPC origin.
        private: bool = false,
        /// After how many seconds without a byte a connection is closed: 1 to 4000; left out, a minute after CloudFront
        /// has given up, and 120 without an edge.
        idle_timeout: Option<u32>,
        /// How many seconds a task that leaves may finish its requests: 0 to 3600; left out, half a minute more than a
        /// request may take.
        drain: Option<u32>,
        /// How the load balancer finds out whether a task is well.
        health_check: HealthCheck = HealthCheck::DEFAULT,
        /// A log of every request, in a private bucket.
        access_logs: bool = true,
        /// Refuses a deletion that does not come from `destroy`.
        deletion_protection: bool = true,
    }
}

section! {
    /// A target group's health check.
    HealthCheck in health_check {
        /// What is asked for.
        path: &'static str = "/healthz",
        /// Every how many seconds: 5 to 300.
        interval: u32 = 15,
        /// How many seconds an answer may take: 2 to 120, and less than the interval.
        timeout: u32 = 10,
        /// After how many good answers a task is well: 2 to 10.
        healthy: u32 = 2,
        /// After how many bad answers it is not: 2 to 10.
        unhealthy: u32 = 3,
    }
}

impl HealthCheck {
    /// What a declaration gets that does not mention health checks.
    pub const DEFAULT: Self = Self {
        path: "/healthz",
        interval: 15,
        timeout: 10,
        healthy: 2,
        unhealthy: 3,
    };
}
