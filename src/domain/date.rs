//! Dates as a school counts them: school years, seasons, and days as people say and type them.

use std::fmt;

pub use jiff::civil::{Date, DateTime};
use jiff::{
    ToSpan,
    civil::{Weekday, date},
};

/// A school year, named by the calendar year in which it begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchoolYear(pub i16);

impl fmt::Display for SchoolYear {
    /// `2026-27`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.0, (self.0 + 1).rem_euclid(100))
    }
}

/// The part of the school year, in the order in which it passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Season {
    /// From the first day of the school year until fall: nothing is due yet.
    Summer,
    /// August to November, by default.
    Fall,
    /// December to February.
    Winter,
    /// March to the end of the school year.
    Spring,
}

impl Season {
    /// As it stands on the screen: `fall`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Summer => "summer",
            Self::Fall => "fall",
            Self::Winter => "winter",
            Self::Spring => "spring",
        }
    }
}

/// When a school's year and seasons begin; stored in the book and changeable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// First month (1 to 12) and day of the school year.
    pub begins: (i8, i8),
    /// First month of fall.
    pub fall: i8,
    /// First month of winter.
    pub winter: i8,
    /// First month of spring.
    pub spring: i8,
}

impl Default for Calendar {
    fn default() -> Self {
        Self {
            begins: (7, 1),
            fall: 8,
            winter: 12,
            spring: 3,
        }
    }
}

impl Calendar {
    /// The school year in which `day` lies.
    pub fn year_of(&self, day: Date) -> SchoolYear {
        let begun = (day.month(), day.day()) >= self.begins;
        SchoolYear(if begun { day.year() } else { day.year() - 1 })
    }

    /// The first day of a school year.
    pub fn first_day(&self, year: SchoolYear) -> Date {
        let (month, day) = self.begins;
        Date::new(year.0, month, day).unwrap_or_else(|_| date(year.0, 7, 1))
    }

    /// The season of `day` within school year `year`: before it nothing is due, after it everything is.
    pub fn season(&self, year: SchoolYear, day: Date) -> Season {
        match self.year_of(day) {
            earlier if earlier < year => Season::Summer,
            later if later > year => Season::Spring,
            _ => self.season_of_month(day.month()),
        }
    }

    fn season_of_month(&self, month: i8) -> Season {
        let since_begin = |m: i8| (m - self.begins.0).rem_euclid(12);
        let month = since_begin(month);
        if month >= since_begin(self.spring) {
            Season::Spring
        } else if month >= since_begin(self.winter) {
            Season::Winter
        } else if month >= since_begin(self.fall) {
            Season::Fall
        } else {
            Season::Summer
        }
    }
}

/// Whole days from `from` to `to`; negative when `to` is earlier.
pub fn days_between(from: Date, to: Date) -> i32 {
    (from.duration_until(to).as_hours() / 24) as i32
}

/// `day` moved by `days`, stopping at the ends of the calendar.
pub fn plus_days(day: Date, days: i32) -> Date {
    day.saturating_add(days.days())
}

/// The same day some months later; the last of the month where that day is not in it.
pub fn plus_months(day: Date, months: u8) -> Date {
    day.saturating_add(i64::from(months).months())
}

/// `Mon` to `Sun`.
pub fn weekday(day: Date) -> &'static str {
    match day.weekday() {
        Weekday::Monday => "Mon",
        Weekday::Tuesday => "Tue",
        Weekday::Wednesday => "Wed",
        Weekday::Thursday => "Thu",
        Weekday::Friday => "Fri",
        Weekday::Saturday => "Sat",
        Weekday::Sunday => "Sun",
    }
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// `Jan` to `Dec` for 1 to 12; empty outside.
pub fn month(number: i8) -> &'static str {
    usize::try_from(number - 1)
        .ok()
        .and_then(|i| MONTHS.get(i))
        .copied()
        .unwrap_or_default()
}

