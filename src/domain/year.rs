//! A new school year: who goes to which grade, what goes along, what stays behind. One Change, undone like any other.
//!
//! The old year's plans stay as they are. What lasts lies in the folders and needs no move. Into the new year go core items
//! that were left open, goals that are still worked on, and a promise that nobody came back to.

use std::collections::BTreeMap;

use super::{
    act::{self, Stamp},
    book::Book,
    catalog::{Catalog, ItemId},
    change::{Change, Edit},
    checkin::{CheckIn, CheckInKind},
    date::{Date, SchoolYear, days_between},
    goal::Goal,
    grade::Grade,
    id::{CheckInId, PartId, StudentId},
    part::{Field, Part, PartKind, PartOf, Value, Values},
    plan::PlanKey,
    status::{ItemState, Status},
    student::{Standing, Student},
    text::Text,
};

/// What becomes of a student.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fate {
    /// To the next grade.
    Promote,
    /// The same grade again.
    Repeat,
    /// Graduates: goes on to the follow-ups.
    Graduate,
    /// Does not come back.
    Leave,
}

impl Fate {
    /// What is expected of a student unless something else is said.
    pub fn expected(student: &Student) -> Self {
        if student.grade == Grade::LAST {
            Self::Graduate
        } else {
            Self::Promote
        }
    }

    /// The next one that is possible for a student, around.
    #[must_use]
    pub fn next(self, student: &Student) -> Self {
        match self {
            Self::Promote => Self::Repeat,
            Self::Repeat => Self::Graduate,
            Self::Graduate => Self::Leave,
            Self::Leave => match student.grade {
                Grade::LAST => Self::Repeat,
                _ => Self::Promote,
            },
        }
    }
}

/// The days before a school year begins in which it may be begun in the book.
pub const EARLIEST_DAYS: i32 = 60;

/// Why the next school year cannot be begun in the book today; `None` when it can.
pub fn refused(book: &Book, today: Date) -> Option<String> {
    let year = book.settings.year;
    let next = SchoolYear(year.0 + 1);
    let begins = book.settings.calendar.first_day(next);
    (days_between(today, begins) > EARLIEST_DAYS).then(|| {
        format!(
            "The book is in school year {year} already; {next} can be begun from {EARLIEST_DAYS} days before its first day."
        )
    })
}

/// What happens to one student.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moving {
    /// Who.
    pub student: StudentId,
    /// What becomes of the student.
    pub fate: Fate,
    /// The grade in the new year; `None` for who is not there.
    pub grade: Option<Grade>,
    /// Core items that go along as *from last year*.
    pub items: Vec<ItemId>,
    /// How many goals go along.
    pub goals: usize,
    /// A promise goes along.
    pub has_promise: bool,
}

/// A roll-over as it would be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollOver {
    /// The year that ends.
    pub from: SchoolYear,
    /// The year that begins.
    pub to: SchoolYear,
    /// Everybody who is here, in all groups, by group and name.
    pub moving: Vec<Moving>,
    /// What it does to the book.
    pub change: Change,
}

impl RollOver {
    /// How many have this fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.moving.iter().filter(|one| one.fate == fate).count()
    }
}

/// Works out what beginning the next school year does. Whoever is not among `fates` has the expected one.
pub fn roll_over(
    book: &Book,
    catalog: &Catalog,
    fates: &BTreeMap<StudentId, Fate>,
    stamp: Stamp,
) -> RollOver {
    let from = book.settings.year;
    let to = SchoolYear(from.0 + 1);
    let mut mover = Mover {
        book,
        catalog,
        stamp,
        to,
        next_id: book.next_id,
        edits: Vec::new(),
    };
    let mut moving = Vec::new();
    for group in book.groups.keys() {
        for student in book.members(*group) {
            let fate = fates.get(&student.id).copied();
            moving.push(mover.take(student, fate.unwrap_or_else(|| Fate::expected(student))));
        }
    }
    let settings = act::edit_settings(book, |settings| {
        settings.year = to;
        settings.begin_by = None;
    });
    mover.edits.extend(settings.edits);
    RollOver {
        from,
        to,
        moving,
        change: Change { edits: mover.edits },
    }
}

