//! A list of lines with a cursor, for whatever is chosen or read line by line.

use ratatui::layout::Rect;

use crate::{
    theme::Role,
    view::{
        frame::{offset, split_bottom},
        paper::{Paper, Row},
        text,
    },
};

/// Below this width a line may be cut so that it cannot be understood.
const NARROW: u16 = 60;

/// Rows for the whole of the line at the cursor, where it is cut.
const WHOLE: u16 = 3;

/// Rows of a list that keeps some of them for that.
const ROOMY: u16 = 6;

/// Rows at the end of a list that the cursor leaves free for the whole of its line.
pub fn whole_rows(area: Rect) -> u16 {
    if area.width < NARROW && area.height >= ROOMY {
        WHOLE
    } else {
        0
    }
}

/// Says the whole of a line that was cut, at the end of an area.
pub fn say_whole(cut: Option<String>, paper: &mut Paper<'_>, area: Rect) {
    let Some(said) = cut else { return };
    let (_, foot) = split_bottom(area, whole_rows(area));
    let width = usize::from(foot.width).saturating_sub(1);
    let lines = text::wrap(&said, width, usize::from(foot.height));
    let start = usize::from(foot.height).saturating_sub(lines.len());
    for (at, line) in lines.into_iter().enumerate() {
        let mut row = Row::of(foot, start + at);
        paper.blank(row, Role::Text);
        paper.write(&mut row, " ", Role::FieldHint);
        paper.write(&mut row, line, Role::FieldHint);
    }
}

/// Draws `length` lines around the cursor. `line` writes one of them into its row; it is told whether the cursor stands
/// there, and then writes in [`Role::Cursor`] only. Where it is narrow the whole of that line stands at the end.
pub fn draw(
    length: usize,
    cursor: usize,
    paper: &mut Paper<'_>,
    area: Rect,
    mut line: impl FnMut(usize, bool, &mut Paper<'_>, Row),
) {
    let height = usize::from(area.height);
    let kept = usize::from(whole_rows(area));
    let first = offset(cursor, height - kept, length);
    let mut cut = None;
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
        if is_at && kept > 0 {
            paper.listen();
            line(index, is_at, paper, row);
            cut = paper.cut();
        } else {
            line(index, is_at, paper, row);
        }
    }
    say_whole(cut, paper, area);
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
