//! When the practice group met, and who was talked with in each period. Pure arithmetic; knows no book.
//!
//! A round takes two periods: who was absent in the first is seen in the second, so that every round ends and the one
//! that opens today begins afresh.

use std::collections::VecDeque;

use super::cast::{CAST, Part};
use crate::domain::date::{Calendar, Date, SchoolYear, plus_days};
use jiff::civil::{Weekday, date};

/// One student in one period.
pub(super) struct Visit {
    /// The place in the cast.
    pub(super) who: usize,
    /// Not there.
    pub(super) is_absent: bool,
    /// How many talks came before it.
    pub(super) nth: usize,
}

/// One weekly period.
pub(super) struct Period {
    /// Its day.
    pub(super) day: Date,
    /// In the order in which the adviser went.
    pub(super) visits: Vec<Visit>,
}

/// The history as a whole.
pub(super) struct Schedule {
    /// The school year of the book.
    pub(super) year: SchoolYear,
    /// The first day of lessons.
    pub(super) start: Date,
    /// Oldest first; always a whole number of rounds.
    pub(super) periods: Vec<Period>,
    /// When the one who leaves does.
    pub(super) left: Date,
    today: Date,
    talks: Vec<usize>,
}

/// Weeks of a school year; what is older than that is not told.
const WEEKS: i32 = 40;

/// With fewer periods than this a book shows nothing: last year's is used.
const FEWEST: usize = 4;

impl Schedule {
    /// The periods before `today`, one a week.
    pub(super) fn until(today: Date) -> Self {
        let mut year = Calendar::default().year_of(today);
        if days(year, today).len() < FEWEST {
            year = SchoolYear(year.0 - 1);
        }
        let days = days(year, today);
        let start = days
            .first()
            .map_or(first_day(year), |day| plus_days(*day, -1));
        let middle = days.get(days.len() / 2).copied().unwrap_or(today);
        let mut schedule = Self {
            year,
            start,
            periods: Vec::new(),
            left: middle,
            today,
            talks: vec![0; CAST.len()],
        };
        schedule.fill(&days);
        schedule
    }

    /// When someone with this part came into the group.
    pub(super) fn joined(&self, part: Part) -> Date {
        let day = match part {
            Part::NeverThere => plus_days(self.today, -19),
            Part::ComesLate => plus_days(self.today, -5),
            _ => self.start,
        };
        day.max(self.start)
    }

    /// How many talks someone has in all.
    pub(super) fn visits(&self, who: usize) -> usize {
        self.talks.get(who).copied().unwrap_or(0)
    }

    fn fill(&mut self, days: &[Date]) {
        let mut queue: VecDeque<usize> = (0..CAST.len()).collect();
        let long_gone = days.len().saturating_sub(2).min(4);
        for (number, day) in days.iter().enumerate() {
            let to_come = days.len() - number;
            let is_first_of_round = number.is_multiple_of(2);
            self.hold(*day, &mut queue, is_first_of_round, to_come <= long_gone);
        }
    }

    /// Goes through the line: half of those still to be seen in the first period of a round, the rest in the second.
    fn hold(&mut self, day: Date, queue: &mut VecDeque<usize>, is_first: bool, is_late: bool) {
        let here = |schedule: &Self, who: usize| {
            CAST.get(who).is_some_and(|person| {
                let has_left = person.part == Part::Leaves && schedule.left <= day;
                schedule.joined(person.part) <= day && !has_left
            })
        };
        let seen_this_round: Vec<usize> = match self.periods.last() {
            Some(period) if !is_first => period.talked().collect(),
            _ => Vec::new(),
        };
        let line: Vec<usize> = queue
            .iter()
            .copied()
            .filter(|who| here(self, *who) && !seen_this_round.contains(who))
            .collect();
        let most = if is_first { line.len() / 2 } else { line.len() };
        let mut visits = Vec::new();
        for who in line {
            let part = CAST.get(who).map(|person| person.part);
            let is_gone = part == Some(Part::NeverThere) || part == Some(Part::LongGone) && is_late;
            let is_ill = is_first && mix(who as u64, day.day_of_year() as u64).is_multiple_of(19);
            if visits.len() >= most && !is_gone {
                continue;
            }
            let is_absent = is_gone || is_ill;
            visits.push(Visit {
                who,
                is_absent,
                nth: self.visits(who),
            });
            if !is_absent {
                if let Some(talks) = self.talks.get_mut(who) {
                    *talks += 1;
                }
                queue.retain(|other| *other != who);
                queue.push_back(who);
            }
        }
        self.periods.push(Period { day, visits });
    }
}

impl Period {
    fn talked(&self) -> impl Iterator<Item = usize> {
        let present = self.visits.iter().filter(|visit| !visit.is_absent);
        present.map(|visit| visit.who)
    }
}

fn first_day(year: SchoolYear) -> Date {
    date(year.0, 8, 18)
}

/// The days of the periods: the weekday of `today` in every earlier week back to the first, without the winter break;
/// an even number of them.
fn days(year: SchoolYear, today: Date) -> Vec<Date> {
    let last = plus_days(school_day_before(today), -7);
    let mut days: Vec<Date> = (0..WEEKS)
        .map(|week| plus_days(last, -7 * week))
        .take_while(|day| *day >= first_day(year))
        .filter(|day| !((day.month(), day.day()) >= (12, 20) || (day.month(), day.day()) <= (1, 2)))
        .collect();
    days.truncate(days.len() / 2 * 2);
    days.reverse();
    days
}

/// `day`, or the Friday before it when it is on a weekend.
pub(super) fn school_day_before(day: Date) -> Date {
    match day.weekday() {
        Weekday::Saturday => plus_days(day, -1),
        Weekday::Sunday => plus_days(day, -2),
        _ => day,
    }
}

/// A number that looks like chance and is always the same.
pub(super) fn mix(a: u64, b: u64) -> u64 {
    let mut x = a
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .wrapping_add(b.wrapping_mul(0xd1b5_4a32_d192_ed03));
    x ^= x >> 29;
    x = x.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x >> 33
}
