//! One edit of the Book as a value: apply it, invert it, say it.
//!
//! A [`Change`] is a list of [`Edit`]s, and an edit says for one place of the Book what *was* there and what is there
//! *now*. So the inverse needs no Book, undo is exact by construction, and a Change that was made for another state of
//! the Book is refused instead of half applied. Undo, timeline, recap, audit and replay all come from this one idea.

use std::{fmt, sync::Arc};

use super::{
    book::{Book, Settings},
    catalog::ItemId,
    checkin::CheckIn,
    date::{DateTime, SchoolYear},
    goal::Goal,
    group::Group,
    id::{CheckInId, GoalId, GroupId, PartId, StudentId},
    mark::Mark,
    part::{Part, PartOf, Parts},
    plan::{Plan, PlanKey},
    student::Student,
    text::Text,
};

/// Where a mark lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lasting {
    /// In the plan of this school year.
    Year(SchoolYear),
    /// With the student, for all years.
    Once,
}

/// What was and what is, at one place of the Book. `None` means that nothing is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// The adviser's name.
    Adviser {
        /// Before.
        was: Text,
        /// After.
        now: Text,
    },
    /// The settings.
    Settings {
        /// Before.
        was: Box<Settings>,
        /// After.
        now: Box<Settings>,
    },
    /// The school's own catalog.
    Catalog {
        /// Before.
        was: Option<Arc<str>>,
        /// After.
        now: Option<Arc<str>>,
    },
    /// A group: made, renamed, archived.
    Group {
        /// Which.
        id: GroupId,
        /// Before.
        was: Option<Group>,
        /// After.
        now: Option<Group>,
    },
    /// Who a student is.
    Student {
        /// Which.
        id: StudentId,
        /// Before.
        was: Option<Box<Student>>,
        /// After.
        now: Option<Box<Student>>,
    },
    /// A mark at a checklist item.
    Mark {
        /// Whose.
        student: StudentId,
        /// At which item.
        item: ItemId,
        /// In a year or for all.
        lasting: Lasting,
        /// Before.
        was: Option<Mark>,
        /// After.
        now: Option<Mark>,
    },
    /// A goal with its progress.
    Goal {
        /// Whose, and in which year.
        plan: PlanKey,
        /// Which.
        id: GoalId,
        /// Before.
        was: Option<Box<Goal>>,
        /// After.
        now: Option<Box<Goal>>,
    },
    /// A part of a plan, a folder or the school's own.
    Part {
        /// Where it is kept.
        of: PartOf,
        /// Which.
        id: PartId,
        /// Before.
        was: Option<Box<Part>>,
        /// After.
        now: Option<Box<Part>>,
    },
    /// An entry of the contact log.
    CheckIn {
        /// Whose, and in which year.
        plan: PlanKey,
        /// Which.
        id: CheckInId,
        /// Before.
        was: Option<Box<CheckIn>>,
        /// After.
        now: Option<Box<CheckIn>>,
    },
}

/// Why a Change was not applied. The Book is as it was before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// What should be replaced is not there any more: something later changed the same thing.
    Stale,
    /// The group would have more than 22 students.
    GroupFull {
        /// Which.
        group: GroupId,
    },
    /// A student who has a plan cannot be taken out of the book, only marked as left.
    HasHistory {
        /// Who.
        student: StudentId,
    },
    /// It speaks of a student or a group that is not in the book.
    Unknown,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Stale => "something later changed the same thing; undo that first",
            Self::GroupFull { .. } => {
                "a group has at most 22 students with one adviser; make a second group"
            }
            Self::HasHistory { .. } => "this student has a history; mark as left instead",
            Self::Unknown => "that student or group is not in this book",
        })
    }
}

impl std::error::Error for Refused {}

/// One act of a person: several edits that hold or fail together, and are undone together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// In the order in which they are applied.
    pub edits: Vec<Edit>,
}

impl From<Edit> for Change {
    fn from(edit: Edit) -> Self {
        Self { edits: vec![edit] }
    }
}

impl FromIterator<Edit> for Change {
    fn from_iter<I: IntoIterator<Item = Edit>>(edits: I) -> Self {
        Self {
            edits: edits.into_iter().collect(),
        }
    }
}

impl Change {
    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// Writes it to the Book, whole or not at all.
    ///
    /// # Errors
    ///
    /// When the Book is not in the state that the Change was made for, or would break a rule.
    pub fn apply(&self, book: &mut Book) -> Result<(), Refused> {
        for (done, edit) in self.edits.iter().enumerate() {
            if let Err(refused) = edit.apply(book) {
                self.take_back(done, book);
                return Err(refused);
            }
        }
        if let Err(refused) = self.check(book) {
            self.take_back(self.edits.len(), book);
            return Err(refused);
        }
        Ok(())
    }

