//! Early signals of the group, and the students behind one of them.

use ratatui::layout::Rect;

use super::Place;
use crate::{
    app::screen::signals::Signals,
    domain::{
        date,
        signals::{Behind, Signal},
        student::Student,
    },
    theme::Role,
    view::{
        frame::{rule, split_top},
        paper::{Paper, Row},
        widget::{bar, list},
    },
};

/// Columns for `12 of 40`.
const FIGURE: usize = 8;

/// Columns for a name in the list of students.
const NAME: usize = 24;

/// From this width on there is room for a bar.
const WITH_BAR: usize = 76;

/// Draws the screen.
pub fn draw(signals: &Signals, at: &Place<'_>, paper: &mut Paper<'_>, area: Rect) {
    let (head, body) = split_top(area, 1);
    if signals.open.is_some() {
        let opened = signals.opened(at.desk);
        return draw_behind(signals, opened.as_ref(), at, paper, (head, body));
    }
    rule(paper, Row::of(head, 0), "Early signals");
    let lines = signals.lines(at.desk);
    let rows = rows(&lines);
    let under = |row: &Shown| *row == Shown::Signal(signals.cursor);
    let cursor = rows.iter().position(under).unwrap_or(0);
    list::draw(
        rows.len(),
        cursor,
        paper,
        body,
        |index, is_at, paper, row| match rows.get(index) {
            Some(Shown::Signal(one)) => {
                if let Some(line) = lines.get(*one) {
                    draw_signal(line, is_at, paper, row);
                }
            }
            Some(Shown::Months(one)) => {
                if let Some(line) = lines.get(*one) {
                    draw_months(line, paper, row);
                }
            }
            None => {}
        },
    );
}

/// A row of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// The signal with this number.
    Signal(usize),
    /// Its months.
    Months(usize),
}

fn rows(lines: &[Signal]) -> Vec<Shown> {
    let rows = lines.iter().enumerate().flat_map(|(at, line)| {
        let months = (!line.months.is_empty()).then_some(Shown::Months(at));
        std::iter::once(Shown::Signal(at)).chain(months)
    });
    rows.collect()
}

fn draw_signal(line: &Signal, is_at: bool, paper: &mut Paper<'_>, mut row: Row) {
    let own = match (line.kind.is_wanted(), line.have) {
        (true, have) if have >= line.of => Role::Done,
        (false, 1..) => Role::Due,
        _ => Role::Text,
    };
    let role = if is_at { Role::Cursor } else { own };
    if row.room() >= WITH_BAR {
        let start = row.room() - bar::COLUMNS;
        let mut end = row.after(start);
        let fill = if line.kind.is_wanted() { "#" } else { "!" };
        bar::draw(line.have, line.of, fill, role, paper, &mut end);
        row = row.first(start - 1);
    }
    let figure = format!("{} of {}", line.have, line.of);
    paper.right(&mut row, &format!("{figure:>FIGURE$}"), role);
    paper.write(&mut row, &line.label, role);
}

/// `Jul 0 Aug 2 Sep 5 ...`, as many as fit.
fn draw_months(line: &Signal, paper: &mut Paper<'_>, mut row: Row) {
    row = row.after(2);
    for (month, count) in &line.months {
        let said = format!("{} {count}", date::month(*month));
        if row.room() < said.len() {
            break;
        }
        paper.write(&mut row, &said, Role::Text);
        row = row.after(1);
    }
}

fn draw_behind(
    signals: &Signals,
    opened: Option<&Signal>,
    at: &Place<'_>,
    paper: &mut Paper<'_>,
    (head, body): (Rect, Rect),
) {
    let title = opened.map_or_else(
        || "Nobody is behind it any more".to_owned(),
        |line| format!("{}: {} of {}", line.label, line.have, line.of),
    );
    rule(paper, Row::of(head, 0), &title);
    let behind = opened
        .map(|line| line.behind.as_slice())
        .unwrap_or_default();
    if behind.is_empty() {
        let mut row = Row::of(body, 0).after(1);
        paper.point(row);
        return paper.write(&mut row, "Nobody.", Role::Text);
    }
    list::draw(
        behind.len(),
        signals.behind,
        paper,
        body,
        |index, is_at, paper, row| {
            if let Some(one) = behind.get(index) {
                draw_one(one, at, is_at, paper, row);
            }
        },
    );
}

/// `! Diaz, Ana   7  last seen 3 Sep, 41 d ago`; who is as it should be has a `v` as in the round.
fn draw_one(one: &Behind, at: &Place<'_>, is_at: bool, paper: &mut Paper<'_>, mut row: Row) {
    let Some(student) = at.desk.book.students.get(&one.student) else {
        return;
    };
    let (mark, own) = if one.is_well {
        ("v ", Role::Done)
    } else {
        ("! ", Role::Due)
    };
    let role = if is_at { Role::Cursor } else { own };
    paper.write(&mut row, mark, role);
    draw_name(student, role, paper, &mut row);
    paper.write(&mut row, &one.reason, role);
}

/// The name and the grade in columns, narrower on a narrow screen.
fn draw_name(student: &Student, role: Role, paper: &mut Paper<'_>, row: &mut Row) {
    let width = NAME.min(row.room() / 3);
    paper.column(row, &student.listed(), width, role);
    paper.column_right(row, &student.grade.to_string(), 3, role);
    paper.column(row, "", 2, role);
}
