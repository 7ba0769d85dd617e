//! Times as text.

use std::time::Duration;

/// Writes a time to the second, such as `45s`, `1m45s` or `1h02m`.
pub(crate) fn short(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..60 => format!("{seconds}s"),
        60..3600 => format!("{}m{:02}s", seconds / 60, seconds % 60),
        _ => format!("{}h{:02}m", seconds / 3600, seconds % 3600 / 60),
    }
}

/// Writes a time to a tenth of a second, such as `0.3 s`; from a minute on, as [`short`] does.
pub(crate) fn seconds(time: Duration) -> String {
    if time.as_secs() < 60 {
        format!("{:.1} s", time.as_secs_f64())
    } else {
        short(time)
    }
}

/// Writes an estimate, such as `about 24 minutes`.
pub(crate) fn about(seconds: u64) -> String {
    match seconds {
        0..2 => "about a second".into(),
        2..50 => format!("about {seconds} seconds"),
        50..90 => "about a minute".into(),
        90..5400 => format!("about {} minutes", (seconds + 30) / 60),
        _ => format!("about {:.1} hours", Duration::from_secs(seconds).as_secs_f64() / 3600.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_in_a_fitting_unit() {
        let written = [0, 45, 105, 3600 + 120].map(|time| short(Duration::from_secs(time)));
        assert_eq!(written, ["0s", "45s", "1m45s", "1h02m"]);
        assert_eq!(seconds(Duration::from_millis(312)), "0.3 s");
        assert_eq!(seconds(Duration::from_secs(61)), "1m01s");
        let written = [1, 40, 60, 1440, 5400].map(about);
        assert_eq!(
            written,
            [
                "about a second",
                "about 40 seconds",
                "about a minute",
                "about 24 minutes",
                "about 1.5 hours"
            ]
        );
    }
}
