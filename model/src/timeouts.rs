//! How long a request may take, and the timeouts that are derived from it.

use crate::Architecture;

/// The load balancer's idle timeout in seconds, if neither it nor `edge` is declared.
const OPEN_IDLE: u32 = 120;
/// The seconds that the load balancer waits longer than CloudFront, so that CloudFront always times out first.
const IDLE_MARGIN: u32 = 60;
/// The seconds that a target drains longer than a request may take: it still receives requests until the load balancer
/// has noticed the deregistration.
const DRAIN_MARGIN: u32 = 30;
/// The seconds that the image's `web` command accepts requests after SIGTERM: its `MOODLE_DRAIN_DELAY`.
const STOP_DELAY: u32 = 5;
/// The maximum seconds that the image's `web` command then waits for running requests.
const LONGEST_DRAIN: u32 = 105;
/// The seconds that the processes may take to exit after that.
const STOP_MARGIN: u32 = 10;

impl Architecture {
    /// Returns the seconds that a request may take: as long as CloudFront waits for it or, without `edge`, until the load
    /// balancer closes the connection. PHP's own limits are set to it.
    #[must_use]
    pub const fn request_timeout(&self) -> u32 {
        match (self.edge, self.load_balancer.idle_timeout) {
            (Some(edge), _) => edge.origin_timeout,
            (None, Some(idle)) => idle,
            (None, None) => OPEN_IDLE,
        }
    }

    /// Returns the key that determines how long a request may take.
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

    /// Returns the seconds that a deregistered target has to finish its requests.
    #[must_use]
    pub const fn drain(&self) -> u32 {
        match self.load_balancer.drain {
            Some(seconds) => seconds,
            None => least(self.request_timeout().saturating_add(DRAIN_MARGIN), 3600),
        }
    }

    /// Returns the seconds that a web task has to stop.
    #[must_use]
    pub const fn stop_timeout(&self) -> u32 {
        match self.compute.stop_timeout {
            Some(seconds) => seconds,
            None => self.web_stops_in() + STOP_MARGIN,
        }
    }

    /// Returns the seconds after SIGTERM within which the image's `web` command has finished its requests; see
    /// `examples/moodle-image`.
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
    fn timeouts_are_derived_from_cloudfronts_timeout() {
        assert_eq!(timeouts(Some(60), None), [60, 120, 90, 75]);
        assert_eq!(timeouts(Some(180), None), [180, 240, 210, 120]);
    }

    #[test]
    fn without_an_edge_timeouts_are_derived_from_the_idle_timeout() {
        assert_eq!(timeouts(None, None), [120, 120, 150, 120]);
        assert_eq!(timeouts(None, Some(30)), [30, 30, 60, 45]);
    }

    #[test]
    fn derived_timeouts_stay_within_the_limits_of_aws() {
        assert_eq!(timeouts(Some(u32::MAX), None)[1..], [4000, 3600, 120]);
        assert_eq!(timeouts(None, Some(u32::MAX))[2..], [3600, 120]);
    }

    #[test]
    fn declared_timeouts_override_derived_ones() {
        let mut stack = Architecture::FILLER;
        (stack.load_balancer.drain, stack.compute.stop_timeout) = (Some(7), Some(8));
        assert_eq!((stack.drain(), stack.stop_timeout()), (7, 8));
        assert_eq!(timeouts(Some(60), Some(61))[1], 61);
    }
}
