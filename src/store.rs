//! Where it lives: the sealed file of one adviser.
//!
//! One worker of `run` owns the [`Store`] and performs effects on it in order; `cli` opens one for itself. It gets
//! Changes and gives back a Book, and knows nothing of screens, keys or the clock. The layers, each on the one below:
//!
//! ```text
//! store      Changes -> records, one transaction a commit        commit, load, claim, backup
//! record     things of the domain <-> bytes with a version
//! vault      bytes under keys, each sealed to its place, all accounted for      seal, header, manifest, journal
//! gate       nothing is written before all was verified
//! redb       pages, transactions, one sync a commit                             medium
//! ```
//!
//! What is acknowledged is on the disk; what failed is not retried on the same handle: [`Store::reopen`] closes, opens
//! again, verifies and says what is really there.

pub mod backup;
pub mod claim;
mod commit;
pub mod error;
mod figures;
pub mod files;
mod gate;
pub mod header;
mod journal;
mod load;
pub mod lock;
mod manifest;
pub mod mark;
pub mod medium;
mod place;
mod purge;
mod record;
pub mod recovery;
mod rekey;
mod reserve;
mod restore;
mod seal;
pub mod secret;
mod upgrade;
mod vault;
pub mod words;

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

pub use backup::{Backup, Reason};
pub use claim::{BookKeys, Claimed, Credentials};
pub use error::{Kind, StoreError};
pub use figures::Figures;
pub use header::Unlock;
pub use load::Plans;
pub use lock::{TakeOver, Who};
pub use mark::Mark;
pub use purge::Purged;
pub use recovery::RecoveryKey;
pub use restore::Restore;
pub use secret::{Cost, Passphrase};

use crate::domain::book::Book;
use crate::domain::change::Entry;
use crate::domain::date::{DateTime, SchoolYear};
use crate::domain::draft::Draft;
use crate::domain::id::BookId;
use files::Files;
use lock::Sidecar;
use medium::Medium;
use seal::Keys;
use vault::Vault;

/// Entries of the journal that are read at once: enough to undo a day.
pub const RECENT: u64 = 200;

/// The opened file of one adviser.
#[derive(Debug)]
pub struct Store {
    /// The book as it is on the disk: what is acknowledged and nothing else.
    book: Book,
    /// `None` after a failed write, until it is opened again.
    vault: Option<Vault>,
    keys: Keys,
    /// School years whose plans are in memory.
    years: BTreeSet<SchoolYear>,
    /// Number of the next entry.
    next: u64,
    changed: bool,
    /// What stands in the file of something that was being written.
    draft: Option<Draft>,
    medium: Box<dyn Medium>,
    files: Box<dyn Files>,
    /// It is a copy in memory of a file that is only read: nothing is written anywhere.
    is_reading: bool,
    /// Last, so that it goes when all else is closed.
    sidecar: Option<Sidecar>,
}

/// A store with what was read from it.
#[derive(Debug)]
pub struct Opened {
    /// The file.
    pub store: Store,
    /// The book: the current year whole.
    pub book: Book,
    /// The last [`RECENT`] entries of the journal, oldest first.
    pub entries: Vec<Entry>,
    /// Every school year that the file holds something of.
    pub years: BTreeSet<SchoolYear>,
    /// What was being written when the book was closed.
    pub draft: Option<Draft>,
}

/// What is in the file after it was opened again.
#[derive(Debug)]
pub struct Reloaded {
    /// The book.
    pub book: Book,
    /// The last [`RECENT`] entries, oldest first. One that was in flight may be among them: it is saved then.
    pub entries: Vec<Entry>,
}

/// What was acknowledged: it is on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Committed {
    /// Number of the newest entry in the file.
    pub seq: u64,
}

/// A random identity for a new book.
///
/// # Errors
/// `NoRandom` when the system has no random numbers.
pub fn new_book_id() -> Result<BookId, StoreError> {
    let mut id = BookId::default();
    secret::fill_random(&mut id.0)?;
    Ok(id)
}

impl Store {
    /// Opens the book at `path` in one go. Screens that ask more than once use [`Claimed`].
    ///
    /// # Errors
    /// See [`Claimed::of`], [`Claimed::keys`] and [`Claimed::open`].
    pub fn open(
        path: &Path,
        who: &Who,
        take_over: TakeOver,
        unlock: &Unlock,
    ) -> Result<Opened, StoreError> {
        let claimed = Claimed::of(path, who, take_over)?;
        let keys = claimed.keys(unlock)?;
        claimed.open(keys)
    }

