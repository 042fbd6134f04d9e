//! `homeroom inspect`: one student's complete record, to read here or as files for the family.

use std::{
    io::{self, IsTerminal},
    path::{self, PathBuf},
};

use super::{Book, open, print, prompt};
use crate::{
    domain::{
        act::Stamp,
        disclosure::{self, Disclosure},
        id::StudentId,
        record::Record,
        text::Text,
    },
    error::{Code, Error},
    exchange,
    run::{clock, paths, record, worker::read},
    store,
};

/// Whose, and where to.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Whose record; 'Last, First' as it is listed
    #[arg(value_name = "NAME")]
    name: String,
    /// Write it there as a page and as JSON, instead of showing it
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
    /// Who gets it
    #[arg(long = "for", value_name = "WHO", default_value = "the family")]
    whom: String,
    /// What it is needed for
    #[arg(
        long,
        value_name = "WHY",
        default_value = "asked to inspect the record"
    )]
    why: String,
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
        None if io::stdout().is_terminal() => Ok(exchange::record::text(&whole)),
        None => {
            note(
                opened,
                student,
                options,
                "printed or sent on from the command line",
            )?;
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
    let question = format!(
        "Write the complete record, readable by everybody who gets the file, for {} ({})?",
        Text::new(&options.whom),
        Text::new(&options.why)
    );
    if !options.yes && !prompt::agrees(&question)? {
        return Err(Error::new("Nothing was written.", Code::Failed)
            .safe("The book is as it was.")
            .todo("To write it without being asked: --yes"));
    }
    note(opened, student, options, &paths::shown(&folder))?;
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

/// Notes in the book that the record leaves; on the disk when this returns.
fn note(
    opened: &mut store::Opened,
    student: StudentId,
    options: &Options,
    to: &str,
) -> Result<(), Error> {
    let leaves = Disclosure {
        what: Text::new("the complete record"),
        whom: Text::new(&options.whom),
        why: Text::new(&options.why),
        to: Text::new(to),
    };
    let now = clock::now();
    let change = disclosure::of_students(opened.store.book(), &[student], &leaves, Stamp::now(now));
    open::save(opened, change, now)
}
