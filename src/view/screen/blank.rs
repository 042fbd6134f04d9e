//! The neutral page: nothing of anybody.

use ratatui::layout::Rect;

use crate::{
    theme::Role,
    view::paper::{Paper, Row},
};

/// Draws the page.
pub fn draw(paper: &mut Paper<'_>, area: Rect) {
    for (at, line) in ["Homeroom", "any key"].into_iter().enumerate() {
        let row = Row::of(area, usize::from(area.height / 2).saturating_sub(1) + at);
        let before = row.room().saturating_sub(line.len()) / 2;
        let mut row = row.after(before);
        paper.point(row);
        paper.write(&mut row, line, Role::Text);
    }
}
