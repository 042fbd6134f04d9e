//! The stored form of a journal entry: the same in all versions, but for the forms of what was edited. Frozen: a
//! field is never added, moved or retyped here; a new edit goes behind the others.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::v1::{CheckInV1, GroupV1, MarkV1, TimeV1};
use super::v2::{PartOfV2, PartV2};
use super::{Form, Read, Unreadable};
use crate::domain::book::Settings;
use crate::domain::catalog::ItemId;
use crate::domain::change::{Change, Edit, Entry, EntryKind, Lasting};
use crate::domain::date::SchoolYear;
use crate::domain::goal::Goal;
use crate::domain::id::{CheckInId, GoalId, GroupId, PartId, StudentId};
use crate::domain::plan::PlanKey;
use crate::domain::student::Student;
use crate::domain::text::Text;

#[derive(Serialize, Deserialize)]
#[serde(bound(
    serialize = "S: Serialize, T: Serialize, G: Serialize",
    deserialize = "'de: 'a, S: Deserialize<'de>, T: Deserialize<'de>, G: Deserialize<'de>"
))]
pub(super) struct EntryForm<'a, S, T, G> {
    seq: u64,
    at: TimeV1,
    by: &'a str,
    kind: KindV1,
    edits: Vec<EditForm<'a, S, T, G>>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum KindV1 {
    Act,
    Undo(u64),
    Redo(u64),
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum LastingV1 {
    Year(i16),
    Once,
}

/// Year and student.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct PlanKeyV1(i16, u64);

/// What was and what is.
#[derive(Serialize, Deserialize)]
struct TurnV1<T> {
    was: T,
    now: T,
}

