//! How long a request may take, and the timeouts that follow from it.

use crate::Architecture;

/// A load balancer's idle timeout where neither it nor an edge is declared.
const OPEN_IDLE: u32 = 120;
/// How much longer than CloudFront the load balancer waits, so that there is one who gives up first.
const IDLE_MARGIN: u32 = 60;
/// How much longer than a request a target drains: it still gets some while the load balancer learns that it leaves.
const DRAIN_MARGIN: u32 = 30;
/// How many seconds the image's `web` still takes requests after SIGTERM: its `MOODLE_DRAIN_DELAY`.
const STOP_DELAY: u32 = 5;
/// The longest that the image's `web` then waits for its requests.
const LONGEST_DRAIN: u32 = 105;
/// What the end of all processes may take after that.
const STOP_MARGIN: u32 = 10;

impl Architecture {
    /// Returns how many seconds a request may take: as long as CloudFront waits for it, or, without an edge, until the load
    /// balancer closes the connection. PHP's own limits are set by it.
    #[must_use]
    pub const fn request_timeout(&self) -> u32 {
        match (self.edge, self.load_balancer.idle_timeout) {
            (Some(edge), _) => edge.origin_timeout,
            (None, Some(idle)) => idle,
            (None, None) => OPEN_IDLE,
        }
    }

    /// Returns the key that says how long a request may take.
    #[must_use]
    pub const fn request_timeout_key(&self) -> &'static str {
        match self.edge {
            Some(_) => "edge.origin_timeout",
            None => "load_balancer.idle_timeout",
        }
    }

    /// Returns the load balancer's idle timeout, in seconds.
    #[must_use]
    pub const fn idle_timeout(&self) -> u32 {
        match (self.load_balancer.idle_timeout, self.edge) {
            (Some(seconds), _) => seconds,
            (None, Some(edge)) => least(edge.origin_timeout.saturating_add(IDLE_MARGIN), 4000),
            (None, None) => OPEN_IDLE,
        }
    }

    /// Returns how many seconds a target that leaves may finish its requests.
    #[must_use]
    pub const fn drain(&self) -> u32 {
        match self.load_balancer.drain {
            Some(seconds) => seconds,
            None => least(self.request_timeout().saturating_add(DRAIN_MARGIN), 3600),
        }
    }

    /// Returns how many seconds a task that serves the site may take to stop.
    #[must_use]
    pub const fn stop_timeout(&self) -> u32 {
        match self.compute.stop_timeout {
            Some(seconds) => seconds,
            None => self.web_stops_in() + STOP_MARGIN,
        }
    }

    /// Returns within how many seconds after SIGTERM the image's `web` has ended its requests: `examples/moodle-image`.
    #[must_use]
    pub const fn web_stops_in(&self) -> u32 {
        STOP_DELAY + least(self.request_timeout(), LONGEST_DRAIN)
    }
}

const fn least(one: u32, other: u32) -> u32 {
    if one < other { one } else { other }
}

#[cfg(test)]
mod tests {
    use crate::vocabulary::Field as _;
    use crate::{Architecture, CloudFront};

    fn timeouts(origin: Option<u32>, idle: Option<u32>) -> [u32; 4] {
        let mut stack = Architecture::FILLER;
        stack.edge = origin.map(|origin_timeout| CloudFront {
            origin_timeout,
            ..CloudFront::FILLER
        });
        stack.load_balancer.idle_timeout = idle;
        [
            stack.request_timeout(),
            stack.idle_timeout(),
            stack.drain(),
            stack.stop_timeout(),
        ]
    }

    #[test]
    fn everything_follows_from_how_long_cloudfront_waits() {
        assert_eq!(timeouts(Some(60), None), [60, 120, 90, 75]);
        assert_eq!(timeouts(Some(180), None), [180, 240, 210, 120]);
    }

    #[test]
    fn without_an_edge_everything_follows_from_the_idle_timeout() {
        assert_eq!(timeouts(None, None), [120, 120, 150, 120]);
        assert_eq!(timeouts(None, Some(30)), [30, 30, 60, 45]);
    }

    #[test]
    fn what_follows_is_within_what_aws_takes_whatever_is_declared() {
        assert_eq!(timeouts(Some(u32::MAX), None)[1..], [4000, 3600, 120]);
        assert_eq!(timeouts(None, Some(u32::MAX))[2..], [3600, 120]);
    }

    #[test]
    fn what_is_declared_counts() {
        let mut stack = Architecture::FILLER;
        (stack.load_balancer.drain, stack.compute.stop_timeout) = (Some(7), Some(8));
        assert_eq!((stack.drain(), stack.stop_timeout()), (7, 8));
        assert_eq!(timeouts(Some(60), Some(61))[1], 61);
    }
}
