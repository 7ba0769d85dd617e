//! Calendar dates.

use crate::Text;

/// A calendar date.
///
/// ```
/// use moodle_stack_model::{Text, facts::Date};
/// const END: Date = Date::new(2026, 7, 31);
/// const AFTER: bool = END.is_before(Date::new(2026, 10, 20));
/// assert!(AFTER);
/// assert_eq!(END.write(Text::new("ended on ")).as_str(), "ended on 2026-07-31");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// The year.
    pub year: u16,
    /// The month, from 1.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
}

impl Date {
    /// Creates a date.
    #[must_use]
    pub const fn new(year: u16, month: u8, day: u8) -> Self {
        Self { year, month, day }
    }

    /// Returns whether this date is before another.
    #[must_use]
    pub const fn is_before(self, other: Self) -> bool {
        self.number() < other.number()
    }

    /// Appends the date to a message, in the form `2026-07-31`.
    #[must_use]
    pub const fn write(self, text: Text) -> Text {
        let text = text
            .number(self.year as u64)
            .push(if self.month < 10 { "-0" } else { "-" });
        let text = text
            .number(self.month as u64)
            .push(if self.day < 10 { "-0" } else { "-" });
        text.number(self.day as u64)
    }

    const fn number(self) -> u32 {
        (self.year as u32) << 16 | (self.month as u32) << 8 | self.day as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_compare_by_year_then_month_then_day() {
        let days = [
            Date::new(2025, 12, 31),
            Date::new(2026, 1, 30),
            Date::new(2026, 1, 31),
            Date::new(2026, 2, 1),
        ];
        for pair in days.windows(2) {
            assert!(pair[0].is_before(pair[1]) && !pair[1].is_before(pair[0]), "{pair:?}");
        }
        assert!(!days[0].is_before(days[0]));
    }
}
