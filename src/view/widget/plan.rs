//! Rows of a student's plan, the same beside the list, on the student's page and on the page for other eyes.

use std::{borrow::Cow, fmt::Write};

use crate::{
    app::model::Seat,
    domain::{
        checkin::{CheckIn, CheckInKind, NextStep},
        date::{self, Date},
        goal::{Goal, GoalState},
        grade::Grade,
        mark::Mark,
        plan::Plan,
        round::Reason,
        status::{ItemState, ItemStatus, due_from},
        student::Student,
    },
    theme::Role,
    view::{
        paper::{Paper, Row},
        text,
        widget::list,
    },
};

/// What stands in one row.
#[derive(Debug, Clone)]
pub enum Kind<'a> {
    /// Nothing.
    Blank,
    /// Who the student is, and at the right end why here.
    Name(String, String),
    /// The name of a part, and at the right end what counts in it.
    Heading(Cow<'a, str>, String),
    /// A label in its role, and text behind it.
    Labeled(String, Role, Cow<'a, str>),
    /// Text, indented by so many columns.
    Plain(usize, Cow<'a, str>),
    /// An item with its number.
    Item(ItemStatus<'a>, Option<usize>),
    /// A goal.
    Goal(&'a Goal),
}

impl Kind<'_> {
    /// The same row, holding its text; a row of an item or a goal is left out.
    pub fn into_owned<'a>(self) -> Kind<'a> {
        let own = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        match self {
            Self::Name(name, right) => Kind::Name(name, right),
            Self::Heading(name, right) => Kind::Heading(own(name), right),
            Self::Labeled(label, role, text) => Kind::Labeled(label, role, own(text)),
            Self::Plain(indent, text) => Kind::Plain(indent, own(text)),
            Self::Blank | Self::Item(..) | Self::Goal(_) => Kind::Blank,
        }
    }
}

/// One row of a plan.
#[derive(Debug, Clone)]
pub struct PlanRow<'a> {
    /// The line of the [`crate::app::detail::Detail`] that it belongs to: where its cursor stands.
    pub line: Option<usize>,
    /// What stands in it.
    pub kind: Kind<'a>,
}

impl<'a> PlanRow<'a> {
    /// A row where no cursor stands.
    pub fn fixed(kind: Kind<'a>) -> Self {
        Self { line: None, kind }
    }

    /// A row of a line of the detail.
    pub fn of(line: usize, kind: Kind<'a>) -> Self {
        Self {
            line: Some(line),
            kind,
        }
    }
}

/// Draws rows from the top of an area; the one that begins the line at the cursor is marked, and has the cursor of the
/// terminal.
pub fn draw(
    rows: &[PlanRow<'_>],
    cursor: Option<usize>,
    today: Date,
    paper: &mut Paper<'_>,
    area: ratatui::layout::Rect,
) {
    let mut before = None;
    let mut cut = None;
    // Beside a list the lines below are worth more than the whole of one.
    let kept = if area.x == 0 {
        list::whole_rows(area)
    } else {
        0
    };
    let last_rows = usize::from(area.height.saturating_sub(kept));
    for (at, row) in rows.iter().take(usize::from(area.height)).enumerate() {
        let begins = row.line.is_some() && row.line != before;
        before = row.line;
        let is_at = row.line.is_some() && row.line == cursor;
        let mut line = Row::of(area, at);
        if is_at {
            paper.write(&mut line, if begins { ">" } else { " " }, Role::Cursor);
            paper.blank(line, Role::Cursor);
            if begins {
                paper.point(line);
            }
        } else {
            line = line.after(1);
        }
        if is_at && kept > 0 && at < last_rows {
            paper.listen();
            draw_row(&row.kind, is_at, today, paper, line);
            let heard = paper.cut();
            cut = cut.or(heard);
        } else {
            draw_row(&row.kind, is_at, today, paper, line);
        }
    }
    if kept > 0 {
        list::say_whole(cut, paper, area);
    }
}

fn draw_row(kind: &Kind<'_>, is_at: bool, today: Date, paper: &mut Paper<'_>, mut row: Row) {
    let role = |role| if is_at { Role::Cursor } else { role };
    match kind {
        Kind::Blank => {}
        Kind::Name(name, right) => heading(name, right, is_at, paper, row),
        Kind::Heading(name, right) => heading(name, right, is_at, paper, row),
        Kind::Labeled(label, own, text) => {
            paper.write(&mut row, label, role(*own));
            row = row.after(LABEL_GAP);
            paper.write(&mut row, text, role(Role::Text));
        }
        Kind::Plain(indent, text) => {
            row = row.after(*indent);
            paper.write(&mut row, text, role(Role::Text));
        }
        Kind::Item(status, number) => item(status, *number, is_at, today, paper, row),
        Kind::Goal(goal) => self::goal(goal, is_at, today, paper, row),
    }
}

/// The name of a part; what stands at the right end gives way to it.
fn heading(name: &str, right: &str, is_at: bool, paper: &mut Paper<'_>, mut row: Row) {
    let role = |role| if is_at { Role::Cursor } else { role };
    if text::columns(name) + 2 + text::columns(right) <= row.room() {
        paper.right(&mut row, right, role(Role::Text));
    }
    paper.write(&mut row, name, role(Role::Heading));
}

/// Columns between a label and its text.
const LABEL_GAP: usize = 2;

/// `1 [ ] text   by Mar`. What lies ahead has round brackets; what comes at the right end only where it fits.
fn item(
    status: &ItemStatus<'_>,
    number: Option<usize>,
    is_at: bool,
    today: Date,
    paper: &mut Paper<'_>,
    mut row: Row,
) {
    let (mark, own) = match status.state {
        ItemState::Due => ("[ ] ", Role::Due),
        ItemState::Ahead => ("( ) ", Role::Ahead),
        ItemState::Done => ("[x] ", Role::Done),
        ItemState::NotApplicable => ("[~] ", Role::NotApplicable),
    };
    let role = if is_at { Role::Cursor } else { own };
    let key = if is_at { Role::Cursor } else { Role::Key };
    let number = number.map_or(Cow::Borrowed("  "), |n| Cow::Owned(format!("{n} ")));
    paper.write(&mut row, &number, key);
    paper.write(&mut row, mark, role);
    let text = status.item.text.as_str();
    let tag = item_tag(status, today);
    if text::columns(text) + 2 + text::columns(&tag) <= row.room() {
        paper.right(&mut row, &tag, role);
    }
    match status.mark {
        Some(Mark::NotApplicable { reason, .. }) if status.state == ItemState::NotApplicable => {
            paper.write(&mut row, &format!("{text}, not applicable: {reason}"), role);
        }
        _ => paper.write(&mut row, text, role),
    }
}

/// What stands at the right end of an item: when it is due, or was done.
pub fn item_tag(status: &ItemStatus<'_>, today: Date) -> String {
    match (status.state, status.mark) {
        (ItemState::Done, Some(mark)) => date::spoken(mark.on(), today),
        (ItemState::Ahead, _) => due_from(status.item.when).name().to_owned(),
        (ItemState::Due, Some(mark)) => format!("again, last {}", date::spoken(mark.on(), today)),
        (ItemState::Due, None) => match status.item.by {
            Some(month) => format!("by {}", date::month(month as i8)),
            None => String::new(),
        },
        _ => String::new(),
    }
}

/// `H Raise algebra from a C to a B   by 14 Jun`: the letter is that of the list.
fn goal(goal: &Goal, is_at: bool, today: Date, paper: &mut Paper<'_>, mut row: Row) {
    let own = match goal.state() {
        GoalState::NeedsHelp => Role::NeedsHelp,
        GoalState::OnTrack => Role::OnTrack,
        GoalState::Done | GoalState::Dropped => Role::Done,
        GoalState::NotStarted => Role::Text,
    };
    let role = if is_at { Role::Cursor } else { own };
    let target = goal
        .target
        .map(|day| format!("by {}", date::short(day, today)))
        .unwrap_or_default();
    let text = goal.text.as_str();
    if text::columns(text) + 4 + text::columns(&target) <= row.room() {
        paper.right(&mut row, &target, role);
    }
    paper.write(&mut row, goal_letter(goal.state()), role);
    row = row.after(1);
    paper.write(&mut row, text, role);
}

/// One letter for the state of a goal.
pub fn goal_letter(state: GoalState) -> &'static str {
    match state {
        GoalState::NeedsHelp => "H",
        GoalState::NotStarted => "N",
        GoalState::OnTrack => "T",
        GoalState::Done => "D",
        GoalState::Dropped => "-",
    }
}

/// Who the student is, and why here.
pub fn name<'a>(student: &Student, seat: Option<&Seat>, today: Date) -> Kind<'a> {
    let name = format!("{}, grade {}", student.spoken(), student.grade);
    let why = if student.is_here() {
        seat.map(|seat| why_here(seat, today)).unwrap_or_default()
    } else {
        "left".to_owned()
    };
    Kind::Name(name, why)
}

/// Why a student stands at this place, in a few words.
fn why_here(seat: &Seat, today: Date) -> String {
    match (seat.standing, seat.reason) {
        (Some(CheckInKind::Seen), _) => "seen now".to_owned(),
        (Some(CheckInKind::Absent), _) => "absent".to_owned(),
        (Some(CheckInKind::Later), _) => "later today".to_owned(),
        (_, Reason::PromiseDue { by }) if by == today => "promised today".to_owned(),
        (_, Reason::PromiseDue { by }) => format!("promised by {}", date::short(by, today)),
        (_, Reason::CloserLook { .. }) => "closer look due".to_owned(),
        (_, Reason::NeverSeen) => "never seen".to_owned(),
        (_, Reason::Waiting { days }) => format!("waits {days} d"),
        (_, Reason::SeenThisRound { on }) => format!("seen {}", date::spoken(on, today)),
    }
}

/// What was promised, on at most `most` rows.
pub fn promise(next: Option<&NextStep>, today: Date, width: usize, most: usize) -> Vec<Kind<'_>> {
    let Some(next) = next else {
        let nothing = Kind::Labeled("PROMISED".to_owned(), Role::Heading, "nothing".into());
        return vec![nothing];
    };
    let (label, role) = match next.by {
        Some(by) if by < today => (
            format!("PROMISED by {}", date::spoken(by, today)),
            Role::Promise,
        ),
        Some(by) if by == today => ("PROMISED, due today".to_owned(), Role::Promise),
        Some(by) => (
            format!("PROMISED by {}", date::spoken(by, today)),
            Role::Heading,
        ),
        None => ("PROMISED".to_owned(), Role::Heading),
    };
    labeled(label, role, next.text.as_str(), width, most)
}

/// The last note with its day, on at most `most` rows.
pub fn note(entry: Option<&CheckIn>, today: Date, width: usize, most: usize) -> Vec<Kind<'_>> {
    match entry {
        None => vec![Kind::Labeled(
            "LAST NOTE".to_owned(),
            Role::Heading,
            "none".into(),
        )],
        Some(entry) => {
            let label = format!("LAST NOTE {}", date::spoken(entry.day(), today));
            labeled(label, Role::Heading, entry.note.as_str(), width, most)
        }
    }
}