struct Mover<'a> {
    book: &'a Book,
    catalog: &'a Catalog,
    stamp: Stamp,
    to: SchoolYear,
    next_id: u64,
    edits: Vec<Edit>,
}

impl Mover<'_> {
    fn id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id - 1
    }

    fn take(&mut self, student: &Student, fate: Fate) -> Moving {
        let on = self.stamp.day();
        let mut now = student.clone();
        now.arrived = None;
        match fate {
            Fate::Promote => {
                now.grade = Grade::new(student.grade.number() + 1).unwrap_or(student.grade)
            }
            Fate::Repeat => {}
            Fate::Graduate => now.standing = Standing::Graduated { on },
            Fate::Leave => now.standing = Standing::Left { on },
        }
        let grade = now.is_here().then_some(now.grade);
        if now != *student {
            self.edits.push(Edit::Student {
                id: student.id,
                was: Some(Box::new(student.clone())),
                now: Some(Box::new(now)),
            });
        }
        let mut moving = Moving {
            student: student.id,
            fate,
            grade,
            items: Vec::new(),
            goals: 0,
            has_promise: false,
        };
        if let Some(grade) = grade {
            moving.items = self.carry_items(student, grade);
            moving.goals = self.carry_goals(student.id);
            moving.has_promise = self.carry_promise(student.id);
        }
        moving
    }

    fn key(&self, student: StudentId) -> PlanKey {
        PlanKey {
            year: self.to,
            student,
        }
    }

    /// Core items that are open and that the list of the new grade does not ask for anyhow.
    fn carry_items(&mut self, student: &Student, grade: Grade) -> Vec<ItemId> {
        let from = self.book.settings.year;
        let status = Status::of(self.book, self.catalog, student, self.stamp.at.date());
        let open = status.items.into_iter().filter(|line| {
            line.item.core
                && matches!(line.state, ItemState::Due | ItemState::Ahead)
                && !line.item.grades.contains(grade.number())
        });
        let open: Vec<_> = open
            .map(|line| (line.item.id.clone(), line.carried.unwrap_or(from)))
            .collect();
        for (item, year) in &open {
            let part = Part {
                id: PartId(self.id()),
                kind: PartKind::Carried,
                values: Values::from([
                    (Field::Item, Value::Item(item.clone())),
                    (Field::Year, Value::Year(*year)),
                ]),
                at: self.stamp.at,
                by: self.book.adviser.clone(),
            };
            self.edits.push(Edit::Part {
                of: PartOf::Year(self.key(student.id)),
                id: part.id,
                was: None,
                now: Some(Box::new(part)),
            });
        }
        open.into_iter().map(|(item, _)| item).collect()
    }

    /// Goals that are still worked on, with their barriers and open steps; what was noted about them stays in the old year.
    fn carry_goals(&mut self, student: StudentId) -> usize {
        let live: Vec<Goal> = self.book.plan(student).live_goals().cloned().collect();
        let plan = self.key(student);
        for goal in &live {
            let mut steps = goal.steps.clone();
            steps.retain(|step| step.done.is_none());
            let now = Goal {
                steps,
                benchmark: Text::default(),
                reflections: Vec::new(),
                carried: Some(goal.state()),
                progress: Vec::new(),
                ..goal.clone()
            };
            self.edits.push(Edit::Goal {
                plan,
                id: goal.id,
                was: None,
                now: Some(Box::new(now)),
            });
        }
        live.len()
    }

    /// The open promise, as an entry that counts as no talk.
    fn carry_promise(&mut self, student: StudentId) -> bool {
        let Some((entry, _)) = self.book.plan(student).promise() else {
            return false;
        };
        let id = CheckInId(self.id());
        let now = CheckIn {
            id,
            when: self.stamp.when,
            at: self.stamp.at,
            kind: CheckInKind::Later,
            note: Text::new(&format!("from {}", self.book.settings.year)),
            ..entry.clone()
        };
        self.edits.push(Edit::CheckIn {
            plan: self.key(student),
            id,
            was: None,
            now: Some(Box::new(now)),
        });
        true
    }
}
