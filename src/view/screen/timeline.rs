//! What was done and when.

use ratatui::layout::Rect;

use super::Place;
use crate::{
    app::screen::timeline::{Timeline, TimelineLine},
    theme::Role,
    view::{
        frame::{rule, split_top},
        paper::{Paper, Row},
        widget::list,
    },
};

/// Columns for a time or a day.
const WHEN: usize = 7;

/// From this width on it says who did it.
const WITH_AUTHOR: usize = 100;

/// Draws the screen.
pub fn draw(timeline: &Timeline, at: &Place<'_>, paper: &mut Paper<'_>, area: Rect) {
    let lines = timeline.lines(at.desk);
    let student = timeline
        .student
        .and_then(|id| at.desk.book.students.get(&id));
    let title = student.map_or_else(
        || "Timeline, newest first".to_owned(),
        |student| format!("Timeline of {}, newest first", student.spoken()),
    );
    let (head, body) = split_top(area, 1);
    rule(paper, Row::of(head, 0), &title);
    if lines.is_empty() {
        let mut row = Row::of(body, 0).after(1);
        paper.point(row);
        return paper.write(&mut row, "Nothing was done yet.", Role::Text);
    }
    list::draw(
        lines.len(),
        timeline.cursor,
        paper,
        body,
        |index, is_at, paper, row| {
            if let Some(line) = lines.get(index) {
                draw_line(line, is_at, paper, row);
            }
        },
    );
}

fn draw_line(line: &TimelineLine, is_at: bool, paper: &mut Paper<'_>, mut row: Row) {
    let role = |role| if is_at { Role::Cursor } else { role };
    paper.column(&mut row, &line.when, WHEN, role(Role::Key));
    if row.room() >= WITH_AUTHOR {
        paper.right(&mut row, &line.by, role(Role::Text));
    }
    if line.is_undone {
        paper.right(&mut row, "undone", role(Role::NotApplicable));
    }
    paper.write(&mut row, &line.said, role(Role::Text));
}
