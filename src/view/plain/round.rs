//! The round in words: how far it is, whose turn it is and why, what to talk about.

use super::{Page, student::said};
use crate::{
    app::{
        detail::DetailLine,
        model::{Desk, Model, Seat},
        screen::round::{Pane, RoundScreen},
    },
    domain::{
        checkin::CheckInKind,
        date,
        goal::GoalState,
        status::{ItemState, Status},
    },
    view::widget::plan::{self, Kind, PlanRow},
};

/// No line is wrapped: the terminal does that.
const WIDE: usize = 10_000;

/// The round with the student under the cursor.
pub(super) fn page(model: &Model, desk: &Desk, round: &RoundScreen) -> Page {
    let place = format!("round {:?} {:?}", desk.group, round.pane);
    let head = vec![standing_of(model, desk)];
    if desk.seats.is_empty() {
        let lines = if desk.group.is_none() {
            vec!["There is no group yet: \"make a group\" makes one."]
        } else {
            vec![
                "Nobody is in this group yet. + adds a student.",
                "\"import a roster\" reads a class list.",
            ]
        };
        let lines = lines.into_iter().map(str::to_owned).collect();
        return Page {
            place,
            head,
            lines,
            ..Page::default()
        };
    }
    let (rows, later): (Vec<_>, Vec<_>) = rows(model, desk, round)
        .into_iter()
        .partition(|row| round.pane == Pane::Detail || !is_later(row));
    let detail = round.detail.as_ref();
    let in_detail = round.pane == Pane::Detail;
    let cursor = detail.map(|detail| detail.cursor).filter(|_| in_detail);
    let today = model.now.date();
    let seat = |seat: &Seat| self::seat(seat, round.selected.contains(&seat.student));
    let says = |row: &PlanRow<'_>| said(&row.kind, today);
    let rows: Vec<_> = rows
        .iter()
        .map(|row| (row.line, says(row)))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    let at = rows
        .iter()
        .position(|(line, _)| line.is_some() && *line == cursor);
    let mut lines: Vec<String> = rows.into_iter().map(|(_, text)| text).collect();
    if !later.is_empty() {
        let is_goal = |line: &String| line.starts_with("Goals");
        let end = lines.iter().position(is_goal).unwrap_or(lines.len());
        let said = format!("{} for later in the year: = says them.", later.len());
        lines.insert(end, said);
    }
    Page {
        place,
        head,
        subject: format!("{:?}", round.cursor),
        at: at.or(Some(0)),
        lines,
        about: later.iter().map(says).collect(),
        rest: round.visible(desk).map(seat).collect(),
        ..Page::default()
    }
}

/// An item whose time has not come: said when it is asked for.
fn is_later(row: &PlanRow<'_>) -> bool {
    matches!(&row.kind, Kind::Item(item, _) if item.state == ItemState::Ahead)
}

/// `Round of 204, Wed 14 Oct. 25 min left, 0 seen, 22 to go.`
fn standing_of(model: &Model, desk: &Desk) -> String {
    let group = desk.group.and_then(|group| desk.book.groups.get(&group));
    let name = group.map_or("no group yet", |group| group.name.as_str());
    let counts = desk.counts();
    let practice = if desk.practice { "Practice. " } else { "" };
    let left = match desk.minutes_left(model.now) {
        0 => "The period is over".to_owned(),
        left => format!("{left} min left"),
    };
    let unsaved = if desk.saves.problem.is_some() {
        format!(" NOT SAVED: {}.", desk.saves.queued.len())
    } else {
        String::new()
    };
    format!(
        "{practice}Round of {name}, {}. {left}, {} seen, {} absent, {} to go.{unsaved}",
        date::long(model.now.date()),
        counts.seen,
        counts.absent,
        counts.to_go,
    )
}

