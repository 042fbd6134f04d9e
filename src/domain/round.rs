//! Whom to see next, and why.
//!
//! A *round* ends when everyone who attended has been seen; it spans *periods*. The order is fixed when a period opens,
//! so that the list does not move under the hand, and it depends only on what was noted before: a program that was
//! killed and started again shows the same order.
//!
//! The order is first in, first out by the last contact (never first), with one exception: promises that are due, and looks
//! that another plan of the student asks for, may take every third place, a third of the talks of a period in all. From that follows the bound that is printed: with
//! `k` talks a period, `k - k/3` of them go to those who have waited longest, and nobody who attends is overtaken by
//! anyone but newcomers. See [`Round::bound`].

use std::collections::BTreeSet;

use jiff::ToSpan;

use super::{
    book::Book,
    checkin::CheckInKind,
    date::{BEGINNING, Date, DateTime, days_between, plus_days},
    id::{GroupId, StudentId},
    part::{Field, PartKind},
    plan::Plan,
    student::{Standing, Student},
};

/// A period begins with the first contact after a gap of this many minutes.
pub const GAP_MINUTES: i64 = 60;

/// From this many days without a contact a student counts as unseen for long.
pub const LONG_UNSEEN_DAYS: i32 = 21;

/// At most so many days between two talks with a student who has another plan. No source sets them; these are ours: the shorter a
/// plan runs, the closer the look.
const CLOSER_LOOKS: [(&str, i32); 6] = [
    ("ilpa", 7),
    ("ess", 14),
    ("early", 14),
    ("iep", 21),
    ("504", 21),
    ("gifted", 28),
];

/// Why a student stands at a place of the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Something was promised by this day, and nobody talked since.
    PromiseDue {
        /// The day that was said.
        by: Date,
    },
    /// Another plan of the student asks for a closer look, since this day.
    CloserLook {
        /// The day on which the look was due.
        by: Date,
    },
    /// No contact this school year.
    NeverSeen,
    /// Nobody of those not yet seen in this round has waited longer, but those above.
    Waiting {
        /// Whole days since the last contact.
        days: i32,
    },
    /// Already seen in this round.
    SeenThisRound {
        /// The day of the last contact.
        on: Date,
    },
}

/// One place of the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Who.
    pub student: StudentId,
    /// Why here.
    pub reason: Reason,
}

/// The order of one period, fixed when it opens, with what is needed to explain it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// The group that is walked through.
    pub group: GroupId,
    /// When the period's first contact was written down; `None` before it.
    pub began: Option<DateTime>,
    /// Everybody in the room.
    pub order: Vec<Place>,
    /// Who had been seen in this round when the period opened.
    pub seen_before: BTreeSet<StudentId>,
    /// Talks a period: the middle one of the last three periods, or a third of the group before there were any.
    pub pace: usize,
}

impl Round {
    /// Opens the period of `now`, or returns to the one that is under way.
    pub fn open(book: &Book, group: GroupId, now: DateTime) -> Self {
        let members = book.members(group);
        let began = under_way(book, &members, now);
        let before = began.unwrap_or(now);
        let history = History::of(book, group, &members, before);
        let pace = history.pace(members.len());
        let order = order(book, &members, &history.seen, before, pace);
        Self {
            group,
            began,
            order,
            seen_before: history.seen,
            pace,
        }
    }

    /// How many places of a period promises may take out of turn: one in three.
    pub fn promise_places(&self) -> usize {
        self.pace / 3
    }

    /// The longest wait of a student since the last contact (or since coming into the group, or since the school year began), in
    /// periods that the student attended and that held at least [`Self::pace`] talks.
    ///
    /// Everyone who was in the group at that contact may come first, and everyone who came in since. A period of `k` talks
    /// takes at least `k - k/3` of them in turn.
    pub fn bound(&self, book: &Book, student: &Student) -> usize {
        let settings = &book.settings;
        let year = settings.calendar.first_day(settings.year);
        let since = book
            .plan(student.id)
            .last_contact()
            .unwrap_or_else(|| year.at(0, 0, 0, 0))
            .max(student.joined);
        let others = book
            .students
            .values()
            .filter(|other| other.group == self.group && other.id != student.id);
        let ahead: usize = others.map(|other| turns_since(other, since)).sum();
        (ahead + 1).div_ceil(self.pace - self.promise_places())
    }