/// A label with text behind it, going on under it.
pub fn labeled(label: String, role: Role, text: &str, width: usize, most: usize) -> Vec<Kind<'_>> {
    let first = width.saturating_sub(text::columns(&label) + LABEL_GAP);
    let mut lines = text::wrap_after(text, first, width.saturating_sub(INDENT), most).into_iter();
    let head = Kind::Labeled(label, role, lines.next().unwrap_or_default().into());
    std::iter::once(head)
        .chain(lines.map(|line| Kind::Plain(INDENT, line.into())))
        .collect()
}

/// Columns before a line that goes on.
const INDENT: usize = 2;

/// `CHECKLIST   7 of 12`, and what round brackets mean.
pub fn checklist<'a>(seat: Option<&Seat>, has_ahead: bool) -> Kind<'a> {
    let figure = seat
        .map(|seat| format!("  {} of {}", seat.figure.done, seat.figure.due))
        .unwrap_or_default();
    let legend = if has_ahead { "( ) later" } else { "" };
    Kind::Heading(format!("CHECKLIST{figure}").into(), legend.to_owned())
}

/// `GOALS  1 needs help  2 on track`.
pub fn goals_heading<'a>(plan: &Plan, grade: Grade) -> Kind<'a> {
    let mut said = String::from("GOALS");
    for state in [
        GoalState::NeedsHelp,
        GoalState::NotStarted,
        GoalState::OnTrack,
        GoalState::Done,
    ] {
        let count = plan.goals.values().filter(|g| g.state() == state).count();
        if count > 0 {
            let _ = write!(said, "  {count} {}", state.name());
        }
    }
    if plan.goals.is_empty() {
        let none = if grade >= Grade::GOALS_FROM {
            "none yet, wanted from grade 8"
        } else {
            "none yet"
        };
        return Kind::Labeled(said, Role::Heading, none.into());
    }
    Kind::Heading(said.into(), String::new())
}