    /// Reads the book from an unlocked file.
    fn over(
        vault: Vault,
        medium: Box<dyn Medium>,
        sidecar: Option<Sidecar>,
        is_reading: bool,
    ) -> Result<Opened, StoreError> {
        let path = medium.path().to_owned();
        let book = load::book(&vault).map_err(|error| error.at(&path))?;
        let mut store = Self {
            years: BTreeSet::from([book.settings.year]),
            next: vault.manifest().journal.next,
            keys: vault.keys().clone(),
            draft: load::draft(&vault).map_err(|error| error.at(&path))?,
            vault: Some(vault),
            book,
            changed: false,
            medium,
            files: Box::new(files::System),
            is_reading,
            sidecar,
        };
        if store.sidecar.is_some() {
            reserve::keep(&path);
        }
        let entries = store.recent()?;
        Ok(Opened {
            years: store.all_years()?,
            draft: store.draft.clone(),
            book: store.book.clone(),
            store,
            entries,
        })
    }

    /// Writes the entries, in order and all in one transaction. When this returns, they are on the disk.
    ///
    /// Entries that are in the file already are passed over, so after [`Store::reopen`] the same list can be given again.
    ///
    /// # Errors
    /// `Refused` when an entry does not fit the saved book or its number is not the next one: nothing is written, go on.
    /// After every other error the store takes nothing until [`Store::reopen`].
    pub fn commit(&mut self, entries: &[Entry]) -> Result<Committed, StoreError> {
        self.must_write()?;
        self.vault()?;
        let new = self.pass_over_saved(entries)?;
        if new.is_empty() {
            return Ok(self.committed());
        }
        self.load_what_they_touch(new)?;
        self.apply(new)?;
        let written =
            commit::batch(&self.book, new).and_then(|batch| self.vault_mut()?.commit(&batch));
        self.ended(written)?;
        self.next += new.len() as u64;
        Ok(self.committed())
    }

    fn committed(&self) -> Committed {
        Committed {
            seq: self.next.saturating_sub(1),
        }
    }

