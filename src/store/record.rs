//! Stored forms: what stands, sealed, in the file for each thing of the book.
//!
//! Only `store` uses it. The domain has no stored form of its own, so that it can change without changing files. Every
//! stored value begins with its version; a version once written is frozen, a new one is added beside it and both are
//! read for ever (`tests/store/golden`).

pub(crate) mod draft;
mod entry;
mod v1;
mod v2;
mod v3;

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use crate::domain::book::{Book, Settings};
use crate::domain::change::Entry;
use crate::domain::date::SchoolYear;
use crate::domain::group::Group;
use crate::domain::id::{BookId, StudentId};
use crate::domain::part::Parts;
use crate::domain::plan::{Plan, PlanKey};
use crate::domain::student::Student;
use crate::domain::text::Text;

use super::seal::Table;
use entry::EntryForm;
use v1::{GoalV1, GroupV1, PlanV1, SettingsV1, StudentV1};
use v2::{GoalV2, PartsV2, PlanV2, SettingsV2, StudentV2};
use v3::SettingsV3;

const V1: u8 = 1;
const V2: u8 = 2;
const V3: u8 = 3;

/// Why a value cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// It is not what was written, or holds what the domain does not allow.
    Damaged,
    /// It is of a version that only a newer program knows.
    Newer(u8),
}

impl From<postcard::Error> for Unreadable {
    fn from(_: postcard::Error) -> Self {
        Self::Damaged
    }
}

type Read<T> = Result<T, Unreadable>;

/// A stored form, as it is read.
trait Form {
    /// What it is the form of.
    type Of;

    /// The thing itself.
    ///
    /// # Errors
    ///
    /// When it holds what the domain does not allow.
    fn read(self) -> Read<Self::Of>;
}

fn write<T: Serialize>(version: u8, stored: &T) -> Read<Vec<u8>> {
    Ok(postcard::to_extend(stored, vec![version])?)
}

/// The version of a value and what follows it.
fn split(bytes: &[u8]) -> Read<(u8, &[u8])> {
    match bytes.split_first() {
        Some((&version, body)) if (V1..=V3).contains(&version) => Ok((version, body)),
        Some((&version, _)) if version > V3 => Err(Unreadable::Newer(version)),
        _ => Err(Unreadable::Damaged),
    }
}

fn body<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Read<T> {
    match postcard::take_from_bytes(bytes)? {
        (stored, []) => Ok(stored),
        _ => Err(Unreadable::Damaged),
    }
}

/// Reads what is stored in one form in all versions.
fn read_same<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Read<T> {
    body(split(bytes)?.1)
}

/// Reads what has two forms.
fn read<'a, One, Two>(bytes: &'a [u8]) -> Read<Two::Of>
where
    One: Form<Of = Two::Of> + Deserialize<'a>,
    Two: Form + Deserialize<'a>,
{
    match split(bytes)? {
        (V1, bytes) => body::<One>(bytes)?.read(),
        (_, bytes) => body::<Two>(bytes)?.read(),
    }
}

/// Reads what has three forms.
fn read_of_three<'a, One, Two, Three>(bytes: &'a [u8]) -> Read<Three::Of>
where
    One: Form<Of = Three::Of> + Deserialize<'a>,
    Two: Form<Of = Three::Of> + Deserialize<'a>,
    Three: Form + Deserialize<'a>,
{
    match split(bytes)? {
        (V1, bytes) => body::<One>(bytes)?.read(),
        (V2, bytes) => body::<Two>(bytes)?.read(),
        (_, bytes) => body::<Three>(bytes)?.read(),
    }
}

/// What of a book is neither group nor student nor plan nor catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) adviser: Text,
    pub(crate) settings: Settings,
}

/// `S` is the form of the settings.
#[derive(Serialize, Deserialize)]
struct HeadForm<'a, S> {
    adviser: &'a str,
    settings: S,
}

impl<S: Form<Of = Settings>> Form for HeadForm<'_, S> {
    type Of = Head;

    fn read(self) -> Read<Head> {
        Ok(Head {
            adviser: Text::new(self.adviser),
            settings: self.settings.read()?,
        })
    }
}

impl Head {
    pub(crate) fn to_bytes(book: &Book) -> Read<Vec<u8>> {
        let form = HeadForm {
            adviser: book.adviser.as_str(),
            settings: SettingsV3::from(&book.settings),
        };
        write(V3, &form)
    }

