//! Coming to a book that cannot simply be opened: it is open elsewhere, can only be read, or is older than it was.

use crate::{
    app::{
        access::{Access, Why},
        effect::{Comparison, Elsewhere, Outcome, Problem},
    },
    error::problem,
    run::seen::Seen,
    store::{
        Backup, BookKeys, Claimed, Kind, Mark, Passphrase, StoreError, TakeOver, backup, files,
        lock,
    },
};

use super::{Place, Worker, paths};

/// An older book that waits for what the person says to it.
#[derive(Debug)]
pub(super) struct Older {
    claimed: Claimed,
    keys: BookKeys,
    new: Option<Passphrase>,
    seen: Seen,
    mark: Mark,
}

/// What is said of a book that somebody else has open, and what can be done.
pub(in crate::run) fn elsewhere(path: &std::path::Path, error: StoreError) -> Elsewhere {
    let on_another = |holder: &crate::store::error::Holder| holder.machine != lock::machine_name();
    let can_take_over = matches!(error.kind(), Kind::Busy(Some(holder)) if on_another(holder));
    let newest = backup::newest_readable(&files::System, path);
    Elsewhere {
        problem: problem(error),
        backup: newest.map(|backup| backup.moment()),
        can_take_over,
    }
}

/// Whether what is done can be saved, where a copy of the book at `path` is read or not.
pub(crate) fn access(path: &std::path::Path, reads: bool) -> Access {
    if reads {
        Access::Reading(Why::Protected(paths::shown(path)))
    } else {
        Access::Writing
    }
}

impl Worker {
    /// The book for us alone; where it cannot be written, a copy of it in memory.
    pub(super) fn claim(&mut self) -> Result<Claimed, StoreError> {
        match std::mem::replace(&mut self.place, Place::Closed) {
            Place::Claimed(claimed) => Ok(*claimed),
            _ => Claimed::of_or_to_read(&self.path, &self.who(), self.take_over),
        }
    }

    /// Looks whether the book is free by now.
    pub(super) fn come_again(&mut self, take_over: bool) -> Outcome {
        self.instead = None;
        if take_over {
            self.take_over = TakeOver::Force;
        }
        self.place = Place::Closed;
        match self.claim() {
            Ok(claimed) => self.is_claimed(claimed),
            Err(error) => self.not_opened(error, None),
        }
    }

    /// Gets the newest backup ready to be read.
    pub(super) fn read_backup(&mut self) -> Outcome {
        let Some(newest) = backup::newest_readable(&files::System, &self.path) else {
            return Outcome::NotOpened(no_backup());
        };
        match Claimed::copy_of(&newest.path) {
            Ok(claimed) => {
                self.instead = Some(newest);
                self.is_claimed(claimed)
            }
            Err(error) => Outcome::NotOpened(problem(error)),
        }
    }

    fn is_claimed(&mut self, claimed: Claimed) -> Outcome {
        let access = self.access(claimed.is_reading());
        self.place = Place::Claimed(Box::new(claimed));
        Outcome::Claimed(access)
    }

    /// Whether what is done can be saved.
    pub(super) fn access(&self, reads: bool) -> Access {
        match &self.instead {
            Some(backup) => Access::Reading(Why::Backup(backup.moment())),
            None => access(&self.path, reads),
        }
    }

    /// The key was right. An older book than what was open here waits for what the person says.
    pub(super) fn enter(
        &mut self,
        claimed: Claimed,
        keys: BookKeys,
        new: Option<Passphrase>,
    ) -> Outcome {
        let mark = claimed.mark(&keys).ok().filter(|_| self.instead.is_none());
        let behind = mark.and_then(|mark| Some((mark, self.seen.behind(&mark)?)));
        let Some((mark, seen)) = behind else {
            return self.open_with(claimed, keys, new);
        };
        let said = seen.said_of(&mark);
        self.place = Place::Older(Box::new(Older {
            claimed,
            keys,
            new,
            seen,
            mark,
        }));
        Outcome::Older(said)
    }

