//! The practice book: an invented group with a school year of history, for learning the program and for pictures of it.
//!
//! Called by the command `demo`. The same day gives the same book, byte for byte. Every act goes through a [`Change`], as
//! if an adviser had done it, so the book obeys all rules and its journal tells how it came about. Must not know where
//! the book is kept.

use std::collections::{BTreeMap, VecDeque};

use crate::domain::{
    act::{self, GoalText, Stamp},
    book::Book,
    catalog::{Catalog, Item, ItemId, SwitchName, When},
    change::{Change, Edit, Entry, EntryKind},
    checkin::{CheckIn, CheckInKind, NextStep},
    date::{Date, DateTime, Season, plus_days},
    goal::{Barrier, GoalState, Progress, Smart, Step},
    grade::Grade,
    group::Group,
    id::{BookId, CheckInId, GoalId, GroupId, PartId, ProgressId, StudentId},
    mark::Mark,
    part::Part as PlanPart,
    status,
    student::{Name, Standing, Student},
    text::Text,
};

mod cast;
mod plan;
mod schedule;

use cast::{CAST, Invented, Part};
use schedule::{Period, Schedule, Visit, mix};

/// What the group is called.
pub const GROUP: &str = "Practice 204";

/// The adviser of the practice book.
pub const ADVISER: &str = "Ms. Reed";

/// The most acts that can be looked at and undone in the practice book.
pub const JOURNAL: usize = 200;

/// At which talks goals are looked at, counted from the last.
const LOOKS: [usize; 3] = [0, 4, 8];

/// A practice book and how it came about.
#[derive(Debug, Clone, PartialEq)]
pub struct Practice {
    /// As it stands at the beginning of the day.
    pub book: Book,
    /// The last [`JOURNAL`] acts that led there, oldest first, numbered from 1: with these the practice journal begins.
    pub journal: Vec<Entry>,
}

impl Practice {
    /// The book before the acts of the journal.
    pub fn before(&self) -> Book {
        let mut book = self.book.clone();
        for entry in self.journal.iter().rev() {
            // They led here, so their inverses fit.
            let _ = entry.change.inverse().apply(&mut book);
        }
        book
    }
}

/// The practice book as it is found on the morning of `today`.
///
/// From July to the middle of September, when a school year has no history yet, it is still last year's book.
pub fn practice(catalog: &Catalog, today: Date) -> Practice {
    let schedule = Schedule::until(today);
    let mut pen = Pen::new(catalog, &schedule, today);
    pen.set_up(schedule.start);
    for (number, period) in schedule.periods.iter().enumerate() {
        pen.hold(number, period);
    }
    pen.after_the_last_period();
    let mut journal: Vec<Entry> = pen.journal.into();
    for (entry, seq) in journal.iter_mut().zip(1..) {
        entry.seq = seq;
    }
    Practice {
        book: pen.book,
        journal,
    }
}

/// Who is who: the place in [`CAST`] and the id in the book.
type Ids = BTreeMap<usize, StudentId>;

/// Writes the history, one act after the other.
struct Pen<'a> {
    catalog: &'a Catalog,
    schedule: &'a Schedule,
    today: Date,
    book: Book,
    journal: VecDeque<Entry>,
    acts: u64,
    ids: Ids,
    /// For each of the cast, how far down the list the ticks have come since a season began.
    cursors: Vec<(Season, usize)>,
    group: GroupId,
}

impl<'a> Pen<'a> {
    fn new(catalog: &'a Catalog, schedule: &'a Schedule, today: Date) -> Self {
        let id = BookId(*b"practice-book-00");
        let mut book = Book::new(id, Text::new(ADVISER), today);
        book.settings.year = schedule.year;
        Self {
            catalog,
            schedule,
            today,
            book,
            journal: VecDeque::with_capacity(JOURNAL),
            acts: 0,
            ids: Ids::new(),
            cursors: vec![(Season::Summer, 0); CAST.len()],
            group: GroupId(0),
        }
    }

    /// One act: applied, and noted in the journal.
    fn act(&mut self, at: DateTime, change: impl Into<Change>) {
        let change = change.into();
        // What is written here fits the book; the tests count what became of it.
        if change.apply(&mut self.book).is_ok() {
            self.acts += 1;
            if self.journal.len() == JOURNAL {
                self.journal.pop_front();
            }
            self.journal.push_back(Entry {
                seq: self.acts,
                at,
                by: self.book.adviser.clone(),
                kind: EntryKind::Act,
                change,
            });
        }
    }

