//! Deleting one student's record for good: a new file with a new key without it, verified, in the place of the old one.
//!
//! The journal begins anew with what is left, since the old one tells of the student. Backups beside the book hold the record too
//! and go. What lies elsewhere, and old blocks that a drive keeps, cannot be reached from here; whoever calls this says so.

use std::path::Path;

use super::backup::{self, Reason};
use super::claim::Credentials;
use super::error::{Kind, StoreError};
use super::header::Header;
use super::rekey::no_new_keys;
use super::seal::Keys;
use super::secret::Key;
use super::vault::Vault;
use super::{Store, commit, place};
use crate::domain::book::Book;
use crate::domain::date::DateTime;
use crate::domain::id::StudentId;
use crate::domain::record;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purged {
    /// Backups beside the book that held the record and are gone.
    pub backups: usize,
    /// Backups that could not be deleted.
    pub left: usize,
}

impl Store {
    /// Deletes everything that the book holds of a student, under a new book key, a new passphrase and a new recovery key.
    ///
    /// # Errors
    /// `Refused` for one who is not in the book or whose request is open, `NoCopy`, `NoNewKeys`: the old file stands as it was.
    /// `KeysInDoubt`: as in [`Store::change_all_keys`].
    pub fn purge(
        &mut self,
        student: StudentId,
        new: &Credentials,
        now: DateTime,
    ) -> Result<Purged, StoreError> {
        for year in self.all_years()? {
            self.keep_year(year)?;
        }
        let left = record::without(&self.book, student)
            .map_err(|why| self.here(Kind::Refused(why.to_owned()).into()))?;
        let path = self.medium.path().to_owned();
        self.back_up(Reason::Purge, now)?
            .ok_or_else(|| self.here(Kind::NoNewKeys.into()))?;
        let passing = place::beside(&path, "new");
        let keys = self.written_without(&passing, new, &left).and_then(|keys| {
            // Nothing is renamed over a file that is open.
            let closed = self.vault.take().map_or(Ok(()), Vault::close);
            closed.map(|()| keys)
        });
        match keys {
            Ok(keys) => self.put_in_place(&passing, &path, keys)?,
            Err(error) => {
                let _ = self.files.remove(&passing);
                return Err(no_new_keys(&error, &path));
            }
        }
        Ok(self.without_backups(&path))
    }

    /// The rest of the book under new keys, on the disk and verified under a passing name.
    fn written_without(
        &self,
        passing: &Path,
        new: &Credentials,
        left: &Book,
    ) -> Result<Keys, StoreError> {
        let io = |error: std::io::Error| StoreError::from_io(&error, passing);
        let old = self.vault()?.header();
        let (book, generation) = (old.book(), old.generation() + 1);
        let keys = Keys::new(Key::random()?, book, generation);
        let (passphrase, recovery) = (&new.passphrase, &new.recovery);
        let header = Header::new(&keys, book, generation, passphrase, new.cost, recovery)?;
        let file = self.files.make(passing).map_err(io)?;
        let first = commit::first_batch(left)?;
        // Counted on, so that nobody who remembers the old file takes this one for an older copy.
        let commits = self.vault()?.manifest().commits;
        Vault::create(file, keys.clone(), header, &first, commits)?.close()?;
        self.files.sync(passing).map_err(io)?;
        backup::verify(self.files.as_ref(), passing, &keys)?;
        Ok(keys)
    }

    /// Deletes the backups beside the book: each holds the record.
    fn without_backups(&self, path: &Path) -> Purged {
        let mut purged = Purged {
            backups: 0,
            left: 0,
        };
        for backup in backup::list_in(self.files.as_ref(), path) {
            match self.files.remove(&backup.path) {
                Ok(()) => purged.backups += 1,
                Err(_) => purged.left += 1,
            }
        }
        let _ = self.files.sync_folder(&backup::folder(path));
        purged
    }
}