    /// Opens the older book: the person wants it so.
    pub(super) fn go_on(&mut self) -> Outcome {
        match std::mem::replace(&mut self.place, Place::Closed) {
            Place::Older(older) => self.open_with(older.claimed, older.keys, older.new),
            place => {
                self.place = place;
                Outcome::NotOpened(super::save::nothing_open())
            }
        }
    }

    /// The older book beside what was open here, and beside the newest backup.
    pub(super) fn compare(&self) -> Outcome {
        let Place::Older(older) = &self.place else {
            return Outcome::NotOpened(super::save::nothing_open());
        };
        Outcome::Compared(compare(&self.path, &older.seen, &older.mark, &older.keys))
    }

    fn open_with(&mut self, claimed: Claimed, keys: BookKeys, new: Option<Passphrase>) -> Outcome {
        let right = keys.clone();
        let opened = claimed.open(keys).and_then(|mut opened| {
            if let Some(new) = new {
                opened.store.set_passphrase(&new, self.cost)?;
            }
            Ok(opened)
        });
        match opened {
            Err(error) if self.instead.is_some() && is_damaged(&error) => {
                self.read_another(error, &right)
            }
            opened => self.opened(opened, Some(&right)),
        }
    }

    /// The newest backup is not whole: the newest that is.
    fn read_another(&mut self, error: StoreError, keys: &BookKeys) -> Outcome {
        let good = backup::newest_good(&self.path, Some(keys)).filter(|good| {
            let tried = self.instead.as_ref().map(|backup| &backup.path);
            Some(&good.path) != tried
        });
        let Some(good) = good else {
            return Outcome::NotOpened(problem(error));
        };
        let opened = Claimed::copy_of(&good.path).and_then(|claimed| claimed.open(keys.clone()));
        self.instead = Some(good);
        self.opened(opened, Some(keys))
    }

    /// Remembers on this machine how far the book has come. Only what is on the disk counts.
    pub(super) fn remember(&mut self) {
        if let Place::Open(store) = &self.place
            && let Some(mark) = store.mark()
            && self.remembered != Some(mark)
        {
            self.seen.keep(&mark, (self.clock)());
            self.remembered = Some(mark);
        }
    }
}

pub(super) fn is_damaged(error: &StoreError) -> bool {
    matches!(error.kind(), Kind::Damaged(_) | Kind::Tampered(_))
}

fn no_backup() -> Problem {
    Problem {
        what: "There is no backup beside this book that can be read.".into(),
        safe: "Nothing was changed.".into(),
        todo: "Go on where the book is open, or close it there.".into(),
    }
}

/// An older book beside what was open here, and beside the newest backup.
pub(crate) fn compare(
    path: &std::path::Path,
    seen: &Seen,
    now: &Mark,
    keys: &BookKeys,
) -> Comparison {
    let newest = backup::newest_good(path, Some(keys));
    let newest = newest.and_then(|newest| {
        let mark = backup::mark(&newest, keys).ok()?;
        Some((newest, mark))
    });
    comparison(seen, now, newest.as_ref())
}

fn comparison(seen: &Seen, now: &Mark, backup: Option<&(Backup, Mark)>) -> Comparison {
    let row = |label: &str, then: String, now: String| [label.to_owned(), then, now];
    let mut rows = vec![
        row("", "open here last".into(), "this book".into()),
        row(
            "Edits",
            seen.mark.entries.to_string(),
            now.entries.to_string(),
        ),
        row(
            "Saved",
            format!("{} times", seen.mark.commits),
            format!("{} times", now.commits),
        ),
        row("Open here", seen.spoken(), String::new()),
    ];
    if let Some((backup, mark)) = backup {
        rows.push(row(
            "Newest backup",
            backup.moment(),
            format!("{} edits", mark.entries),
        ));
    }
    let advice = match backup {
        Some((_, mark))
            if mark.commits >= seen.mark.commits || mark.entries >= seen.mark.entries =>
        {
            "The backup holds what is missing here. Leave, then restore it: homeroom restore"
        }
        Some((_, mark)) if mark.entries > now.entries => {
            "The backup holds more than this book, but not all. To go back to it, leave, then: homeroom restore"
        }
        _ => {
            "If the book lies in several places, look for the newest one before you go on with this."
        }
    };
    Comparison {
        rows,
        advice: advice.to_owned(),
    }
}
