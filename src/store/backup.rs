//! Backups: whole, verified copies of the book in a folder beside it.
//!
//! Made before what changes much at once and at the end of every day the book was used. A backup counts only after it was
//! opened and verified under a passing name; then it takes its name, and older ones that are no longer kept go. They are
//! sealed like the book and open with the passphrase of their day. Used by `Store`, `restore` and `cli`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::claim::BookKeys;
use super::error::{Kind, StoreError};
use super::files::{Files, System, settle_names};
use super::mark::Mark;
use super::place;
use super::seal::Keys;
use super::vault::{Locked, Vault};
use crate::domain::date::DateTime;
use crate::domain::id::BookId;

/// The newest so many are kept whatever their day.
pub const LATEST: usize = 10;
/// The last one of each of so many days.
pub const DAYS: usize = 7;
/// The last one of each of so many weeks.
pub const WEEKS: usize = 4;

/// How the files end.
const ENDING: &str = ".homeroom";

/// Why a backup was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The book was closed. A later one of the same day takes its place.
    Day,
    /// Somebody asked for it.
    Asked,
    /// Before an import.
    Import,
    /// Before a new school year.
    RollOver,
    /// Before the file is written in a newer form.
    Migration,
    /// Before records are deleted for good.
    Purge,
    /// After that: the first one without them.
    Purged,
    /// Before what somebody else wrote comes in.
    Merge,
    /// Before all keys were changed: it opens with the passphrase of before.
    Keys,
    /// Before a backup took the place of the book.
    Restore,
    /// A book that could not be read when a backup took its place. Never offered.
    Damaged,
}

impl Reason {
    const ALL: [(Self, &str, &str); 11] = [
        (Self::Day, "day", "at the end of the day"),
        (Self::Asked, "asked", "asked for"),
        (Self::Import, "before-import", "before an import"),
        (
            Self::RollOver,
            "before-new-year",
            "before a new school year",
        ),
        (Self::Migration, "before-upgrade", "before an upgrade"),
        (Self::Purge, "before-purge", "before deleting for good"),
        (Self::Purged, "after-purge", "after deleting for good"),
        (Self::Merge, "before-merge", "before a merge"),
        (
            Self::Keys,
            "before-new-keys",
            "before the keys were changed",
        ),
        (
            Self::Restore,
            "before-restore",
            "before a backup was restored",
        ),
        (Self::Damaged, "damaged", "the damaged book"),
    ];

    /// As it stands in the name of the file.
    fn name(self) -> &'static str {
        Self::row(self).1
    }

    /// As a person says it.
    pub fn words(self) -> &'static str {
        Self::row(self).2
    }

    fn row(self) -> (Self, &'static str, &'static str) {
        let [first, ..] = Self::ALL;
        let found = Self::ALL.into_iter().find(|row| row.0 == self);
        found.unwrap_or(first)
    }

    fn of(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|row| row.1 == name)
            .map(|row| row.0)
    }
}

/// One backup, as its name tells: the order is that of time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Backup {
    /// When it was made, by the clock on the wall.
    pub at: DateTime,
    /// Counts up where several are of the same second.
    number: u32,
    /// Why.
    pub reason: Reason,
    /// Where it lies.
    pub path: PathBuf,
}

impl Backup {
    /// `Nov 23, 2026, 16:42, at the end of the day`
    pub fn spoken(&self) -> String {
        format!("{}, {}", self.moment(), self.reason.words())
    }

    /// `Nov 23, 2026, 16:42`
    pub fn moment(&self) -> String {
        self.at.strftime("%b %-d, %Y, %H:%M").to_string()
    }

    fn new(folder: &Path, at: DateTime, number: u32, reason: Reason) -> Self {
        let stamp = at.strftime("%Y-%m-%d_%H-%M-%S");
        let again = match number {
            0 => String::new(),
            n => format!("~{n}"),
        };
        let name = format!("{stamp}{again}_{}{ENDING}", reason.name());
        Self {
            at,
            number,
            reason,
            path: folder.join(name),
        }
    }

    fn of(folder: &Path, name: &str) -> Option<Self> {
        let (stamp, reason) = name.strip_suffix(ENDING)?.rsplit_once('_')?;
        let (stamp, number) = stamp.split_once('~').unwrap_or((stamp, "0"));
        Some(Self {
            at: DateTime::strptime("%Y-%m-%d_%H-%M-%S", stamp).ok()?,
            number: number.parse().ok()?,
            reason: Reason::of(reason)?,
            path: folder.join(name),
        })
    }
}

/// The folder of the backups of `book`.
pub fn folder(book: &Path) -> PathBuf {
    place::beside(book, "backups")
}

/// The backups of `book`, newest first. What else lies in the folder is passed over.
pub fn list(book: &Path) -> Vec<Backup> {
    list_in(&System, book)
}

pub(super) fn list_in(files: &dyn Files, book: &Path) -> Vec<Backup> {
    read(files, book).unwrap_or_default()
}

