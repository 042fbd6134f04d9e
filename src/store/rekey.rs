//! Other keys for an open book: passphrase, recovery key, or all of them with the book key.
//!
//! The first two rewrite one slot of the header with the key that is held; nobody has to type the old passphrase. The
//! last seals every value anew into a file of its own, which takes the name of the book when it is whole and verified.

use std::path::Path;

use super::backup::{self, Reason};
use super::claim::Credentials;
use super::error::{Kind, StoreError};
use super::files::settle_names;
use super::header::Header;
use super::recovery::RecoveryKey;
use super::seal::Keys;
use super::secret::{Cost, Key, Passphrase};
use super::vault::Vault;
use super::{Store, place};
use crate::domain::date::DateTime;

impl Store {
    /// Sets a new passphrase. The recovery key stays; older backups keep the passphrase of their day.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub fn set_passphrase(&mut self, new: &Passphrase, cost: Cost) -> Result<(), StoreError> {
        self.must_write()?;
        let changed = self
            .vault()?
            .header()
            .with_passphrase(&self.keys, new, cost)
            .map_err(|error| self.here(error))?;
        let written = self.vault_mut()?.put_header(changed);
        self.ended(written)
    }

    /// Puts another recovery key in the place of the printed one.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub fn change_recovery(&mut self, new: &RecoveryKey) -> Result<(), StoreError> {
        self.must_write()?;
        let changed = self
            .vault()?
            .header()
            .with_recovery(&self.keys, new)
            .map_err(|error| self.here(error))?;
        let written = self.vault_mut()?.put_header(changed);
        self.ended(written)
    }

    /// Changes all keys: a new book key, every value sealed anew, a new passphrase and a new recovery key. A backup with
    /// the old ones is made before; it and the older ones open with the passphrase of their day.
    ///
    /// # Errors
    /// `NoCopy`, `NoNewKeys`: the old keys hold. `KeysInDoubt`: the new ones do, for what the disk says. Whatever else
    /// happens, one of the two opens the book, and the store knows which after [`Store::reopen`].
    pub fn change_all_keys(&mut self, new: &Credentials, now: DateTime) -> Result<(), StoreError> {
        self.must_write()?;
        let path = self.medium.path().to_owned();
        self.back_up(Reason::Keys, now)?
            .ok_or_else(|| self.here(Kind::NoNewKeys.into()))?;
        let passing = place::beside(&path, "new");
        let written = self.sealed_anew(&passing, new);
        let keys = self
            .closed_for(&passing, written)
            .map_err(|error| no_new_keys(&error, &path))?;
        self.put_in_place(&passing, &path, keys)
    }

    /// The whole book under new keys, on the disk and verified under a passing name.
    fn sealed_anew(&self, passing: &Path, new: &Credentials) -> Result<Keys, StoreError> {
        let io = |error: std::io::Error| StoreError::from_io(&error, passing);
        let (keys, header) = self.next_keys(new)?;
        let file = self.files.make(passing).map_err(io)?;
        self.vault()?
            .reseal_to(file, &keys, &header, |_, _, _| Ok(None))?;
        self.files.sync(passing).map_err(io)?;
        backup::verify(self.files.as_ref(), passing, &keys)?;
        Ok(keys)
    }

    /// The next generation of keys for this book, and the head that they are opened from.
    pub(super) fn next_keys(&self, new: &Credentials) -> Result<(Keys, Header), StoreError> {
        let old = self.vault()?.header();
        let (book, generation) = (old.book(), old.generation() + 1);
        let keys = Keys::new(Key::random()?, book, generation);
        let (passphrase, recovery) = (&new.passphrase, &new.recovery);
        let header = Header::new(&keys, book, generation, passphrase, new.cost, recovery)?;
        Ok((keys, header))
    }

    /// Closes the book when the file that takes its place was written, as nothing is renamed over a file that is open; a file
    /// that came to nothing is removed. The keys of the new file.
    pub(super) fn closed_for(
        &mut self,
        passing: &Path,
        written: Result<Keys, StoreError>,
    ) -> Result<Keys, StoreError> {
        let closed = written.and_then(|keys| {
            let closed = self.vault.take().map_or(Ok(()), Vault::close);
            closed.map(|()| keys)
        });
        if closed.is_err() {
            let _ = self.files.remove(passing);
        }
        closed
    }

    /// Renames the finished file over the book and opens whichever of the two has the name then.
    pub(super) fn put_in_place(
        &mut self,
        passing: &Path,
        path: &Path,
        keys: Keys,
    ) -> Result<(), StoreError> {
        if let Err(error) = self.files.rename(passing, path) {
            let _ = self.files.remove(passing);
            let failed = no_new_keys(&StoreError::from_io(&error, path), path);
            self.reopen()?;
            return Err(failed);
        }
        self.keys = keys;
        self.changed = true;
        let synced = settle_names(self.files.as_ref(), place::folder_of(path));
        self.reopen()?;
        synced.map_err(|error| StoreError::new(Kind::KeysInDoubt, path).with_detail(error))
    }
}

pub(super) fn no_new_keys(cause: &StoreError, path: &Path) -> StoreError {
    StoreError::new(Kind::NoNewKeys, path).with_detail(cause.cause())
}
