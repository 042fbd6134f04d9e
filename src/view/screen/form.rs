//! Fields to fill, directly above the bottom row, so that the promise and the last note stay in sight.

use ratatui::layout::Rect;

use crate::{
    app::{model::Desk, screen::form::Form},
    theme::Role,
    view::{
        frame::{rule, split_bottom, split_top},
        paper::{Paper, Row},
        widget::field,
    },
};

/// Rows that it wants: the line with the title, the fields, and one to say how.
pub fn rows(form: &Form) -> usize {
    form.fields.all.len() + 2
}

/// Draws the fields, and below them what is wrong, what a prefix stands for, or how to answer.
pub fn draw(form: &Form, desk: Option<&Desk>, paper: &mut Paper<'_>, area: Rect) {
    let (head, rest) = split_top(area, 1);
    rule(paper, Row::of(head, 0), &form.title);
    let help_rows = u16::from(rest.height > 1);
    let (fields, help) = split_bottom(rest, help_rows);
    field::draw_all(&form.fields, paper, fields);
    let mut row = Row::of(help, 0).after(2);
    if let Some(error) = &form.error {
        return paper.write(&mut row, error, Role::NoticeRefused);
    }
    if let Some(phrase) = desk.and_then(|desk| form.phrase_ahead(desk)) {
        paper.write(&mut row, "space", Role::Key);
        return paper.write(&mut row, &format!(" {}", phrase.text), Role::FieldHint);
    }
    let hint = form
        .fields
        .all
        .get(form.fields.focus)
        .map_or("", |field| field.hint.as_str());
    paper.write(&mut row, hint, Role::FieldHint);
}
