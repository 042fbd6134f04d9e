//! The command line: what can be typed after `homeroom`, and who does it.
//!
//! Called by `main`. One file a family of commands; the full-screen program itself is `run`.

mod answers;
mod backup;
mod catalog;
mod check;
mod import;
mod inspect;
mod keys;
mod leave;
mod open;
mod prompt;
mod purge;
mod recap;
mod resources;
mod rollover;
mod settings;

use std::{
    ffi::OsString,
    io::{self, Write},
    path::{self, PathBuf},
    process::ExitCode,
};

use clap::{Parser, Subcommand};

use crate::{
    domain::grade::Grade,
    error::{Code, Error},
    run::{self, Start, paths, settings as own},
};

/// Walks an adviser through a group of students in one advisory period.
///
/// Without a command it opens the book of this account, or makes it at the first start.
#[derive(Debug, Parser)]
#[command(name = "homeroom", version, about)]
struct Line {
    #[command(flatten)]
    book: Book,
    /// Talk in lines: for a screen reader or a simple terminal
    #[arg(long, global = true)]
    plain: bool,
    /// Leave out the rest of a line that was begun before the book locked; the program says it to itself
    #[arg(long = "mid-line", global = true, hide = true)]
    half_read: bool,
    /// The colors: default, high-contrast, plain, or your own
    #[arg(long, value_name = "NAME", global = true, value_parser = theme)]
    theme: Option<String>,
    /// Where the program is to fail: for tests
    #[cfg(any(debug_assertions, feature = "ten-fold"))]
    #[arg(long, hide = true, value_name = "PLACE:TIMES")]
    fault: Option<String>,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Which book.
#[derive(Debug, clap::Args)]
struct Book {
    /// The book to use instead of this account's own
    #[arg(long = "book", value_name = "FILE", global = true)]
    path: Option<PathBuf>,
    /// Open it though another computer seems to have it open
    #[arg(long, global = true)]
    take_over: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Look around in an invented group; nothing of it is kept
    Demo,
    /// Take a class list into a group: shows what it understood, then asks
    Import(import::Options),
    /// Take in answers to the school's questions: shows them, then asks
    Answers(answers::Options),
    /// Show one student's complete record, or write it for the family
    Inspect(inspect::Options),
    /// Delete one student's record for good, or list who is due
    Purge(purge::Options),
    /// Say what happened in the last period
    Recap(recap::Options),
    /// Begin the next school year: shows what it does, and does it with --yes
    Rollover(rollover::Options),
    /// Print the places on the web that help with a plan
    Resources(resources::Options),
    /// Make a verified backup now
    Backup(backup::Options),
    /// Go back to a backup: shows what would change, then asks
    Restore(backup::RestoreOptions),
    /// Verify the whole book and print its figures
    Check,
    /// Change the passphrase
    Passphrase,
    /// Make another recovery key
    Recovery,
    /// Change all keys: seal the whole book anew
    Rekey,
    /// Show where the settings lie and what is wrong in them
    Settings(settings::Options),
    /// Look at a checklist file: its faults, items and rules
    #[command(subcommand)]
    Catalog(catalog::Options),
}

impl Book {
    fn path(&self) -> Result<PathBuf, Error> {
        match &self.path {
            Some(path) => Ok(paths::book_at(
                &path::absolute(path).unwrap_or(path.clone()),
            )),
            None => paths::default_book(),
        }
    }
}

/// Does what the command line says.
///
/// # Errors
/// It could not be done; nothing was printed about it yet.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Result<ExitCode, Error> {
    run::process::guard();
    run::terminal::install_panic_hook();
    let line = match Line::try_parse_from(arguments) {
        Ok(line) => line,
        Err(said) => return Ok(say(&said)),
    };
    #[cfg(any(debug_assertions, feature = "ten-fold"))]
    if let Some(asked) = &line.fault {
        run::fault::choose(asked);
    }
    let is_plain = line.plain || run::plain::is_wanted();
    let settings = || Box::new(own::read(line.theme.as_deref()));
    let shown = || {
        if is_plain {
            open::Shown::Lines {
                settings: settings(),
                mid_line: line.half_read,
            }
        } else {
            open::Shown::Screen(settings())
        }
    };
    match line.command {
        None => open::program(&line.book, shown())?,
        Some(Command::Demo) => open::show(Start::Practice, shown())?,
        Some(Command::Import(options)) => import::run(&line.book, &options)?,
        Some(Command::Answers(options)) => answers::run(&line.book, &options)?,
        Some(Command::Inspect(options)) => inspect::run(&line.book, &options)?,
        Some(Command::Purge(options)) => purge::run(&line.book, &options)?,
        Some(Command::Recap(options)) => recap::run(&line.book, &options)?,
        Some(Command::Rollover(options)) => rollover::run(&line.book, &options)?,
        Some(Command::Resources(options)) => resources::run(&options)?,
        Some(Command::Settings(options)) => settings::run(&options)?,
        Some(Command::Catalog(options)) => catalog::run(&options)?,
        Some(Command::Backup(options)) => backup::run(&line.book, &options)?,
        Some(Command::Restore(options)) => backup::restore(&line.book, &options)?,
        Some(Command::Check) => check::run(&line.book)?,
        Some(Command::Passphrase) => keys::passphrase(&line.book)?,
        Some(Command::Recovery) => keys::recovery(&line.book)?,
        Some(Command::Rekey) => keys::rekey(&line.book)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Help and version are asked for, the rest is a mistake in the line.
fn say(said: &clap::Error) -> ExitCode {
    let _ = said.print();
    ExitCode::from(u8::try_from(said.exit_code()).unwrap_or(Code::Usage as u8))
}

/// The name of a theme, as it is typed.
fn theme(typed: &str) -> Result<String, String> {
    let settings = own::read(None);
    if settings.themes.named(typed).is_some() {
        return Ok(typed.to_owned());
    }
    let names = settings.themes.names().join(", ");
    Err(format!("the themes are {names}"))
}

/// A grade, as it is typed.
fn grade(typed: &str) -> Result<Grade, String> {
    let number = typed.parse().ok().and_then(Grade::new);
    number.ok_or_else(|| "a grade is a number from 6 to 12".to_owned())
}

/// Prints lines. A reader that went away, such as `head`, is no failure.
fn print(lines: &str) -> Result<(), Error> {
    match writeln!(io::stdout(), "{lines}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Error::new(
            format!("Nothing can be written here ({error})."),
            Code::Failed,
        )),
        _ => Ok(()),
    }
}