    /// Puts the first `done` edits back; they were applied a moment ago, so that cannot be refused.
    fn take_back(&self, done: usize, book: &mut Book) {
        for edit in self.edits.iter().take(done).rev() {
            let _ = edit.inverse().apply(book);
        }
    }

    fn check(&self, book: &Book) -> Result<(), Refused> {
        for edit in &self.edits {
            if let Edit::Student {
                now: Some(student), ..
            } = edit
            {
                if !book.groups.contains_key(&student.group) {
                    return Err(Refused::Unknown);
                }
                book.check_size(student.group)?;
            }
        }
        Ok(())
    }

    /// The Change that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        self.edits.iter().rev().map(Edit::inverse).collect()
    }

    /// Whether it notes what is not taken back, whatever else is: that something has left the book, or was asked of the record.
    pub fn stays(&self) -> bool {
        self.edits.iter().any(
            |edit| matches!(edit, Edit::Part { was: None, now: Some(part), .. } if part.kind.stays()),
        )
    }

    /// Whether it changes who is in the room, or what is due there.
    pub fn touches_the_room(&self) -> bool {
        self.edits.iter().any(|edit| {
            matches!(
                edit,
                Edit::Student { .. }
                    | Edit::Group { .. }
                    | Edit::Settings { .. }
                    | Edit::Catalog { .. }
            )
        })
    }

    /// Whether it makes, changes or shows a group.
    pub fn touches_groups(&self) -> bool {
        self.edits
            .iter()
            .any(|edit| matches!(edit, Edit::Group { .. } | Edit::Settings { .. }))
    }

    /// The school years whose plans have to be in memory before it can be applied.
    pub fn years(&self) -> std::collections::BTreeSet<SchoolYear> {
        self.edits.iter().flat_map(Edit::years).collect()
    }

    /// The students whom it speaks of, in order, each once.
    pub fn students(&self) -> Vec<StudentId> {
        let mut students: Vec<_> = self.edits.iter().filter_map(Edit::student).collect();
        let mut known = std::collections::BTreeSet::new();
        students.retain(|id| known.insert(*id));
        students
    }
}

/// Puts `now` where `was` is.
fn replace<T: PartialEq + Clone>(place: &mut T, was: &T, now: &T) -> Result<(), Refused> {
    if place != was {
        return Err(Refused::Stale);
    }
    place.clone_from(now);
    Ok(())
}

/// The same in a map, where nothing is `None`.
fn replace_in<K: Ord, V: PartialEq + Clone>(
    map: &mut std::collections::BTreeMap<K, V>,
    key: K,
    was: Option<&V>,
    now: Option<&V>,
) -> Result<(), Refused> {
    if map.get(&key) != was {
        return Err(Refused::Stale);
    }
    match now {
        Some(value) => drop(map.insert(key, value.clone())),
        None => drop(map.remove(&key)),
    }
    Ok(())
}

impl Edit {
    /// The edit that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let mut inverse = self.clone();
        match &mut inverse {
            Self::Adviser { was, now } => std::mem::swap(was, now),
            Self::Settings { was, now } => std::mem::swap(was, now),
            Self::Catalog { was, now } => std::mem::swap(was, now),
            Self::Group { was, now, .. } => std::mem::swap(was, now),
            Self::Student { was, now, .. } => std::mem::swap(was, now),
            Self::Mark { was, now, .. } => std::mem::swap(was, now),
            Self::Goal { was, now, .. } => std::mem::swap(was, now),
            Self::Part { was, now, .. } => std::mem::swap(was, now),
            Self::CheckIn { was, now, .. } => std::mem::swap(was, now),
        }
        inverse
    }

    /// The student whom it speaks of.
    pub fn student(&self) -> Option<StudentId> {
        match self {
            Self::Student { id, .. } => Some(*id),
            Self::Mark { student, .. } => Some(*student),
            Self::Goal { plan, .. } | Self::CheckIn { plan, .. } => Some(plan.student),
            Self::Part { of, .. } => of.student(),
            Self::Adviser { .. }
            | Self::Settings { .. }
            | Self::Catalog { .. }
            | Self::Group { .. } => None,
        }
    }

    /// The school years whose plans have to be in memory before it can be applied.
    fn years(&self) -> impl Iterator<Item = SchoolYear> {
        let (one, other) = match self {
            Self::Settings { was, now } => (Some(was.year), Some(now.year)),
            Self::Mark {
                lasting: Lasting::Year(year),
                ..
            } => (Some(*year), None),
            Self::Goal { plan, .. } | Self::CheckIn { plan, .. } => (Some(plan.year), None),
            Self::Part { of, .. } => (of.year(), None),
            _ => (None, None),
        };
        one.into_iter().chain(other)
    }

    fn apply(&self, book: &mut Book) -> Result<(), Refused> {
        match self {
            Self::Adviser { was, now } => replace(&mut book.adviser, was, now),
            Self::Settings { was, now } => replace(&mut book.settings, was, now),
            Self::Catalog { was, now } => replace(&mut book.catalog, was, now),
            Self::Group { id, was, now } => {
                book.next_id = book.next_id.max(id.0 + 1);
                replace_in(&mut book.groups, *id, was.as_ref(), now.as_ref())
            }
            Self::Student { id, was, now } => {
                book.next_id = book.next_id.max(id.0 + 1);
                if now.is_none() && has_history(book, *id) {
                    return Err(Refused::HasHistory { student: *id });
                }
                replace_in(&mut book.students, *id, was.as_deref(), now.as_deref())
            }
            Self::Mark {
                student,
                item,
                lasting,
                was,
                now,
            } => match lasting {
                Lasting::Once => {
                    let student = book.students.get_mut(student).ok_or(Refused::Unknown)?;
                    replace_in(&mut student.once, item.clone(), was.as_ref(), now.as_ref())
                }
                Lasting::Year(year) => {
                    let key = PlanKey {
                        year: *year,
                        student: *student,
                    };
                    edit_plan(book, key, |plan| {
                        replace_in(&mut plan.marks, item.clone(), was.as_ref(), now.as_ref())
                    })
                }
            },
            Self::Goal { plan, id, was, now } => {
                let newest = now
                    .iter()
                    .flat_map(|goal| &goal.progress)
                    .map(|p| p.id.0)
                    .max();
                book.next_id = book.next_id.max(newest.unwrap_or(0).max(id.0) + 1);
                edit_plan(book, *plan, |plan| {
                    replace_in(&mut plan.goals, *id, was.as_deref(), now.as_deref())
                })
            }
            Self::Part { of, id, was, now } => {
                book.next_id = book.next_id.max(id.0 + 1);
                edit_parts(book, *of, |parts| {
                    replace_in(parts, *id, was.as_deref(), now.as_deref())
                })
            }
            Self::CheckIn { plan, id, was, now } => {
                book.next_id = book.next_id.max(id.0 + 1);
                edit_plan(book, *plan, |plan| {
                    replace_check_in(plan, *id, was.as_deref(), now.as_deref())
                })
            }
        }
    }
}

