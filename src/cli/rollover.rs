//! `homeroom rollover`: what the next school year does, student by student; with `--yes` it is begun.

use std::collections::BTreeMap;

use super::{
    Book,
    leave::{self, Leaves, Leaving},
    open, print,
};
use crate::{
    domain::{
        self,
        act::Stamp,
        id::StudentId,
        student::Student,
        text::Text,
        year::{self, Fate, RollOver},
    },
    error::{Code, Error},
    run::{clock, worker::read},
    store::{self, Reason},
};

/// Columns of a name.
const NAME: usize = 26;

/// Columns of what becomes of a student.
const FATE: usize = 24;

/// What is otherwise than expected.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Stays in the grade; 'Last, First' as it is listed
    #[arg(long, value_name = "NAME")]
    repeat: Vec<String>,
    /// Graduates, though not in grade 12
    #[arg(long, value_name = "NAME")]
    graduate: Vec<String>,
    /// Does not come back
    #[arg(long, value_name = "NAME")]
    leave: Vec<String>,
    /// Begin the year; without it, it is only shown
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    leaving: Leaving,
}

/// What leaves, when it is printed elsewhere than on a terminal.
const THE_LIST: Leaves<'static> = Leaves {
    what: "the list of a new school year: names, grades, what becomes of them",
    whom: "the school",
    why: "a new school year is begun",
    party: "school",
};

pub(super) fn run(book: &Book, options: &Options) -> Result<(), Error> {
    let mut opened = open::with_passphrase(book)?;
    let now = clock::now();
    let plan = match shown(&mut opened, options, Stamp::now(now)) {
        Ok(plan) => plan,
        Err(refused) => {
            open::close(opened.store)?;
            return Err(refused);
        }
    };
    if !options.yes {
        open::close(opened.store)?;
        return print("Nothing was changed. With --yes the year is begun.");
    }
    open::save_and_close(opened, Reason::RollOver, plan.change, now)?;
    print("Begun and saved. `u` in the program takes it back.")
}

/// Prints what the year does; where the lines leave, that is noted before.
fn shown(opened: &mut store::Opened, options: &Options, stamp: Stamp) -> Result<RollOver, Error> {
    let first = plan(&opened.book, options, stamp)?;
    let named: Vec<StudentId> = first.moving.iter().map(|moving| moving.student).collect();
    leave::note_lines(opened, &named, &options.leaving, &THE_LIST)?;
    let plan = plan(&opened.book, options, stamp)?; // of the book with that note in it
    print(&report(&plan, &opened.book))?;
    Ok(plan)
}

fn plan(book: &domain::book::Book, options: &Options, stamp: Stamp) -> Result<RollOver, Error> {
    if let Some(refused) = year::refused(book, stamp.day()) {
        return Err(Error::new(refused, Code::Failed)
            .safe("Nothing was changed.")
            .todo("If it was begun by mistake: `u` in the program takes it back."));
    }
    let (catalog, _) = read::catalog_of(book);
    Ok(year::roll_over(
        book,
        &catalog,
        &fates(book, options)?,
        stamp,
    ))
}

/// Those who were named, with what becomes of them.
fn fates(book: &domain::book::Book, options: &Options) -> Result<BTreeMap<StudentId, Fate>, Error> {
    let said = [
        (Fate::Repeat, &options.repeat),
        (Fate::Graduate, &options.graduate),
        (Fate::Leave, &options.leave),
    ];
    let mut fates = BTreeMap::new();
    for (fate, names) in said {
        for name in names {
            if fates.insert(named(book, name)?, fate).is_some() {
                return Err(not_taken("One student is named twice."));
            }
        }
    }
    Ok(fates)
}

fn named(book: &domain::book::Book, name: &str) -> Result<StudentId, Error> {
    let wanted = Text::new(name).fold();
    let is_it = |student: &&Student| {
        let names = [student.listed(), student.name.sorted(), student.spoken()];
        student.is_here() && names.iter().any(|name| Text::new(name).fold() == wanted)
    };
    let mut found = book.students.values().filter(is_it);
    match (found.next(), found.next()) {
        (Some(student), None) => Ok(student.id),
        (None, _) => Err(not_taken("Nobody who is here has this name.")),
        (Some(_), Some(_)) => Err(not_taken(
            "Two students have this name: choose in the program instead.",
        )),
    }
}

fn not_taken(what: &str) -> Error {
    Error::new(what, Code::Usage)
        .safe("Nothing was changed.")
        .todo("The names are those that the command prints without options.")
}

/// What the year does, as lines of text.
fn report(plan: &RollOver, book: &domain::book::Book) -> String {
    let mut lines = vec![
        format!("{} ends, {} begins", plan.from, plan.to),
        format!("{} {}", plan.who(), plan.along()),
    ];
    let mut group = None;
    for moving in &plan.moving {
        let Some(student) = book.students.get(&moving.student) else {
            continue;
        };
        if group.replace(student.group) != Some(student.group) {
            let name = book.groups.get(&student.group).map(|group| &group.name);
            lines.push(name.map_or("", Text::as_str).to_owned());
        }
        let line = format!(
            "  {:NAME$}{:FATE$}{}",
            student.listed(),
            moving.says(student),
            moving.along()
        );
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n")
}
