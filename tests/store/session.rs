//! A made-up adviser at work: random Changes from a seed, and the Book they lead to. The reference of all suites here.

use std::sync::Arc;

use homeroom::domain::act;
use homeroom::domain::book::Book;
use homeroom::domain::catalog::{ItemId, Phrase, SwitchName};
use homeroom::domain::change::{Change, Edit, Entry, EntryKind, Lasting};
use homeroom::domain::checkin::{CheckIn, CheckInKind, NextStep};
use homeroom::domain::date::{Date, DateTime, SchoolYear, plus_days};
use homeroom::domain::goal::{
    Barrier, Goal, GoalKind, GoalState, Progress, Reflection, Smart, Step,
};
use homeroom::domain::grade::Grade;
use homeroom::domain::group::Group;
use homeroom::domain::id::{BookId, CheckInId, GoalId, GroupId, PartId, ProgressId, StudentId};
use homeroom::domain::mark::Mark;
use homeroom::domain::part::{Part, PartKind, Takes, Value, Values};
use homeroom::domain::plan::PlanKey;
use homeroom::domain::student::{Name, Standing, Student};
use homeroom::domain::text::Text;

/// Names that no file may show. All invented.
pub(crate) const NAMES: &[&str] = &[
    "Quillfeather, Anastasia",
    "Dunderberg, Theo",
    "Zaragoza-Obuya, Imani",
    "O\u{2019}Halloran-Pike, Fionnuala",
    "Nguy\u{1ec5}n-Trask, \u{110}\u{1ee9}c",
    "\u{5b6b}\u{6668}\u{7b19}",
    "M\u{fc}ggelsee, J\u{fc}rgen",
    "Vexworthy, Prudence",
    "Oyelaran-Finch, Babajide",
    "Snickett, Bartholomew",
];

/// The author of every Change.
pub(crate) const ADVISER: &str = "Marisol Vantongeren";

/// A note that no file may show.
pub(crate) const NOTE: &str = "talked about the welding apprenticeship in Harlan";

/// Small random numbers that are the same for a seed, everywhere and always.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11
    }

    /// 0 to `sides` - 1.
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        (self.next() % sides.max(1) as u64) as usize
    }

    pub(crate) fn one_in(&mut self, sides: usize) -> bool {
        self.roll(sides) == 0
    }

    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.roll(items.len())]
    }
}

fn item(number: usize) -> ItemId {
    ItemId::new(&format!("g9-item-{number}")).unwrap()
}

fn switch(name: &str) -> SwitchName {
    SwitchName::new(name).unwrap()
}

pub(crate) fn today() -> Date {
    Date::new(2026, 10, 14).unwrap()
}

/// An empty book whose id follows from the seed.
pub(crate) fn empty_book(seed: u64) -> Book {
    let mut id = [7; 16];
    id[..8].copy_from_slice(&seed.to_be_bytes());
    Book::new(BookId(id), Text::new(ADVISER), today())
}

/// The book so far, what was done to it, and the dice that decide what comes next.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) book: Book,
    pub(crate) entries: Vec<Entry>,
    dice: Dice,
    minutes: i32,
    /// What books held when their first version was written: no parts, and goals without barriers and steps.
    only_first_version: bool,
    /// How many kinds of parts there are for it: those that came later stand behind the others.
    kinds: usize,
}

impl Session {
    pub(crate) fn new(seed: u64) -> Self {
        Self::of(empty_book(seed), seed)
    }

    pub(crate) fn of(book: Book, seed: u64) -> Self {
        Self {
            book,
            entries: Vec::new(),
            dice: Dice::new(seed),
            minutes: 0,
            only_first_version: false,
            kinds: PartKind::ALL.len(),
        }
    }

    /// The session of the golden file of version 1, whose dice must fall as they did when it was written.
    pub(crate) fn of_the_first_version(seed: u64, students: usize) -> Self {
        let mut session = Self::new(seed);
        session.only_first_version = true;
        session.fill(students);
        session
    }

    /// The session of the golden file of version 2: with the kinds of parts that there were when it was written.
    pub(crate) fn of_the_second_version(seed: u64, students: usize) -> Self {
        let mut session = Self::new(seed);
        session.kinds = 18;
        session.fill(students);
        session
    }

