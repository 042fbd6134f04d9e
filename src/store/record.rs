//! Stored forms: what stands, sealed, in the file for each thing of the book.
//!
//! Only `store` uses it. The domain has no stored form of its own, so that it can change without changing files. Every
//! stored value begins with its version; a version once written is frozen, a new one is added beside it and both are
//! read for ever (`tests/store/golden`).

mod entry;
mod parts;

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use crate::domain::book::{Book, Settings};
use crate::domain::change::Entry;
use crate::domain::date::SchoolYear;
use crate::domain::group::Group;
use crate::domain::id::{BookId, StudentId};
use crate::domain::plan::{Plan, PlanKey};
use crate::domain::student::Student;
use crate::domain::text::Text;

use parts::{GroupV1, PlanV1, SettingsV1, StudentV1};

/// The version that is written.
const V1: u8 = 1;

/// A value cannot be read: it is of no version known here, or holds what the domain does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unreadable;

impl From<postcard::Error> for Unreadable {
    fn from(_: postcard::Error) -> Self {
        Self
    }
}

type Read<T> = Result<T, Unreadable>;

fn write<T: Serialize>(stored: &T) -> Read<Vec<u8>> {
    Ok(postcard::to_extend(stored, vec![V1])?)
}

fn read<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Read<T> {
    let (version, body) = bytes.split_first().ok_or(Unreadable)?;
    if *version != V1 {
        return Err(Unreadable);
    }
    match postcard::take_from_bytes(body)? {
        (stored, []) => Ok(stored),
        _ => Err(Unreadable),
    }
}

/// What of a book is neither group nor student nor plan nor catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) adviser: Text,
    pub(crate) settings: Settings,
}

#[derive(Serialize, Deserialize)]
struct HeadV1<'a> {
    adviser: &'a str,
    #[serde(borrow)]
    settings: SettingsV1<'a>,
}