/// `14 Oct`, with the year when that is not clear from `today` (more than ten months away).
pub fn short(day: Date, today: Date) -> String {
    let name = format!("{} {}", day.day(), month(day.month()));
    if days_between(day, today).abs() > 300 {
        format!("{name} {}", day.year())
    } else {
        name
    }
}

/// `Tue 14 Oct`.
pub fn long(day: Date) -> String {
    format!("{} {} {}", weekday(day), day.day(), month(day.month()))
}

/// A day seen from `today`: `today`, `tomorrow`, `yesterday`, else [`short`].
pub fn spoken(day: Date, today: Date) -> String {
    match days_between(today, day) {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        _ => short(day, today),
    }
}

/// `10:02`.
pub fn clock(at: DateTime) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// Which way a day without a year or a date is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toward {
    /// A promise: `fri` is the next Friday.
    Future,
    /// A talk that was: `fri` is the last Friday.
    Past,
}

/// Reads a day as people type it: `today`, `tomorrow`, `yesterday`, `fri`, `3d`, `2w`, `14 oct`, `oct 14`, `10/14`,
/// `10/14/26`, `2026-10-14`. `None` when it is none of these.
pub fn parse_day(text: &str, today: Date, toward: Toward) -> Option<Date> {
    let text = text.trim().to_lowercase();
    match text.as_str() {
        "today" | "now" => return Some(today),
        "tomorrow" | "tom" => return Some(plus_days(today, 1)),
        "yesterday" => return Some(plus_days(today, -1)),
        _ => {}
    }
    parse_distance(&text, today, toward)
        .or_else(|| parse_weekday(&text, today, toward))
        .or_else(|| text.parse::<Date>().ok())
        .or_else(|| parse_month_and_day(&text, today, toward))
}

fn parse_distance(text: &str, today: Date, toward: Toward) -> Option<Date> {
    let (number, days) = match text.strip_suffix('w') {
        Some(number) => (number, 7),
        None => (text.strip_suffix('d')?, 1),
    };
    let distance = number
        .trim()
        .parse::<i32>()
        .ok()
        .filter(|n| (0..=400).contains(n))?
        * days;
    Some(match toward {
        Toward::Future => plus_days(today, distance),
        Toward::Past => plus_days(today, -distance),
    })
}

fn parse_weekday(text: &str, today: Date, toward: Toward) -> Option<Date> {
    let is_name = text.len() >= 2 && text.chars().all(|c| c.is_ascii_alphabetic());
    let step = if toward == Toward::Future { 1 } else { -1 };
    let full = |day: Date| match day.weekday() {
        Weekday::Monday => "monday",
        Weekday::Tuesday => "tuesday",
        Weekday::Wednesday => "wednesday",
        Weekday::Thursday => "thursday",
        Weekday::Friday => "friday",
        Weekday::Saturday => "saturday",
        Weekday::Sunday => "sunday",
    };
    (1..=7)
        .map(|n| plus_days(today, n * step))
        .find(|day| is_name && full(*day).starts_with(text))
}

fn parse_month_and_day(text: &str, today: Date, toward: Toward) -> Option<Date> {
    let parts: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | '-' | '.' | ','))
        .filter(|part| !part.is_empty())
        .collect();
    let (first, second, year) = match parts.as_slice() {
        [first, second] => (*first, *second, None),
        [first, second, year] => (*first, *second, Some(parse_year(year)?)),
        _ => return None,
    };
    let (month, day) = match (parse_month(first), parse_month(second)) {
        (Some(month), None) => (month, second.parse().ok()?),
        (None, Some(month)) => (month, first.parse().ok()?),
        (None, None) => (first.parse().ok()?, second.parse().ok()?), // American order: month/day
        (Some(_), Some(_)) => return None,
    };
    if let Some(year) = year {
        return Date::new(year, month, day).ok();
    }
    nearest_year(month, day, today, toward)
}

fn parse_month(text: &str) -> Option<i8> {
    let position = MONTHS
        .iter()
        .position(|name| text.len() >= 3 && text.starts_with(&name.to_lowercase()))?;
    i8::try_from(position + 1).ok()
}

