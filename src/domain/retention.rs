//! Who may be deleted: those who left longer ago than the school keeps a record.
//!
//! Asked by the list that a person decides from, and by `homeroom purge` without a name. The rule is a number of years in the
//! settings; federal law sets none, states and districts do. Nothing is deleted by it.

use jiff::ToSpan;

use super::{
    amendment,
    book::Book,
    date::{self, Date},
    id::StudentId,
    student::{Standing, Student},
};

/// Somebody who left, and what the rule says of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// Who.
    pub student: StudentId,
    /// The day of leaving or graduating.
    pub left: Date,
    /// The first day on which the rule keeps the record no longer; `None` where there is no rule.
    pub until: Option<Date>,
    /// Whether that day has come.
    pub is_due: bool,
    /// Whether a request about the record waits, so that nothing may be deleted.
    pub waits: bool,
}

impl Kept {
    /// `left 30 Jun 2021, kept until 30 Jun 2026: due`.
    pub fn says(&self) -> String {
        let left = format!("left {}", spoken(self.left));
        let waits = if self.waits { "; a request waits" } else { "" };
        match self.until {
            None => format!("{left}{waits}"),
            Some(until) if self.is_due => format!("{left}, due since {}{waits}", spoken(until)),
            Some(until) => format!("{left}, kept until {}{waits}", spoken(until)),
        }
    }
}

/// `30 Jun 2026`.
fn spoken(day: Date) -> String {
    format!("{} {} {}", day.day(), date::month(day.month()), day.year())
}

/// Everybody who is no longer here: those whose time has come first, then the longest gone.
pub fn gone(book: &Book, today: Date) -> Vec<Kept> {
    let gone = book.students.values();
    let mut gone: Vec<Kept> = gone
        .filter_map(|student| kept(book, student, today))
        .collect();
    gone.sort_by_key(|kept| (!kept.is_due, kept.left, kept.student));
    gone
}

/// Those whose time has come.
pub fn due(book: &Book, today: Date) -> Vec<Kept> {
    let mut gone = gone(book, today);
    gone.retain(|kept| kept.is_due);
    gone
}

fn kept(book: &Book, student: &Student, today: Date) -> Option<Kept> {
    let left = match student.standing {
        Standing::Here => return None,
        Standing::Left { on } | Standing::Graduated { on } => on,
    };
    let until = book.settings.keep_years.map(|years| after(left, years));
    Some(Kept {
        student: student.id,
        left,
        until,
        is_due: until.is_some_and(|until| until <= today),
        waits: amendment::open(book, student.id).next().is_some(),
    })
}

/// The same day so many years on; Feb 29 becomes Mar 1 where there is none, so that no record goes a day early.
fn after(day: Date, years: u8) -> Date {
    let then = day.saturating_add(i64::from(years).years());
    if then.day() < day.day() {
        then.tomorrow().unwrap_or(then)
    } else {
        then
    }
}
