//! A backup takes the place of the book: looked at first, then put there in one step.
//!
//! The backup is copied beside the book and opened there, so that it may lie on a medium that cannot be written. The
//! present book, whatever its state, is kept among the backups before its name goes to the copy.

use std::path::{Path, PathBuf};

use super::backup::{self, Backup, Reason};
use super::claim::BookKeys;
use super::error::{Kind, StoreError};
use super::figures::Figures;
use super::files::{Files, System, settle_names};
use super::header::Unlock;
use super::lock::{Sidecar, TakeOver, Who};
use super::place;
use super::vault::Locked;
use crate::domain::date::DateTime;
use crate::domain::id::BookId;

/// A backup that is about to take the place of a book. Dropped, it leaves all as it was.
#[derive(Debug)]
pub struct Restore {
    files: Box<dyn Files>,
    book: PathBuf,
    /// The copy under its passing name.
    passing: PathBuf,
    /// Where it came from, for messages.
    from: PathBuf,
    _sidecar: Option<Sidecar>,
}

impl Restore {
    /// Gets the backup ready. Nobody else can open the book meanwhile.
    ///
    /// # Errors
    /// `Busy`; `NotABook`, `Newer`, `Damaged` and those of the system, about the backup. Nothing was changed.
    pub fn of(
        book: &Path,
        who: &Who,
        take_over: TakeOver,
        backup: &Path,
    ) -> Result<Self, StoreError> {
        let book = place::resolve(book);
        super::claim::refuse_exposed(&book)?;
        let sidecar = Sidecar::take(&book, who, take_over)?;
        Self::with(Box::new(System), &book, backup, Some(sidecar))
    }

    /// The same over other files: for tests.
    ///
    /// # Errors
    /// As [`Restore::of`].
    pub fn on(files: Box<dyn Files>, book: &Path, backup: &Path) -> Result<Self, StoreError> {
        Self::with(files, book, backup, None)
    }

    fn with(
        files: Box<dyn Files>,
        book: &Path,
        backup: &Path,
        sidecar: Option<Sidecar>,
    ) -> Result<Self, StoreError> {
        let restore = Self {
            files,
            book: book.to_owned(),
            passing: place::beside(book, "new"),
            from: backup.to_owned(),
            _sidecar: sidecar,
        };
        let io = |error: std::io::Error| StoreError::from_io(&error, backup);
        let (files, passing) = (&restore.files, &restore.passing);
        files.copy(backup, passing).map_err(io)?;
        files.sync(passing).map_err(io)?;
        restore.copy().map_err(|error| error.at(backup))?;
        Ok(restore)
    }

    fn copy(&self) -> Result<Locked, StoreError> {
        backup::claim(self.files.as_ref(), &self.passing)
    }

    /// The keys of the backup.
    ///
    /// # Errors
    /// `WrongPassphrase`, `WrongRecovery`: ask again.
    pub fn keys(&self, unlock: &Unlock) -> Result<BookKeys, StoreError> {
        let keys = self.copy().and_then(|copy| copy.keys(unlock));
        keys.map(BookKeys).map_err(|error| error.at(&self.from))
    }

    /// Which book it is a backup of.
    ///
    /// # Errors
    /// Those of the system.
    pub fn book(&self) -> Result<BookId, StoreError> {
        let copy = self.copy().map_err(|error| error.at(&self.from))?;
        Ok(BookId(copy.header().book()))
    }

    /// What is in the backup; every value in it was verified then.
    ///
    /// # Errors
    /// `Tampered`: take another one.
    pub fn figures(&self, keys: &BookKeys) -> Result<Figures, StoreError> {
        let read = self
            .copy()
            .and_then(|copy| copy.look(keys.0.clone()))
            .and_then(|copy| Figures::of(&copy));
        read.map_err(|error| error.at(&self.from))
    }

    /// What is in the book now.
    ///
    /// # Errors
    /// It cannot be read, or not with this passphrase.
    pub fn present(&self, unlock: &Unlock) -> Result<Figures, StoreError> {
        let present = backup::claim(self.files.as_ref(), &self.book)?;
        let keys = present.keys(unlock)?;
        Figures::of(&present.look(keys)?)
    }

    /// Keeps the present book among the backups and puts the backup in its place. What was kept, if there was a book.
    ///
    /// # Errors
    /// `NotRestored`; the book is as it was.
    pub fn go(self, now: DateTime) -> Result<Option<Backup>, StoreError> {
        let folder = place::folder_of(&self.book).to_owned();
        let done = self.keep_present(now).and_then(|kept| {
            self.files.rename(&self.passing, &self.book)?;
            settle_names(self.files.as_ref(), &folder)?;
            Ok(kept)
        });
        done.map_err(|error| StoreError::new(Kind::NotRestored, &self.book).with_detail(error))
    }

    fn keep_present(&self, now: DateTime) -> std::io::Result<Option<Backup>> {
        let reason = match backup::claim(self.files.as_ref(), &self.book) {
            Ok(_) => Reason::Restore,
            Err(error) if *error.kind() == Kind::Missing => return Ok(None),
            Err(error) if matches!(error.kind(), Kind::Newer(_)) => Reason::Restore,
            Err(_) => Reason::Damaged,
        };
        let kept = backup::keep_file(self.files.as_ref(), &self.book, reason, now)?;
        Ok(Some(kept))
    }
}

impl Drop for Restore {
    fn drop(&mut self) {
        // Gone already when it was put in place.
        let _ = self.files.remove(&self.passing);
    }
}