fn has_history(book: &Book, student: StudentId) -> bool {
    let has_plan = |(key, plan): (&PlanKey, &Plan)| key.student == student && !plan.is_empty();
    book.folders.contains_key(&student) || book.plans.iter().any(has_plan)
}

/// Edits the parts of a place; a place without parts is not kept.
fn edit_parts(
    book: &mut Book,
    of: PartOf,
    edit: impl FnOnce(&mut Parts) -> Result<(), Refused>,
) -> Result<(), Refused> {
    match of {
        PartOf::Year(key) => edit_plan(book, key, |plan| edit(&mut plan.parts)),
        PartOf::Folder(student) if book.students.contains_key(&student) => {
            edit_kept(&mut book.folders, student, edit)
        }
        PartOf::Folder(_) => Err(Refused::Unknown),
        PartOf::School(year) => edit_kept(&mut book.school, year, edit),
    }
}

fn edit_kept<K: Ord + Copy>(
    kept: &mut std::collections::BTreeMap<K, Parts>,
    key: K,
    edit: impl FnOnce(&mut Parts) -> Result<(), Refused>,
) -> Result<(), Refused> {
    let parts = kept.entry(key).or_default();
    let result = edit(parts);
    if parts.is_empty() {
        kept.remove(&key);
    }
    result
}

/// Edits a plan of a student who is in the book; a plan that holds nothing is not kept.
fn edit_plan(
    book: &mut Book,
    key: PlanKey,
    edit: impl FnOnce(&mut Plan) -> Result<(), Refused>,
) -> Result<(), Refused> {
    if !book.students.contains_key(&key.student) {
        return Err(Refused::Unknown);
    }
    let plan = book.plans.entry(key).or_default();
    let result = edit(plan);
    if plan.is_empty() {
        book.plans.remove(&key);
    }
    result
}

fn replace_check_in(
    plan: &mut Plan,
    id: CheckInId,
    was: Option<&CheckIn>,
    now: Option<&CheckIn>,
) -> Result<(), Refused> {
    if plan.check_in(id) != was {
        return Err(Refused::Stale);
    }
    match now {
        Some(entry) => plan.put_check_in(entry.clone()),
        None => drop(plan.take_check_in(id)),
    }
    Ok(())
}

/// What an entry of the journal is: an act, or the undoing or redoing of an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// An act of a person.
    Act,
    /// Takes back the act with this sequence number.
    Undo(u64),
    /// Does it again.
    Redo(u64),
}

/// One line of the journal. The journal only grows: undo appends the inverse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// 1, 2, 3, ... without gaps; the order of events, whatever the clock says.
    pub seq: u64,
    /// When, by the clock of the machine.
    pub at: DateTime,
    /// Who.
    pub by: Text,
    /// What kind.
    pub kind: EntryKind,
    /// What was done to the Book. For an undo this is the inverse, ready to apply.
    pub change: Change,
}
