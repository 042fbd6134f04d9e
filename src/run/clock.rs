//! The clock on the wall: local time, and how long until it shows another minute.
//!
//! `run` asks before each batch of keys and wakes once a minute. Nothing else of the program knows what time it is.

use std::time::Duration;

use jiff::ZonedDateTime;

use crate::domain::date::{self, DateTime};

/// The local time, in whole seconds: nobody sees less, and the book keeps no more.
pub fn now() -> DateTime {
    whole_seconds(ZonedDateTime::now().datetime())
}

/// How long until the clock shows another minute.
pub fn until_next_minute() -> Duration {
    rest_of_minute(ZonedDateTime::now().datetime())
}

/// How long until the clock shows another second.
pub fn until_next_second() -> Duration {
    let nanoseconds = ZonedDateTime::now().datetime().subsec_nanosecond();
    Duration::from_secs(1).saturating_sub(Duration::from_nanos(nanoseconds.unsigned_abs().into()))
}

/// `Tue 14 Oct 10:02`, for saying since when.
pub fn spoken(at: DateTime) -> String {
    format!("{} {}", date::long(at.date()), date::clock(at))
}

fn whole_seconds(at: DateTime) -> DateTime {
    at.date().at(at.hour(), at.minute(), at.second(), 0)
}

fn rest_of_minute(at: DateTime) -> Duration {
    let second = Duration::from_secs(at.second().unsigned_abs().into());
    let part = Duration::from_nanos(at.subsec_nanosecond().unsigned_abs().into());
    Duration::from_secs(60).saturating_sub(second + part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_loop_wakes_when_the_minute_changes() {
        let at = date(2025, 10, 14).at(10, 2, 59, 250_000_000);
        assert_eq!(rest_of_minute(at), Duration::from_millis(750));
        let at = date(2025, 10, 14).at(10, 2, 0, 0);
        assert_eq!(rest_of_minute(at), Duration::from_secs(60));
    }
}
