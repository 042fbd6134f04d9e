//! `homeroom recap`: what happened in the last period, as lines of text.

use super::{Book, open, print};
use crate::{
    domain::recap::Recap,
    error::{Code, Error},
    run::clock,
};

/// Columns of the printed text.
const COLUMNS: usize = 80;

/// Which group.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// The group, when it is not the one shown last
    #[arg(long, value_name = "NAME")]
    group: Option<String>,
}

pub(super) fn run(book: &Book, options: &Options) -> Result<(), Error> {
    let opened = open::to_read(book)?;
    let said = say(&opened.book, options);
    open::close(opened.store)?;
    print(&said?)
}

fn say(book: &crate::domain::book::Book, options: &Options) -> Result<String, Error> {
    let group = open::group(book, options.group.as_deref())?;
    let recap = Recap::of(book, group, clock::now()).ok_or_else(|| {
        Error::new(
            "There was no period of this group yet this school year.",
            Code::Failed,
        )
        .todo("Check somebody in: a period begins with its first talk.")
    })?;
    let name = book
        .groups
        .get(&group)
        .map(|group| group.name.as_str().to_owned())
        .unwrap_or_default();
    Ok([name]
        .into_iter()
        .chain(recap.lines(book, COLUMNS))
        .collect::<Vec<_>>()
        .join("\n"))
}
