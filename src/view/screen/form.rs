//! Fields to fill, directly above the bottom row, so that the promise and the last note stay in sight.

use std::borrow::Cow;

use ratatui::layout::Rect;

use crate::{
    app::{model::Desk, screen::form::Form},
    theme::Role,
    view::{
        frame::{rule, split_bottom, split_top},
        paper::{Paper, Row},
        text,
        widget::field,
    },
};

/// Rows to say how, at most.
const MOST_HELP: usize = 3;

/// Rows that it wants: the line with the title, the fields, and those to say how.
pub fn rows(form: &Form, desk: Option<&Desk>, area: Rect) -> usize {
    form.fields.all.len() + 1 + help(form, desk).rows(area).len().max(1)
}

/// Draws the fields, and below them what is wrong, what a prefix stands for, or how to answer.
pub fn draw(form: &Form, desk: Option<&Desk>, paper: &mut Paper<'_>, area: Rect) {
    let (head, rest) = split_top(area, 1);
    rule(paper, Row::of(head, 0), &form.title);
    let help = help(form, desk);
    let lines = help.rows(area);
    // What is typed goes before how to type it.
    let most = rest.height.saturating_sub(1);
    let help_rows = u16::try_from(lines.len().max(1)).unwrap_or(1).min(most);
    let (fields, foot) = split_bottom(rest, help_rows);
    field::draw_all(&form.fields, paper, fields);
    for (at, line) in lines.into_iter().enumerate() {
        let mut row = Row::of(foot, at).after(2);
        if at == 0 && !help.key.is_empty() {
            paper.write(&mut row, help.key, Role::Key);
            row = row.after(1);
        }
        paper.write(&mut row, line, help.role);
    }
}

/// A sentence below the fields.
struct Help<'a> {
    /// The key that does it.
    key: &'static str,
    said: Cow<'a, str>,
    role: Role,
}

impl Help<'_> {
    fn rows(&self, area: Rect) -> Vec<&str> {
        let width = usize::from(area.width).saturating_sub(3);
        let first = width.saturating_sub(self.key.len() + usize::from(!self.key.is_empty()));
        text::wrap_after(&self.said, first, width, MOST_HELP)
    }
}

fn help<'a>(form: &'a Form, desk: Option<&'a Desk>) -> Help<'a> {
    let said = |said: &'a str, role| Help {
        key: "",
        said: said.into(),
        role,
    };
    if let Some(error) = &form.error {
        return said(error.as_str(), Role::NoticeRefused);
    }
    if let Some(phrase) = desk.and_then(|desk| form.phrase_ahead(desk)) {
        return Help {
            key: "space",
            said: phrase.text.as_str().to_owned().into(),
            role: Role::FieldHint,
        };
    }
    let field = form.fields.all.get(form.fields.focus);
    said(
        field.map_or("", |field| field.hint.as_str()),
        Role::FieldHint,
    )
}