/// `S`, `T` and `G` are the forms of the settings, of a student and of a goal.
#[derive(Serialize, Deserialize)]
#[serde(bound(
    serialize = "S: Serialize, T: Serialize, G: Serialize",
    deserialize = "'de: 'a, S: Deserialize<'de>, T: Deserialize<'de>, G: Deserialize<'de>"
))]
enum EditForm<'a, S, T, G> {
    #[serde(borrow)]
    Adviser(TurnV1<&'a str>),
    Settings(TurnV1<S>),
    #[serde(borrow)]
    Catalog(TurnV1<Option<&'a str>>),
    Group(u64, #[serde(borrow)] TurnV1<Option<GroupV1<'a>>>),
    Student(u64, TurnV1<Option<T>>),
    Mark(
        u64,
        &'a str,
        LastingV1,
        #[serde(borrow)] TurnV1<Option<MarkV1<'a>>>,
    ),
    Goal(PlanKeyV1, u64, TurnV1<Option<G>>),
    CheckIn(
        PlanKeyV1,
        u64,
        #[serde(borrow)] TurnV1<Option<CheckInV1<'a>>>,
    ),
    /// Since version 2.
    Part(PartOfV2, u64, #[serde(borrow)] TurnV1<Option<PartV2<'a>>>),
}

impl<T> TurnV1<T> {
    /// Both sides in the same way.
    fn of<'a, D: ?Sized>(was: &'a D, now: &'a D, store: impl Fn(&'a D) -> T) -> Self {
        Self {
            was: store(was),
            now: store(now),
        }
    }
}

impl<T> TurnV1<Option<T>> {
    /// Both sides in the same way, where there may be nothing.
    fn maybe<'a, D>(was: Option<&'a D>, now: Option<&'a D>) -> Self
    where
        T: From<&'a D>,
    {
        Self {
            was: was.map(T::from),
            now: now.map(T::from),
        }
    }

    fn read<D>(self, read: impl Fn(T) -> Read<D>) -> Read<(Option<D>, Option<D>)> {
        Ok((
            self.was.map(&read).transpose()?,
            self.now.map(&read).transpose()?,
        ))
    }
}

impl From<PlanKey> for PlanKeyV1 {
    fn from(key: PlanKey) -> Self {
        Self(key.year.0, key.student.0)
    }
}

impl PlanKeyV1 {
    pub(super) fn key(self) -> PlanKey {
        PlanKey {
            year: SchoolYear(self.0),
            student: StudentId(self.1),
        }
    }
}

impl<'a, S, T, G> From<&'a Entry> for EntryForm<'a, S, T, G>
where
    S: From<&'a Settings>,
    T: From<&'a Student>,
    G: From<&'a Goal>,
{
    fn from(entry: &'a Entry) -> Self {
        Self {
            seq: entry.seq,
            at: entry.at.into(),
            by: entry.by.as_str(),
            kind: match entry.kind {
                EntryKind::Act => KindV1::Act,
                EntryKind::Undo(seq) => KindV1::Undo(seq),
                EntryKind::Redo(seq) => KindV1::Redo(seq),
            },
            edits: entry.change.edits.iter().map(EditForm::from).collect(),
        }
    }
}

impl<S, T, G> Form for EntryForm<'_, S, T, G>
where
    S: Form<Of = Settings>,
    T: Form<Of = Student>,
    G: Form<Of = Goal>,
{
    type Of = Entry;

    fn read(self) -> Read<Entry> {
        Ok(Entry {
            seq: self.seq,
            at: self.at.time()?,
            by: Text::new(self.by),
            kind: match self.kind {
                KindV1::Act => EntryKind::Act,
                KindV1::Undo(seq) => EntryKind::Undo(seq),
                KindV1::Redo(seq) => EntryKind::Redo(seq),
            },
            change: Change {
                edits: self
                    .edits
                    .into_iter()
                    .map(EditForm::edit)
                    .collect::<Read<_>>()?,
            },
        })
    }
}

impl<'a, S, T, G> From<&'a Edit> for EditForm<'a, S, T, G>
where
    S: From<&'a Settings>,
    T: From<&'a Student>,
    G: From<&'a Goal>,
{
    fn from(edit: &'a Edit) -> Self {
        match edit {
            Edit::Adviser { was, now } => Self::Adviser(TurnV1::of(was, now, Text::as_str)),
            Edit::Settings { was, now } => Self::Settings(TurnV1::of(&**was, &**now, S::from)),
            Edit::Catalog { was, now } => Self::Catalog(TurnV1 {
                was: was.as_deref(),
                now: now.as_deref(),
            }),
            Edit::Group { id, was, now } => {
                Self::Group(id.0, TurnV1::maybe(was.as_ref(), now.as_ref()))
            }
            Edit::Student { id, was, now } => {
                Self::Student(id.0, TurnV1::maybe(was.as_deref(), now.as_deref()))
            }
            Edit::Mark {
                student,
                item,
                lasting,
                was,
                now,
            } => Self::Mark(
                student.0,
                item.as_str(),
                match lasting {
                    Lasting::Year(year) => LastingV1::Year(year.0),
                    Lasting::Once => LastingV1::Once,
                },
                TurnV1::maybe(was.as_ref(), now.as_ref()),
            ),
            Edit::Goal { plan, id, was, now } => Self::Goal(
                (*plan).into(),
                id.0,
                TurnV1::maybe(was.as_deref(), now.as_deref()),
            ),
            Edit::Part { of, id, was, now } => Self::Part(
                (*of).into(),
                id.0,
                TurnV1::maybe(was.as_deref(), now.as_deref()),
            ),
            Edit::CheckIn { plan, id, was, now } => Self::CheckIn(
                (*plan).into(),
                id.0,
                TurnV1::maybe(was.as_deref(), now.as_deref()),
            ),
        }
    }
}

impl<S, T, G> EditForm<'_, S, T, G>
where
    S: Form<Of = Settings>,
    T: Form<Of = Student>,
    G: Form<Of = Goal>,
{
    fn edit(self) -> Read<Edit> {
        Ok(match self {
            Self::Adviser(turn) => Edit::Adviser {
                was: Text::new(turn.was),
                now: Text::new(turn.now),
            },
            Self::Settings(turn) => Edit::Settings {
                was: Box::new(turn.was.read()?),
                now: Box::new(turn.now.read()?),
            },
            Self::Catalog(turn) => Edit::Catalog {
                was: turn.was.map(Arc::from),
                now: turn.now.map(Arc::from),
            },
            Self::Group(id, turn) => {
                let (was, now) = turn.read(|stored| Ok(stored.group()))?;
                Edit::Group {
                    id: GroupId(id),
                    was,
                    now,
                }
            }
            Self::Student(id, turn) => {
                let (was, now) = turn.read(|stored| stored.read().map(Box::new))?;
                Edit::Student {
                    id: StudentId(id),
                    was,
                    now,
                }
            }
            Self::Mark(student, item, lasting, turn) => {
                let (was, now) = turn.read(MarkV1::mark)?;
                Edit::Mark {
                    student: StudentId(student),
                    item: ItemId::new(item).ok_or(Unreadable::Damaged)?,
                    lasting: match lasting {
                        LastingV1::Year(year) => Lasting::Year(SchoolYear(year)),
                        LastingV1::Once => Lasting::Once,
                    },
                    was,
                    now,
                }
            }
            Self::Goal(plan, id, turn) => {
                let (was, now) = turn.read(|stored| stored.read().map(Box::new))?;
                Edit::Goal {
                    plan: plan.key(),
                    id: GoalId(id),
                    was,
                    now,
                }
            }
            Self::Part(of, id, turn) => {
                let (was, now) = turn.read(|stored| stored.read().map(Box::new))?;
                Edit::Part {
                    of: of.into(),
                    id: PartId(id),
                    was,
                    now,
                }
            }
            Self::CheckIn(plan, id, turn) => {
                let (was, now) = turn.read(|stored| stored.check_in().map(Box::new))?;
                Edit::CheckIn {
                    plan: plan.key(),
                    id: CheckInId(id),
                    was,
                    now,
                }
            }
        })
    }
}
