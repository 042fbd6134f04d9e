//! Requests to correct the record: at which line of the plan each stands, and the statement that goes wherever that line goes.
//!
//! Asked by the student's page, the full record and every sheet that leaves the book. A request is a
//! [`super::part::PartKind::Amendment`]; the line it is about is named by a [`Contested`]. What the family states after a refusal
//! is kept for as long as the line is, and goes along whenever the line does (34 CFR 99.21).

use super::{
    book::Book,
    catalog::ItemId,
    change::Edit,
    date::{self, Date},
    id::{CheckInId, GoalId, PartId, StudentId},
    part::{Field, Part, PartKind, PartOf, Value},
    text::Text,
};

/// Days in which a request to see the record is to be answered.
const DAYS_TO_SHOW: i32 = 45;

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

/// What stands between the names, where a request is about a line and its copies.
const BETWEEN: &str = ", ";

/// The requests that stand at a line, oldest first.
pub fn at<'b>(
    book: &'b Book,
    student: StudentId,
    line: &Contested,
) -> impl Iterator<Item = &'b Part> {
    let name = line.name();
    let all = book.parts(student, PartKind::Amendment);
    all.filter(move |part| {
        let mut names = part.text(Field::Line).split(BETWEEN);
        names.any(|one| one == name.as_str())
    })
}

/// What has to be done where a line is written once more at another place, so that the requests stand at the copy as well: a new year
/// takes an open promise along with the note that it was made in.
pub fn along<'b>(
    book: &'b Book,
    student: StudentId,
    from: &'b Contested,
    to: &'b Contested,
) -> impl Iterator<Item = Edit> + use<'b> {
    let to = to.name();
    at(book, student, from).map(move |part| {
        let mut now = part.clone();
        let lines = format!("{}{BETWEEN}{to}", part.text(Field::Line));
        now.values
            .insert(Field::Line, Value::Text(Text::new(&lines)));
        Edit::Part {
            of: PartOf::Folder(student),
            id: part.id,
            was: Some(Box::new(part.clone())),
            now: Some(Box::new(now)),
        }
    })
}

/// Whether a request waits: for its decision, or for the record to be shown. Until then nothing of it may be deleted.
pub fn is_open(part: &Part) -> bool {
    match part.kind {
        PartKind::Amendment => part.is(Field::Status, "open"),
        PartKind::Inspection => part.day(Field::Decided).is_none(),
        _ => false,
    }
}

/// The day by which a request to see the record is to be answered (34 CFR 99.10).
pub fn answer_by(part: &Part) -> Option<Date> {
    let waits = part.kind == PartKind::Inspection && is_open(part);
    waits.then(|| date::plus_days(part.counts_on(), DAYS_TO_SHOW))
}

/// The requests of a student that wait.
pub fn open(book: &Book, student: StudentId) -> impl Iterator<Item = &Part> {
    let asked = [PartKind::Amendment, PartKind::Inspection];
    let all = asked
        .into_iter()
        .flat_map(move |kind| book.parts(student, kind));
    all.filter(|part| is_open(part))
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