    /// The group, and those who are in it from the first day.
    fn set_up(&mut self, start: Date) {
        let at = start.at(8, 0, 0, 0);
        self.group = GroupId(self.book.next_id);
        let group = Group {
            id: self.group,
            name: Text::new(GROUP),
            archived: false,
        };
        let was = Box::new(self.book.settings.clone());
        let mut now = was.clone();
        now.group = Some(group.id);
        let made = Edit::Group {
            id: group.id,
            was: None,
            now: Some(group),
        };
        let change: Change = [made, Edit::Settings { was, now }].into_iter().collect();
        self.act(at, change);
        let first_day = |person: &Invented| self.schedule.joined(person.part) <= start;
        let change = self.arrivals(at, first_day);
        self.act(at, change);
    }

    /// Puts everybody for whom `is_due` holds, and who is not there yet, into the group.
    fn arrivals(&mut self, at: DateTime, is_due: impl Fn(&Invented) -> bool) -> Change {
        let mut next = self.book.next_id;
        let mut change = Change::default();
        for (place, person) in CAST.iter().enumerate() {
            let Some(grade) = Grade::new(person.grade) else {
                continue;
            };
            if self.ids.contains_key(&place) || !is_due(person) {
                continue;
            }
            let id = StudentId(next);
            next += 1;
            let name = Name::parse(person.name);
            let mut student = Student::new(id, name, grade, self.group, at);
            student.preferred = person.preferred.map(Text::new);
            student.switches = person
                .switch
                .and_then(SwitchName::new)
                .into_iter()
                .collect();
            self.ids.insert(place, id);
            change.edits.push(Edit::Student {
                id,
                was: None,
                now: Some(Box::new(student)),
            });
        }
        change
    }

    /// Lets those in and out whose day has come.
    fn come_and_go(&mut self, day: Date) {
        let at = day.at(8, 0, 0, 0);
        let schedule = self.schedule;
        let arrived = self.arrivals(at, |person| schedule.joined(person.part) <= day);
        if !arrived.is_empty() {
            self.act(at, arrived);
        }
        for (place, person) in CAST.iter().enumerate() {
            if person.part != Part::Leaves || schedule.left > day {
                continue;
            }
            let Some(was) = self
                .ids
                .get(&place)
                .and_then(|id| self.book.students.get(id))
            else {
                continue;
            };
            if was.is_here() {
                let mut now = was.clone();
                now.standing = Standing::Left { on: schedule.left };
                let edit = Edit::Student {
                    id: was.id,
                    was: Some(Box::new(was.clone())),
                    now: Some(Box::new(now)),
                };
                self.act(at, edit);
            }
        }
    }

    /// One advisory period.
    fn hold(&mut self, number: usize, period: &Period) {
        self.come_and_go(period.day);
        if number == self.schedule.periods.len() / 2 {
            self.tell_everybody(period.day);
        }
        for (minute, visit) in period.visits.iter().enumerate() {
            let at = period.day.at(9, 5 + minute as i8 * 2, 0, 0);
            let (Some(person), Some(&id)) = (CAST.get(visit.who), self.ids.get(&visit.who)) else {
                continue;
            };
            if visit.is_absent {
                let entry = self.entry(at, CheckInKind::Absent, "", None);
                self.note(id, at, entry);
            } else {
                self.talk(visit, id, person, at);
            }
        }
    }

    /// One talk: the promise, ticks, goals, and what was said.
    fn talk(&mut self, visit: &Visit, id: StudentId, person: &Invented, at: DateTime) {
        let (who, nth) = (visit.who, visit.nth);
        let left = self.schedule.visits(who).saturating_sub(nth + 1);
        self.keep_promise(id, at);
        if nth == 0 {
            self.set_goals(id, person, at);
            self.set_aside(id, person, at);
            let year = self.book.settings.year;
            let parts = plan::first_parts(person.grade, mix(id.0, 7), at.date(), year);
            self.add_parts(id, parts, at);
        }
        if nth == 1 {
            self.add_parts(id, plan::approvals(mix(id.0, 8), at.date()), at);
        }
        let luck = mix(id.0, nth as u64);
        for _ in 0..(luck % 3) {
            self.tick(who, id, at);
        }
        if nth > 0 && LOOKS.contains(&left) {
            self.look_at_goals(id, person, at, left);
        }
        let entry = if left == 0 {
            let next = person
                .next
                .map(|(text, days)| (text, plus_days(self.today, days)));
            self.entry(at, CheckInKind::Seen, person.note, next)
        } else {
            let said = cast::said(person.grade, luck);
            let next = said.next.map(|text| (text, plus_days(at.date(), 10)));
            self.entry(at, CheckInKind::Seen, said.note, next)
        };
        self.note(id, at, entry);
    }

