//! A new school year: who goes to which grade, what goes along, what stays behind. One Change, undone like any other.
//!
//! The old year's plans stay as they are, and so does everybody who is gone already. What lasts lies in the folders and needs no
//! move. Into the new year go core items that were left open, goals that are still worked on, and a promise that was not noted as
//! kept. Called by the screen and by the command of the same name; must not know either.

use std::collections::BTreeMap;

use super::{
    act::{self, Stamp},
    amendment::{self, Contested},
    book::Book,
    catalog::{Catalog, ItemId},
    change::{Change, Edit},
    checkin::{CheckIn, CheckInKind, NextStep},
    date::{self, Date, SchoolYear, plus_days},
    goal::Goal,
    grade::Grade,
    id::{CheckInId, PartId, StudentId},
    part::{Field, Part, PartKind, PartOf, Value, Values},
    plan::PlanKey,
    status::Status,
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

/// The first day on which the next school year can be begun in the book. Beginning one moves it by a year, so that nobody is
/// moved up twice in a summer.
pub fn earliest(book: &Book) -> Date {
    let next = SchoolYear(book.settings.year.0 + 1);
    plus_days(book.settings.calendar.first_day(next), -EARLIEST_DAYS)
}

/// Why the next school year cannot be begun in the book today; `None` when it can.
pub fn refused(book: &Book, today: Date) -> Option<String> {
    let earliest = earliest(book);
    let year = book.settings.year;
    (today < earliest).then(|| {
        format!(
            "The book is in school year {year}. The next one can be begun from {} on, {EARLIEST_DAYS} days before its first day.",
            date::short(earliest, today)
        )
    })
}

/// Whether the book's school year is over, so that the next one should be begun.
pub fn is_over(book: &Book, today: Date) -> bool {
    book.settings.calendar.year_of(today) > book.settings.year
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
    /// Graduates, and nobody noted how to reach the graduate for the follow-ups.
    pub lacks_contact: bool,
}

impl Moving {
    /// What becomes of the student: `grade 9 to 10`.
    pub fn says(&self, student: &Student) -> String {
        let was = student.grade;
        match (self.fate, self.grade) {
            (Fate::Promote, Some(grade)) => format!("grade {was} to {grade}"),
            (Fate::Graduate, _) => format!("graduates from grade {was}"),
            (Fate::Leave, _) => "leaves".to_owned(),
            (Fate::Promote | Fate::Repeat, _) => format!("stays in grade {was}"),
        }
    }

    /// What goes along: `2 items, 1 goal, a promise`; empty where nothing does. Of a graduate what is missing.
    pub fn along(&self) -> String {
        if self.lacks_contact {
            return "no contact noted".to_owned();
        }
        let count = |count: usize, one| (count > 0).then(|| counted(count, one));
        let promise = self.has_promise.then(|| "a promise".to_owned());
        let parts = [
            count(self.items.len(), "item"),
            count(self.goals, "goal"),
            promise,
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        parts.join(", ")
    }
}

/// `1 item`, `2 items`
fn counted(count: usize, one: &str) -> String {
    if count == 1 {
        format!("1 {one}")
    } else {
        format!("{count} {one}s")
    }
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

    /// Who goes where, in a line: `19 to the next grade, 2 graduate`.
    pub fn who(&self) -> String {
        let words = [
            (Fate::Promote, "to the next grade"),
            (Fate::Repeat, "in the same grade again"),
            (Fate::Graduate, "graduate"),
            (Fate::Leave, "leave"),
        ];
        let counts = words.iter().filter_map(|(fate, word)| {
            let count = self.count(*fate);
            (count > 0).then(|| format!("{count} {word}"))
        });
        let counts: Vec<String> = counts.collect();
        if counts.is_empty() {
            return "Nobody is here.".to_owned();
        }
        format!("{}.", counts.join(", "))
    }

    /// What goes along, in a line: `7 items, 21 goals and 2 promises go along.`
    pub fn along(&self) -> String {
        let items = self.moving.iter().map(|one| one.items.len()).sum();
        let goals = self.moving.iter().map(|one| one.goals).sum();
        let promises = self.moving.iter().filter(|one| one.has_promise).count();
        format!(
            "{}, {} and {} go along.",
            counted(items, "item"),
            counted(goals, "goal"),
            counted(promises, "promise")
        )
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
        let mut now = student.clone();
        now.arrived = None;
        match fate {
            Fate::Promote => now.grade = student.grade.next().unwrap_or(student.grade),
            Fate::Repeat => {}
            Fate::Graduate => {
                now.standing = Standing::Graduated {
                    on: self.last_day(),
                };
            }
            Fate::Leave => {
                now.standing = Standing::Left {
                    on: self.stamp.day(),
                };
            }
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
            lacks_contact: fate == Fate::Graduate
                && self
                    .book
                    .parts(student.id, PartKind::Contact)
                    .next()
                    .is_none(),
        };
        if let Some(grade) = grade {
            moving.items = self.carry_items(student, grade);
            moving.goals = self.carry_goals(student.id);
            moving.has_promise = self.carry_promise(student.id);
        }
        moving
    }

    /// The day of graduation: today, or the last day of the year where that is over. The follow-ups are counted from it.
    fn last_day(&self) -> Date {
        let begins = self.book.settings.calendar.first_day(self.to);
        self.stamp.day().min(plus_days(begins, -1))
    }

    fn key(&self, student: StudentId) -> PlanKey {
        PlanKey {
            year: self.to,
            student,
        }
    }

    /// Core items that nobody ticked or set aside and that the list of the new grade does not ask for anyhow. Those of an earlier
    /// year keep that year.
    fn carry_items(&mut self, student: &Student, grade: Grade) -> Vec<ItemId> {
        let from = self.book.settings.year;
        let status = Status::of(self.book, self.catalog, student, self.stamp.at.date());
        let open = status.items.into_iter().filter(|line| {
            line.item.core && line.mark.is_none() && !line.item.grades.contains(grade.number())
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

    /// The open promise with the note that it stood in, under its own day, as an entry that counts as no talk. One that was talked
    /// about since its day stays open and is no longer due on that day; one of today stands under yesterday, so that no period
    /// of the new year begins with it.
    fn carry_promise(&mut self, student: StudentId) -> bool {
        let plan = self.book.plan(student);
        let Some((entry, next)) = plan.promise() else {
            return false;
        };
        let talked = |by: Date| plan.last_contact().is_some_and(|last| last.date() >= by);
        let next = NextStep {
            by: next.by.filter(|by| !talked(*by)),
            ..next.clone()
        };
        let yesterday = plus_days(self.stamp.at.date(), -1).at(12, 0, 0, 0);
        let now = CheckIn {
            id: CheckInId(self.id()),
            when: entry.when.min(yesterday),
            kind: CheckInKind::Later,
            next: Some(next),
            ..entry.clone()
        };
        let (from, to) = (Contested::Entry(entry.id), Contested::Entry(now.id));
        self.edits.push(Edit::CheckIn {
            plan: self.key(student),
            id: now.id,
            was: None,
            now: Some(Box::new(now)),
        });
        self.edits
            .extend(amendment::along(self.book, student, &from, &to));
        true
    }
}
