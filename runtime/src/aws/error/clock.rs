//! The clock of this machine, compared with AWS's: a wrong clock looks like wrong credentials.

use crate::diagnosis::clock_text;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;

/// How many seconds AWS tolerates between the time of a signature and its own:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html>
const TOLERATED: i64 = 5 * 60;

/// Returns how wrong the clock of this machine is, such as "the clock of this machine is 12 minutes slow"; `None` if AWS
/// tolerates it. `date` is the header of AWS's response, `now` the time of this machine in seconds since 1970.
pub(super) fn difference(date: Option<&str>, now: i64) -> Option<String> {
    // RFC 9110, section 6.6.1: every response of a server with a clock has a date.
    let aws = DateTime::from_str(date?, Format::HttpDate).ok()?.secs();
    // The response has taken a moment, so the difference is not exact.
    let is_tolerated = aws.abs_diff(now) < TOLERATED.unsigned_abs() - 5;
    (!is_tolerated).then(|| clock_text(now - aws))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clock_is_wrong_only_beyond_what_aws_tolerates() {
        const AWS: i64 = 1_764_374_400;
        let of = |now| difference(Some("Sat, 29 Nov 2025 00:00:00 GMT"), now);
        assert_eq!(of(AWS), None);
        assert_eq!(of(AWS - 290), None);
        assert_eq!(
            of(AWS - 12 * 60).as_deref(),
            Some("the clock of this machine is 12 minutes slow")
        );
        assert_eq!(
            of(AWS + 299).as_deref(),
            Some("the clock of this machine is 5 minutes fast")
        );
        assert_eq!(difference(None, AWS), None);
        assert_eq!(difference(Some("yesterday"), AWS), None);
    }
}
