//! The yearly review: three dated approvals, and who worked on the plan in the year.

use super::{
    book::Book,
    date::{Date, DateTime},
    id::StudentId,
    part::{Choice, Field, Part, PartKind, Takes},
    plan::Plan,
};

/// One of the three who approve a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Approval<'a> {
    /// Who is asked: student, parent or guardian, school official.
    pub who: Choice,
    /// The newest approval of this year.
    pub given: Option<&'a Part>,
    /// The plan was changed after it was given.
    pub is_outdated: bool,
}

/// The three approvals of the book's year, in the order in which they are asked for.
pub fn approvals(book: &Book, student: StudentId) -> Vec<Approval<'_>> {
    let changed = changed(book, student);
    let approval = |who: &Choice| {
        let given = book
            .parts(student, PartKind::Approval)
            .filter(|part| part.choice(Field::Who) == Some(*who))
            .max_by_key(|part| (part.counts_on(), part.id));
        Approval {
            who: *who,
            given,
            is_outdated: given.is_some_and(|part| is_before(part, changed)),
        }
    };
    approvers().iter().map(approval).collect()
}

/// Those who approve a plan, in the order in which they are asked.
pub fn approvers() -> &'static [Choice] {
    let fields = PartKind::Approval.fields();
    let who = fields.iter().find(|spec| spec.field == Field::Who);
    match who.map(|spec| spec.takes) {
        Some(Takes::Choice(choices)) => choices,
        _ => &[],
    }
}

/// Whether an approval was given before a change: on an earlier day, or on the same day and written down earlier.
fn is_before(approval: &Part, changed: Option<DateTime>) -> bool {
    changed.is_some_and(|changed| {
        let given = approval.counts_on();
        given < changed.date() || (given == changed.date() && approval.at < changed)
    })
}

/// When what the plan says was last changed: a goal, a course, a career. Ticks, talks and progress are no change of the plan.
pub fn changed(book: &Book, student: StudentId) -> Option<DateTime> {
    let plan = book.plan(student);
    let folder = book.folders.get(&student);
    let parts = plan
        .parts
        .values()
        .chain(folder.into_iter().flat_map(|parts| parts.values()))
        .filter(|part| part.kind.is_content())
        .map(|part| part.at);
    let goals = plan.goals.values().map(|goal| goal.changed);
    parts.chain(goals).max()
}

/// Somebody worked on the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touch<'a> {
    /// The day.
    pub on: Date,
    /// Student, teacher, adviser or parent; for an approval also the school official.
    pub who: &'static str,
    /// What was done, in a few words.
    pub what: &'a str,
}

/// Who touched the plan in the book's year, newest first: what was noted, and every approval.
pub fn touches(book: &Book, student: StudentId) -> Vec<Touch<'_>> {
    touches_of(book.plan(student))
}

/// The same of a plan of any year.
pub fn touches_of(plan: &Plan) -> Vec<Touch<'_>> {
    let noted = plan
        .parts_of(PartKind::Touch)
        .map(|part| (part, part.text(Field::Note)));
    let approved = plan
        .parts_of(PartKind::Approval)
        .map(|part| (part, "approved"));
    let mut touches: Vec<Touch<'_>> = noted
        .chain(approved)
        .map(|(part, what)| Touch {
            on: part.counts_on(),
            who: part.choice(Field::Who).map_or("", |who| who.label),
            what,
        })
        .collect();
    touches.sort_by_key(|touch| std::cmp::Reverse(touch.on));
    touches
}
