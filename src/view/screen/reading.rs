//! Lines to read, with headings: recap and why.

use ratatui::layout::Rect;

use super::Place;
use crate::{
    app::screen::reading::Reading,
    theme::Role,
    view::{
        frame::{rule, split_top},
        paper::{Paper, Row},
        widget::list::{self, Prose},
    },
};

/// Draws the lines around the one that is read.
pub fn draw(reading: &Reading, _at: &Place<'_>, paper: &mut Paper<'_>, area: Rect) {
    let (head, body) = split_top(area, 1);
    rule(paper, Row::of(head, 0), &reading.title);
    let lines = reading.lines.iter().map(|line| {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        let role = if indent > 0 {
            Role::Text
        } else {
            Role::Heading
        };
        Prose { text, indent, role }
    });
    list::prose(lines, reading.top, paper, body);
}
