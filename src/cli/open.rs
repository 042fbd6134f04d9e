//! Opening the book: for the full-screen program, and for commands that ask for the passphrase themselves.

use std::path::Path;

use super::{Book, prompt};
use crate::{
    domain::{
        change::{Change, Entry, EntryKind},
        date::DateTime,
    },
    error::{Code, Error},
    run::{
        self, Start, clock, paths,
        seen::{Memory, Seen},
        settings::Settings,
        terminal,
        worker::claim::{self, access},
    },
    store::{
        self, BookKeys, Claimed, Kind, Mark, Passphrase, Purged, Reason, Store, StoreError,
        TakeOver, Unlock, Who, backup, lock,
    },
};

/// Columns of what is compared, and of each figure.
const LABEL: usize = 16;
const FIGURE: usize = 23;

/// How often a mistyped passphrase can be typed again.
const TRIES: usize = 3;

/// Shows the program, on the whole screen or in lines. A book that is not there is made; one that is open elsewhere is told
/// before the screen changes.
pub(super) fn program(book: &Book, shown: Shown) -> Result<(), Error> {
    if let Shown::Screen(_) = shown {
        terminal::check()?;
    }
    let path = book.path()?;
    let start = match Claimed::of_or_to_read(&path, &who(), take_over(book)) {
        Ok(claimed) => Start::Unlock(path, Box::new(claimed)),
        Err(error) if *error.kind() == Kind::Missing => Start::Make(path),
        Err(error) if matches!(error.kind(), Kind::Damaged(_) | Kind::Tampered(_)) => {
            match backup::newest_good(&path, None) {
                Some(backup) => Start::Damaged(path, crate::error::problem(error), backup),
                None => return Err(error.into()),
            }
        }
        Err(error) if matches!(error.kind(), Kind::Busy(_)) => Start::Busy(path, Box::new(error)),
        Err(error) => return Err(error.into()),
    };
    show(start, shown)
}

/// How the program shows itself.
pub(super) enum Shown {
    /// On the whole screen.
    Screen(Box<Settings>),
    /// In lines; `mid_line` as in [`run::plain::run`].
    Lines {
        settings: Box<Settings>,
        mid_line: bool,
    },
}

/// Begins in one way or the other.
pub(super) fn show(start: Start, shown: Shown) -> Result<(), Error> {
    match shown {
        Shown::Screen(settings) => run::run(start, *settings),
        Shown::Lines { settings, mid_line } => run::plain::run(start, *settings, mid_line),
    }
}

fn claim(book: &Book, path: &Path) -> Result<Claimed, StoreError> {
    Claimed::of(path, &who(), take_over(book))
}

/// Who opens a book here and now.
pub(super) fn who() -> Who {
    Who {
        adviser: paths::account(),
        machine: lock::machine_name(),
        since: clock::spoken(clock::now()),
    }
}

/// Whether the person said that nobody else has it open.
pub(super) fn take_over(book: &Book) -> TakeOver {
    if book.take_over {
        TakeOver::Force
    } else {
        TakeOver::Refuse
    }
}

/// Opens the book for a command: asks for the passphrase on the terminal, or takes a line of the input.
pub(super) fn with_passphrase(book: &Book) -> Result<store::Opened, Error> {
    let path = book.path()?;
    let mut opened = open(&path, claim(book, &path)?)?;
    match opened.store.upgrade(clock::now()) {
        Err(error) if matches!(error.kind(), Kind::NotUpgraded | Kind::NoCopy) => {
            prompt::say(&Error::from(error).to_string())?;
        }
        upgraded => drop(upgraded?),
    }
    Ok(opened)
}

/// The same for a command that changes nothing, also where nothing can be written. A book that is open elsewhere is refused
/// all the same: it may be changing.
pub(super) fn to_read(book: &Book) -> Result<store::Opened, Error> {
    let path = book.path()?;
    let claimed = Claimed::of_or_to_read(&path, &who(), take_over(book))?;
    if let Some(banner) = access(&path, claimed.is_reading()).banner().first() {
        prompt::say(banner)?;
    }
    open(&path, claimed)
}

fn open(path: &Path, claimed: Claimed) -> Result<store::Opened, Error> {
    let (_, keys) = ask(path, |unlock| claimed.keys(unlock))?;
    ask_if_older(path, &claimed, &keys)?;
    let opened = claimed.open(keys)?;
    if let Some(purged) = opened.store.finish_purge() {
        prompt::say(&finished(purged))?;
    }
    remember(&opened.store);
    Ok(opened)
}

/// Asks what to do when the book is older than what was open here.
fn ask_if_older(path: &Path, claimed: &Claimed, keys: &BookKeys) -> Result<(), Error> {
    let behind = claimed.mark(keys).ok();
    let behind = behind.and_then(|mark| Some((mark, Memory::of_this_account().behind(&mark)?)));
    let Some((mark, seen)) = behind else {
        return Ok(()); // a file that is not whole is refused when it is opened
    };
    prompt::say(&format!("{}\n{}", paths::shown(path), seen.said_of(&mark)))?;
    loop {
        let answer = prompt::line("Go on with it (g), compare the two (c), or leave (enter)? ")?;
        match answer.as_str() {
            "g" => return Ok(()),
            "c" => prompt::say(&compared(path, &seen, &mark, keys))?,
            _ => return Err(left_alone(path)),
        }
    }
}