    /// In its present form.
    pub(crate) fn anew(bytes: &[u8]) -> Read<Vec<u8>> {
        let head = Self::from_bytes(bytes)?;
        let form = HeadForm {
            adviser: head.adviser.as_str(),
            settings: SettingsV3::from(&head.settings),
        };
        write(V3, &form)
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Read<Self> {
        type Of<'a, S> = HeadForm<'a, S>;
        read_of_three::<Of<'_, SettingsV1<'_>>, Of<'_, SettingsV2<'_>>, Of<'_, SettingsV3<'_>>>(
            bytes,
        )
    }
}

/// Whether the head of a book is of an older version than the one that is written: every version has another one.
pub(crate) fn is_old(head: &[u8]) -> bool {
    head.first().is_some_and(|version| *version < V3)
}

/// A record in its present form. `None` for those that have had one form only, and for the history.
pub(crate) fn anew(table: Table, bytes: &[u8]) -> Read<Option<Vec<u8>>> {
    Ok(match table {
        Table::Student => Some(student_to_bytes(&student_from_bytes(bytes)?)?),
        Table::Year => Some(plan_to_bytes(&plan_from_bytes(bytes)?)?),
        Table::Folder | Table::School => Some(parts_to_bytes(&parts_from_bytes(bytes)?)?),
        Table::Setting | Table::Group | Table::Journal | Table::Manifest => None,
    })
}

pub(crate) fn catalog_to_bytes(catalog: &str) -> Read<Vec<u8>> {
    write(V1, &catalog)
}

pub(crate) fn catalog_from_bytes(bytes: &[u8]) -> Read<Arc<str>> {
    Ok(Arc::from(read_same::<&str>(bytes)?))
}

pub(crate) fn group_to_bytes(group: &Group) -> Read<Vec<u8>> {
    write(V1, &GroupV1::from(group))
}

pub(crate) fn group_from_bytes(bytes: &[u8]) -> Read<Group> {
    Ok(read_same::<GroupV1<'_>>(bytes)?.group())
}

pub(crate) fn student_to_bytes(student: &Student) -> Read<Vec<u8>> {
    write(V2, &StudentV2::from(student))
}

pub(crate) fn student_from_bytes(bytes: &[u8]) -> Read<Student> {
    read::<StudentV1<'_>, StudentV2<'_>>(bytes)
}

pub(crate) fn plan_to_bytes(plan: &Plan) -> Read<Vec<u8>> {
    write(V2, &PlanV2::from(plan))
}

pub(crate) fn plan_from_bytes(bytes: &[u8]) -> Read<Plan> {
    read::<PlanV1<'_>, PlanV2<'_>>(bytes)
}

/// Parts of a folder or of the school.
pub(crate) fn parts_to_bytes(parts: &Parts) -> Read<Vec<u8>> {
    write(V2, &PartsV2::from(parts))
}

pub(crate) fn parts_from_bytes(bytes: &[u8]) -> Read<Parts> {
    read_same::<PartsV2<'_>>(bytes)?.read()
}

/// What an entry of the journal is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Line {
    /// The book as it was when this chain began; folding begins here.
    Base(Box<Book>),
    /// One Change.
    Entry(Box<Entry>),
}

/// `B` and `E` are the forms of a book and of an entry.
#[derive(Serialize, Deserialize)]
enum LineForm<B, E> {
    Base(B),
    Entry(E),
}

impl<B: Form<Of = Book>, E: Form<Of = Entry>> Form for LineForm<B, E> {
    type Of = Line;

    fn read(self) -> Read<Line> {
        Ok(match self {
            Self::Base(stored) => Line::Base(Box::new(stored.read()?)),
            Self::Entry(stored) => Line::Entry(Box::new(stored.read()?)),
        })
    }
}

type EntryV1<'a> = EntryForm<'a, SettingsV1<'a>, StudentV1<'a>, GoalV1<'a>>;
type EntryV2<'a> = EntryForm<'a, SettingsV2<'a>, StudentV2<'a>, GoalV2<'a>>;
type EntryV3<'a> = EntryForm<'a, SettingsV3<'a>, StudentV2<'a>, GoalV2<'a>>;
type BookV1<'a> = BookForm<'a, SettingsV1<'a>, StudentV1<'a>, PlanV1<'a>>;

/// A whole book, for the base of a chain. `S`, `T` and `P` are the forms of the settings, of a student and of a plan.
#[derive(Serialize, Deserialize)]
#[serde(bound(
    serialize = "S: Serialize, T: Serialize, P: Serialize",
    deserialize = "'de: 'a, S: Deserialize<'de>, T: Deserialize<'de>, P: Deserialize<'de>"
))]
struct BookForm<'a, S, T, P> {
    id: [u8; 16],
    next_id: u64,
    adviser: &'a str,
    settings: S,
    catalog: Option<&'a str>,
    #[serde(borrow)]
    groups: Vec<GroupV1<'a>>,
    students: Vec<T>,
    plans: Vec<(i16, u64, P)>,
}

type BookV2<'a> = FullBookForm<'a, SettingsV2<'a>>;
type BookV3<'a> = FullBookForm<'a, SettingsV3<'a>>;

