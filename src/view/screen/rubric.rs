//! The rubric: indicators under their headings, each with its rating and what the book shows.

use ratatui::layout::Rect;

use super::Place;
use crate::{
    app::screen::rubric::Rubric,
    domain::{
        catalog::{Indicator, RubricPart},
        evidence,
        part::{Field, Part},
    },
    theme::Role,
    view::{
        frame::{rule, split_top},
        paper::{Paper, Row},
        text,
        widget::list,
    },
};

/// Columns of a code.
const CODE: usize = 7;

/// From this width on there is room for what the book shows.
const WITH_FIGURES: usize = 64;

/// The highest rating.
const MOST: u8 = 4;

/// Draws the screen.
pub fn draw(rubric: &Rubric, at: &Place<'_>, paper: &mut Paper<'_>, area: Rect) {
    let (head, body) = split_top(area, 1);
    let year = rubric.year;
    let title = if at.desk.has_read(year) {
        format!("Our rating of our planning in {year}, 4 is best")
    } else {
        format!("Our rating of our planning in {year}, being read")
    };
    rule(paper, Row::of(head, 0), &title);
    let indicators = at.desk.catalog.indicators();
    let rows = rows(indicators);
    let under = |row: &Shown| *row == Shown::Indicator(rubric.cursor);
    let cursor = rows.iter().position(under).unwrap_or(0);
    list::draw(
        rows.len(),
        cursor,
        paper,
        body,
        |index, is_at, paper, mut row| match rows.get(index) {
            Some(Shown::Part(part)) => {
                paper.write(&mut row, evidence::heading(*part), Role::Heading);
            }
            Some(Shown::Indicator(one)) => {
                let Some(indicator) = indicators.get(*one) else {
                    return;
                };
                let rating = evidence::rating(&at.desk.book, indicator.code.as_str(), year);
                let figures = rubric
                    .figures
                    .get(*one)
                    .map_or("", |figures| &figures.short);
                draw_indicator(indicator, rating, figures, is_at, paper, row);
            }
            None => {}
        },
    );
}

/// A row of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// The name of a part of the rubric.
    Part(RubricPart),
    /// The indicator with this number.
    Indicator(usize),
}

fn rows(indicators: &[Indicator]) -> Vec<Shown> {
    let mut rows = Vec::new();
    let mut part = None;
    for (at, indicator) in indicators.iter().enumerate() {
        if part != Some(indicator.part) {
            part = Some(indicator.part);
            rows.push(Shown::Part(indicator.part));
        }
        rows.push(Shown::Indicator(at));
    }
    rows
}

/// `RUB-D4 3 [###-] Students, teachers, families ...    18 of 22 plans`
fn draw_indicator(
    indicator: &Indicator,
    rating: Option<&Part>,
    figures: &str,
    is_at: bool,
    paper: &mut Paper<'_>,
    mut row: Row,
) {
    let score = rating.and_then(|part| part.number(Field::Score));
    let own = match score {
        None => Role::Ahead,
        Some(1 | 2) => Role::Due,
        Some(_) => Role::Text,
    };
    let role = if is_at { Role::Cursor } else { own };
    let width = text::columns(indicator.code.as_str()).max(CODE);
    paper.column(&mut row, indicator.code.as_str(), width, role);
    let said = score.map_or_else(
        || "- [    ] ".to_owned(),
        |score| {
            format!(
                "{score} [{:-<4}] ",
                "#".repeat(usize::from(score.min(MOST)))
            )
        },
    );
    paper.write(&mut row, &said, role);
    if row.room() + CODE + said.len() >= WITH_FIGURES {
        let note = rating
            .map(|part| part.text(Field::Note))
            .unwrap_or_default();
        let beside = if figures.is_empty() && text::columns(note) <= 22 {
            note
        } else {
            figures
        };
        paper.right(&mut row, beside, role);
    }
    paper.write(&mut row, indicator.asks.as_str(), role);
}
