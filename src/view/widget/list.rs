//! A list of lines with a cursor, for whatever is chosen or read line by line.

use ratatui::layout::Rect;

use crate::{
    theme::Role,
    view::{
        frame::offset,
        paper::{Paper, Row},
        text,
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

/// A line to read.
#[derive(Debug, Clone, Copy)]
pub struct Prose<'a> {
    /// What it says.
    pub text: &'a str,
    /// Columns before it.
    pub indent: usize,
    /// Where the cursor does not stand.
    pub role: Role,
}

/// Lines to read, wrapped where they are too long for the area, around the one at the cursor.
pub fn prose<'a>(
    lines: impl Iterator<Item = Prose<'a>>,
    cursor: usize,
    paper: &mut Paper<'_>,
    area: Rect,
) {
    let width = usize::from(area.width).saturating_sub(1);
    let mut rows = Vec::new();
    for (at, line) in lines.enumerate() {
        let parts = text::wrap(line.text, width.saturating_sub(line.indent), usize::MAX);
        let blank = parts.is_empty().then_some("");
        let parts = parts.into_iter().chain(blank);
        rows.extend(parts.map(|text| (at, Prose { text, ..line })));
    }
    let first = rows.iter().position(|(at, _)| *at == cursor).unwrap_or(0);
    draw(rows.len(), first, paper, area, |at, is_at, paper, row| {
        if let Some((_, line)) = rows.get(at) {
            let role = if is_at { Role::Cursor } else { line.role };
            paper.write(&mut row.after(line.indent), line.text, role);
        }
    });
}
