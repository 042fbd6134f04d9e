//! Requests to correct the record: at which line of the plan each stands, and the statement that goes wherever that line goes.
//!
//! Asked by the student's page, the full record and every sheet that leaves the book. A request is a
//! [`super::part::PartKind::Amendment`]; the line it is about is named by a [`Contested`]. What the family states after a refusal
//! is kept for as long as the line is, and goes along whenever the line does (34 CFR 99.21).

use super::{
    book::Book,
    catalog::ItemId,
    date::{self, Date},
    id::{CheckInId, GoalId, PartId, StudentId},
    part::{Field, Part, PartKind},
    text::Text,
};

/// A line of a plan that somebody says is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contested {
    /// An item of the checklist, with its mark.
    Item(ItemId),
    /// A goal with all that belongs to it.
    Goal(GoalId),
    /// A part.
    Part(PartId),
    /// An entry of the contact log.
    Entry(CheckInId),
}

impl Contested {
    /// The name that never changes, as the request keeps it.
    pub fn name(&self) -> Text {
        Text::new(&match self {
            Self::Item(id) => format!("item {id}"),
            Self::Goal(id) => format!("goal {}", id.0),
            Self::Part(id) => format!("part {}", id.0),
            Self::Entry(id) => format!("entry {}", id.0),
        })
    }
}

/// The requests that stand at a line, oldest first.
pub fn at<'b>(
    book: &'b Book,
    student: StudentId,
    line: &Contested,
) -> impl Iterator<Item = &'b Part> {
    let name = line.name();
    let all = book.parts(student, PartKind::Amendment);
    all.filter(move |part| part.text(Field::Line) == name.as_str())
}

/// Whether a request waits for its decision: until then nothing of the record may be deleted.
pub fn is_open(part: &Part) -> bool {
    part.kind == PartKind::Amendment && part.is(Field::Status, "open")
}

/// What is said of a request under the line it stands at, without its statement: `asked 14 Oct to say: ...; refused 20 Oct`.
pub fn says(part: &Part, today: Date) -> String {
    let mut said = format!(
        "asked {} to say: {}",
        date::short(part.counts_on(), today),
        part.text(Field::Reason)
    );
    if let Some(decision) = part.choice(Field::Status) {
        said = format!("{said}; {}", decision.label);
    }
    if let Some(on) = part.day(Field::Decided) {
        said = format!("{said} {}", date::short(on, today));
    }
    said
}

/// The family's statement, where there is one.
pub fn statement(part: &Part) -> Option<&str> {
    let said = part.text(Field::Statement);
    (part.kind == PartKind::Amendment && !said.is_empty()).then_some(said)
}