    /// The entries from the first that is not in the file yet; their numbers follow on.
    fn pass_over_saved<'a>(&self, entries: &'a [Entry]) -> Result<&'a [Entry], StoreError> {
        let place = entries.partition_point(|entry| entry.seq < self.next);
        let (saved, new) = entries.split_at(place);
        if let Some(first) = saved.first() {
            let range = first.seq..first.seq + saved.len() as u64;
            if load::entries(self.vault()?, range).map_err(|error| self.here(error))? != saved {
                return Err(self.refused("another change has this number"));
            }
        }
        let follow_on = new.iter().zip(self.next..).all(|(new, seq)| new.seq == seq);
        if follow_on {
            Ok(new)
        } else {
            Err(self.refused("a change before this one is missing"))
        }
    }

    fn refused(&self, why: &str) -> StoreError {
        self.here(Kind::Refused(why.to_owned()).into())
    }

    /// Applies to the book what comes next, all or nothing.
    fn apply(&mut self, entries: &[Entry]) -> Result<(), StoreError> {
        for (done, entry) in entries.iter().enumerate() {
            if let Err(refused) = entry.change.apply(&mut self.book) {
                for entry in entries.iter().take(done).rev() {
                    // Each was applied a moment ago, so its inverse fits.
                    let _ = entry.change.inverse().apply(&mut self.book);
                }
                return Err(self.refused(&refused.to_string()));
            }
        }
        Ok(())
    }

    fn load_what_they_touch(&mut self, entries: &[Entry]) -> Result<(), StoreError> {
        let mut years = commit::years_of(entries);
        let removed = commit::removed_students(entries);
        if !removed.is_empty() {
            let keys = load::plan_keys(self.vault()?).map_err(|error| self.here(error))?;
            let theirs = keys.iter().filter(|key| removed.contains(&key.student));
            years.extend(theirs.map(|key| key.year));
        }
        for year in years {
            self.keep_year(year)?;
        }
        Ok(())
    }

    fn keep_year(&mut self, year: SchoolYear) -> Result<(), StoreError> {
        if !self.years.contains(&year) {
            let plans = load::plans(self.vault()?, year).map_err(|error| self.here(error))?;
            let school = load::school(self.vault()?, year).map_err(|error| self.here(error))?;
            self.book.plans.extend(plans);
            self.book.school.extend(school);
            self.years.insert(year);
        }
        Ok(())
    }

    /// Every school year that the file holds something of.
    ///
    /// # Errors
    /// `Tampered`; errors of the system.
    pub fn years(&self) -> Result<BTreeSet<SchoolYear>, StoreError> {
        self.all_years()
    }

    fn all_years(&self) -> Result<BTreeSet<SchoolYear>, StoreError> {
        let keys = load::plan_keys(self.vault()?).map_err(|error| self.here(error))?;
        let school = load::school_years(self.vault()?).map_err(|error| self.here(error))?;
        let years = keys.into_iter().map(|key| key.year);
        Ok(years.chain(school).collect())
    }

    /// The plans of a school year, from the file when they are not in memory.
    ///
    /// # Errors
    /// `Tampered`; errors of the system.
    pub fn load_year(&mut self, year: SchoolYear) -> Result<Plans, StoreError> {
        self.keep_year(year)?;
        let plans = self.book.plans.iter();
        Ok(plans
            .filter(|(key, _)| key.year == year)
            .map(|(key, plan)| (*key, plan.clone()))
            .collect())
    }

    /// Entries of the journal by number, oldest first; numbers that are not there are left out.
    ///
    /// # Errors
    /// `Tampered`; errors of the system.
    pub fn entries(&self, range: Range<u64>) -> Result<Vec<Entry>, StoreError> {
        load::entries(self.vault()?, range).map_err(|error| self.here(error))
    }

    fn recent(&mut self) -> Result<Vec<Entry>, StoreError> {
        self.entries(self.next.saturating_sub(RECENT)..self.next)
    }

    /// The saved book: what is acknowledged and nothing else.
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// Compares the records with the journal, from its base on.
    ///
    /// # Errors
    /// `Tampered` when they tell different stories; errors of the system.
    pub fn check(&mut self) -> Result<(), StoreError> {
        for year in self.all_years()? {
            self.keep_year(year)?;
        }
        let told = load::folded(self.vault()?).map_err(|error| self.here(error))?;
        if told == self.book && told.next_id <= self.book.next_id {
            Ok(())
        } else {
            Err(self.here(Kind::Tampered("its history tells another story").into()))
        }
    }

    /// Opens the file again after a failed write, with the key still held, and says what is in it. Never on the old
    /// handle: after a failed sync the system no longer knows what it owes to the disk.
    ///
    /// # Errors
    /// As [`Claimed::of`] and [`Claimed::open`]; it can be tried again.
    pub fn reopen(&mut self) -> Result<Reloaded, StoreError> {
        self.vault = None;
        let path = self.medium.path().to_owned();
        let vault = self
            .medium
            .open()
            .map_err(|error| StoreError::from_io(&error, &path))
            .and_then(vault::Locked::claim)
            .and_then(|locked| locked.open(self.keys.clone()))
            .map_err(|error| self.gone_or(error))?;
        self.book = load::book(&vault).map_err(|error| error.at(&path))?;
        self.next = vault.manifest().journal.next;
        self.draft = load::draft(&vault).map_err(|error| error.at(&path))?;
        self.vault = Some(vault);
        let years = std::mem::replace(&mut self.years, BTreeSet::from([self.book.settings.year]));
        for year in years {
            self.keep_year(year)?;
        }
        Ok(Reloaded {
            entries: self.recent()?,
            book: self.book.clone(),
        })
    }

    /// Whether only a copy of the book is open: nothing can be written.
    pub fn is_reading(&self) -> bool {
        self.is_reading
    }

    /// Refuses what would change a book that is only read.
    fn must_write(&self) -> Result<(), StoreError> {
        if self.is_reading {
            return Err(self.here(Kind::ReadOnly.into()));
        }
        Ok(())
    }

    /// Other files around the book than those of the machine: for tests.
    pub fn set_files(&mut self, files: Box<dyn Files>) {
        self.files = files;
    }

    /// Gives up the room that was kept for this, when the disk is full. Whether there was some: then open again and save.
    pub fn give_up_reserve(&self) -> bool {
        !self.is_reading && reserve::give_up(self.medium.path())
    }

    /// Keeps what is being written, in the place of what was kept before; `None` takes that out. Writes only what differs.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub fn keep_draft(&mut self, draft: Option<&Draft>) -> Result<(), StoreError> {
        if self.draft.as_ref() == draft {
            return Ok(());
        }
        self.must_write()?;
        self.vault()?;
        let written = commit::draft_batch(&self.book, draft)
            .and_then(|batch| self.vault_mut()?.commit(&batch));
        self.ended(written)?;
        self.draft = draft.cloned();
        Ok(())
    }

    /// Makes a verified backup in the folder beside the book. `None` where there is no folder: in a practice book.
    ///
    /// # Errors
    /// `NoCopy`: the older backups are there, and the book is as it was.
    pub fn back_up(&self, reason: Reason, now: DateTime) -> Result<Option<Backup>, StoreError> {
        let path = self.medium.path();
        if path.as_os_str().is_empty() {
            return Ok(None);
        }
        self.must_write()?;
        backup::make(self.vault()?, self.files.as_ref(), path, reason, now).map(Some)
    }

    /// Where the book lies; empty for a practice book.
    pub fn path(&self) -> &Path {
        self.medium.path()
    }

    /// Whether a copy can be made there, as far as it can be known before.
    ///
    /// # Errors
    /// `Exists`, `NoFolder`; those of the system.
    pub fn can_back_up_to(to: &Path) -> Result<(), StoreError> {
        if to.symlink_metadata().is_ok() {
            return Err(StoreError::new(Kind::Exists, to));
        }
        match place::folder_of(to).metadata() {
            Ok(folder) if folder.is_dir() => Ok(()),
            Ok(_) => Err(StoreError::new(Kind::NoFolder, to)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Err(StoreError::new(Kind::NoFolder, to))
            }
            Err(error) => Err(StoreError::from_io(&error, to)),
        }
    }

    /// Makes a verified copy under a name of the person's own.
    ///
    /// # Errors
    /// `Exists`; those of the system.
    pub fn back_up_to(&self, to: &Path) -> Result<(), StoreError> {
        Self::can_back_up_to(to)?;
        backup::copy_to(self.vault()?, self.files.as_ref(), to)
    }

    /// How far the book has come, for a machine that remembers it. `None` for one that lies in no file, or is only read.
    pub fn mark(&self) -> Option<Mark> {
        let is_kept = !self.is_reading && !self.medium.path().as_os_str().is_empty();
        let vault = self.vault.as_ref().filter(|_| is_kept)?;
        Mark::of(vault.manifest(), &self.keys, self.book.id).ok()
    }

    /// What is in the file, in numbers.
    ///
    /// # Errors
    /// `Tampered`; errors of the system.
    pub fn figures(&self) -> Result<Figures, StoreError> {
        Figures::of(self.vault()?).map_err(|error| self.here(error))
    }

    /// How many of the backups hold every value as it was written with the present keys, and how many are there.
    pub fn good_backups(&self) -> (usize, usize) {
        let (files, all) = (self.files.as_ref(), backup::list(self.medium.path()));
        let is_good = |of: &&Backup| backup::verify(files, &of.path, &self.keys).is_ok();
        (all.iter().filter(is_good).count(), all.len())
    }

    /// Closes the file after a backup of what was written since it was opened.
    ///
    /// # Errors
    /// As [`Store::close`]. `NoCopy`: only the backup failed.
    pub fn close_day(self, now: DateTime) -> Result<(), StoreError> {
        if self.is_reading {
            return self.close();
        }
        let path = self.medium.path();
        let wanted = self.changed || backup::list_in(self.files.as_ref(), path).is_empty();
        let made = if self.vault.is_some() && wanted {
            self.back_up(Reason::Day, now).map(|_| ())
        } else {
            Ok(())
        };
        self.close().and(made)
    }

    /// Closes the file.
    ///
    /// # Errors
    /// Those of the system: what was acknowledged is in the file all the same.
    pub fn close(mut self) -> Result<(), StoreError> {
        let Some(vault) = self.vault.take() else {
            return Err(self.here(Kind::Unsaved.into()));
        };
        vault.close().map_err(|error| self.here(error))
    }

    /// After a failed write the handle is given up.
    fn ended(&mut self, written: Result<(), StoreError>) -> Result<(), StoreError> {
        match written {
            Ok(()) => {
                self.changed = true;
                Ok(())
            }
            Err(error) => {
                self.vault = None;
                Err(self.gone_or(error))
            }
        }
    }

    /// A disk that gives an error and has no book any more was taken away.
    fn gone_or(&self, error: StoreError) -> StoreError {
        let path = self.medium.path();
        let was_here = matches!(error.kind(), Kind::Io | Kind::Missing) && self.sidecar.is_some();
        if was_here && !path.exists() {
            return StoreError::new(Kind::Gone, path);
        }
        self.here(error)
    }

    fn here(&self, error: StoreError) -> StoreError {
        error.at(self.medium.path())
    }

    fn vault(&self) -> Result<&Vault, StoreError> {
        self.vault
            .as_ref()
            .ok_or_else(|| self.here(Kind::Unsaved.into()))
    }

    fn vault_mut(&mut self) -> Result<&mut Vault, StoreError> {
        self.must_write()?;
        let path = self.medium.path();
        self.vault
            .as_mut()
            .ok_or_else(|| StoreError::new(Kind::Unsaved, path))
    }
}