    /// The session of the golden file of version 3: with a rule of how long records are kept.
    pub(crate) fn of_the_third_version(seed: u64, students: usize) -> Self {
        let mut session = Self::new(seed);
        session.kinds = 21;
        session.fill(students);
        let rule = act::edit_settings(&session.book, |settings| settings.keep_years = Some(7));
        session.act(rule);
        session
    }

    /// A group with this many students, as one import.
    pub(crate) fn with_students(seed: u64, count: usize) -> Self {
        let mut session = Self::new(seed);
        session.fill(count);
        session
    }

    fn fill(&mut self, count: usize) {
        let group = self.new_group();
        self.act(Change::from(group));
        let edits: Vec<Edit> = (0..count).map(|_| self.new_student()).collect();
        self.act(edits.into_iter().collect());
    }

    /// The next entries, one to three of them, already applied to the book.
    pub(crate) fn step(&mut self) -> Vec<Entry> {
        let from = self.entries.len();
        for _ in 0..=self.dice.roll(3) {
            if !self.entries.is_empty() && self.dice.one_in(15) {
                self.undo_the_last();
            } else {
                let change = self.some_change();
                self.act(change);
            }
        }
        self.entries[from..].to_vec()
    }

    /// Does what the caller made up.
    pub(crate) fn act(&mut self, change: Change) -> Entry {
        self.record(change, EntryKind::Act)
    }

    fn record(&mut self, change: Change, kind: EntryKind) -> Entry {
        change.apply(&mut self.book).unwrap();
        let entry = Entry {
            seq: self.entries.len() as u64 + 1,
            at: self.now(),
            by: Text::new(ADVISER),
            kind,
            change,
        };
        self.entries.push(entry.clone());
        entry
    }

    fn now(&mut self) -> DateTime {
        self.minutes += 1;
        let day = plus_days(today(), self.minutes / 60);
        day.at(10, (self.minutes % 60) as i8, 7, 123_456_789)
    }

    fn id(&mut self) -> u64 {
        let id = self.book.next_id;
        self.book.next_id += 1;
        id
    }

    fn some_change(&mut self) -> Change {
        if self.book.groups.is_empty() {
            return Change::from(self.new_group());
        }
        if self.book.students.len() < 3 {
            return Change::from(self.new_student());
        }
        if !self.only_first_version && self.dice.one_in(3) {
            return Change::from(if self.dice.one_in(3) {
                self.whole_goal()
            } else {
                self.part()
            });
        }
        match self.dice.roll(20) {
            0 => Change::from(self.new_group()),
            1..=3 => Change::from(self.new_student()),
            4 => Change::from(self.other_settings()),
            5 => Change::from(self.other_catalog()),
            6 => Change::from(self.other_student()),
            7 | 8 => Change::from(self.goal()),
            9..=12 => Change::from(self.check_in()),
            13 => Change::from(self.last_years_note()),
            14 => (0..4).map(|_| self.new_goal()).collect(),
            _ => Change::from(self.mark()),
        }
    }

    /// The inverse of the newest entry, when it still fits.
    fn undo_the_last(&mut self) {
        let newest = self.entries.last().unwrap();
        let (inverse, seq) = (newest.change.inverse(), newest.seq);
        let kind = match newest.kind {
            EntryKind::Undo(_) => EntryKind::Redo(seq),
            _ => EntryKind::Undo(seq),
        };
        if inverse.apply(&mut self.book.clone()).is_ok() {
            self.record(inverse, kind);
        }
    }

    fn new_group(&mut self) -> Edit {
        let id = GroupId(self.id());
        Edit::Group {
            id,
            was: None,
            now: Some(Group {
                id,
                name: Text::new(&format!("Room {}", id.0)),
                archived: self.dice.one_in(5),
            }),
        }
    }

    fn new_student(&mut self) -> Edit {
        let room = |id: &&GroupId| self.book.size(**id) < 20;
        let Some(&group) = self.book.groups.keys().rev().find(room) else {
            return self.new_group();
        };
        let id = StudentId(self.id());
        let name: &&str = self.dice.pick(NAMES);
        let name = Name::parse(name);
        let grade = Grade::new(6 + self.dice.roll(7) as u8).unwrap();
        let joined = self.now();
        let mut student = Student::new(id, name, grade, group, joined);
        student.school_id = Some(Text::new(&format!("00{}", id.0)));
        Edit::Student {
            id,
            was: None,
            now: Some(Box::new(student)),
        }
    }