fn parse_year(text: &str) -> Option<i16> {
    let number: i16 = text.parse().ok()?;
    match text.len() {
        2 => Some(2000 + number),
        4 => Some(number),
        _ => None,
    }
}

fn nearest_year(month: i8, day: i8, today: Date, toward: Toward) -> Option<Date> {
    let years = match toward {
        Toward::Future => [today.year(), today.year() + 1],
        Toward::Past => [today.year(), today.year() - 1],
    };
    years
        .into_iter()
        .filter_map(|year| Date::new(year, month, day).ok())
        .find(|day| match toward {
            Toward::Future => *day >= today,
            Toward::Past => *day <= today,
        })
}

/// The first day that the program can meet; stands for "never" where an order needs a date.
pub const BEGINNING: DateTime = date(1, 1, 1).at(0, 0, 0, 0);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_school_year_turns_on_july_1() {
        let calendar = Calendar::default();
        assert_eq!(calendar.year_of(date(2026, 6, 30)), SchoolYear(2025));
        assert_eq!(calendar.year_of(date(2026, 7, 1)), SchoolYear(2026));
        assert_eq!(SchoolYear(1999).to_string(), "1999-00");
    }

    #[test]
    fn seasons_follow_the_calendar_and_stop_at_the_ends_of_the_year() {
        let calendar = Calendar::default();
        let season = |y, m, d| calendar.season(SchoolYear(2026), date(y, m, d));
        assert_eq!(season(2026, 7, 31), Season::Summer);
        assert_eq!(season(2026, 8, 1), Season::Fall);
        assert_eq!(season(2026, 12, 1), Season::Winter);
        assert_eq!(season(2027, 2, 28), Season::Winter);
        assert_eq!(season(2027, 3, 1), Season::Spring);
        assert_eq!(season(2027, 9, 1), Season::Spring, "a year not yet closed");
        assert_eq!(season(2026, 5, 1), Season::Summer, "a year not yet begun");
    }

    #[test]
    fn days_are_read_as_people_type_them() {
        let today = date(2026, 10, 14); // a Wednesday
        let cases = [
            ("today", Toward::Future, Some(today)),
            ("Fri", Toward::Future, Some(date(2026, 10, 16))),
            ("fri", Toward::Past, Some(date(2026, 10, 9))),
            ("wed", Toward::Future, Some(date(2026, 10, 21))),
            ("3d", Toward::Future, Some(date(2026, 10, 17))),
            ("2w", Toward::Past, Some(date(2026, 9, 30))),
            ("20 oct", Toward::Future, Some(date(2026, 10, 20))),
            ("Oct 2", Toward::Future, Some(date(2027, 10, 2))),
            ("October 2", Toward::Past, Some(date(2026, 10, 2))),
            ("11/3", Toward::Future, Some(date(2026, 11, 3))),
            ("11/3/27", Toward::Future, Some(date(2027, 11, 3))),
            ("2026-12-01", Toward::Future, Some(date(2026, 12, 1))),
            ("sometime", Toward::Future, None),
            ("2/30", Toward::Future, None),
            ("", Toward::Future, None),
            ("99999999d", Toward::Future, None),
        ];
        for (text, toward, expected) in cases {
            assert_eq!(parse_day(text, today, toward), expected, "{text}");
        }
    }

    #[test]
    fn days_are_shown_as_people_say_them() {
        let today = date(2026, 10, 14);
        assert_eq!(spoken(today, today), "today");
        assert_eq!(spoken(date(2026, 10, 13), today), "yesterday");
        assert_eq!(spoken(date(2026, 9, 21), today), "21 Sep");
        assert_eq!(spoken(date(2025, 9, 21), today), "21 Sep 2025");
        assert_eq!(long(today), "Wed 14 Oct");
        assert_eq!(days_between(date(2026, 10, 14), date(2027, 3, 1)), 138);
    }
}
