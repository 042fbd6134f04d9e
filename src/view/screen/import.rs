//! What a roster was understood as, before it is taken in.

use ratatui::layout::Rect;

use super::Place;
use crate::{
    app::screen::import::Import,
    theme::Role,
    view::{
        frame::{rule, split_top},
        paper::{Paper, Row},
        widget::list::{self, Prose},
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
    let lines = lines.iter().map(|line| Prose {
        text: &line.text,
        indent: if line.is_heading { 0 } else { 2 },
        role: if line.is_heading {
            Role::Heading
        } else {
            Role::Text
        },
    });
    list::prose(lines, import.top, paper, body);
}
