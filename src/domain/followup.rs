//! What became of graduates: asked 6 and 12 months after graduation, of those who agreed to be asked.

use super::{
    book::Book,
    date::{Date, plus_months},
    part::{Field, Part, PartKind},
    student::{Standing, Student},
};

/// After how many months a graduate is asked (KDE rubric: tracked up to 12 months).
pub const MONTHS: [u8; 2] = [6, 12];

/// Where one question to a graduate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked<'a> {
    /// Its day has not come.
    NotYet {
        /// The day.
        on: Date,
    },
    /// Its day has come.
    Due {
        /// The day.
        on: Date,
    },
    /// The graduate does not wish to be asked.
    NotWished,
    /// Nobody asked, and the next question is due or answered already.
    Passed,
    /// It was answered.
    Answered(&'a Part),
}

/// A graduate with what is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graduate<'a> {
    /// Who.
    pub student: &'a Student,
    /// The day of graduation.
    pub on: Date,
    /// What the plan of the last grade said.
    pub direction: Option<&'a Part>,
    /// How to reach the graduate.
    pub contact: Option<&'a Part>,
    /// After 6 and after 12 months.
    pub asked: [Asked<'a>; 2],
}

impl Graduate<'_> {
    /// Whether somebody should ask now.
    pub fn is_due(&self) -> bool {
        self.due().is_some()
    }

    /// The months of the question that is due; never two at once.
    pub fn due(&self) -> Option<u8> {
        let mut asked = self.asked.iter().zip(MONTHS);
        let due = asked.find(|(asked, _)| matches!(asked, Asked::Due { .. }));
        due.map(|(_, months)| months)
    }

    /// The months of the question to look at: the one that is due, else the last that was answered, else the first.
    pub fn current(&self) -> u8 {
        let asked = self.asked.iter().zip(MONTHS).rev();
        let mut answered = asked.filter(|(asked, _)| matches!(asked, Asked::Answered(_)));
        let [first, _] = MONTHS;
        let last = answered.next().map(|(_, months)| months);
        self.due().or(last).unwrap_or(first)
    }
}

/// A graduate; `None` for who has not graduated.
pub fn graduate<'a>(book: &'a Book, student: &'a Student, today: Date) -> Option<Graduate<'a>> {
    let Standing::Graduated { on } = student.standing else {
        return None;
    };
    let newest = |kind| book.parts(student.id, kind).next_back();
    let contact = newest(PartKind::Contact);
    let is_wished = contact.is_none_or(|part| !part.is(Field::Consent, "no"));
    let mut passed = false;
    let mut asked = MONTHS;
    asked.reverse();
    let mut asked = asked.map(|months| {
        let day = plus_months(on, months);
        let asked = match answer(book, student, months) {
            Some(answer) => Asked::Answered(answer),
            None if passed => Asked::Passed,
            None if !is_wished => Asked::NotWished,
            None if day <= today => Asked::Due { on: day },
            None => Asked::NotYet { on: day },
        };
        passed |= matches!(asked, Asked::Answered(_) | Asked::Due { .. });
        asked
    });
    asked.reverse();
    Some(Graduate {
        student,
        on,
        direction: newest(PartKind::Direction),
        contact,
        asked,
    })
}

/// The newest answer after so many months.
fn answer<'a>(book: &'a Book, student: &Student, months: u8) -> Option<&'a Part> {
    let name = months.to_string();
    book.parts(student.id, PartKind::FollowUp)
        .rfind(|part| part.is(Field::Months, &name))
}

/// The graduates of the book, those who are to be asked now first, then by name.
pub fn graduates(book: &Book, today: Date) -> Vec<Graduate<'_>> {
    let all = book.students.values();
    let mut all: Vec<_> = all
        .filter_map(|student| graduate(book, student, today))
        .collect();
    all.sort_by_cached_key(|one| (!one.is_due(), one.student.name.last.fold(), one.student.id));
    all
}

/// How many graduates are to be asked now.
pub fn due(book: &Book, today: Date) -> usize {
    let graduates = book.students.values();
    let graduates = graduates.filter_map(|student| graduate(book, student, today));
    graduates.filter(Graduate::is_due).count()
}
