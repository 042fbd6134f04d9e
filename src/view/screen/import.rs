//! What a roster was understood as, before it is taken in.

use ratatui::layout::Rect;

use super::Place;
use crate::{
    app::screen::import::Import,
    theme::Role,
    view::{
        frame::{rule, split_top},
        paper::{Paper, Row},
        widget::list,
    },
};

/// Draws the lines around the one that is read.
pub fn draw(import: &Import, at: &Place<'_>, paper: &mut Paper<'_>, area: Rect) {
    let lines = import.lines(at.desk);
    let (head, body) = split_top(area, 1);
    rule(
        paper,
        Row::of(head, 0),
        &format!("Not saved yet: {}", import.file.path),
    );
    list::draw(
        lines.len(),
        import.top,
        paper,
        body,
        |index, is_at, paper, mut row| {
            let Some(line) = lines.get(index) else { return };
            let role = match (is_at, line.is_heading) {
                (true, _) => Role::Cursor,
                (false, true) => Role::Heading,
                (false, false) => Role::Text,
            };
            if !line.is_heading {
                row = row.after(2);
            }
            paper.write(&mut row, &line.text, role);
        },
    );
}