/// The same with what lasts for all years and what is the school's own, as version 2 and later have it. `S` is the form of the
/// settings.
#[derive(Serialize, Deserialize)]
#[serde(bound(
    serialize = "S: Serialize",
    deserialize = "'de: 'a, S: Deserialize<'de>"
))]
struct FullBookForm<'a, S> {
    v1: BookForm<'a, S, StudentV2<'a>, PlanV2<'a>>,
    #[serde(borrow)]
    folders: Vec<(u64, PartsV2<'a>)>,
    #[serde(borrow)]
    school: Vec<(i16, PartsV2<'a>)>,
}

impl<'a, S: From<&'a Settings>> From<&'a Book> for FullBookForm<'a, S> {
    fn from(book: &'a Book) -> Self {
        let plans = book.plans.iter();
        let folders = book.folders.iter();
        let school = book.school.iter();
        Self {
            v1: BookForm {
                id: book.id.0,
                next_id: book.next_id,
                adviser: book.adviser.as_str(),
                settings: S::from(&book.settings),
                catalog: book.catalog.as_deref(),
                groups: book.groups.values().map(GroupV1::from).collect(),
                students: book.students.values().map(StudentV2::from).collect(),
                plans: plans
                    .map(|(key, plan)| (key.year.0, key.student.0, PlanV2::from(plan)))
                    .collect(),
            },
            folders: folders
                .map(|(id, parts)| (id.0, PartsV2::from(parts)))
                .collect(),
            school: school
                .map(|(year, parts)| (year.0, PartsV2::from(parts)))
                .collect(),
        }
    }
}

impl<S, T, P> Form for BookForm<'_, S, T, P>
where
    S: Form<Of = Settings>,
    T: Form<Of = Student>,
    P: Form<Of = Plan>,
{
    type Of = Book;

    fn read(self) -> Read<Book> {
        let groups = self.groups.into_iter().map(|stored| {
            let group = stored.group();
            (group.id, group)
        });
        let students = self.students.into_iter().map(|stored| {
            let student = stored.read()?;
            Ok((student.id, student))
        });
        let plans = self.plans.into_iter().map(|(year, student, stored)| {
            let key = PlanKey {
                year: SchoolYear(year),
                student: StudentId(student),
            };
            Ok((key, stored.read()?))
        });
        Ok(Book {
            id: BookId(self.id),
            adviser: Text::new(self.adviser),
            settings: self.settings.read()?,
            catalog: self.catalog.map(Arc::from),
            groups: groups.collect(),
            students: students.collect::<Read<_>>()?,
            plans: plans.collect::<Read<_>>()?,
            folders: std::collections::BTreeMap::new(),
            school: std::collections::BTreeMap::new(),
            next_id: self.next_id,
        })
    }
}

impl<S: Form<Of = Settings>> Form for FullBookForm<'_, S> {
    type Of = Book;

    fn read(self) -> Read<Book> {
        let folders = self.folders.into_iter();
        let school = self.school.into_iter();
        Ok(Book {
            folders: folders
                .map(|(id, parts)| Ok((StudentId(id), parts.read()?)))
                .collect::<Read<_>>()?,
            school: school
                .map(|(year, parts)| Ok((SchoolYear(year), parts.read()?)))
                .collect::<Read<_>>()?,
            ..self.v1.read()?
        })
    }
}

pub(crate) fn base_to_bytes(book: &Book) -> Read<Vec<u8>> {
    write(V3, &LineForm::<_, EntryV3<'_>>::Base(BookV3::from(book)))
}

pub(crate) fn entry_to_bytes(entry: &Entry) -> Read<Vec<u8>> {
    write(V3, &LineForm::<BookV3<'_>, _>::Entry(EntryV3::from(entry)))
}

pub(crate) fn line_from_bytes(bytes: &[u8]) -> Read<Line> {
    type One<'a> = LineForm<BookV1<'a>, EntryV1<'a>>;
    type Two<'a> = LineForm<BookV2<'a>, EntryV2<'a>>;
    type Three<'a> = LineForm<BookV3<'a>, EntryV3<'a>>;
    read_of_three::<One<'_>, Two<'_>, Three<'_>>(bytes)
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

/// The year of such a beginning.
pub(crate) fn year_from_prefix(bytes: &[u8]) -> Read<SchoolYear> {
    let year: [u8; 2] = bytes.try_into().map_err(|_| Unreadable::Damaged)?;
    Ok(SchoolYear(
        (u16::from_be_bytes(year) ^ 0x8000).cast_signed(),
    ))
}

pub(crate) fn plan_key_from_bytes(bytes: &[u8]) -> Read<PlanKey> {
    let (year, student) = bytes.split_first_chunk::<2>().ok_or(Unreadable::Damaged)?;
    let student: [u8; 8] = student.try_into().map_err(|_| Unreadable::Damaged)?;
    Ok(PlanKey {
        year: year_from_prefix(year)?,
        student: StudentId(u64::from_be_bytes(student)),
    })
}
