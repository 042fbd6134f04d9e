//! The round: all students on the left, one student's detail on the right.

use ratatui::layout::Rect;

use super::Place;
use crate::{
    app::{
        action::{Action, Context},
        model::Seat,
        screen::round::{Pane, RoundScreen},
    },
    domain::{checkin::CheckInKind, goal::GoalState, grade::Grade},
    theme::Role,
    view::{
        frame::offset,
        paper::{Paper, Row},
        text,
        widget::{detail, plan::goal_letter},
    },
};

/// From this width on the detail stands beside the list.
pub const BESIDE: u16 = 72;

/// The list where the detail is beside it: its least width, and its greatest.
const LIST: (u16, u16) = (34, 48);

/// Columns between the list and the detail.
const BETWEEN: u16 = 1;

/// Draws the screen.
pub fn draw(round: &RoundScreen, at: &Place<'_>, paper: &mut Paper<'_>, area: Rect) {
    if at.desk.seats.is_empty() {
        return empty(at, paper, area);
    }
    let in_detail = round.pane == Pane::Detail;
    if area.width < BESIDE {
        if in_detail {
            detail::draw(round, at.has_keys, at, paper, area);
        } else {
            list(round, at, at.has_keys, paper, area);
        }
        return;
    }
    let width = (LIST.0 + area.width.saturating_sub(80) / 3).min(LIST.1);
    let left = Rect { width, ..area };
    list(round, at, at.has_keys && !in_detail, paper, left);
    let line = paper.glyph("│", "|");
    for y in 0..usize::from(area.height) {
        let mut row = Row::of(area, y).after(usize::from(width));
        paper.write(&mut row, line, Role::Rule);
    }
    let right = Rect {
        x: area.x + width + BETWEEN,
        width: area.width - width - BETWEEN,
        ..area
    };
    detail::draw(round, at.has_keys && in_detail, at, paper, right);
}

fn list(round: &RoundScreen, at: &Place<'_>, has_keys: bool, paper: &mut Paper<'_>, area: Rect) {
    let seats: Vec<&Seat> = round.visible(at.desk).collect();
    let cursor = seats
        .iter()
        .position(|seat| Some(seat.student) == round.cursor);
    let height = usize::from(area.height);
    let first = offset(cursor.unwrap_or(0), height, seats.len());
    let columns = Columns::fitting(usize::from(area.width));
    for (line, seat) in seats.iter().skip(first).take(height).enumerate() {
        let is_at = Some(seat.student) == round.cursor;
        let marks = Marks {
            is_at,
            has_keys: is_at && has_keys,
            is_selected: round.selected.contains(&seat.student),
        };
        draw_seat(seat, marks, columns, paper, Row::of(area, line));
    }
}

/// What to do where there is nobody yet.
fn empty(at: &Place<'_>, paper: &mut Paper<'_>, area: Rect) {
    let key = |action| at.key(Context::Round, action);
    let lines = if at.desk.group.is_none() {
        vec![
            "There is no group yet.".to_owned(),
            format!(
                "{} and then \"make a group\" makes one.",
                key(Action::Palette)
            ),
        ]
    } else {
        vec![
            "Nobody is in this group yet.".to_owned(),
            format!("{} adds a student.", key(Action::AddStudent)),
            format!(
                "{} and then \"import a roster\" reads a class list.",
                key(Action::Palette)
            ),
        ]
    };
    let width = usize::from(area.width).saturating_sub(1);
    let lines = lines.iter().flat_map(|line| text::wrap(line, width, 3));
    for (line, text) in lines.enumerate() {
        let mut row = Row::of(area, line + 1).after(1);
        if line == 0 && at.has_keys {
            paper.point(row);
        }
        paper.write(&mut row, text, Role::Text);
    }
}

/// Which columns there is room for; the last ones go first.
#[derive(Debug, Clone, Copy)]
struct Columns {
    name: usize,
    grade: usize,
    days: usize,
    figure: usize,
    goals: usize,
}

impl Columns {
    const MARKS: usize = 2;
    const SHORTEST_NAME: usize = 10;

    fn fitting(width: usize) -> Self {
        let mut columns = Self {
            name: 0,
            grade: 3,
            days: 7,
            figure: 6,
            goals: 3,
        };
        for column in [0, 1, 2] {
            if columns.rest() + Self::SHORTEST_NAME <= width {
                break;
            }
            match column {
                0 => columns.goals = 0,
                1 => columns.grade = 0,
                _ => columns.figure = 0,
            }
        }
        columns.name = width.saturating_sub(columns.rest());
        columns
    }

    fn rest(self) -> usize {
        Self::MARKS + self.grade + self.days + self.figure + self.goals
    }
}

/// How one line of the list is marked.
#[derive(Debug, Clone, Copy)]
struct Marks {
    is_at: bool,
    has_keys: bool,
    is_selected: bool,
}

fn draw_seat(seat: &Seat, marks: Marks, columns: Columns, paper: &mut Paper<'_>, mut row: Row) {
    let (mark, role) = standing(seat);
    paper.write(&mut row, mark, role);
    let role = |own| match (marks.has_keys, marks.is_at) {
        (true, _) => Role::Cursor,
        (false, true) => Role::Heading,
        _ => own,
    };
    let pointer = match (marks.is_selected, marks.is_at) {
        (true, _) => "*",
        (false, true) => ">",
        _ => " ",
    };
    let own = if marks.is_selected {
        Role::Selected
    } else {
        Role::Text
    };
    paper.write(&mut row, pointer, role(own));
    if marks.has_keys {
        paper.point(row);
    }
    let text = role(Role::Text);
    paper.column(&mut row, &seat.name, columns.name, role(own));
    if columns.grade > 0 {
        paper.column_right(&mut row, &seat.grade.to_string(), columns.grade, text);
    }
    paper.column_right(&mut row, &days(seat), columns.days, text);
    if columns.figure > 0 {
        let figure = format!("{}/{}", seat.figure.done, seat.figure.due);
        paper.column_right(&mut row, &figure, columns.figure, text);
    }
    if columns.goals > 0 {
        let needs_help = matches!(seat.goals, Some((GoalState::NeedsHelp, _)));
        let own = if needs_help {
            Role::NeedsHelp
        } else {
            Role::Text
        };
        paper.column(&mut row, "", 1, text);
        paper.column(&mut row, &goals(seat), columns.goals - 1, role(own));
    }
}

/// A letter before any color.
fn standing(seat: &Seat) -> (&'static str, Role) {
    match seat.standing {
        Some(CheckInKind::Seen) => ("v", Role::Seen),
        Some(CheckInKind::Absent) => ("x", Role::Absent),
        Some(CheckInKind::Later) => ("~", Role::Later),
        _ if seat.promise.is_some() => ("!", Role::Promise),
        _ if seat.seen_before => ("v", Role::Text),
        _ => (" ", Role::Text),
    }
}

fn days(seat: &Seat) -> String {
    match (seat.standing, seat.days) {
        (Some(CheckInKind::Absent), _) => "absent".to_owned(),
        (Some(CheckInKind::Later), _) => "later".to_owned(),
        (_, None) => "never".to_owned(),
        (_, Some(0)) => "today".to_owned(),
        (_, Some(days)) => format!("{days} d"),
    }
}

/// A letter and a number; `--` where goals are a duty and there are none, `.` where they are not.
fn goals(seat: &Seat) -> String {
    match seat.goals {
        Some((state, count)) => format!("{}{}", goal_letter(state), count.min(9)),
        None if seat.grade >= Grade::GOALS_FROM => "--".to_owned(),
        None => ".".to_owned(),
    }
}
