//! The clock on the wall, which may be wrong: the order of things goes by their numbers, and a clock that went back is said.
//!
//! Called by `model` when a book is opened and by `update` when the time moves. Must not know what time it is.

use crate::domain::date::{self, DateTime};

/// From how many minutes on it is said. The end of summer time is an hour, and nobody has to do anything about it.
const SAID_FROM: i64 = 70;

/// What is said when the clock went back.
pub fn went_back(before: DateTime, now: DateTime) -> Option<String> {
    let days = i64::from(date::days_between(now.date(), before.date()));
    let minutes = days * 24 * 60 + minute(before) - minute(now);
    (minutes >= SAID_FROM).then(|| {
        format!(
            "The clock went back: {} {} was before, and now it is {} {}. Nothing is lost or out of order; set the \
             computer's date, because what you write gets it.",
            date::long(before.date()),
            before.year(),
            date::long(now.date()),
            now.year()
        )
    })
}

/// Of its day.
fn minute(at: DateTime) -> i64 {
    i64::from(at.hour()) * 60 + i64::from(at.minute())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_end_of_summer_time_is_not_said_and_a_wrong_clock_is() {
        let night = date(2025, 11, 2).at(1, 59, 59, 0);
        assert_eq!(went_back(night, date(2025, 11, 2).at(1, 0, 0, 0)), None);
        assert_eq!(went_back(night, date(2025, 11, 2).at(23, 0, 0, 0)), None);
        assert_eq!(went_back(night, date(2031, 1, 1).at(0, 0, 0, 0)), None);
        assert!(went_back(night, date(2025, 11, 1).at(23, 0, 0, 0)).is_some());
        let said = went_back(night, date(2015, 2, 28).at(12, 0, 0, 0)).unwrap();
        assert!(said.contains("2025") && said.contains("2015"), "{said}");
    }
}
