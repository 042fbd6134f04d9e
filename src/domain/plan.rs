//! One student's plan in one school year: marks, goals, contact log.

use std::collections::BTreeMap;

use super::{
    catalog::ItemId,
    checkin::{CheckIn, NextStep},
    date::{Date, DateTime, SchoolYear},
    goal::Goal,
    id::{CheckInId, GoalId, StudentId},
    mark::Mark,
    part::{Part, PartKind, Parts},
};

/// Which plan: one student, one school year. Years sort first, so that one year is one range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlanKey {
    /// The school year.
    pub year: SchoolYear,
    /// Whose plan.
    pub student: StudentId,
}

/// What a year holds for one student.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Marks of this year's items; none means open.
    pub marks: BTreeMap<ItemId, Mark>,
    /// Goals, oldest first.
    pub goals: BTreeMap<GoalId, Goal>,
    /// What belongs to this year only: approvals, money, what last year left open.
    pub parts: Parts,
    /// The contact log in order of time; kept sorted by [`Plan::put_check_in`].
    check_ins: Vec<CheckIn>,
}

impl Plan {
    /// The contact log, oldest first.
    pub fn check_ins(&self) -> &[CheckIn] {
        &self.check_ins
    }

    /// One entry of the log.
    pub fn check_in(&self, id: CheckInId) -> Option<&CheckIn> {
        self.check_ins.iter().rev().find(|entry| entry.id == id)
    }

    /// Puts an entry into its place by time, instead of an earlier one with the same id.
    pub fn put_check_in(&mut self, entry: CheckIn) {
        self.take_check_in(entry.id);
        let place = self
            .check_ins
            .partition_point(|other| other.place() < entry.place());
        self.check_ins.insert(place, entry);
    }

    /// Takes an entry out.
    pub fn take_check_in(&mut self, id: CheckInId) -> Option<CheckIn> {
        let position = self.check_ins.iter().rposition(|entry| entry.id == id)?;
        Some(self.check_ins.remove(position))
    }

    /// Whether nothing was noted in it.
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
            && self.goals.is_empty()
            && self.parts.is_empty()
            && self.check_ins.is_empty()
    }

    /// When the student was last met: a check-in, a dated note or a goal's progress, whichever is latest. Absence is no
    /// contact. `None` when never this year.
    pub fn last_contact(&self) -> Option<DateTime> {
        let talk = self
            .check_ins
            .iter()
            .rev()
            .find(|entry| entry.kind.is_contact())
            .map(|entry| entry.when);
        talk.max(self.last_progress())
    }

    fn last_progress(&self) -> Option<DateTime> {
        self.goals
            .values()
            .filter_map(|goal| goal.progress.last())
            .map(|progress| progress.when)
            .max()
    }

    /// The newest note that says something.
    pub fn last_note(&self) -> Option<&CheckIn> {
        self.check_ins
            .iter()
            .rev()
            .find(|entry| !entry.note.is_empty())
    }

    /// What was promised last and is not yet noted as done.
    pub fn promise(&self) -> Option<(&CheckIn, &NextStep)> {
        self.check_ins
            .iter()
            .rev()
            .find_map(|entry| entry.next.as_ref().map(|next| (entry, next)))
            .filter(|(_, next)| next.kept.is_none())
    }

    /// The promise that has to be talked about by `today`: its day has come and nobody talked since.
    pub fn promise_due(&self, today: Date) -> Option<&NextStep> {
        let (_, next) = self.promise()?;
        let by = next.by.filter(|by| *by <= today)?;
        let talked = self.last_contact().is_some_and(|last| last.date() >= by);
        (!talked).then_some(next)
    }

    /// The parts of one kind, oldest first.
    pub fn parts_of(&self, kind: PartKind) -> impl Iterator<Item = &Part> {
        self.parts.values().filter(move |part| part.kind == kind)
    }

    /// Goals that still are to be worked on, oldest first.
    pub fn live_goals(&self) -> impl Iterator<Item = &Goal> {
        self.goals.values().filter(|goal| goal.state().is_live())
    }
}
