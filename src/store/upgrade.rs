//! A book that an older version wrote, written anew in the form of this one.
//!
//! A backup first; then a new file with the same keys, every record in its present form, on the disk and verified; then its
//! name in one step. Killed or failing at any moment, the book is whole in the one form or in the other, and both are read. What
//! stands in the history stays in the form of its day.

use std::path::Path;

use super::backup::{self, Backup, Reason};
use super::commit::{DRAFT, HEAD};
use super::error::{Kind, StoreError};
use super::record;
use super::seal::Table;
use super::{Store, load, place};
use crate::domain::date::DateTime;

impl Store {
    /// Whether the book was last written as a whole by an older version.
    ///
    /// # Errors
    /// `Tampered`; errors of the system.
    pub fn is_of_an_older_version(&self) -> Result<bool, StoreError> {
        let read = || {
            let heads = self.vault()?.scan(Table::Setting, HEAD)?;
            Ok(heads.iter().any(|(_, bytes)| record::is_old(bytes)))
        };
        read().map_err(|error: StoreError| self.here(error))
    }

    /// Writes a book of an older version anew in the form of this one. The backup from before; `None` where there is nothing
    /// to do.
    ///
    /// # Errors
    /// `NotUpgraded`, `NoCopy`: the book is as it was and can be used so. Others: it could not be opened again after that.
    pub fn upgrade(&mut self, now: DateTime) -> Result<Option<Backup>, StoreError> {
        let has_a_name = !self.medium.path().as_os_str().is_empty();
        if self.is_reading || !has_a_name || !self.is_of_an_older_version()? {
            return Ok(None);
        }
        let before = self.back_up(Reason::Migration, now)?;
        let path = self.medium.path().to_owned();
        let passing = place::beside(&path, "new");
        let written = self.written_anew(&passing).map(|()| self.keys.clone());
        let done = match self.closed_for(&passing, written) {
            Ok(keys) => self.put_in_place(&passing, &path, keys),
            Err(error) => Err(error),
        };
        if self.vault.is_none() {
            self.reopen()?;
        }
        match done {
            Ok(()) => Ok(before),
            Err(error) => Err(StoreError::new(Kind::NotUpgraded, &path).with_detail(error.cause())),
        }
    }

    /// The whole book in its present form, on the disk under a passing name, and found to be the same book.
    fn written_anew(&self, passing: &Path) -> Result<(), StoreError> {
        let io = |error: std::io::Error| StoreError::from_io(&error, passing);
        let vault = self.vault()?;
        let file = self.files.make(passing).map_err(io)?;
        vault.reseal_to(file, &self.keys, vault.header(), |table, key, plain| {
            Ok(match table {
                Table::Setting if key == HEAD => Some(record::Head::anew(plain)?),
                Table::Setting if key == DRAFT => None,
                table => record::anew(table, plain)?,
            })
        })?;
        self.files.sync(passing).map_err(io)?;
        let new = backup::claim(self.files.as_ref(), passing)?.look(self.keys.clone())?;
        let is_same = load::whole(&new)? == load::whole(vault)?;
        if is_same && load::folded(&new)? == load::folded(vault)? {
            Ok(())
        } else {
            Err(Kind::Damaged("the new file").into())
        }
    }
}
