//! `homeroom recap`: what happened in the last period, as lines of text.

use super::{
    Book,
    leave::{self, Leaves, Leaving},
    open, print,
};
use crate::{
    domain::recap::Recap,
    error::{Code, Error},
    run::clock,
    store,
};

/// Columns of the printed text.
const COLUMNS: usize = 80;

/// Which group.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// The group, when it is not the one shown last
    #[arg(long, value_name = "NAME")]
    group: Option<String>,
    #[command(flatten)]
    leaving: Leaving,
}

/// What leaves, when it is printed elsewhere than on a terminal.
const THE_RECAP: Leaves<'static> = Leaves {
    what: "the recap of a period: who was seen, ticks, promises",
    whom: "the school",
    why: "evidence that the group met",
    party: "school",
};

pub(super) fn run(book: &Book, options: &Options) -> Result<(), Error> {
    let mut opened = open::to_read(book)?;
    let said = say(&mut opened, options);
    open::close(opened.store)?;
    print(&said?)
}

fn say(opened: &mut store::Opened, options: &Options) -> Result<String, Error> {
    let book = &opened.book;
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
    let lines: Vec<String> = [name]
        .into_iter()
        .chain(recap.lines(book, COLUMNS))
        .collect();
    leave::note_lines(opened, &recap.students(), &options.leaving, &THE_RECAP)?;
    Ok(lines.join("\n"))
}
