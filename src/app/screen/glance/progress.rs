//! What the page of the progress shows: bars with their numbers.

use super::members;
use crate::{
    app::model::Desk,
    domain::{
        date,
        overview::{by_part, goals_by_state, months},
        status::Figure,
    },
};

/// One line of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BarLine {
    /// What the bars under it are about.
    Heading(String),
    /// A bar.
    Bar {
        /// What it is of.
        label: String,
        /// How much of the whole it fills.
        part: usize,
        /// The whole; 0 for an empty bar.
        whole: usize,
        /// Its numbers.
        said: String,
    },
    /// A sentence.
    Said(String),
    /// Nothing; what follows may stand beside what was before.
    Break,
}

/// The lines of the page: the checklists by month, then the goals by state, then the checklists by part of the plan.
pub fn lines(desk: &Desk) -> Vec<BarLine> {
    let mut lines = by_month(desk);
    lines.push(BarLine::Break);
    lines.extend(by_state(desk));
    lines.push(BarLine::Said(String::new()));
    lines.extend(parts(desk));
    lines
}

fn by_month(desk: &Desk) -> Vec<BarLine> {
    let months = months(&desk.book, &desk.catalog, &members(desk), desk.day());
    let mut lines = vec![BarLine::Heading(
        "Checklist, done of what was due".to_owned(),
    )];
    lines.extend(months.into_iter().map(|month| {
        let label = date::month(month.day.month()).to_owned();
        match month.figure {
            Some(figure) => bar(label, figure),
            None => BarLine::Bar {
                label,
                part: 0,
                whole: 0,
                said: String::new(),
            },
        }
    }));
    lines
}

fn by_state(desk: &Desk) -> Vec<BarLine> {
    let states = goals_by_state(&desk.book, &members(desk));
    let all: usize = states.iter().map(|(_, count)| count).sum();
    let mut lines = vec![BarLine::Heading(format!("Goals by state, {all} in all"))];
    lines.extend(states.into_iter().map(|(state, count)| BarLine::Bar {
        label: state.name().to_owned(),
        part: count,
        whole: all,
        said: count.to_string(),
    }));
    lines
}

fn parts(desk: &Desk) -> Vec<BarLine> {
    let parts = by_part(&desk.book, &desk.catalog, &members(desk), desk.day());
    let mut lines = vec![BarLine::Heading("Checklist now, by part".to_owned())];
    if parts.is_empty() {
        lines.push(BarLine::Said("Nothing is due yet.".to_owned()));
    }
    let bars = parts.into_iter();
    lines.extend(bars.map(|(category, figure)| bar(category.short().to_owned(), figure)));
    lines
}

fn bar(label: String, figure: Figure) -> BarLine {
    BarLine::Bar {
        label,
        part: figure.done,
        whole: figure.due,
        said: percent(figure),
    }
}

/// `41%  52 of 127`; nothing is never said to be a part of nothing.
fn percent(figure: Figure) -> String {
    if figure.due == 0 {
        return "nothing due".to_owned();
    }
    let share = figure.done * 100 / figure.due;
    format!("{share:>3}%  {} of {}", figure.done, figure.due)
}