/// One student of the list: every state as a word.
fn seat(seat: &Seat, is_selected: bool) -> String {
    let mut parts = vec![seat.name.clone(), format!("grade {}", seat.grade)];
    parts.extend(is_selected.then(|| "selected".to_owned()));
    parts.extend(standing(seat).map(str::to_owned));
    parts.push(match seat.days {
        None => "never seen this year".to_owned(),
        Some(0) => "last contact today".to_owned(),
        Some(1) => "last contact yesterday".to_owned(),
        Some(days) => format!("last contact {days} days ago"),
    });
    parts.push(format!("{} of {} done", seat.figure.done, seat.figure.due));
    parts.extend(goals(seat));
    parts.join(", ")
}

/// What happened in this period, or what is due.
fn standing(seat: &Seat) -> Option<&'static str> {
    match seat.standing {
        Some(CheckInKind::Seen) => Some("seen"),
        Some(CheckInKind::Absent) => Some("absent"),
        Some(CheckInKind::Later) => Some("later today"),
        _ if seat.promise.is_some() => Some("promise due"),
        _ if seat.seen_before => Some("seen in this round"),
        _ => None,
    }
}

fn goals(seat: &Seat) -> Option<String> {
    let (state, count) = seat.goals?;
    let noun = if count == 1 { "goal" } else { "goals" };
    Some(match state {
        GoalState::Done => format!("{count} {noun} done"),
        state => format!("{count} {noun}, worst {}", state.name()),
    })
}

/// Who and why, the promise, the last note, the items, the goals.
fn rows<'a>(model: &Model, desk: &'a Desk, round: &RoundScreen) -> Vec<PlanRow<'a>> {
    let Some(detail) = &round.detail else {
        return Vec::new();
    };
    let Some(student) = desk.book.students.get(&detail.student) else {
        return Vec::new();
    };
    let today = model.now.date();
    let plan = desk.book.plan(student.id);
    let status = Status::of(&desk.book, &desk.catalog, student, desk.day());
    let seat = desk.seat_of(student.id);
    let mut rows = vec![PlanRow::fixed(plan::name(student, seat, today))];
    if !round.selected.is_empty() {
        let said = format!(
            "{} selected: the next act is for them",
            round.selected.len()
        );
        rows.push(PlanRow::fixed(Kind::Plain(0, said.into())));
    }
    let fixed_promise = plan.promise().is_none();
    let fixed_note = plan.last_note().is_none();
    if fixed_promise {
        rows.extend(
            plan::promise(None, today, WIDE, 1)
                .into_iter()
                .map(PlanRow::fixed),
        );
    }
    if fixed_note {
        rows.extend(
            plan::note(None, today, WIDE, 1)
                .into_iter()
                .map(PlanRow::fixed),
        );
    }
    let mut items_begun = false;
    let mut goals_begun = false;
    for (at, line) in detail.lines.iter().enumerate() {
        let kinds = match line {
            DetailLine::Promise => {
                plan::promise(plan.promise().map(|(_, next)| next), today, WIDE, 1)
            }
            DetailLine::Entry(_) => plan::note(plan.last_note(), today, WIDE, 1),
            DetailLine::Item(id) => {
                if !std::mem::replace(&mut items_begun, true) {
                    rows.push(PlanRow::fixed(plan::checklist(seat, false)));
                }
                let item = status.items.iter().find(|status| status.item.id == *id);
                item.map(|item| Kind::Item(*item, detail.number_of(id)))
                    .into_iter()
                    .filter(|_| round.pane == Pane::Detail || detail.number_of(id).is_some())
                    .collect()
            }
            DetailLine::Goal(id) => {
                if !std::mem::replace(&mut goals_begun, true) {
                    rows.push(PlanRow::fixed(plan::goals_heading(plan, student.grade)));
                }
                plan.goals.get(id).map(Kind::Goal).into_iter().collect()
            }
        };
        rows.extend(kinds.into_iter().map(|kind| PlanRow::of(at, kind)));
    }
    if !goals_begun {
        rows.push(PlanRow::fixed(plan::goals_heading(plan, student.grade)));
    }
    rows
}
