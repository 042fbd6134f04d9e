//! Lines to read, with headings: recap and why.

use ratatui::layout::Rect;

use super::Place;
use crate::{
    app::screen::reading::Reading,
    theme::Role,
    view::{
        frame::{rule, split_top},
        paper::{Paper, Row},
        widget::list,
    },
};

/// Draws the lines around the one that is read.
pub fn draw(reading: &Reading, _at: &Place<'_>, paper: &mut Paper<'_>, area: Rect) {
    let (head, body) = split_top(area, 1);
    rule(paper, Row::of(head, 0), &reading.title);
    list::draw(
        reading.lines.len(),
        reading.top,
        paper,
        body,
        |at, is_at, paper, mut row| {
            let line = reading.lines.get(at).map_or("", String::as_str);
            let role = match (is_at, line.starts_with(' ')) {
                (true, _) => Role::Cursor,
                (false, true) => Role::Text,
                (false, false) => Role::Heading,
            };
            paper.write(&mut row, line, role);
        },
    );
}