impl Head {
    pub(crate) fn to_bytes(book: &Book) -> Read<Vec<u8>> {
        write(&HeadV1 {
            adviser: book.adviser.as_str(),
            settings: SettingsV1::from(&book.settings),
        })
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Read<Self> {
        let stored: HeadV1<'_> = read(bytes)?;
        Ok(Self {
            adviser: Text::new(stored.adviser),
            settings: stored.settings.settings()?,
        })
    }
}

pub(crate) fn catalog_to_bytes(catalog: &str) -> Read<Vec<u8>> {
    write(&catalog)
}

pub(crate) fn catalog_from_bytes(bytes: &[u8]) -> Read<Arc<str>> {
    Ok(Arc::from(read::<&str>(bytes)?))
}

pub(crate) fn group_to_bytes(group: &Group) -> Read<Vec<u8>> {
    write(&GroupV1::from(group))
}

pub(crate) fn group_from_bytes(bytes: &[u8]) -> Read<Group> {
    Ok(read::<GroupV1<'_>>(bytes)?.group())
}

pub(crate) fn student_to_bytes(student: &Student) -> Read<Vec<u8>> {
    write(&StudentV1::from(student))
}

pub(crate) fn student_from_bytes(bytes: &[u8]) -> Read<Student> {
    read::<StudentV1<'_>>(bytes)?.student()
}

pub(crate) fn plan_to_bytes(plan: &Plan) -> Read<Vec<u8>> {
    write(&PlanV1::from(plan))
}

pub(crate) fn plan_from_bytes(bytes: &[u8]) -> Read<Plan> {
    read::<PlanV1<'_>>(bytes)?.plan()
}

/// What an entry of the journal is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Line {
    /// The book as it was when this chain began; folding begins here.
    Base(Box<Book>),
    /// One Change.
    Entry(Box<Entry>),
}

#[derive(Serialize, Deserialize)]
enum LineV1<'a> {
    #[serde(borrow)]
    Base(BookV1<'a>),
    #[serde(borrow)]
    Entry(entry::EntryV1<'a>),
}

/// A whole book, for the base of a chain.
#[derive(Serialize, Deserialize)]
struct BookV1<'a> {
    id: [u8; 16],
    next_id: u64,
    adviser: &'a str,
    #[serde(borrow)]
    settings: SettingsV1<'a>,
    catalog: Option<&'a str>,
    #[serde(borrow)]
    groups: Vec<GroupV1<'a>>,
    #[serde(borrow)]
    students: Vec<StudentV1<'a>>,
    #[serde(borrow)]
    plans: Vec<(i16, u64, PlanV1<'a>)>,
}

impl<'a> From<&'a Book> for BookV1<'a> {
    fn from(book: &'a Book) -> Self {
        Self {
            id: book.id.0,
            next_id: book.next_id,
            adviser: book.adviser.as_str(),
            settings: SettingsV1::from(&book.settings),
            catalog: book.catalog.as_deref(),
            groups: book.groups.values().map(GroupV1::from).collect(),
            students: book.students.values().map(StudentV1::from).collect(),
            plans: book
                .plans
                .iter()
                .map(|(key, plan)| (key.year.0, key.student.0, PlanV1::from(plan)))
                .collect(),
        }
    }
}

impl BookV1<'_> {
    fn book(self) -> Read<Book> {
        let groups = self.groups.into_iter().map(|stored| {
            let group = stored.group();
            (group.id, group)
        });
        let students = self.students.into_iter().map(|stored| {
            let student = stored.student()?;
            Ok((student.id, student))
        });
        let plans = self.plans.into_iter().map(|(year, student, stored)| {
            let key = PlanKey {
                year: SchoolYear(year),
                student: StudentId(student),
            };
            Ok((key, stored.plan()?))
        });
        Ok(Book {
            id: BookId(self.id),
            adviser: Text::new(self.adviser),
            settings: self.settings.settings()?,
            catalog: self.catalog.map(Arc::from),
            groups: groups.collect(),
            students: students.collect::<Read<_>>()?,
            plans: plans.collect::<Read<_>>()?,
            next_id: self.next_id,
        })
    }
}

pub(crate) fn base_to_bytes(book: &Book) -> Read<Vec<u8>> {
    write(&LineV1::Base(BookV1::from(book)))
}

pub(crate) fn entry_to_bytes(entry: &Entry) -> Read<Vec<u8>> {
    write(&LineV1::Entry(entry::EntryV1::from(entry)))
}

pub(crate) fn line_from_bytes(bytes: &[u8]) -> Read<Line> {
    Ok(match read(bytes)? {
        LineV1::Base(stored) => Line::Base(Box::new(stored.book()?)),
        LineV1::Entry(stored) => Line::Entry(Box::new(stored.entry()?)),
    })
}

/// The key of a plan: years sort as numbers, then students, so that a year is one range.
pub(crate) fn plan_key(key: PlanKey) -> [u8; 10] {
    let mut bytes = [0; 10];
    let (year, student) = bytes.split_at_mut(2);
    year.copy_from_slice(&year_prefix(key.year));
    student.copy_from_slice(&key.student.0.to_be_bytes());
    bytes
}

/// The beginning of the keys of a year's plans.
pub(crate) fn year_prefix(year: SchoolYear) -> [u8; 2] {
    (year.0.cast_unsigned() ^ 0x8000).to_be_bytes()
}

pub(crate) fn plan_key_from_bytes(bytes: &[u8]) -> Read<PlanKey> {
    let (year, student) = bytes.split_first_chunk::<2>().ok_or(Unreadable)?;
    let student: [u8; 8] = student.try_into().map_err(|_| Unreadable)?;
    Ok(PlanKey {
        year: SchoolYear((u16::from_be_bytes(*year) ^ 0x8000).cast_signed()),
        student: StudentId(u64::from_be_bytes(student)),
    })
}
