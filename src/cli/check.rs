//! `homeroom check`: the whole book is read and verified; the exit code says whether it is good.

use super::{Book, open, print};
use crate::{
    domain::date::{self, DateTime},
    error::Error,
    store::Figures,
};

/// Opening has compared every value with the manifest and the history with its chain; what is left is whether the history
/// tells the same book.
pub(super) fn run(book: &Book) -> Result<(), Error> {
    let mut opened = open::to_read(book)?;
    opened.store.check()?;
    let figures = opened.store.figures()?;
    let (good, all) = opened.store.good_backups();
    opened.store.close()?;
    print("Good. Every value is the one that was written, and the history tells the same book.")?;
    print(&lines(&figures))?;
    print(&format!("{:LABEL$}{}", "Backups", backups(good, all)))
}

/// Columns of a label.
const LABEL: usize = 20;

fn lines(figures: &Figures) -> String {
    [
        ("Students", figures.students.len().to_string()),
        ("Groups", figures.groups.to_string()),
        ("School years", figures.years.to_string()),
        ("History", format!("{} entries", figures.entries)),
        ("Last entry", last(figures.last)),
        ("Saved", format!("{} times", figures.commits)),
    ]
    .map(|(label, value)| format!("{label:LABEL$}{value}"))
    .join("\n")
}

fn backups(good: usize, all: usize) -> String {
    match all - good {
        0 => format!("{good}, all good"),
        other => format!("{good} good, {other} damaged or of other keys"),
    }
}

/// When the last entry was written, as a person reads it.
pub(super) fn last(at: Option<DateTime>) -> String {
    at.map_or("none".to_owned(), |at| {
        format!(
            "{} {}, {}",
            date::long(at.date()),
            at.year(),
            date::clock(at)
        )
    })
}