    fn entry(
        &self,
        at: DateTime,
        kind: CheckInKind,
        note: &str,
        next: Option<(&str, Date)>,
    ) -> CheckIn {
        CheckIn {
            id: CheckInId(self.book.next_id),
            when: at,
            at,
            by: self.book.adviser.clone(),
            kind,
            note: Text::new(note),
            next: next.map(|(text, by)| NextStep {
                text: Text::new(text),
                by: Some(by),
                kept: None,
            }),
        }
    }

    fn note(&mut self, student: StudentId, at: DateTime, entry: CheckIn) {
        let edit = Edit::CheckIn {
            plan: self.book.key(student),
            id: entry.id,
            was: None,
            now: Some(Box::new(entry)),
        };
        self.act(at, edit);
    }

    /// Puts parts into the plan, as one act.
    fn add_parts(&mut self, student: StudentId, parts: Vec<plan::Written>, at: DateTime) {
        let key = self.book.key(student);
        let mut change = Change::default();
        for ((kind, values), id) in parts.into_iter().zip(self.book.next_id..) {
            let id = PartId(id);
            change.edits.push(Edit::Part {
                of: kind.place(key),
                id,
                was: None,
                now: Some(Box::new(PlanPart {
                    id,
                    kind,
                    values,
                    at,
                    by: self.book.adviser.clone(),
                })),
            });
        }
        if !change.is_empty() {
            self.act(at, change);
        }
    }

    fn keep_promise(&mut self, student: StudentId, at: DateTime) {
        let Some((was, _)) = self.book.plan(student).promise() else {
            return;
        };
        let mut now = was.clone();
        if let Some(next) = &mut now.next {
            next.kept = Some(at.date());
        }
        let edit = Edit::CheckIn {
            plan: self.book.key(student),
            id: was.id,
            was: Some(Box::new(was.clone())),
            now: Some(Box::new(now)),
        };
        self.act(at, edit);
    }

    /// Ticks the next item that is due, except the few that this student leaves open all year.
    fn tick(&mut self, who: usize, student: StudentId, at: DateTime) {
        if let Some(item) = self.next_due(who, student, at.date()) {
            let done = Mark::Done {
                on: at.date(),
                by: self.book.adviser.clone(),
            };
            self.mark(student, item, done, at);
        }
    }