    fn student(&mut self) -> StudentId {
        let ids: Vec<StudentId> = self.book.students.keys().copied().collect();
        *self.dice.pick(&ids)
    }

    fn other_student(&mut self) -> Edit {
        let id = self.student();
        let was = self.book.students[&id].clone();
        let mut now = was.clone();
        now.preferred = self.dice.one_in(2).then(|| Text::new("Bix"));
        now.standing = if self.dice.one_in(2) {
            Standing::Left { on: today() }
        } else {
            was.standing
        };
        now.switches.insert(switch("iep"));
        Edit::Student {
            id,
            was: Some(Box::new(was)),
            now: Some(Box::new(now)),
        }
    }

    fn other_settings(&mut self) -> Edit {
        let was = self.book.settings.clone();
        let mut now = was.clone();
        now.period_minutes = 20 + self.dice.roll(30) as u16;
        now.switches.insert(switch("portfolio"));
        now.phrases = Some(vec![Phrase {
            prefix: Text::new("wp"),
            text: Text::new(NOTE),
        }]);
        if self.dice.one_in(3) {
            now.year = SchoolYear(2025 + self.dice.roll(3) as i16);
        }
        Edit::Settings {
            was: Box::new(was),
            now: Box::new(now),
        }
    }

    fn other_catalog(&mut self) -> Edit {
        let text = format!("# our own list\nversion = {}\n", self.dice.roll(1000));
        Edit::Catalog {
            was: self.book.catalog.clone(),
            now: self.dice.one_in(2).then(|| Arc::from(text)),
        }
    }

    fn mark(&mut self) -> Edit {
        let student = self.student();
        let item = item(self.dice.roll(30));
        let now = match self.dice.roll(3) {
            0 => None,
            1 => Some(Mark::NotApplicable {
                on: today(),
                by: Text::new(ADVISER),
                reason: Text::new("moved here in spring"),
            }),
            _ => Some(Mark::Done {
                on: plus_days(today(), -(self.dice.roll(90) as i32)),
                by: Text::new(ADVISER),
            }),
        };
        let key = self.book.key(student);
        let (lasting, was) = if self.dice.one_in(4) {
            let was = self.book.students[&student].once.get(&item).cloned();
            (Lasting::Once, was)
        } else {
            let was = self.book.plan(student).marks.get(&item).cloned();
            (Lasting::Year(key.year), was)
        };
        Edit::Mark {
            student,
            item,
            lasting,
            was,
            now,
        }
    }

    fn goal(&mut self) -> Edit {
        let student = self.student();
        let old: Vec<GoalId> = self.book.plan(student).goals.keys().copied().collect();
        if !old.is_empty() && self.dice.one_in(2) {
            let goal = *self.dice.pick(&old);
            return self.progress(student, goal);
        }
        self.new_goal()
    }

    fn new_goal(&mut self) -> Edit {
        let student = self.student();
        let plan = self.book.key(student);
        let id = GoalId(self.id());
        let now = Goal {
            id,
            text: Text::new("pass the welding certificate"),
            kind: *self.dice.pick(&GoalKind::ALL),
            smart: Smart {
                specific: Text::new("level one"),
                ..Smart::default()
            },
            target: self.dice.one_in(2).then(|| plus_days(today(), 200)),
            set_on: today(),
            changed: today().at(12, 0, 0, 0),
            benchmark: Text::default(),
            barriers: Vec::new(),
            steps: Vec::new(),
            reflections: Vec::new(),
            carried: None,
            progress: Vec::new(),
        };
        Edit::Goal {
            plan,
            id,
            was: None,
            now: Some(Box::new(now)),
        }
    }

    fn progress(&mut self, student: StudentId, id: GoalId) -> Edit {
        let was = self.book.goal(student, id).unwrap().clone();
        let mut now = was.clone();
        let at = self.now();
        now.record(Progress {
            id: ProgressId(self.id()),
            when: at,
            at,
            by: Text::new(ADVISER),
            state: *self.dice.pick(&GoalState::ALL),
            confidence: self.dice.one_in(2).then_some(7),
            note: Text::new(NOTE),
        });
        Edit::Goal {
            plan: self.book.key(student),
            id,
            was: Some(Box::new(was)),
            now: Some(Box::new(now)),
        }
    }

