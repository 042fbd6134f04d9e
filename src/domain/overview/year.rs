//! On which days of the school year the group was met, and how many of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    book::Book,
    date::{Date, SchoolYear, days_between, plus_days},
    id::StudentId,
    round::contacts,
    student::Student,
};

/// A stretch of days on which nobody was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The day before it, on which somebody was met.
    pub from: Date,
    /// The next day on which somebody was met, or today.
    pub to: Date,
}

impl Gap {
    /// Days from the one meeting to the other.
    pub fn days(self) -> i32 {
        days_between(self.from, self.to)
    }
}

/// The days of one school year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// The first day of the school year.
    pub first: Date,
    /// The last one.
    pub last: Date,
    /// How many students there are.
    pub students: usize,
    /// Who was met on which day; only days on which somebody was.
    pub days: BTreeMap<Date, BTreeSet<StudentId>>,
}

impl Year {
    /// Looks at the contacts of these students in the book's year.
    pub fn of(book: &Book, students: &[&Student]) -> Self {
        let calendar = &book.settings.calendar;
        let year = book.settings.year;
        let first = calendar.first_day(year);
        let last = plus_days(calendar.first_day(SchoolYear(year.0 + 1)), -1);
        let mut days: BTreeMap<Date, BTreeSet<StudentId>> = BTreeMap::new();
        for student in students {
            for when in contacts(book.plan(student.id)) {
                let day = when.date();
                if (first..=last).contains(&day) {
                    days.entry(day).or_default().insert(student.id);
                }
            }
        }
        Self {
            first,
            last,
            students: students.len(),
            days,
        }
    }

    /// How many were met on a day.
    pub fn seen(&self, day: Date) -> usize {
        self.days.get(&day).map_or(0, BTreeSet::len)
    }

    /// Who was met at least once.
    pub fn reached(&self) -> BTreeSet<StudentId> {
        self.days.values().flatten().copied().collect()
    }

    /// The longest stretch without anybody between the first meeting and today; the earliest of equal ones. `None` before
    /// the first meeting.
    pub fn longest_gap(&self, today: Date) -> Option<Gap> {
        let met = self.days.keys().copied().filter(|day| *day <= today);
        let to = met.clone().skip(1).chain([today.min(self.last)]);
        let gaps = met.zip(to).map(|(from, to)| Gap { from, to });
        gaps.reduce(|longest, gap| {
            if gap.days() > longest.days() {
                gap
            } else {
                longest
            }
        })
    }
}
