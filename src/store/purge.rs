//! Deleting one student's record for good: a new file with a new key without it, verified, in the place of the old one.
//!
//! The journal begins anew with what is left, since the old one tells of the student. Backups beside the book hold the record too
//! and go. What lies elsewhere, and old blocks that a drive keeps, cannot be reached from here; whoever calls this says so.
//!
//! The backup that is made before stands for the work that is not finished: it is the last one to go. One that is still there when
//! the book is opened tells how far it came: does it open with the key of the book, nothing was deleted; does it not, the new file
//! has taken the place and the older backups are still to go.

use std::path::Path;

use super::backup::{self, Reason};
use super::claim::Credentials;
use super::error::{Kind, StoreError};
use super::files::{Files, settle_names};
use super::header::Unlock;
use super::seal::Keys;
use super::vault::Vault;
use super::{Store, commit, load, place};
use crate::domain::book::Book;
use crate::domain::date::DateTime;
use crate::domain::id::StudentId;
use crate::domain::record;

/// What was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Purged {
    /// Backups beside the book that held the record and are gone.
    pub backups: usize,
    /// Backups that could not be deleted.
    pub left: usize,
    /// Whether there is a backup of the book as it is now.
    pub has_new: bool,
}

impl Store {
    /// Deletes everything that the book holds of a student, under a new book key, a new passphrase and a new recovery key.
    ///
    /// # Errors
    /// `Kept` for one who is not in the book or about whom a request waits, `SamePassphrase`, `NoCopy`, `NotPurged`: the old file
    /// stands as it was. `KeysInDoubt`: as in [`Store::change_all_keys`].
    pub fn purge(
        &mut self,
        student: StudentId,
        new: &Credentials,
        now: DateTime,
    ) -> Result<Purged, StoreError> {
        self.must_write()?;
        for year in self.all_years()? {
            self.keep_year(year)?;
        }
        let left = record::without(&self.book, student)
            .map_err(|why| self.here(Kind::Kept(why).into()))?;
        let again = Unlock::Passphrase(new.passphrase.clone());
        if self.vault()?.header().unlock(&again).is_ok() {
            return Err(self.here(Kind::SamePassphrase.into()));
        }
        let path = self.medium.path().to_owned();
        let before = self
            .back_up(Reason::Purge, now)?
            .ok_or_else(|| self.here(Kind::NotPurged.into()))?;
        let replaced = self.replaced_by(&path, new, &left);
        if let Err(error) = replaced {
            if *error.kind() == Kind::NotPurged {
                // Nothing came of it, so nothing is to be finished.
                let _ = self.files.remove(&before.path);
            }
            return Err(error);
        }
        let made = self.back_up(Reason::Purged, now).ok().flatten();
        let gone = |file: &Path| made.as_ref().is_none_or(|made| made.path != file);
        Ok(Purged {
            has_new: made.is_some(),
            ..let_go(self.files.as_ref(), &path, gone)
        })
    }

    /// Puts what is left in the place of the book.
    fn replaced_by(
        &mut self,
        path: &Path,
        new: &Credentials,
        left: &Book,
    ) -> Result<(), StoreError> {
        let not_purged =
            |error: &StoreError| StoreError::new(Kind::NotPurged, path).with_detail(error.cause());
        let passing = place::beside(path, "new");
        let written = self.written_without(&passing, new, left);
        let keys = self
            .closed_for(&passing, written)
            .map_err(|error| not_purged(&error))?;
        self.put_in_place(&passing, path, keys)
            .map_err(|error| match error.kind() {
                Kind::NoNewKeys => not_purged(&error),
                // The file may have its name already.
                _ => StoreError::new(Kind::KeysInDoubt, path).with_detail(error.cause()),
            })
    }

    /// The rest of the book under new keys, on the disk under a passing name, read back and compared.
    fn written_without(
        &self,
        passing: &Path,
        new: &Credentials,
        left: &Book,
    ) -> Result<Keys, StoreError> {
        let io = |error: std::io::Error| StoreError::from_io(&error, passing);
        let (keys, header) = self.next_keys(new)?;
        let file = self.files.make(passing).map_err(io)?;
        let first = commit::first_batch(left)?;
        // Counted on, so that nobody who remembers the old file takes this one for an older copy.
        let commits = self.vault()?.manifest().commits;
        Vault::create(file, keys.clone(), header, &first, commits)?.close()?;
        self.files.sync(passing).map_err(io)?;
        let written = backup::claim(self.files.as_ref(), passing)?.look(keys.clone())?;
        if load::whole(&written)? != *left || load::folded(&written)? != *left {
            return Err(Kind::Tampered("what was read back is not what was written").into());
        }
        Ok(keys)
    }

    /// Finishes a deletion that was cut off after the new file had taken the place of the book: the older backups go. To be called
    /// when a book was opened. `None` where nothing was to be done.
    pub fn finish_purge(&self) -> Option<Purged> {
        if self.is_reading {
            return None;
        }
        let (files, path) = (self.files.as_ref(), self.medium.path());
        let all = backup::list_in(files, path);
        let before = all.iter().find(|one| one.reason == Reason::Purge)?;
        let opens = |file: &Path| backup::verify(files, file, &self.keys).is_ok();
        if opens(&before.path) {
            let _ = files.remove(&before.path); // it never came to the deletion
            return None;
        }
        Some(Purged {
            has_new: all.iter().any(|one| opens(&one.path)),
            ..let_go(files, path, |file| !opens(file))
        })
    }
}

/// Deletes backups beside the book and what is left there of half a one; the one from before the deletion at the end, and only when
/// all others are gone for good: it tells that there is still something to do.
fn let_go(files: &dyn Files, book: &Path, gone: impl Fn(&Path) -> bool) -> Purged {
    let folder = backup::folder(book);
    let mut purged = Purged::default();
    for half in files.names(&folder).unwrap_or_default() {
        let half = folder.join(half);
        if half.extension().is_some_and(|ending| ending == "new") {
            let _ = files.remove(&half);
        }
    }
    let mut old = backup::list_in(files, book);
    old.retain(|one| gone(&one.path));
    old.sort_by_key(|one| one.reason == Reason::Purge);
    for one in old {
        let is_last = one.reason == Reason::Purge && purged.left > 0;
        let removed = !is_last && files.remove(&one.path).is_ok();
        // Each by itself, so that the last one is never gone before the others.
        if removed && settle_names(files, &folder).is_ok() {
            purged.backups += 1;
        } else {
            purged.left += 1;
        }
    }
    purged
}
