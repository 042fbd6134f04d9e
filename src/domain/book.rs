//! Everything in one adviser's file, with its invariants. Written to only by [`super::change::Change`].

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    catalog::{Phrase, SwitchName},
    change::Refused,
    checkin::CheckIn,
    date::{Calendar, Date, SchoolYear, Season},
    goal::Goal,
    group::{Group, MOST_STUDENTS},
    id::{BookId, GroupId, StudentId},
    part::{Part, PartKind, PartOf, Parts},
    plan::{Plan, PlanKey},
    student::Student,
    text::Text,
};

/// Minutes without a key after which a book locks itself, unless the adviser sets others.
pub const LOCK_MINUTES: u8 = 3;

/// What can be set for that.
pub const LOCK_RANGE: std::ops::RangeInclusive<u8> = 1..=30;

/// Years that a rule may keep a record after its student has left.
pub const KEEP_RANGE: std::ops::RangeInclusive<u8> = 1..=99;

/// What an adviser can set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The school year that the book is in. It moves only when the year is rolled over.
    pub year: SchoolYear,
    /// When years and seasons begin.
    pub calendar: Calendar,
    /// Length of an advisory period in minutes, 5 to 120.
    pub period_minutes: u16,
    /// Switches of the catalog that are on for the whole book, such as `portfolio`.
    pub switches: BTreeSet<SwitchName>,
    /// Stock phrases; the catalog's own are used where this is `None`.
    pub phrases: Option<Vec<Phrase>>,
    /// The group that is shown first.
    pub group: Option<GroupId>,
    /// The day by which a plan of grade 6 is to be begun this year, as the school counts its 90 days.
    pub begin_by: Option<Date>,
    /// Minutes without a key after which the book locks itself, 1 to 30.
    pub lock_minutes: u8,
    /// How many years after leaving a record is kept, 1 to 99, as the school's rule says; `None` where it says nothing. Nothing is
    /// ever deleted by it: it makes the list from which a person decides.
    pub keep_years: Option<u8>,
}

impl Settings {
    /// The settings of a new book.
    pub fn new(today: Date) -> Self {
        let calendar = Calendar::default();
        Self {
            year: calendar.year_of(today),
            calendar,
            period_minutes: 25,
            switches: BTreeSet::new(),
            phrases: None,
            group: None,
            begin_by: None,
            lock_minutes: LOCK_MINUTES,
            keep_years: None,
        }
    }
}

/// One adviser's book.
#[derive(Debug, Clone)]
pub struct Book {
    /// Fixed when it is made.
    pub id: BookId,
    /// The author of every Change.
    pub adviser: Text,
    /// What can be set.
    pub settings: Settings,
    /// The school's own catalog as it was read (TOML); `None` means the one that comes with the program.
    pub catalog: Option<Arc<str>>,
    /// Every group, archived ones too.
    pub groups: BTreeMap<GroupId, Group>,
    /// Every student, those who left too.
    pub students: BTreeMap<StudentId, Student>,
    /// The plans that are in memory: those of the book's year, and older ones that were asked for.
    pub plans: BTreeMap<PlanKey, Plan>,
    /// What lasts for all years of a student: careers, courses, activities.
    pub folders: BTreeMap<StudentId, Parts>,
    /// What is the school's own, by school year, of the years that are in memory: answers, ratings.
    pub school: BTreeMap<SchoolYear, Parts>,
    /// The next number to give out. Only ever grows, through undo as well.
    pub next_id: u64,
}

/// Two books are equal when they hold the same; the counter is not part of it, since undo does not turn it back.
impl PartialEq for Book {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
            && self.adviser == other.adviser
            && self.settings == other.settings
            && self.catalog == other.catalog
            && self.groups == other.groups
            && self.students == other.students
            && self.plans == other.plans
            && self.folders == other.folders
            && self.school == other.school
    }
}

static NO_PLAN: std::sync::LazyLock<Plan> = std::sync::LazyLock::new(Plan::default);

impl Book {
    /// An empty book.
    pub fn new(id: BookId, adviser: Text, today: Date) -> Self {
        Self {
            id,
            adviser,
            settings: Settings::new(today),
            catalog: None,
            groups: BTreeMap::new(),
            students: BTreeMap::new(),
            plans: BTreeMap::new(),
            folders: BTreeMap::new(),
            school: BTreeMap::new(),
            next_id: 1,
        }
    }

    /// The plan of a student in the book's year; an empty one when nothing was noted yet.
    pub fn plan(&self, student: StudentId) -> &Plan {
        self.plans.get(&self.key(student)).unwrap_or(&NO_PLAN)
    }

    /// Where that plan stands.
    pub fn key(&self, student: StudentId) -> PlanKey {
        PlanKey {
            year: self.settings.year,
            student,
        }
    }

    /// The parts kept at one place; `None` when there are none.
    pub fn parts_at(&self, place: PartOf) -> Option<&Parts> {
        match place {
            PartOf::Folder(student) => self.folders.get(&student),
            PartOf::Year(key) => self.plans.get(&key).map(|plan| &plan.parts),
            PartOf::School(year) => self.school.get(&year),
        }
    }

    /// A student's parts of one kind, oldest first: those of the folder, or of the book's year, wherever the kind is kept.
    pub fn parts(
        &self,
        student: StudentId,
        kind: PartKind,
    ) -> impl DoubleEndedIterator<Item = &Part> {
        let parts = self.parts_at(kind.place(self.key(student)));
        let all = parts.into_iter().flat_map(BTreeMap::values);
        all.filter(move |part| part.kind == kind)
    }

    /// The students who are in the room, by name.
    pub fn members(&self, group: GroupId) -> Vec<&Student> {
        let mut members: Vec<_> = self
            .students
            .values()
            .filter(|s| s.group == group && s.is_here())
            .collect();
        members.sort_by_cached_key(|s| (s.name.last.fold(), s.name.first.fold(), s.id));
        members
    }

    /// How many are in the room.
    pub fn size(&self, group: GroupId) -> usize {
        self.students
            .values()
            .filter(|s| s.group == group && s.is_here())
            .count()
    }

    /// The students who left a group, by name.
    pub fn leavers(&self, group: GroupId) -> Vec<&Student> {
        let mut leavers: Vec<_> = self
            .students
            .values()
            .filter(|s| s.group == group && !s.is_here())
            .collect();
        leavers.sort_by_cached_key(|s| (s.name.last.fold(), s.name.first.fold(), s.id));
        leavers
    }

    /// Groups that are offered, by id.
    pub fn open_groups(&self) -> impl Iterator<Item = &Group> {
        self.groups.values().filter(|group| !group.archived)
    }

    /// The season of `day` in the book's year.
    pub fn season(&self, day: Date) -> Season {
        self.settings.calendar.season(self.settings.year, day)
    }

    /// Checks what must always hold; called by [`super::change::Change::apply`] for the groups it touched.
    pub(super) fn check_size(&self, group: GroupId) -> Result<(), Refused> {
        if self.size(group) > MOST_STUDENTS {
            return Err(Refused::GroupFull { group });
        }
        Ok(())
    }

    /// One entry of a student's log in the book's year.
    pub fn check_in(&self, student: StudentId, id: super::id::CheckInId) -> Option<&CheckIn> {
        self.plan(student).check_in(id)
    }

    /// One goal of a student in the book's year.
    pub fn goal(&self, student: StudentId, id: super::id::GoalId) -> Option<&Goal> {
        self.plan(student).goals.get(&id)
    }
}