    /// The place of a student.
    pub fn place(&self, student: StudentId) -> Option<&Place> {
        self.order.iter().find(|place| place.student == student)
    }

    /// Whether a gap has passed since the last contact of this period, so that a new one begins with the next.
    pub fn is_over(&self, last_contact: Option<DateTime>, now: DateTime) -> bool {
        last_contact.is_some_and(|last| minutes_between(last, now) > GAP_MINUTES)
    }
}

/// When the period of `now` began in a group; `None` before its first note.
pub fn began(book: &Book, group: GroupId, now: DateTime) -> Option<DateTime> {
    let members: Vec<&Student> = here(book, group).collect();
    under_way(book, &members, now)
}

/// The period of today that ended before `now`, from its first to its last note, when another one would begin now.
pub fn earlier_today(book: &Book, group: GroupId, now: DateTime) -> Option<(DateTime, DateTime)> {
    let last = last_noted(book, group, now.date()).filter(|last| *last <= now)?;
    if minutes_between(last, now) <= GAP_MINUTES {
        return None;
    }
    Some((began(book, group, last)?, last))
}

/// When the last note about attendance of that day counts in a group.
pub fn last_noted(book: &Book, group: GroupId, day: Date) -> Option<DateTime> {
    here(book, group)
        .flat_map(|student| noted_since(book.plan(student.id), day.at(0, 0, 0, 0)))
        .filter(|when| when.date() == day)
        .max()
}

/// When the last talk or absence counts in a group, up to `now`. What was only put off makes no period.
pub fn last_noted_before(book: &Book, group: GroupId, now: DateTime) -> Option<DateTime> {
    attendance(book, group)
        .into_iter()
        .filter(|(when, who, _)| {
            *when <= now && book.students.get(who).is_some_and(Student::is_here)
        })
        .map(|(when, ..)| when)
        .max()
}

fn here(book: &Book, group: GroupId) -> impl Iterator<Item = &Student> {
    book.students
        .values()
        .filter(move |s| s.group == group && s.is_here())
}

/// Moments from `from` on for which something is noted: talks, absences, goals' progress.
fn noted_since(plan: &Plan, from: DateTime) -> Vec<DateTime> {
    let entries = plan.check_ins().iter().rev().map(|entry| entry.when);
    let mut times: Vec<DateTime> = entries.take_while(|when| *when >= from).collect();
    for goal in plan.goals.values() {
        let progress = goal.progress.iter().rev().map(|p| p.when);
        times.extend(progress.take_while(|when| *when >= from));
    }
    times
}

/// How often one may be seen before someone whose last contact was at `since`: those who were there once, those who came
/// in later once more, those who had left by then not at all.
fn turns_since(student: &Student, since: DateTime) -> usize {
    match student.standing {
        Standing::Left { on } | Standing::Graduated { on } if on < since.date() => 0,
        _ if student.joined > since => 2,
        _ => 1,
    }
}

/// Whole minutes from `from` to `to`.
pub fn minutes_between(from: DateTime, to: DateTime) -> i64 {
    from.duration_until(to).as_mins()
}

/// What happened to one student in the period that began at `began`: the newest entry decides, but once seen is seen.
pub fn standing(plan: &Plan, began: Option<DateTime>, now: DateTime) -> Option<CheckInKind> {
    let from = began?;
    if contacts(plan).any(|when| when >= from && when <= now) {
        return Some(CheckInKind::Seen);
    }
    plan.check_ins()
        .iter()
        .rev()
        .take_while(|entry| entry.when >= from)
        .map(|entry| entry.kind)
        .find(|kind| matches!(kind, CheckInKind::Absent | CheckInKind::Later))
}

/// When the contacts of a plan were, newest first within each source.
pub fn contacts(plan: &Plan) -> impl Iterator<Item = DateTime> + '_ {
    let talks = plan
        .check_ins()
        .iter()
        .rev()
        .filter(|entry| entry.kind.is_contact())
        .map(|entry| entry.when);
    let progress = plan
        .goals
        .values()
        .flat_map(|goal| goal.progress.iter().rev())
        .map(|progress| progress.when);
    talks.chain(progress)
}

/// The last contact before a moment.
fn last_contact_before(plan: &Plan, before: DateTime) -> Option<DateTime> {
    contacts(plan).filter(|when| *when < before).max()
}

