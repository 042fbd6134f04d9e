//! `homeroom answers`: reads the CSV of a form with answers to the school's questions, shows what it understood and what would
//! happen, asks, and takes it in; all or nothing.

use std::path::PathBuf;

use super::{Book, import::ReadAs, open, print, prompt};
use crate::{
    app::{effect::AnswersFile, screen::answers::said},
    domain::{
        act::Stamp,
        answers::{self, AnswersPlan},
        catalog::Answerer,
        text::Text,
    },
    error::{Code, Error},
    run::{clock, worker::read},
    store::Reason,
};

/// What to read.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// The CSV of a form: one line a person, one column a question
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Who answered, where a line does not say: student, parent, staff
    #[arg(long, value_name = "WHO", value_parser = role)]
    role: Option<Answerer>,
    /// Letters: utf-8, windows-1252, macroman, utf-16le, utf-16be
    #[arg(
        long,
        value_name = "WAY",
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true
    )]
    reading: ReadAs,
    /// Save without asking
    #[arg(long, short)]
    yes: bool,
}

fn role(typed: &str) -> Result<Answerer, String> {
    Answerer::named(typed).ok_or_else(|| "it is student, parent or staff".to_owned())
}

/// The questions stand in the book, so it is opened first.
pub(super) fn run(book: &Book, options: &Options) -> Result<(), Error> {
    let opened = open::with_passphrase(book)?;
    let (catalog, warning) = read::catalog_of(&opened.book);
    if let Some(warning) = warning {
        prompt::say(&warning)?;
    }
    let now = clock::now();
    let file = read::answers(&options.file, options.reading.place(), &catalog, now.date());
    let file = match file {
        Ok(file) => file,
        Err(refused) => {
            open::close(opened.store)?;
            return Err(refused);
        }
    };
    let stamp = Stamp::now(now);
    let plan = answers::plan(&opened.book, &catalog, &file.rows, options.role, stamp);
    print(&understood(&file, &plan))?;
    if plan.change.is_empty() {
        open::close(opened.store)?;
        return print("There is nothing new in the file: nothing changed.");
    }
    if !options.yes && !prompt::agrees("Take this in?")? {
        open::close(opened.store)?;
        return Err(Error::new("Nothing was taken in.", Code::Failed)
            .safe("The book is as it was.")
            .todo("To take it in without being asked: --yes"));
    }
    open::save_and_close(opened, Reason::Import, plan.change, now)?;
    print("Taken in and saved. `u` in the program takes it back.")
}

/// Everything that a person should see before saying yes.
fn understood(file: &AnswersFile, plan: &AnswersPlan) -> String {
    let mut lines = vec![
        format!("Answers from {}", Text::new(&file.path)),
        format!("Read as {}.", file.reading),
    ];
    lines.extend(file.columns.iter().map(|column| format!("  {column}")));
    let missing = file.missing.iter().map(|id| id.as_str().to_owned());
    section(&mut lines, "Without a column", missing.collect());
    section(&mut lines, "Comes in", said(plan));
    let rejected = file.rejected.iter().chain(&plan.rejected);
    let rejected = rejected.map(|one| format!("line {}: {}", one.line, one.reason));
    section(&mut lines, "Not taken", rejected.collect());
    if plan.without_role > 0 {
        lines.push(format!(
            "Lines that do not say who answered: {}. --role says it for them.",
            plan.without_role
        ));
    }
    lines.join("\n")
}

fn section(lines: &mut Vec<String>, title: &str, rows: Vec<String>) {
    if !rows.is_empty() {
        lines.push(title.to_owned());
        lines.extend(rows.into_iter().map(|row| format!("  {row}")));
    }
}
