//! From stored values to the Book: what is read when a book is opened, and what is read when it is asked for.

use std::collections::BTreeMap;
use std::ops::Range;

use super::commit::{CATALOG, DRAFT, HEAD};
use super::error::{Kind, StoreError};
use super::record::{self, Line, Unreadable};
use super::seal::Table;
use super::vault::{Opened, Vault};
use crate::domain::book::Book;
use crate::domain::change::Entry;
use crate::domain::date::SchoolYear;
use crate::domain::draft::Draft;
use crate::domain::id::{BookId, StudentId};
use crate::domain::part::Parts;
use crate::domain::plan::{Plan, PlanKey};

impl From<Unreadable> for StoreError {
    fn from(unreadable: Unreadable) -> Self {
        match unreadable {
            Unreadable::Damaged => Kind::Damaged("one of its records"),
            Unreadable::Newer(version) => Kind::Newer(version.into()),
        }
        .into()
    }
}

/// The plans of one school year or more.
pub type Plans = BTreeMap<PlanKey, Plan>;

/// Everything but the plans of other years.
pub(super) fn book(vault: &Vault) -> Result<Book, StoreError> {
    let mut settings = vault.scan(Table::Setting, b"")?;
    let head = take(&mut settings, HEAD).ok_or(Unreadable::Damaged)?;
    let head = record::Head::from_bytes(&head.1)?;
    let catalog = take(&mut settings, CATALOG)
        .map(|(_, bytes)| record::catalog_from_bytes(&bytes))
        .transpose()?;
    let mut book = Book {
        id: BookId(vault.header().book()),
        adviser: head.adviser,
        plans: plans(vault, head.settings.year)?,
        folders: BTreeMap::new(),
        school: school(vault, head.settings.year)?,
        settings: head.settings,
        catalog,
        groups: BTreeMap::new(),
        students: BTreeMap::new(),
        next_id: vault.manifest().counter,
    };
    for (_, bytes) in vault.scan(Table::Group, b"")? {
        let group = record::group_from_bytes(&bytes)?;
        book.groups.insert(group.id, group);
    }
    for (_, bytes) in vault.scan(Table::Student, b"")? {
        let student = record::student_from_bytes(&bytes)?;
        book.students.insert(student.id, student);
    }
    for (key, bytes) in vault.scan(Table::Folder, b"")? {
        let student: [u8; 8] = key.as_slice().try_into().map_err(|_| Unreadable::Damaged)?;
        let student = StudentId(u64::from_be_bytes(student));
        book.folders
            .insert(student, record::parts_from_bytes(&bytes)?);
    }
    Ok(book)
}

/// The book with the plans of all years.
pub(super) fn whole(vault: &Vault) -> Result<Book, StoreError> {
    let mut book = book(vault)?;
    for key in plan_keys(vault)? {
        if !book.plans.contains_key(&key) {
            book.plans.extend(plans(vault, key.year)?);
        }
    }
    for year in school_years(vault)? {
        book.school.extend(school(vault, year)?);
    }
    Ok(book)
}

/// What was being written when the book was closed. One that only a newer program can read is left alone.
pub(super) fn draft(vault: &Vault) -> Result<Option<Draft>, StoreError> {
    let mut found = vault.scan(Table::Setting, DRAFT)?;
    let draft = take(&mut found, DRAFT);
    Ok(draft.and_then(|(_, bytes)| record::draft::from_bytes(&bytes).ok()))
}

fn take(values: &mut Vec<Opened>, key: &[u8]) -> Option<Opened> {
    let position = values.iter().position(|(name, _)| name == key)?;
    Some(values.swap_remove(position))
}

/// One school year: one range of the file.
pub(super) fn plans(vault: &Vault, year: SchoolYear) -> Result<Plans, StoreError> {
    vault
        .scan(Table::Year, &record::year_prefix(year))?
        .into_iter()
        .map(|(key, bytes)| {
            Ok((
                record::plan_key_from_bytes(&key)?,
                record::plan_from_bytes(&bytes)?,
            ))
        })
        .collect()
}

/// What is the school's own in one school year.
pub(super) fn school(
    vault: &Vault,
    year: SchoolYear,
) -> Result<BTreeMap<SchoolYear, Parts>, StoreError> {
    vault
        .scan(Table::School, &record::year_prefix(year))?
        .into_iter()
        .map(|(_, bytes)| Ok((year, record::parts_from_bytes(&bytes)?)))
        .collect()
}

/// The school years of which something is the school's own.
pub(super) fn school_years(vault: &Vault) -> Result<Vec<SchoolYear>, StoreError> {
    let names = vault.names(Table::School)?;
    names
        .iter()
        .map(|name| Ok(record::year_from_prefix(name)?))
        .collect()
}

/// Where there are plans.
pub(super) fn plan_keys(vault: &Vault) -> Result<Vec<PlanKey>, StoreError> {
    let names = vault.names(Table::Year)?;
    names
        .iter()
        .map(|name| Ok(record::plan_key_from_bytes(name)?))
        .collect()
}

/// Entries of the journal with these numbers; a base is none.
pub(super) fn entries(vault: &Vault, range: Range<u64>) -> Result<Vec<Entry>, StoreError> {
    let mut entries = Vec::new();
    for (_, bytes) in vault.journal(range)? {
        if let Line::Entry(entry) = record::line_from_bytes(&bytes)? {
            entries.push(*entry);
        }
    }
    Ok(entries)
}

/// The book as the journal tells it: its base, and every entry since applied in order.
pub(super) fn folded(vault: &Vault) -> Result<Book, StoreError> {
    let chain = &vault.manifest().journal;
    let mut book: Option<Book> = None;
    for (_, bytes) in vault.journal(chain.base..chain.next)? {
        match (record::line_from_bytes(&bytes)?, &mut book) {
            (Line::Base(base), _) => book = Some(*base),
            (Line::Entry(entry), Some(book)) => entry
                .change
                .apply(book)
                .map_err(|refused| Kind::Refused(refused.to_string()))?,
            (Line::Entry(_), None) => return Err(Unreadable::Damaged.into()),
        }
    }
    book.ok_or_else(|| Unreadable::Damaged.into())
}
