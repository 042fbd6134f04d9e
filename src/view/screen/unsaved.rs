//! Leaving with something that is not saved: what is at stake, and what can be done.

use ratatui::layout::Rect;

use crate::{
    app::model::Model,
    theme::Role,
    view::{
        frame::{rule, split_top},
        paper::{Paper, Row},
        text,
    },
};

/// Rows that it wants.
pub fn rows(model: &Model, area: Rect) -> usize {
    said(model)
        .iter()
        .map(|part| text::wrap(part, usize::from(area.width), usize::MAX).len())
        .sum::<usize>()
        + 1
}

/// Draws the question. The keys stand in the bottom row.
pub fn draw(model: &Model, paper: &mut Paper<'_>, area: Rect) {
    let (head, body) = split_top(area, 1);
    rule(paper, Row::of(head, 0), "Not everything is saved");
    let parts = said(model);
    let width = usize::from(area.width).saturating_sub(1);
    let lines = parts
        .iter()
        .flat_map(|part| text::wrap(part, width, usize::MAX));
    for (at, line) in lines.enumerate() {
        let mut row = Row::of(body, at).after(1);
        if at == 0 {
            paper.point(row);
        }
        paper.write(&mut row, line, Role::Text);
    }
}

/// What is at stake, in sentences.
pub(in crate::view) fn said(model: &Model) -> Vec<String> {
    let Some(desk) = &model.desk else {
        return Vec::new();
    };
    let count = match desk.saves.queued.len() {
        1 => "One act is not in the file.".to_owned(),
        several => format!("{several} acts are not in the file."),
    };
    let problem = desk.saves.problem.as_ref();
    let parts = problem.map(|p| [p.what.clone(), p.safe.clone(), p.todo.clone()]);
    std::iter::once(count)
        .chain(parts.into_iter().flatten())
        .filter(|part| !part.is_empty())
        .collect()
}