fn compared(path: &Path, seen: &Seen, mark: &Mark, keys: &BookKeys) -> String {
    let compared = claim::compare(path, seen, mark, keys);
    let rows = compared.rows.into_iter().map(|[of, there, here]| {
        let row = format!("{of:LABEL$}{there:FIGURE$}{here}");
        row.trim_end().to_owned()
    });
    rows.chain([compared.advice]).collect::<Vec<_>>().join("\n")
}

fn left_alone(path: &Path) -> Error {
    Error::new(
        "The book was not opened: it is older than it was.",
        Code::Failed,
    )
    .place(paths::shown(path))
    .safe("Nothing was changed.")
    .todo("Look for the newest copy. The backups beside it: homeroom restore --list")
}

/// Remembers on this machine how far the book has come.
fn remember(store: &Store) {
    if let Some(mark) = store.mark() {
        Memory::of_this_account().keep(&mark, clock::now());
    }
}

/// What is said of a deletion that was cut off and is finished now.
pub(crate) fn finished(purged: Purged) -> String {
    let gone = format!(
        "A record was deleted and the program was cut off; the backups from before are deleted now: {}.",
        purged.backups
    );
    match purged.left {
        0 => gone,
        left => format!("{gone} Delete {left} more by hand, in the folder of the backups."),
    }
}

/// Asks for a passphrase until it is right. It with the keys it leads to.
pub(super) fn ask<K>(
    path: &Path,
    keys: impl Fn(&Unlock) -> Result<K, StoreError>,
) -> Result<(Unlock, K), Error> {
    let mut tries = if prompt::is_terminal() { TRIES } else { 1 };
    loop {
        let typed = prompt::passphrase(&format!("Passphrase for {}: ", paths::shown(path)))?;
        tries -= 1;
        let unlock = Unlock::Passphrase(Passphrase::new(typed.expose()));
        match keys(&unlock) {
            Ok(keys) => return Ok((unlock, keys)),
            Err(error) if tries > 0 && *error.kind() == Kind::WrongPassphrase => {
                prompt::say("That is not it. Try again.")?;
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Makes a backup, applies a change to the book, saves it and closes.
pub(super) fn save_and_close(
    mut opened: store::Opened,
    before: Reason,
    change: Change,
    now: DateTime,
) -> Result<(), Error> {
    opened.store.back_up(before, now)?;
    save(&mut opened, change, now)?;
    close(opened.store)
}

/// Applies a change to the book and saves it.
pub(super) fn save(opened: &mut store::Opened, change: Change, now: DateTime) -> Result<(), Error> {
    let entry = Entry {
        seq: opened.entries.last().map_or(0, |entry| entry.seq) + 1,
        at: now,
        by: opened.book.adviser.clone(),
        kind: EntryKind::Act,
        change,
    };
    opened.store.commit(std::slice::from_ref(&entry))?;
    opened.entries.push(entry);
    opened.book = opened.store.book().clone();
    Ok(())
}

/// Closes the book. That the copy beside it could not be made is said, and is no failure of the command.
pub(super) fn close(store: Store) -> Result<(), Error> {
    remember(&store);
    match store.close_day(clock::now()) {
        Err(error) if *error.kind() == Kind::NoCopy => prompt::say(&Error::from(error).to_string()),
        Err(error) => Err(error.into()),
        Ok(()) => Ok(()),
    }
}

/// The student with this name, as it is listed or said; also one who has left.
pub(super) fn student(
    book: &crate::domain::book::Book,
    name: &str,
) -> Result<crate::domain::id::StudentId, Error> {
    let mut found = book
        .students
        .values()
        .filter(|student| student.is_called(name));
    let what = match (found.next(), found.next()) {
        (Some(student), None) => return Ok(student.id),
        (None, _) => "Nobody in the book has this name.",
        (Some(_), Some(_)) => "Two students in the book have this name.",
    };
    Err(Error::new(what, Code::Usage)
        .safe("Nothing was changed.")
        .todo("Give it as the list in the program shows it: 'Last, First'."))
}

/// The group with this name, or the one that is shown when the book is opened.
pub(super) fn group(
    book: &crate::domain::book::Book,
    name: Option<&str>,
) -> Result<crate::domain::id::GroupId, Error> {
    let wanted = name.map(|name| crate::domain::text::Text::new(name).fold());
    let found = match &wanted {
        Some(wanted) => book
            .groups
            .values()
            .find(|group| group.name.fold() == *wanted)
            .map(|group| group.id),
        None => book
            .settings
            .group
            .filter(|id| book.open_groups().any(|group| group.id == *id))
            .or_else(|| book.open_groups().next().map(|group| group.id)),
    };
    found.ok_or_else(|| no_group(book, name))
}

fn no_group(book: &crate::domain::book::Book, name: Option<&str>) -> Error {
    let names: Vec<&str> = book.open_groups().map(|g| g.name.as_str()).collect();
    let what = match name {
        Some(_) => "There is no group of this name in the book.",
        None => "There is no group in the book yet.",
    };
    let todo = if names.is_empty() {
        "Make one: homeroom import FILE --new-group NAME".to_owned()
    } else {
        format!("Its groups are: {}.", names.join(", "))
    };
    Error::new(what, Code::Failed)
        .safe("Nothing was changed.")
        .todo(todo)
}
