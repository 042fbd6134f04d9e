//! `homeroom backup` and `restore`: a copy of the book, and a copy in the place of the book.

use std::path::{self, Path, PathBuf};

use super::{
    Book, check,
    leave::{self, Leaves, Leaving},
    open, print, prompt,
};
use crate::{
    error::{Code, Error},
    run::{clock, paths, seen::Memory},
    store::{self, Figures, Kind, Reason, Restore, Store, StoreError, Unlock, backup},
};

/// Where to.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// A folder or a new file, such as one on a stick
    #[arg(value_name = "TO")]
    to: Option<PathBuf>,
    #[command(flatten)]
    leaving: Leaving,
}

/// What leaves with a copy at another place.
const THE_BOOK: Leaves<'static> = Leaves {
    what: "a sealed copy of the whole book",
    whom: "the adviser",
    why: "a backup at another place",
    party: "school",
};

/// From where.
#[derive(Debug, clap::Args)]
pub(super) struct RestoreOptions {
    /// The backup; the newest good one when none is named
    #[arg(value_name = "FILE")]
    from: Option<PathBuf>,
    /// Only list the backups beside the book
    #[arg(long)]
    list: bool,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
}

pub(super) fn run(book: &Book, options: &Options) -> Result<(), Error> {
    let mut opened = open::to_read(book)?;
    let made = make(&mut opened, options);
    opened.store.close()?;
    let made = made?;
    print(&format!("Backed up and verified: {}", paths::shown(&made)))?;
    print("It opens with the passphrase and the recovery key that the book has now.")
}

fn make(opened: &mut store::Opened, options: &Options) -> Result<PathBuf, Error> {
    let now = clock::now();
    if let Some(to) = &options.to {
        let to = target(&path::absolute(to).unwrap_or(to.clone()));
        Store::can_back_up_to(&to)?;
        let leaves = options.leaving.of(&THE_BOOK, &paths::shown(&to));
        leave::note_book(opened, &leaves)?;
        opened.store.back_up_to(&to)?;
        return Ok(to);
    }
    let made = opened.store.back_up(Reason::Asked, now)?;
    Ok(made.map(|backup| backup.path).unwrap_or_default())
}

/// In a folder it gets a name that tells its day.
fn target(to: &Path) -> PathBuf {
    if to.is_dir() {
        let stamp = clock::now().strftime("%Y-%m-%d_%H-%M-%S");
        to.join(format!("backup-{stamp}.homeroom"))
    } else {
        to.to_owned()
    }
}

pub(super) fn restore(book: &Book, options: &RestoreOptions) -> Result<(), Error> {
    let path = book.path()?;
    if options.list {
        return list(&path);
    }
    let from = match &options.from {
        Some(from) => from.clone(),
        None => newest(&path)?,
    };
    let restore = Restore::of(&path, &open::who(), open::take_over(book), &from)?;
    let (unlock, keys) = open::ask(&from, |unlock| restore.keys(unlock))?;
    let then = restore.figures(&keys)?;
    print(&format!("From {}", paths::shown(&from)))?;
    print(&compared(&then, restore.present(&unlock), &unlock))?;
    if !options.yes && !prompt::agrees("Put the backup in the place of the book?")? {
        return print("Nothing was changed.");
    }
    let restored = restore.book()?;
    let kept = restore.go(clock::now())?;
    Memory::of_this_account().forget(restored); // it is older on purpose
    print("Restored. The book is as it was then.")?;
    match kept {
        Some(kept) => print(&format!(
            "What it was until now is kept: {}",
            paths::shown(&kept.path)
        )),
        None => Ok(()),
    }
}

fn newest(path: &Path) -> Result<PathBuf, Error> {
    let newest = backup::newest_good(path, None).map(|backup| backup.path);
    newest.ok_or_else(|| {
        Error::new("There is no backup beside this book.", Code::Failed)
            .place(backup::folder(path).display().to_string())
            .safe("Nothing was changed.")
            .todo("If you have one elsewhere, name it: homeroom restore FILE")
    })
}

fn list(path: &Path) -> Result<(), Error> {
    let all = backup::list(path);
    if all.is_empty() {
        return print("There is no backup beside this book yet.");
    }
    for backup in all {
        print(&format!(
            "{}\n  {}",
            backup.spoken(),
            paths::shown(&backup.path)
        ))?;
    }
    Ok(())
}

/// Columns of a label, and of a figure.
const LABEL: usize = 20;
const FIGURE: usize = 24;

/// The backup beside the book as it is now, and who would be missing or back.
fn compared(then: &Figures, now: Result<Figures, StoreError>, unlock: &Unlock) -> String {
    let unknown = |error: &StoreError| match (error.kind(), unlock) {
        (Kind::Missing, _) => "There is no book in its place now.",
        (Kind::WrongPassphrase, Unlock::Passphrase(_)) => {
            "The book of now has another passphrase and cannot be compared."
        }
        _ => "The book of now cannot be read.",
    };
    let nothing = Figures {
        students: Vec::new(),
        groups: 0,
        years: 0,
        entries: 0,
        last: None,
        commits: 0,
    };
    let said = now.as_ref().err().map(unknown);
    let is_known = said.is_none();
    let now = now.unwrap_or(nothing);
    let row = |label: &str, then: String, now: String| {
        let now = if is_known { now } else { "?".to_owned() };
        format!("{label:LABEL$}{then:FIGURE$}{now}")
            .trim_end()
            .to_owned()
    };
    let count = |figures: &Figures| figures.students.len().to_string();
    let mut lines = vec![
        row("", "the backup".into(), "the book now".into()),
        row("Students", count(then), count(&now)),
        row("Groups", then.groups.to_string(), now.groups.to_string()),
        row("Entries", then.entries.to_string(), now.entries.to_string()),
        row("Last entry", check::last(then.last), check::last(now.last)),
    ];
    lines.extend(said.map(str::to_owned));
    if is_known {
        lines.extend(missing("Gone afterwards", &now, then));
        lines.extend(missing("Back afterwards", then, &now));
    }
    lines.join("\n")
}

/// Who is in the one and not in the other: by name where it is read here, else how many, since the book is not open and nothing can
/// be noted in it.
fn missing(label: &str, one: &Figures, other: &Figures) -> Option<String> {
    let names = one
        .students
        .iter()
        .filter(|name| !other.students.contains(name));
    let names: Vec<&str> = names.map(String::as_str).collect();
    let said = if leave::is_read_here() {
        names.join("; ")
    } else {
        format!("{} (names only on a terminal)", names.len())
    };
    (!names.is_empty()).then(|| format!("{label:LABEL$}{said}"))
}
