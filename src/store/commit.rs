//! From Changes to stored values: which records a list of entries touches, and what stands there afterwards.
//!
//! `Store::commit` applies the entries to its own Book first and then asks here for the batch, so that a tick writes
//! one record however large the book is.

use std::collections::BTreeSet;

use super::error::{Kind, StoreError};
use super::record::{self, Unreadable};
use super::seal::Table;
use super::vault::Batch;
use crate::domain::book::Book;
use crate::domain::change::{Edit, Entry, Lasting};
use crate::domain::date::SchoolYear;
use crate::domain::draft::Draft;
use crate::domain::id::{GroupId, StudentId};
use crate::domain::part::PartOf;
use crate::domain::plan::PlanKey;

/// Keys of the settings table.
pub(super) const HEAD: &[u8] = b"book";
pub(super) const CATALOG: &[u8] = b"catalog";
pub(super) const DRAFT: &[u8] = b"draft";

/// One record of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Head,
    Catalog,
    Group(GroupId),
    Student(StudentId),
    Plan(PlanKey),
    Folder(StudentId),
    School(SchoolYear),
}

fn place_of(edit: &Edit) -> Place {
    match edit {
        Edit::Adviser { .. } | Edit::Settings { .. } => Place::Head,
        Edit::Catalog { .. } => Place::Catalog,
        Edit::Group { id, .. } => Place::Group(*id),
        Edit::Student { id, .. } => Place::Student(*id),
        Edit::Mark {
            student, lasting, ..
        } => match lasting {
            Lasting::Once => Place::Student(*student),
            Lasting::Year(year) => Place::Plan(PlanKey {
                year: *year,
                student: *student,
            }),
        },
        Edit::Goal { plan, .. } | Edit::CheckIn { plan, .. } => Place::Plan(*plan),
        Edit::Part { of, .. } => match of {
            PartOf::Year(key) => Place::Plan(*key),
            PartOf::Folder(student) => Place::Folder(*student),
            PartOf::School(year) => Place::School(*year),
        },
    }
}

/// The school years that must be in memory before the entries can be applied.
pub(super) fn years_of(entries: &[Entry]) -> BTreeSet<SchoolYear> {
    entries
        .iter()
        .flat_map(|entry| entry.change.years())
        .collect()
}

/// The students whom the entries take out of the book.
pub(super) fn removed_students(entries: &[Entry]) -> BTreeSet<StudentId> {
    let removed = |edit: &Edit| match edit {
        Edit::Student { id, now: None, .. } => Some(*id),
        _ => None,
    };
    edits_of(entries).filter_map(removed).collect()
}

fn edits_of(entries: &[Entry]) -> impl Iterator<Item = &Edit> {
    entries.iter().flat_map(|entry| &entry.change.edits)
}

/// What puts a draft into the file, or takes the one in it out.
pub(super) fn draft_batch(book: &Book, draft: Option<&Draft>) -> Result<Batch, StoreError> {
    let value = draft.map(record::draft::to_bytes).transpose();
    let value = value.map_err(|_: Unreadable| StoreError::from(Kind::TooLarge))?;
    Ok(Batch {
        values: vec![(Table::Setting, DRAFT.to_vec(), value)],
        journal: Vec::new(),
        counter: book.next_id,
    })
}

/// What to write after `entries` were applied to `book`.
pub(super) fn batch(book: &Book, entries: &[Entry]) -> Result<Batch, StoreError> {
    let places: BTreeSet<Place> = edits_of(entries).map(place_of).collect();
    let too_large = |_: Unreadable| StoreError::from(Kind::TooLarge);
    Ok(Batch {
        values: places
            .into_iter()
            .map(|place| value_at(book, place))
            .collect::<Result<_, _>>()
            .map_err(too_large)?,
        journal: entries
            .iter()
            .map(record::entry_to_bytes)
            .collect::<Result<_, _>>()
            .map_err(too_large)?,
        counter: book.next_id,
    })
}

/// A whole new book, with itself as the base of its journal.
pub(super) fn first_batch(book: &Book) -> Result<Batch, StoreError> {
    let mut places = vec![Place::Head, Place::Catalog];
    places.extend(book.groups.keys().copied().map(Place::Group));
    places.extend(book.students.keys().copied().map(Place::Student));
    places.extend(book.plans.keys().copied().map(Place::Plan));
    places.extend(book.folders.keys().copied().map(Place::Folder));
    places.extend(book.school.keys().copied().map(Place::School));
    let too_large = |_: Unreadable| StoreError::from(Kind::TooLarge);
    Ok(Batch {
        values: places
            .into_iter()
            .map(|place| value_at(book, place))
            .collect::<Result<_, _>>()
            .map_err(too_large)?,
        journal: vec![record::base_to_bytes(book).map_err(too_large)?],
        counter: book.next_id,
    })
}

type Value = (Table, Vec<u8>, Option<Vec<u8>>);

fn value_at(book: &Book, place: Place) -> Result<Value, Unreadable> {
    Ok(match place {
        Place::Head => (
            Table::Setting,
            HEAD.to_vec(),
            Some(record::Head::to_bytes(book)?),
        ),
        Place::Catalog => {
            let catalog = book.catalog.as_deref().map(record::catalog_to_bytes);
            (Table::Setting, CATALOG.to_vec(), catalog.transpose()?)
        }
        Place::Group(id) => {
            let group = book.groups.get(&id).map(record::group_to_bytes);
            (
                Table::Group,
                id.0.to_be_bytes().to_vec(),
                group.transpose()?,
            )
        }
        Place::Student(id) => {
            let student = book.students.get(&id).map(record::student_to_bytes);
            (
                Table::Student,
                id.0.to_be_bytes().to_vec(),
                student.transpose()?,
            )
        }
        Place::Folder(id) => {
            let parts = book.folders.get(&id).map(record::parts_to_bytes);
            (
                Table::Folder,
                id.0.to_be_bytes().to_vec(),
                parts.transpose()?,
            )
        }
        Place::School(year) => {
            let parts = book.school.get(&year).map(record::parts_to_bytes);
            (
                Table::School,
                record::year_prefix(year).to_vec(),
                parts.transpose()?,
            )
        }
        Place::Plan(key) => {
            let plan = book.plans.get(&key).map(record::plan_to_bytes);
            (
                Table::Year,
                record::plan_key(key).to_vec(),
                plan.transpose()?,
            )
        }
    })
}
