//! `homeroom import`: reads a class list, shows what it understood and what would happen, asks, and takes it in; all or
//! nothing.

mod report;

use std::path::PathBuf;

use clap::ValueEnum;

use super::{
    Book,
    leave::{self, Leaves, Leaving},
    open, print, prompt,
};
use crate::{
    app::effect::RosterFile,
    domain::{
        self,
        grade::Grade,
        group::Group,
        id::StudentId,
        roster::{RosterPlan, Target, Wishes},
        text::Text,
    },
    error::{Code, Error},
    exchange::roster::Reading,
    run::{clock, worker::read},
    store::{self, Reason},
};

/// What to read, and where it goes.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// The list: CSV or text, one student a line
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The group, when it is not the one shown last
    #[arg(long, value_name = "NAME", conflicts_with = "new_group")]
    group: Option<String>,
    /// Make a group of this name and take it in there
    #[arg(long, value_name = "NAME")]
    new_group: Option<String>,
    /// Letters: utf-8, windows-1252, macroman, utf-16le, utf-16be
    #[arg(
        long,
        value_name = "WAY",
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true
    )]
    reading: ReadAs,
    /// The grade of new students for whom the list has none
    #[arg(long, value_name = "NUMBER", value_parser = super::grade)]
    grade: Option<Grade>,
    /// Mark as left who is not on the list; nothing is deleted
    #[arg(long)]
    left_are_gone: bool,
    /// Bring over who is in another group of the book
    #[arg(long)]
    move_here: bool,
    /// Save without asking
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    leaving: Leaving,
}

/// What leaves, when it is printed elsewhere than on a terminal.
const THE_REST: Leaves<'static> = Leaves {
    what: "the name, as one who is not on a class list",
    whom: "the adviser",
    why: "a class list is compared with the group",
    party: "school",
};

/// Ways of reading letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReadAs {
    Auto,
    #[value(name = "utf-8")]
    Utf8,
    #[value(name = "windows-1252")]
    Windows1252,
    #[value(name = "macroman")]
    MacRoman,
    #[value(name = "utf-16le")]
    Utf16Le,
    #[value(name = "utf-16be")]
    Utf16Be,
}

impl ReadAs {
    /// Its place among those that the reader of rosters offers.
    pub(super) fn place(self) -> usize {
        let reading = match self {
            Self::Auto => Reading::Auto,
            Self::Utf8 => Reading::Utf8,
            Self::Windows1252 => Reading::Windows1252,
            Self::MacRoman => Reading::MacRoman,
            Self::Utf16Le => Reading::Utf16Le,
            Self::Utf16Be => Reading::Utf16Be,
        };
        Reading::ALL
            .iter()
            .position(|offered| *offered == reading)
            .unwrap_or_default()
    }
}

/// Reads the file before the passphrase is asked: what is no list needs none.
pub(super) fn run(book: &Book, options: &Options) -> Result<(), Error> {
    let file = read::roster(&options.file, options.reading.place())?;
    let mut opened = open::with_passphrase(book)?;
    let plan = match noted(&mut opened, &file, options) {
        Ok(plan) => plan,
        Err(refused) => {
            open::close(opened.store)?;
            return Err(refused);
        }
    };
    print(&report::understood(&file, &plan, &opened.book))?;
    if !plan.beyond.is_empty() {
        print(&report::beyond(
            &plan,
            &opened.book,
            &command(book, options),
        ))?;
    }
    let now = clock::now();
    let change = plan.change(&opened.book, now, None);
    if change.is_empty() {
        open::close(opened.store)?;
        return print(if plan.rejected.is_empty() && plan.beyond.is_empty() {
            "Everything was known already: nothing changed."
        } else {
            "There is nothing to take in: nothing changed."
        });
    }
    if !options.yes && !prompt::agrees("Take this in?")? {
        open::close(opened.store)?;
        return Err(Error::new("Nothing was taken in.", Code::Failed)
            .safe("The book is as it was.")
            .todo("To take it in without being asked: --yes"));
    }
    open::save_and_close(opened, Reason::Import, change, now)?;
    print("Taken in and saved. `u` in the program takes it back.")
}

/// What is to be done. Who stands in the book and not on the list is named: where the lines leave, that is noted before.
fn noted(
    opened: &mut store::Opened,
    file: &RosterFile,
    options: &Options,
) -> Result<RosterPlan, Error> {
    let first = plan(&opened.book, file, options)?;
    let named: Vec<StudentId> = first.vanished.iter().map(|gone| gone.student).collect();
    leave::note_lines(opened, &named, &options.leaving, &THE_REST)?;
    plan(&opened.book, file, options) // of the book with that note in it
}

fn plan(
    book: &domain::book::Book,
    file: &RosterFile,
    options: &Options,
) -> Result<RosterPlan, Error> {
    let wishes = Wishes {
        mark_left: options.left_are_gone,
        move_here: options.move_here,
        grade: options.grade,
    };
    let target = target(book, options)?;
    Ok(RosterPlan::new(book, target, file.incoming(), wishes))
}

fn target(book: &domain::book::Book, options: &Options) -> Result<Target, Error> {
    let Some(name) = &options.new_group else {
        return open::group(book, options.group.as_deref()).map(Target::Group);
    };
    let name = Text::new(name);
    let has_it = |group: &Group| group.name.fold() == name.fold();
    if name.is_empty() || book.groups.values().any(has_it) {
        let what = if name.is_empty() {
            "A new group needs a name."
        } else {
            "There is a group of this name already."
        };
        return Err(Error::new(what, Code::Failed)
            .safe("Nothing was changed.")
            .todo("Give another name, or take the list into that group with --group."));
    }
    Ok(Target::NewGroup(name))
}

/// The beginning of the command that reads the same file in the same way.
fn command(book: &Book, options: &Options) -> String {
    let mut words = vec![
        "homeroom".to_owned(),
        "import".to_owned(),
        quoted(&options.file.to_string_lossy()),
    ];
    if let Some(path) = &book.path {
        words.extend(["--book".to_owned(), quoted(&path.to_string_lossy())]);
    }
    if let (true, Some(value)) = (
        options.reading != ReadAs::Auto,
        options.reading.to_possible_value(),
    ) {
        words.extend(["--reading".to_owned(), value.get_name().to_owned()]);
    }
    if let Some(grade) = options.grade {
        words.extend(["--grade".to_owned(), grade.to_string()]);
    }
    words.join(" ")
}

/// As a shell takes it for one word.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-~+,:@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else if cfg!(windows) {
        format!("\"{word}\"")
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_blanks_or_quotes_stays_one_word() {
        assert_eq!(quoted("list.csv"), "list.csv");
        assert_eq!(quoted("my list.csv"), "'my list.csv'");
        assert_eq!(quoted("Reed's list"), "'Reed'\\''s list'");
        assert_eq!(quoted("$(rm x)"), "'$(rm x)'");
    }
}
