//! A list of lines with a cursor, for whatever is chosen or read line by line.

use ratatui::layout::Rect;

use crate::{
    theme::Role,
    view::{
        frame::offset,
        paper::{Paper, Row},
    },
};

/// Draws `length` lines around the cursor. `line` writes one of them into its row; it is told whether the cursor stands
/// there, and then writes in [`Role::Cursor`] only.
pub fn draw(
    length: usize,
    cursor: usize,
    paper: &mut Paper<'_>,
    area: Rect,
    mut line: impl FnMut(usize, bool, &mut Paper<'_>, Row),
) {
    let height = usize::from(area.height);
    let first = offset(cursor, height, length);
    for (at, index) in (first..length.min(first + height)).enumerate() {
        let mut row = Row::of(area, at);
        let is_at = index == cursor;
        if is_at {
            paper.blank(row, Role::Cursor);
            paper.write(&mut row, ">", Role::Cursor);
            paper.point(row);
        } else {
            row = row.after(1);
        }
        line(index, is_at, paper, row);
    }
}

/// A list of plain lines.
pub fn lines(lines: &[&str], cursor: usize, paper: &mut Paper<'_>, area: Rect) {
    draw(
        lines.len(),
        cursor,
        paper,
        area,
        |at, is_at, paper, mut row| {
            let role = if is_at { Role::Cursor } else { Role::Text };
            paper.write(&mut row, lines.get(at).copied().unwrap_or_default(), role);
        },
    );
}
