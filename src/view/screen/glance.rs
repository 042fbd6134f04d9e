//! The group at a glance.

mod matrix;
mod progress;
pub(in crate::view) mod year;

use ratatui::layout::Rect;

use super::Place;
use crate::{
    app::{
        model::Model,
        screen::glance::{Glance, Page, members},
    },
    theme::Role,
    view::paper::{Paper, Row},
};

/// Draws the screen.
pub fn draw(glance: &Glance, at: &Place<'_>, paper: &mut Paper<'_>, area: Rect) {
    if members(at.desk).is_empty() {
        let mut row = Row::of(area, 1).after(1);
        paper.point(row);
        return paper.write(&mut row, "Nobody is in this group yet.", Role::Text);
    }
    match glance.page {
        Page::Checklist | Page::Requirements => matrix::draw(glance, at, paper, area),
        Page::Year => year::draw(glance, at, paper, area),
        Page::Progress => progress::draw(glance, at, paper, area),
    }
}

/// Whether the row on top is this screen's own: the heads of the columns stand in it, so that 22 students fit under it.
pub fn has_head(glance: &Glance, width: u16) -> bool {
    glance.page.is_matrix() && matrix::is_wide(width)
}

/// That row.
pub fn head(glance: &Glance, model: &Model, paper: &mut Paper<'_>, area: Rect) {
    matrix::head(glance, model, paper, area);
}

/// `Progress` and, at the right end, which page it is.
fn heading(glance: &Glance, said: &str, paper: &mut Paper<'_>, mut row: Row) {
    let pages = format!("page {} of {}", glance.page.number(), Page::ALL.len());
    if row.room() > said.len() + pages.len() {
        paper.right(&mut row, &pages, Role::Text);
    }
    paper.write(&mut row, said, Role::Heading);
}
