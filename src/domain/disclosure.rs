//! The log of what left the book: written before a file appears, so that no file is without its entry.
//!
//! Used by everything that writes student records outside the book. A disclosure about one student or a few stands in their
//! folders; a copy of the whole book stands with the school's own of the year, since it is about everybody.

use super::{
    act::{self, Stamp},
    book::Book,
    change::{Change, Edit},
    date,
    id::{PartId, StudentId},
    part::{Choice, Field, Part, PartKind, PartOf, Takes, Value, Values},
    record,
    student::Student,
    text::Text,
};

/// Something that is about to leave the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disclosure {
    /// What: `the whole record`, `the plan on paper`.
    pub what: Text,
    /// To whom.
    pub whom: Text,
    /// What they are to the student, by the name of the choice: `family`, `school`, `consent`, `other`.
    pub party: &'static str,
    /// What they need it for.
    pub why: Text,
    /// The file or the way; may be empty.
    pub to: Text,
}

impl Disclosure {
    fn values(&self, stamp: Stamp) -> Values {
        let texts = [
            (Field::Name, &self.what),
            (Field::Who, &self.whom),
            (Field::Reason, &self.why),
            (Field::Place, &self.to),
        ];
        let party = PartKind::Disclosure.choice(Field::Kind, self.party);
        let texts = texts.into_iter().filter(|(_, text)| !text.is_empty());
        texts
            .map(|(field, text)| (field, Value::Text(text.clone())))
            .chain([(Field::On, Value::Day(stamp.day()))])
            .chain(party.map(|party| (Field::Kind, Value::Choice(party))))
            .collect()
    }
}

/// What they may be who get something.
pub fn parties() -> impl Iterator<Item = Choice> {
    let specs = PartKind::Disclosure.fields().iter();
    let kind = specs.filter(|spec| spec.field == Field::Kind);
    kind.flat_map(|spec| match spec.takes {
        Takes::Choice(choices) => choices,
        _ => &[],
    })
    .copied()
}

/// Notes that it leaves, in the folder of each student whom it is about.
pub fn of_students(
    book: &Book,
    students: &[StudentId],
    leaves: &Disclosure,
    stamp: Stamp,
) -> Change {
    let ids = (book.next_id..).map(PartId);
    let known = students.iter().filter(|id| book.students.contains_key(id));
    known
        .zip(ids)
        .map(|(student, id)| Edit::Part {
            of: PartOf::Folder(*student),
            id,
            was: None,
            now: Some(Box::new(Part {
                id,
                kind: PartKind::Disclosure,
                values: leaves.values(stamp),
                at: stamp.at,
                by: book.adviser.clone(),
            })),
        })
        .collect()
}

/// Notes that the whole book leaves: a copy at another place.
pub fn of_the_book(book: &Book, leaves: &Disclosure, stamp: Stamp) -> Change {
    let of = PartOf::School(book.settings.year);
    act::add_part(book, of, PartKind::Disclosure, leaves.values(stamp), stamp)
}

/// What the log knows of copies at other places, a line each and without the student's name: what a certificate of deletion lists.
pub fn copies(book: &Book, student: &Student) -> Vec<String> {
    let left = all(book, student.id);
    let said = left.iter().map(|part| {
        let on = part.counts_on();
        let what = part.text(Field::Name);
        let party = part
            .choice(Field::Kind)
            .map_or("somebody", |party| party.label);
        let to = part.text(Field::Place);
        let to = if to.is_empty() { "not noted where" } else { to };
        let said = format!(
            "{} {}: {what}, for {party}; {to}",
            date::long(on),
            on.year()
        );
        record::without_name(&said, student)
    });
    said.collect()
}

/// What left of a student's record, oldest first: what was about the student, and copies of the whole book in the years that
/// are in memory.
pub fn all(book: &Book, student: StudentId) -> Vec<&Part> {
    let whole = book
        .school
        .values()
        .flat_map(std::collections::BTreeMap::values);
    let whole = whole.filter(|part| part.kind == PartKind::Disclosure);
    let own = book.parts(student, PartKind::Disclosure);
    let mut all: Vec<&Part> = own.chain(whole).collect();
    all.sort_by_key(|part| (part.at, part.id));
    all
}
