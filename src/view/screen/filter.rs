//! A filter over a list: the find in the bottom row, palette and help above it.

use ratatui::layout::Rect;

use crate::{
    app::{
        action::Action,
        model::Model,
        screen::{
            Screen,
            filter::{self, Filter, FilterKind, FilterLine},
        },
    },
    theme::Role,
    view::{
        frame::{hint, rule, split_bottom, split_top},
        paper::{Paper, Row},
        text,
        widget::{field, list},
    },
};

/// Columns for a key in the help and in the palette.
const KEYS: usize = 14;

/// Columns for the name of an act.
const NAME: usize = 30;

/// Rows that it wants of `area`; the find has only the bottom row.
pub fn rows(filter: &Filter, area: Rect) -> usize {
    match filter.kind {
        FilterKind::Find(_) => 0,
        FilterKind::Palette(_) | FilterKind::Help(_) => {
            usize::from(area.height - area.height.min(24) / 4)
        }
    }
}

/// Draws palette or help: what was typed, and what matches.
pub fn draw(model: &Model, filter: &Filter, paper: &mut Paper<'_>, area: Rect) {
    let title = match filter.kind {
        FilterKind::Find(_) => return,
        FilterKind::Palette(_) => "Every act: type a part of its name",
        FilterKind::Help(_) => "Keys of this place: type to find",
    };
    let (head, rest) = split_top(area, 1);
    rule(paper, Row::of(head, 0), title);
    let (body, foot) = split_bottom(rest, 1);
    let lines = filter.lines(model);
    if lines.is_empty() {
        let mut row = Row::of(body, 0).after(2);
        paper.write(&mut row, "Nothing matches.", Role::Text);
    }
    list::draw(
        lines.len(),
        filter.cursor,
        paper,
        body,
        |at, is_at, paper, row| {
            let Some(line) = lines.get(at) else { return };
            match filter.kind {
                FilterKind::Help(_) => draw_help(line, is_at, paper, row),
                _ => draw_act(line, is_at, paper, row),
            }
        },
    );
    let mut row = Row::of(foot, 0);
    paper.blank(row, Role::FieldFocus);
    paper.write(&mut row, "> ", Role::FieldFocus);
    field::typed(
        filter.line.text(),
        filter.line.cursor(),
        true,
        Role::FieldFocus,
        paper,
        row,
    );
}

fn draw_help(line: &FilterLine, is_at: bool, paper: &mut Paper<'_>, mut row: Row) {
    let role = |role| if is_at { Role::Cursor } else { role };
    let keys = KEYS.min(row.room() / 2);
    paper.column(&mut row, &line.keys, keys, role(Role::Key));
    row = row.after(1);
    paper.write(&mut row, &line.text, role(Role::Text));
}

fn draw_act(line: &FilterLine, is_at: bool, paper: &mut Paper<'_>, mut row: Row) {
    let role = |role| if is_at { Role::Cursor } else { role };
    let name = NAME.min(row.room() / 2);
    paper.column(&mut row, &line.text, name, role(Role::Text));
    let keys = KEYS.min(row.room());
    paper.column(&mut row, &line.keys, keys, role(Role::Key));
    if let Some(reason) = line.not_now {
        row = row.after(1);
        paper.write(&mut row, reason, role(Role::FieldHint));
    }
}

/// The find: what was typed, and how many match.
pub fn prompt(model: &Model, top: &Screen, find: &Filter, paper: &mut Paper<'_>, area: Rect) {
    let mut row = Row::of(area, 0);
    let pattern = find.line.text();
    if let (Some(desk), false) = (&model.desk, pattern.is_empty()) {
        let found = match filter::matching(desk, pattern).len() {
            0 => "nobody".to_owned(),
            1 => "1 match".to_owned(),
            several => format!("{several} match"),
        };
        paper.right(&mut row, &found, Role::FieldHint);
    }
    paper.write(&mut row, "find ", Role::FieldFocus);
    let width = text::columns(pattern).max(12) + 3;
    let typed = row.first(width - 1);
    paper.blank(typed, Role::FieldFocus);
    field::typed(
        pattern,
        find.line.cursor(),
        true,
        Role::FieldFocus,
        paper,
        typed,
    );
    let mut row = row.after(width);
    for action in [Action::Accept, Action::Back] {
        hint(model, top, action, paper, &mut row);
    }
}
