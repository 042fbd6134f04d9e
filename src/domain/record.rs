//! One student's complete record: everything the book holds of that student, of all years, and of nobody else.
//!
//! What a family may inspect. Made from the whole book with its journal, by the worker and by `cli`; written as text and as
//! JSON by `exchange`. It must not know how it is laid out. Names of other students of the book that stand in free text are
//! left out, and where a single word may be one, the chapter is named so that a person looks at it (a record that is about
//! several students is shown in the part that is about this one: 34 CFR 99.12).

mod chapter;
mod others;

pub use others::without_name;

use std::collections::BTreeSet;

use super::{
    amendment,
    book::Book,
    catalog::Catalog,
    change::Entry,
    date::{DateTime, SchoolYear},
    id::StudentId,
    part::{Field, PartKind},
    plan::PlanKey,
    text::capitalized,
};
use chapter::Maker;
use others::Others;

/// A value with what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The name that never changes.
    pub key: &'static str,
    /// As a person reads it.
    pub label: &'static str,
    /// What stands there; days are written `2026-10-14`.
    pub value: String,
}

/// One thing in the record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The most important first; never empty.
    pub cells: Vec<Cell>,
    /// Requests to correct it, each with its statement: they go wherever this goes.
    pub amendments: Vec<Vec<Cell>>,
}

/// Things of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// The name that never changes.
    pub key: &'static str,
    /// What stands over it.
    pub heading: &'static str,
    /// The school year that it is about; `None` for what lasts.
    pub year: Option<SchoolYear>,
    /// Oldest first; never empty.
    pub rows: Vec<Row>,
}

/// The complete record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Whose it is.
    pub student: StudentId,
    /// The name as it is said.
    pub name: String,
    /// Who keeps the book.
    pub adviser: String,
    /// When it was put together.
    pub made: DateTime,
    /// Who the student is, then year by year, then what lasts, then what was done and when.
    pub chapters: Vec<Chapter>,
    /// How often the name of another student was left out.
    pub left_out: usize,
    /// Chapters in which a word stands that may be the name of another student: to be read before it is handed out.
    pub look_at: Vec<String>,
}

impl Record {
    /// Puts it together. The book has to hold every year, and `journal` everything that was ever done in it. `None` when the
    /// student is not in the book.
    pub fn of(
        book: &Book,
        catalog: &Catalog,
        journal: &[Entry],
        student: StudentId,
        now: DateTime,
    ) -> Option<Self> {
        let of = book.students.get(&student)?;
        let maker = Maker::new(book, catalog, of, now.date());
        let mut chapters = vec![maker.who()];
        for year in years(book, student) {
            chapters.extend(maker.year(PlanKey { year, student }));
        }
        chapters.extend(maker.lasting());
        chapters.extend(maker.history(journal));
        let mut record = Self {
            student,
            name: of.spoken(),
            adviser: book.adviser.as_str().to_owned(),
            made: now,
            chapters,
            left_out: 0,
            look_at: Vec::new(),
        };
        record.leave_out(&Others::of(book, of));
        Some(record)
    }

    /// Takes out of every text what names somebody else.
    fn leave_out(&mut self, others: &Others) {
        let mut doubtful = Vec::new();
        for chapter in &mut self.chapters {
            let mut is_doubtful = false;
            for row in &mut chapter.rows {
                let own = row.cells.iter_mut();
                let asked = row.amendments.iter_mut().flatten();
                for cell in own.chain(asked) {
                    self.left_out += others.leave_out(&mut cell.value);
                    is_doubtful |= others.may_be_in(&cell.value);
                }
            }
            if is_doubtful {
                doubtful.push(chapter.title());
            }
        }
        self.look_at = doubtful;
    }
}

impl Chapter {
    /// `Goals, 2026-27`: as the title of a page, also where the program's own heading begins small.
    pub fn title(&self) -> String {
        let heading = capitalized(self.heading);
        match self.year {
            Some(year) => format!("{heading}, {year}"),
            None => heading,
        }
    }
}

/// The book as if the student had never been in it: what is left after the record is deleted for good.
///
/// # Errors
/// Why it may not be deleted now: nobody of this kind, or a request to amend waits for its decision.
pub fn without(book: &Book, student: StudentId) -> Result<Book, &'static str> {
    let Some(of) = book.students.get(&student) else {
        return Err("that student is not in this book");
    };
    if let Some(waits) = amendment::open(book, student).next() {
        return Err(match waits.kind {
            PartKind::Inspection => "a request to see this record was not answered yet",
            _ => "a request to amend this record waits for its decision",
        });
    }
    let mut left = book.clone();
    left.students.remove(&student);
    left.folders.remove(&student);
    left.plans.retain(|key, _| key.student != student);
    let own = chapter::names(of);
    for part in left
        .school
        .values_mut()
        .flat_map(|parts| parts.values_mut())
    {
        if chapter::is_named(part, &own) {
            part.values.remove(&Field::Name); // the answer counts, without who gave it
        }
    }
    Ok(left)
}

/// The school years of which there is something, oldest first; the book's year always.
fn years(book: &Book, student: StudentId) -> BTreeSet<SchoolYear> {
    let plans = book.plans.keys().filter(|key| key.student == student);
    plans
        .map(|key| key.year)
        .chain([book.settings.year])
        .collect()
}
