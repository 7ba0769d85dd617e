//! A wrong clock: AWS answers as if the credentials were wrong.

/// The commands that set the clock.
macro_rules! set_clock {
    () => {
        "`sudo timedatectl set-ntp true` on Linux, `sudo sntp -sS time.apple.com` on macOS, `w32tm /resync` on Windows; in a \
         virtual machine or WSL, restart it"
    };
}

/// The commands that set the clock.
#[cfg(feature = "aws")]
pub(crate) const SET_CLOCK: &str = set_clock!();

/// What to do about a wrong clock.
pub(super) const ADVICE: &str = concat!(
    "set the clock: ",
    set_clock!(),
    ". Then run the same command again; `date -u` shows the time of this machine"
);

/// Describes how far the clock is off, such as "the clock of this machine is 12 minutes slow". `ahead` is in seconds, and
/// negative if the clock is slow.
#[cfg(any(test, feature = "aws"))]
pub(crate) fn clock_text(ahead: i64) -> String {
    let word = if ahead > 0 { "fast" } else { "slow" };
    let in_units = |seconds: i64| (ahead.abs() + seconds / 2) / seconds;
    let off = match ahead.abs() {
        seconds if seconds < 120 => format!("{seconds} seconds"),
        seconds if seconds < 7200 => format!("{} minutes", in_units(60)),
        seconds if seconds < 172_800 => format!("{} hours", in_units(3600)),
        _ => format!("{} days", in_units(86_400)),
    };
    format!("the clock of this machine is {off} {word}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clock_is_described_in_whole_units() {
        for (ahead, expected) in [
            (90, "90 seconds fast"),
            (-1500, "25 minutes slow"),
            (299, "5 minutes fast"),
            (-7300, "2 hours slow"),
            (200_000, "2 days fast"),
        ] {
            assert_eq!(clock_text(ahead), format!("the clock of this machine is {expected}"));
        }
    }
}