    /// Goes down the student's list; from the top again when a season begins.
    fn next_due(&mut self, who: usize, student: StudentId, on: Date) -> Option<&'a Item> {
        let season = self.book.season(on);
        let person = self.book.students.get(&student)?;
        let (since, next) = self.cursors.get_mut(who)?;
        if *since != season {
            (*since, *next) = (season, 0);
        }
        let mut items = self.catalog.items_for(person.grade.number()).skip(*next);
        items.find(|item| {
            *next += 1;
            status::due_from(item.when) <= season
                && status::is_on(&self.book, self.catalog, person, item)
                && !is_left_open(student, &item.id)
                && is_open(&self.book, person, item, season)
        })
    }

    fn mark(&mut self, student: StudentId, item: &Item, mark: Mark, at: DateTime) {
        let Some(person) = self.book.students.get(&student) else {
            return;
        };
        let edit = Edit::Mark {
            student,
            item: item.id.clone(),
            lasting: status::lasting(&self.book, item),
            was: status::mark(&self.book, person, item).cloned(),
            now: Some(mark),
        };
        self.act(at, edit);
    }

    /// What does not apply to this student, with the reason.
    fn set_aside(&mut self, student: StudentId, person: &Invented, at: DateTime) {
        let Some((item, reason)) = person.set_aside else {
            return;
        };
        let found = ItemId::new(item).and_then(|id| self.catalog.item(&id));
        if let Some(item) = found {
            let mark = Mark::NotApplicable {
                on: at.date(),
                by: self.book.adviser.clone(),
                reason: Text::new(reason),
            };
            self.mark(student, item, mark, at);
        }
    }

    fn set_goals(&mut self, student: StudentId, person: &Invented, at: DateTime) {
        for aim in person.aims {
            let said = GoalText {
                text: Text::new(aim.text),
                kind: aim.kind,
                target: Some(plus_days(self.schedule.start, aim.weeks * 7)),
                smart: Smart {
                    measurable: Text::new(aim.measure),
                    ..Smart::default()
                },
                benchmark: Text::default(),
            };
            let id = GoalId(self.book.next_id);
            let change = act::set_goal(&self.book, student, said, Stamp::now(at));
            self.act(at, change);
            if aim.state == GoalState::NeedsHelp {
                self.add_barrier(student, id, at);
            }
        }
    }

    /// What stands in the way of a goal, for every second one with what answers it, and a step.
    fn add_barrier(&mut self, student: StudentId, goal: GoalId, at: DateTime) {
        let is_answered = student.0.is_multiple_of(2);
        let change = act::edit_goal(&self.book, student, goal, Stamp::now(at), |goal| {
            goal.barriers.push(Barrier {
                text: Text::new("no quiet place to study at home"),
                strategies: is_answered
                    .then(|| Text::new("study hall on Tuesdays"))
                    .into_iter()
                    .collect(),
            });
            goal.steps.push(Step {
                text: Text::new("ask about tutoring"),
                done: is_answered.then(|| at.date()),
            });
        });
        self.act(at, change);
    }

    /// Records how the goals go: at the last talk as the cast says, before that a little less sure.
    fn look_at_goals(&mut self, student: StudentId, person: &Invented, at: DateTime, left: usize) {
        let goals: Vec<GoalId> = self.book.plan(student).goals.keys().copied().collect();
        for (aim, id) in person.aims.iter().zip(goals) {
            let Some(was) = self.book.goal(student, id) else {
                continue;
            };
            if aim.state == GoalState::NotStarted {
                continue;
            }
            let (state, confidence, note) = if left == 0 {
                (aim.state, aim.confidence, aim.note)
            } else {
                let before = aim
                    .confidence
                    .map(|sure| sure.saturating_sub(1 + (left % 2) as u8));
                (GoalState::OnTrack, before, "")
            };
            let mut now = was.clone();
            now.record(Progress {
                id: ProgressId(self.book.next_id),
                when: at,
                at,
                by: self.book.adviser.clone(),
                state,
                confidence,
                note: Text::new(note),
            });
            let edit = Edit::Goal {
                plan: self.book.key(student),
                id,
                was: Some(Box::new(was.clone())),
                now: Some(Box::new(now)),
            };
            self.act(at, edit);
        }
    }

    /// A word to the whole group: one act, and nobody counts as seen by it.
    fn tell_everybody(&mut self, day: Date) {
        let at = day.at(9, 2, 0, 0);
        let members = self.book.members(self.group);
        let change: Change = members
            .iter()
            .zip(self.book.next_id..)
            .map(|(student, id)| Edit::CheckIn {
                plan: self.book.key(student.id),
                id: CheckInId(id),
                was: None,
                now: Some(Box::new(CheckIn {
                    id: CheckInId(id),
                    ..self.entry(at, CheckInKind::Group, cast::TO_ALL, None)
                })),
            })
            .collect();
        self.act(at, change);
    }

    /// Who came since the last period, and who stopped by.
    fn after_the_last_period(&mut self) {
        let day = schedule::school_day_before(plus_days(self.today, -1));
        self.come_and_go(day);
        let at = day.at(15, 10, 0, 0);
        for (place, person) in CAST.iter().enumerate() {
            let Some(&id) = self
                .ids
                .get(&place)
                .filter(|_| person.part == Part::StopsBy)
            else {
                continue;
            };
            let entry = self.entry(at, CheckInKind::Note, cast::STOPPED_BY, None);
            self.note(id, at, entry);
        }
    }
}

/// Whether there is no mark, or one of an earlier term at an item that is asked for each term.
fn is_open(book: &Book, person: &Student, item: &Item, season: Season) -> bool {
    match status::mark(book, person, item) {
        None => true,
        Some(Mark::Done { on, .. }) => item.when == When::EachTerm && book.season(*on) < season,
        Some(Mark::NotApplicable { .. }) => false,
    }
}

/// A few items stay open all year, others with each student: a group in which all is done teaches nothing.
fn is_left_open(student: StudentId, item: &ItemId) -> bool {
    let letters = item.as_str().bytes().map(u64::from).sum();
    mix(student.0, letters).is_multiple_of(6)
}
