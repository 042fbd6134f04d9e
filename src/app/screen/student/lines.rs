//! The lines of a section: what the cursor can stand on.

use super::section::{New, Section, additions};
use crate::{
    app::{detail::Detail, model::Desk},
    domain::{
        catalog::{ItemId, RequirementCode},
        date::SchoolYear,
        goal::Goal,
        id::{CheckInId, GoalId, PartId},
        mark::Mark,
        part::{PartKind, PartOf},
        plan::{Plan, PlanKey},
        requirement, review,
        student::Student,
    },
};

/// A line that the cursor can stand on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageLine {
    /// The last promise.
    Promise,
    /// An earlier school year: its marks, once it was read.
    Earlier(SchoolYear),
    /// An item of the checklist.
    Item(ItemId),
    /// A mark at an item that the checklist no longer has.
    Retired(ItemId),
    /// A goal.
    Goal(GoalId),
    /// A step of a goal.
    Step(GoalId, usize),
    /// What was said when a goal was updated.
    Reflection(GoalId, usize),
    /// What may stand in the way of a goal.
    Barrier(GoalId, usize),
    /// A strategy that answers a barrier; `None` where none does yet.
    Strategy(GoalId, usize, Option<usize>),
    /// A part of the plan.
    Part(PartOf, PartId),
    /// One of the three approvals, given or not.
    Approval(usize),
    /// A requirement.
    Requirement(RequirementCode),
    /// Something that a requirement asks for, by its place among what it asks of this grade.
    Need(RequirementCode, usize),
    /// An entry of the contact log.
    Entry(CheckInId),
    /// Adds something here.
    Add(New),
}

/// The lines of a section. Items come in the order of `detail`, which keeps them in place while they are ticked.
pub fn lines(section: Section, desk: &Desk, student: &Student, detail: &Detail) -> Vec<PageLine> {
    let plan = desk.book.plan(student.id);
    let goals = plan.goals.values();
    let mut lines: Vec<PageLine> = match section {
        Section::Goals => goals.flat_map(goal_lines).collect(),
        Section::Barriers => goals
            .flat_map(|goal| (0..goal.barriers.len()).map(|at| PageLine::Barrier(goal.id, at)))
            .collect(),
        Section::Strategies => goals.flat_map(strategy_lines).collect(),
        Section::Preparing => detail
            .items()
            .cloned()
            .map(PageLine::Item)
            .chain(retired(desk, student, plan))
            .chain(earlier(desk, student))
            .collect(),
        Section::Review => (0..review::approvers().len())
            .map(PageLine::Approval)
            .chain(parts(section, desk, student))
            .collect(),
        Section::Requirements => requirement::all(&desk.book, &desk.catalog, student, desk.day())
            .iter()
            .flat_map(|status| {
                let code = &status.requirement.code;
                let missing = status
                    .needs
                    .iter()
                    .enumerate()
                    .filter(|(_, need)| !need.is_met());
                let missing = missing.map(|(at, _)| PageLine::Need(code.clone(), at));
                std::iter::once(PageLine::Requirement(code.clone())).chain(missing)
            })
            .collect(),
        Section::Talks => {
            let promise = plan.promise().map(|_| PageLine::Promise);
            let log = plan.check_ins().iter().rev();
            promise
                .into_iter()
                .chain(log.map(|entry| PageLine::Entry(entry.id)))
                .collect()
        }
        _ => parts(section, desk, student).collect(),
    };
    lines.extend(additions(section, desk, student).map(PageLine::Add));
    lines
}

fn goal_lines(goal: &Goal) -> impl Iterator<Item = PageLine> {
    let steps = (0..goal.steps.len()).map(|at| PageLine::Step(goal.id, at));
    let said = (0..goal.reflections.len()).map(|at| PageLine::Reflection(goal.id, at));
    std::iter::once(PageLine::Goal(goal.id))
        .chain(steps)
        .chain(said)
}

fn strategy_lines(goal: &Goal) -> impl Iterator<Item = PageLine> {
    let barriers = goal.barriers.iter().enumerate();
    barriers.flat_map(move |(at, barrier)| {
        let open = barrier
            .is_open()
            .then_some(PageLine::Strategy(goal.id, at, None));
        let answered = 0..barrier.strategies.len();
        open.into_iter()
            .chain(answered.map(move |strategy| PageLine::Strategy(goal.id, at, Some(strategy))))
    })
}

/// Marks at items that the checklist no longer has, of this year and of all years.
fn retired<'a>(
    desk: &'a Desk,
    student: &'a Student,
    plan: &'a Plan,
) -> impl Iterator<Item = PageLine> + 'a {
    let marks = plan.marks.keys().chain(student.once.keys());
    marks
        .filter(|id| desk.catalog.item(id).is_none())
        .cloned()
        .map(PageLine::Retired)
}

/// Earlier school years, the newest first: those that were not read yet, and those in which the student had a plan.
fn earlier<'a>(desk: &'a Desk, student: &'a Student) -> impl Iterator<Item = PageLine> + 'a {
    let now = desk.book.settings.year;
    let years = desk.years.iter().rev().copied();
    let has_plan = move |year: SchoolYear| {
        let student = student.id;
        desk.book.plans.contains_key(&PlanKey { year, student })
    };
    years
        .filter(move |year| *year < now && (!desk.has_read(*year) || has_plan(*year)))
        .map(PageLine::Earlier)
}

/// The mark at an item that the checklist no longer has.
pub fn retired_mark<'a>(student: &'a Student, plan: &'a Plan, id: &ItemId) -> Option<&'a Mark> {
    plan.marks.get(id).or_else(|| student.once.get(id))
}

/// The parts of a section: courses by the school year they are for, everything else the newest first.
fn parts(section: Section, desk: &Desk, student: &Student) -> impl Iterator<Item = PageLine> {
    let key = desk.book.key(student.id);
    let mut found = Vec::new();
    for kind in section.kinds() {
        let mut parts: Vec<_> = desk.book.parts(student.id, *kind).collect();
        if *kind == PartKind::Course {
            parts.sort_by_key(|part| (part.year(), part.id));
        } else {
            parts.sort_by_key(|part| std::cmp::Reverse((part.counts_on(), part.id)));
        }
        let place = kind.place(key);
        found.extend(parts.iter().map(|part| PageLine::Part(place, part.id)));
    }
    found.into_iter()
}