/// Times of everything noted about attendance, in no order: when, who, what.
fn attendance(book: &Book, group: GroupId) -> Vec<(DateTime, StudentId, CheckInKind)> {
    let mut events = Vec::new();
    for student in book
        .students
        .values()
        .filter(|student| student.group == group)
    {
        let plan = book.plan(student.id);
        events.extend(contacts(plan).map(|when| (when, student.id, CheckInKind::Seen)));
        let absences = plan
            .check_ins()
            .iter()
            .filter(|entry| entry.kind == CheckInKind::Absent);
        events.extend(absences.map(|entry| (entry.when, student.id, CheckInKind::Absent)));
    }
    events
}

/// When the period that `now` lies in began: the first of a run of notes of today without a gap.
fn under_way(book: &Book, members: &[&Student], now: DateTime) -> Option<DateTime> {
    let midnight = now.date().at(0, 0, 0, 0);
    let noted = members
        .iter()
        .flat_map(|student| noted_since(book.plan(student.id), midnight));
    let mut times: Vec<DateTime> = noted.collect();
    times.retain(|when| *when <= now);
    times.sort_unstable();
    let mut began = None;
    for when in times.into_iter().rev() {
        if minutes_between(when, began.unwrap_or(now)) > GAP_MINUTES {
            break;
        }
        began = Some(when);
    }
    began
}

/// What the periods before this one leave behind.
struct History {
    /// Seen in the round that is open; empty when the last one was complete.
    seen: BTreeSet<StudentId>,
    /// Talks in each period that had one, oldest first.
    talks: Vec<usize>,
}

impl History {
    /// Talks of those who left since count as well: they were held.
    fn of(book: &Book, group: GroupId, members: &[&Student], before: DateTime) -> Self {
        let mut events = attendance(book, group);
        events.retain(|(when, ..)| *when < before);
        events.sort_unstable_by_key(|(when, who, _)| (*when, *who));
        let mut history = Self {
            seen: BTreeSet::new(),
            talks: Vec::new(),
        };
        let mut attended = BTreeSet::new();
        for period in events.chunk_by(|a, b| minutes_between(a.0, b.0) <= GAP_MINUTES) {
            history.add_period(period, members, &mut attended);
        }
        history.close_if_complete(&mut attended);
        history
    }

    fn add_period(
        &mut self,
        period: &[(DateTime, StudentId, CheckInKind)],
        members: &[&Student],
        attended: &mut BTreeSet<StudentId>,
    ) {
        self.close_if_complete(attended);
        let of_kind = |kind| {
            period
                .iter()
                .filter(move |event| event.2 == kind)
                .map(|event| event.1)
        };
        let talked: BTreeSet<_> = of_kind(CheckInKind::Seen).collect();
        let absent: BTreeSet<_> = of_kind(CheckInKind::Absent)
            .filter(|id| !talked.contains(id))
            .collect();
        let end = period.last().map_or(BEGINNING, |event| event.0);
        let present = members
            .iter()
            .filter(|s| s.joined <= end && !absent.contains(&s.id));
        attended.extend(present.map(|s| s.id));
        if !talked.is_empty() {
            self.talks.push(talked.len());
        }
        self.seen.extend(talked);
    }

    /// A round ends when everyone who attended has been seen.
    fn close_if_complete(&mut self, attended: &mut BTreeSet<StudentId>) {
        if !attended.is_empty() && attended.is_subset(&self.seen) {
            self.seen.clear();
            attended.clear();
        }
    }

    /// The middle of the last three periods; before there were any, a third of the group.
    fn pace(&self, members: usize) -> usize {
        let mut last: Vec<usize> = self.talks.iter().rev().take(3).copied().collect();
        last.sort_unstable();
        last.get(last.len() / 2)
            .copied()
            .unwrap_or(members.div_ceil(3))
            .max(1)
    }
}

/// What decides the place of one student.
struct Candidate {
    student: StudentId,
    last: Option<DateTime>,
    promise: Option<Date>,
    look: Option<Date>,
    seen: bool,
}

impl Candidate {
    /// Since when something asks for the student out of turn.
    fn due(&self) -> Option<Date> {
        self.promise.into_iter().chain(self.look).min()
    }
}

