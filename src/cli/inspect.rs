//! `homeroom inspect`: one student's complete record, to read here or as files for the family.

use std::path::{self, PathBuf};

use super::{
    Book,
    leave::{self, Leaves, Leaving},
    open, print, prompt,
};
use crate::{
    domain::{id::StudentId, record::Record},
    error::{Code, Error},
    exchange,
    run::{clock, paths, record, worker::read},
    store,
};

/// What leaves.
const THE_RECORD: Leaves<'static> = Leaves {
    what: "the complete record",
    whom: "the family",
    why: "asked to inspect the record",
    party: "family",
};

/// Whose, and where to.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Whose record; 'Last, First' as it is listed
    #[arg(value_name = "NAME")]
    name: String,
    /// Write it there as a page, as JSON and as a table, instead of showing it
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
    #[command(flatten)]
    leaving: Leaving,
    /// Write without asking
    #[arg(long, short)]
    yes: bool,
}

pub(super) fn run(book: &Book, options: &Options) -> Result<(), Error> {
    let mut opened = open::to_read(book)?;
    let done = inspect(&mut opened, options);
    open::close(opened.store)?;
    print(done?.trim_end())
}

/// What is to be printed.
fn inspect(opened: &mut store::Opened, options: &Options) -> Result<String, Error> {
    let student = open::student(&opened.book, &options.name)?;
    let whole = whole(opened, student)?;
    for chapter in &whole.look_at {
        prompt::say(&format!(
            "Read before you hand it out: under \"{chapter}\" stands a word that may be another student's name."
        ))?;
    }
    match &options.to {
        Some(folder) => write(opened, options, student, folder),
        None if leave::is_read_here() => Ok(exchange::record::text(&whole)),
        None => {
            leave::note_lines(opened, &[student], &options.leaving, &THE_RECORD)?;
            Ok(exchange::record::text(&self::whole(opened, student)?))
        }
    }
}

fn whole(opened: &mut store::Opened, student: StudentId) -> Result<Record, Error> {
    let (catalog, _) = read::catalog_of(&opened.book);
    let whole = record::of(&mut opened.store, &catalog, student, clock::now())?;
    whole.ok_or_else(|| Error::new("This student is not in the book.", Code::Failed))
}

/// Asks, notes it in the book, and writes. The record that is written holds its own note.
fn write(
    opened: &mut store::Opened,
    options: &Options,
    student: StudentId,
    folder: &std::path::Path,
) -> Result<String, Error> {
    let folder = path::absolute(folder).unwrap_or(folder.to_owned());
    let places = record::places(&folder, student, clock::now().date())?;
    let leaves = options.leaving.of(&THE_RECORD, &paths::shown(&folder));
    let question = format!(
        "Write the complete record, readable by everybody who gets the file, for {} ({})?",
        leaves.whom, leaves.why
    );
    if !options.yes && !prompt::agrees(&question)? {
        return Err(Error::new("Nothing was written.", Code::Failed)
            .safe("The book is as it was.")
            .todo("To write it without being asked: --yes"));
    }
    leave::note(opened, &[student], &leaves)?;
    let whole = whole(opened, student)?;
    record::write(&whole, &places)?;
    let mut said = vec!["Noted in the book, and written:".to_owned()];
    said.extend(
        places
            .iter()
            .map(|place| format!("  {}", paths::shown(place))),
    );
    said.push(
        "The files are not sealed: delete them when they have reached their reader.".to_owned(),
    );
    Ok(said.join("\n"))
}