/// The same where it matters that the folder could be read: a name that is not seen would be given twice.
fn read(files: &dyn Files, book: &Path) -> std::io::Result<Vec<Backup>> {
    let folder = folder(book);
    let names = files.names(&folder)?;
    let mut found: Vec<Backup> = names
        .iter()
        .filter_map(|name| Backup::of(&folder, name))
        .collect();
    found.sort_by(|one, other| other.cmp(one));
    Ok(found)
}

/// The newest backup that can be opened at all. Whether every value in it is the one written shows only with its keys.
pub fn newest_readable(files: &dyn Files, book: &Path) -> Option<Backup> {
    list_in(files, book)
        .into_iter()
        .filter(|backup| backup.reason != Reason::Damaged)
        .find(|backup| claim(files, &backup.path).is_ok())
}

/// The newest backup whose every value is the one written with these keys, else the newest that can be opened.
pub fn newest_good(book: &Path, keys: Option<&BookKeys>) -> Option<Backup> {
    let files = &System;
    let verified = keys.and_then(|keys| {
        list_in(files, book)
            .into_iter()
            .filter(|backup| backup.reason != Reason::Damaged)
            .find(|backup| verify(files, &backup.path, &keys.0).is_ok())
    });
    verified.or_else(|| newest_readable(files, book))
}

/// How far a backup has come, where these keys open it.
///
/// # Errors
/// `Tampered`, and those of the system.
pub fn mark(backup: &Backup, keys: &BookKeys) -> Result<Mark, StoreError> {
    let copy = claim(&System, &backup.path)?;
    let manifest = copy.manifest(&keys.0)?;
    Mark::of(&manifest, &keys.0, BookId(copy.header().book()))
}

/// Which of them are kept; they come newest first.
fn kept(backups: &[Backup]) -> BTreeSet<PathBuf> {
    let mut kept = BTreeSet::new();
    let mut keep = |backup: &Backup| {
        kept.insert(backup.path.clone());
    };
    let damaged = |backup: &&Backup| backup.reason == Reason::Damaged;
    backups.iter().filter(damaged).for_each(&mut keep);
    let whole: Vec<&Backup> = backups.iter().filter(|backup| !damaged(backup)).collect();
    whole.iter().copied().take(LATEST).for_each(&mut keep);
    first_of_each(&whole, DAYS, DateTime::date).for_each(&mut keep);
    let monday = |at: DateTime| {
        let week = at.date().iso_week_date();
        (week.year(), week.week())
    };
    first_of_each(&whole, WEEKS, monday).for_each(&mut keep);
    kept
}

/// The first of each run of equal spans, so many of them.
fn first_of_each<'a, S: PartialEq>(
    backups: &[&'a Backup],
    most: usize,
    span: impl Fn(DateTime) -> S,
) -> impl Iterator<Item = &'a Backup> {
    let mut last = None;
    let firsts = backups.iter().copied().filter(move |backup| {
        let this = Some(span(backup.at));
        let is_first = this != last;
        last = this;
        is_first
    });
    firsts.take(most)
}

/// Makes one in the folder beside the book, verifies it and lets go of those that are no longer kept.
///
/// # Errors
/// `NoCopy`; the older ones are all there then.
pub(super) fn make(
    vault: &Vault,
    files: &dyn Files,
    book: &Path,
    reason: Reason,
    now: DateTime,
) -> Result<Backup, StoreError> {
    let folder = folder(book);
    let no_copy =
        |error: StoreError| StoreError::new(Kind::NoCopy, &folder).with_detail(error.cause());
    let io = |error: std::io::Error| no_copy(StoreError::from_io(&error, &folder));
    files.make_folder(&folder).map_err(io)?;
    settle_names(files, place::folder_of(&folder)).map_err(io)?;
    let there = read(files, book).map_err(io)?;
    let backup = free_name(&there, book, reason, now);
    copy_to(vault, files, &backup.path).map_err(no_copy)?;
    let older = there.iter().filter(|old| {
        reason == Reason::Day && old.reason == Reason::Day && old.at.date() == now.date()
    });
    let gone: BTreeSet<&Path> = older.map(|old| old.path.as_path()).collect();
    let mut all = vec![backup.clone()];
    all.extend(
        there
            .iter()
            .filter(|old| !gone.contains(old.path.as_path()))
            .cloned(),
    );
    all.sort_by(|one, other| other.cmp(one));
    let kept = kept(&all);
    for old in there.iter().filter(|old| !kept.contains(&old.path)) {
        // One too many does no harm.
        let _ = files.remove(&old.path);
    }
    // What earlier versions kept in this place.
    let _ = files.remove(&place::beside(book, "previous"));
    Ok(backup)
}

/// A name that no other one of this second has.
fn free_name(there: &[Backup], book: &Path, reason: Reason, now: DateTime) -> Backup {
    let of_this_second = there.iter().filter(|backup| backup.at == now);
    let number = of_this_second.map(|backup| backup.number + 1).max();
    Backup::new(&folder(book), now, number.unwrap_or(0), reason)
}