fn order(
    book: &Book,
    members: &[&Student], // by name, which breaks ties
    seen: &BTreeSet<StudentId>,
    before: DateTime,
    pace: usize,
) -> Vec<Place> {
    let today = before.date();
    let mut line: Vec<Candidate> = members
        .iter()
        .map(|student| candidate(book, student, seen, before))
        .collect();
    line.sort_by_key(|c| (c.seen, c.last));
    let mut promised: Vec<usize> = (0..line.len())
        .filter(|i| line.get(*i).is_some_and(|c| c.due().is_some()))
        .collect();
    promised.sort_by_key(|i| line.get(*i).and_then(Candidate::due));
    merge(&line, &promised, pace / 3)
        .into_iter()
        .filter_map(|i| line.get(i))
        .map(|c| Place {
            student: c.student,
            reason: reason(c, today),
        })
        .collect()
}

fn candidate(
    book: &Book,
    student: &Student,
    seen: &BTreeSet<StudentId>,
    before: DateTime,
) -> Candidate {
    let plan = book.plan(student.id);
    let last = last_contact_before(plan, before);
    Candidate {
        student: student.id,
        last,
        promise: promise_due_before(plan, before),
        look: closer_look(book, student.id, last, before.date()),
        seen: seen.contains(&student.id),
    }
}

/// Since when another plan of a student asks for a look: so many days after the last talk, or since its review was due and
/// nobody talked. `None` while nobody was talked to this year, since never seen comes first anyhow.
pub fn closer_look(
    book: &Book,
    student: StudentId,
    last: Option<DateTime>,
    today: Date,
) -> Option<Date> {
    let last = last?.date();
    let open = book
        .parts(student, PartKind::OtherPlan)
        .filter(|plan| plan.day(Field::Until).is_none_or(|until| until > today));
    let due = open.flat_map(|plan| {
        let days = CLOSER_LOOKS
            .iter()
            .find(|(kind, _)| plan.is(Field::Kind, kind));
        let look = days.map(|(_, days)| plus_days(last, *days));
        let review = plan.day(Field::Review).filter(|review| last < *review);
        look.into_iter().chain(review)
    });
    due.filter(|day| *day <= today).min()
}

/// The day of a promise that was due when the period opened, whether or not it was talked about since.
fn promise_due_before(plan: &Plan, before: DateTime) -> Option<Date> {
    let (_, next) = plan
        .check_ins()
        .iter()
        .rev()
        .filter(|entry| entry.when < before)
        .find_map(|entry| entry.next.as_ref().map(|next| (entry, next)))?;
    let by = next.by.filter(|by| *by <= before.date())?;
    let open = next.kept.is_none_or(|kept| kept >= before.date());
    let talked = last_contact_before(plan, before).is_some_and(|last| last.date() >= by);
    (open && !talked).then_some(by)
}

/// Indices of `line` in the order of the period: it keeps its order, but every third place, at most `places` of them,
/// goes to the next promise.
fn merge(line: &[Candidate], promised: &[usize], places: usize) -> Vec<usize> {
    let mut out: Vec<usize> = Vec::with_capacity(line.len());
    let mut waiting = promised.iter().copied();
    let mut left = places;
    for i in 0..line.len() {
        let is_jump = out.len().is_multiple_of(3) && left > 0;
        let jump = if is_jump {
            waiting.find(|jump| !out.contains(jump))
        } else {
            None
        };
        if let Some(jump) = jump {
            out.push(jump);
            left -= usize::from(jump != i); // whose turn it is anyway jumps nobody
        }
        if !out.contains(&i) {
            out.push(i);
        }
    }
    out
}

fn reason(candidate: &Candidate, today: Date) -> Reason {
    if let Some(by) = candidate.look.filter(|_| candidate.promise.is_none()) {
        return Reason::CloserLook { by };
    }
    match (candidate.promise, candidate.last) {
        (Some(by), _) => Reason::PromiseDue { by },
        (None, None) => Reason::NeverSeen,
        (None, Some(last)) if candidate.seen => Reason::SeenThisRound { on: last.date() },
        (None, Some(last)) => Reason::Waiting {
            days: days_between(last.date(), today),
        },
    }
}

/// The end of a period of `minutes` that began at `began`.
pub fn end(began: DateTime, minutes: u16) -> DateTime {
    began.saturating_add(i64::from(minutes).minutes())
}