    /// A new goal with everything that a goal can hold.
    fn whole_goal(&mut self) -> Edit {
        let mut edit = self.new_goal();
        let at = self.now();
        if let Edit::Goal { now: Some(now), .. } = &mut edit {
            now.changed = at;
            now.benchmark = Text::new("half of the hours");
            now.barriers = vec![Barrier {
                text: Text::new(NOTE),
                strategies: vec![Text::new("ask the shop teacher")],
            }];
            now.steps = vec![Step {
                text: Text::new("call the shop"),
                done: self.dice.one_in(2).then(today),
            }];
            now.reflections = vec![Reflection {
                on: today(),
                text: Text::new(NOTE),
            }];
            now.carried = self.dice.one_in(2).then_some(GoalState::NeedsHelp);
        }
        edit
    }

    /// A new part of any kind, or an old one filled anew or taken away.
    fn part(&mut self) -> Edit {
        let kind = *self.dice.pick(&PartKind::ALL[..self.kinds]);
        let student = self.student();
        let key = self.book.key(student);
        let key = PlanKey {
            year: SchoolYear(key.year.0 - i16::from(self.dice.one_in(4))),
            ..key
        };
        let of = kind.place(key);
        let old = self.book.parts_at(of).and_then(|parts| {
            let part = parts.values().find(|part| part.kind == kind)?;
            Some(part.clone())
        });
        let old = old.filter(|_| self.dice.one_in(2));
        let id = old
            .as_ref()
            .map_or_else(|| PartId(self.id()), |part| part.id);
        let now = (old.is_none() || self.dice.one_in(2)).then(|| Part {
            id,
            kind,
            values: self.values(kind),
            at: self.now(),
            by: Text::new(ADVISER),
        });
        Edit::Part {
            of,
            id,
            was: old.map(Box::new),
            now: now.map(Box::new),
        }
    }

    fn values(&mut self, kind: PartKind) -> Values {
        let filled = kind.fields().iter().filter_map(|spec| {
            if !spec.must && self.dice.one_in(3) {
                return None;
            }
            let value = match spec.takes {
                Takes::Text | Takes::Line => Value::Text(Text::new(NOTE)),
                Takes::Day | Takes::Today => Value::Day(today()),
                Takes::Year => Value::Year(SchoolYear(2027)),
                Takes::Number(from, to) => {
                    Value::Number(from + self.dice.roll((to - from).into()) as u8)
                }
                Takes::Choice(choices) => Value::Choice(*self.dice.pick(choices)),
                Takes::Goal => Value::Goal(GoalId(3)),
                Takes::Item => Value::Item(item(self.dice.roll(16))),
            };
            Some((spec.field, value))
        });
        filled.collect()
    }

    fn check_in(&mut self) -> Edit {
        let student = self.student();
        self.check_in_of(self.book.key(student))
    }

    pub(crate) fn last_years_note(&mut self) -> Edit {
        let student = self.student();
        let key = PlanKey {
            year: SchoolYear(2019),
            student,
        };
        self.check_in_of(key)
    }

    fn check_in_of(&mut self, plan: PlanKey) -> Edit {
        let id = CheckInId(self.id());
        let at = self.now();
        let kind = *self.dice.pick(&[
            CheckInKind::Seen,
            CheckInKind::Absent,
            CheckInKind::Later,
            CheckInKind::Note,
            CheckInKind::Group,
        ]);
        Edit::CheckIn {
            plan,
            id,
            was: None,
            now: Some(Box::new(CheckIn {
                id,
                when: at,
                at,
                by: Text::new(ADVISER),
                kind,
                note: Text::new(if self.dice.one_in(3) { "" } else { NOTE }),
                next: self.dice.one_in(2).then(|| NextStep {
                    text: Text::new("bring the form"),
                    by: Some(plus_days(today(), 7)),
                    kept: self.dice.one_in(2).then(today),
                }),
            })),
        }
    }
}

/// The same book as it comes from a file: plans of the current year only.
pub(crate) fn as_opened(book: &Book) -> Book {
    let mut book = book.clone();
    let year = book.settings.year;
    book.plans.retain(|key, _| key.year == year);
    book.school.retain(|of, _| *of == year);
    book
}