/// Keeps the file of the book as it is among the backups, whatever its state.
pub(super) fn keep_file(
    files: &dyn Files,
    book: &Path,
    reason: Reason,
    now: DateTime,
) -> std::io::Result<Backup> {
    let folder = folder(book);
    files.make_folder(&folder)?;
    settle_names(files, place::folder_of(&folder))?;
    let kept = free_name(&read(files, book)?, book, reason, now);
    let passing = place::beside(&kept.path, "new");
    files.copy(book, &passing)?;
    files.sync(&passing)?;
    files.rename(&passing, &kept.path)?;
    settle_names(files, &folder)?;
    Ok(kept)
}

/// Writes a copy under a passing name, verifies it as a whole and gives it its name.
///
/// # Errors
/// Those of the system; nothing of that name is there then.
pub(super) fn copy_to(vault: &Vault, files: &dyn Files, to: &Path) -> Result<(), StoreError> {
    let new = place::beside(to, "new");
    let io = |error: std::io::Error| StoreError::from_io(&error, to);
    let made = files
        .make(&new)
        .map_err(io)
        .and_then(|file| vault.copy_to(file))
        .and_then(|()| files.sync(&new).map_err(io))
        .and_then(|()| verify(files, &new, vault.keys()))
        .and_then(|()| files.rename(&new, to).map_err(io))
        .and_then(|()| settle_names(files, place::folder_of(to)).map_err(io));
    made.map_err(|error| {
        let _ = files.remove(&new);
        error.at(to)
    })
}

/// Opens a file as a book is opened; it is not written to.
pub(super) fn claim(files: &dyn Files, path: &Path) -> Result<Locked, StoreError> {
    files
        .open(path)
        .map_err(|error| StoreError::from_io(&error, path))
        .and_then(Locked::claim)
        .map_err(|error| error.at(path))
}

/// Whether every value in it is the one written.
pub(super) fn verify(files: &dyn Files, path: &Path, keys: &Keys) -> Result<(), StoreError> {
    claim(files, path)?
        .verify(keys)
        .map_err(|error| error.at(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::{ToSpan, civil::date};

    fn at(at: DateTime, reason: Reason) -> Backup {
        Backup::new(Path::new("b"), at, 0, reason)
    }

    #[test]
    fn a_name_tells_when_and_why_and_is_read_back() {
        let noon = date(2026, 10, 14).at(12, 0, 5, 0);
        for (number, (reason, ..)) in Reason::ALL.into_iter().enumerate() {
            let backup = Backup::new(Path::new("b"), noon, number as u32, reason);
            let name = backup
                .path
                .file_name()
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            assert_eq!(Backup::of(Path::new("b"), &name), Some(backup), "{name}");
        }
        let first = at(noon, Reason::Import).path;
        assert!(first.ends_with("2026-10-14_12-00-05_before-import.homeroom"));
        for foreign in [
            "notes.txt",
            "2026-10-14_12-00-05_day.homeroom.new",
            "x_day.homeroom",
        ] {
            assert_eq!(Backup::of(Path::new("b"), foreign), None);
        }
    }

    #[test]
    fn ten_latest_seven_days_and_four_weeks_are_kept() {
        // Three a day for sixty days, newest first.
        let mut all = Vec::new();
        for back in 0..60 {
            let day = date(2026, 11, 25).checked_sub(back.days()).unwrap();
            for hour in [15, 11, 9] {
                all.push(at(day.at(hour, 0, 0, 0), Reason::Import));
            }
        }
        let kept = kept(&all);
        let is_kept =
            |m, d, h| kept.contains(&at(date(2026, m, d).at(h, 0, 0, 0), Reason::Import).path);
        assert!((23..=25).all(|day| [9, 11, 15].iter().all(|hour| is_kept(11, day, *hour))));
        assert!(
            is_kept(11, 22, 15) && !is_kept(11, 22, 11),
            "the tenth is the last"
        );
        assert!((19..=25).all(|day| is_kept(11, day, 15)), "seven days");
        assert!(!is_kept(11, 18, 15));
        // Weeks end on Sundays: the running one, and those of Nov 22, 15 and 8.
        assert!(is_kept(11, 15, 15) && is_kept(11, 8, 15) && !is_kept(11, 1, 15));
        assert_eq!(kept.len(), 10 + 3 + 2);
    }

    #[test]
    fn a_damaged_book_that_was_put_aside_is_never_let_go() {
        let old = at(date(2020, 1, 1).at(9, 0, 0, 0), Reason::Damaged);
        let newer = (1..29).map(|day| at(date(2026, 2, day).at(9, 0, 0, 0), Reason::Day));
        let all: Vec<Backup> = newer.rev().chain([old.clone()]).collect();
        assert!(kept(&all).contains(&old.path));
    }
}
