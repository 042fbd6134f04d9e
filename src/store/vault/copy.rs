//! The whole of a file in another one: as it is, for a backup, or sealed anew with another book key.
//!
//! The copy is written by redb itself from one reading of the values, so it is a closed file without leftovers, whatever
//! the state of the pages it came from.

use redb::{ReadableDatabase, StorageBackend};
use zeroize::Zeroizing;

use super::{
    HEADER, HEADER_KEY, Header, Manifest, Table, VALUES, Vault, builder, read_header, stored_key,
};
use crate::store::error::{Kind, StoreError};
use crate::store::gate::Gate;
use crate::store::journal::Chain;
use crate::store::manifest::Digest;
use crate::store::seal::{Keys, tag};

/// A stored key and its sealed value.
type Row = (Vec<u8>, Vec<u8>);

impl Vault {
    /// Puts header and values as they are into an empty file and closes it.
    ///
    /// # Errors
    /// Those of the system.
    pub(crate) fn copy_to(&self, file: Box<dyn StorageBackend>) -> Result<(), StoreError> {
        let header = read_header(&self.database)?;
        self.fill_file(file, &header, |key, value| {
            Ok((key.to_vec(), value.to_vec()))
        })
    }

    /// Seals every value anew with `keys` into an empty file and closes it. `form` gives a value in another form, or `None` where
    /// it stays as it is.
    ///
    /// # Errors
    /// `Tampered` when a value is not the one written; those of the system.
    pub(crate) fn reseal_to(
        &self,
        file: Box<dyn StorageBackend>,
        keys: &Keys,
        header: &Header,
        mut form: impl FnMut(Table, &[u8], &[u8]) -> Result<Option<Vec<u8>>, StoreError>,
    ) -> Result<(), StoreError> {
        let bytes = header.to_bytes(keys)?;
        let mut manifest = Manifest {
            values: Digest::default(),
            journal: Chain::begin(&header.book(), self.manifest.journal.base),
            header: Header::mac(&bytes),
            // Another state: whoever remembers the one before must not take it for an older copy of the same.
            commits: self.manifest.commits + 1,
            ..self.manifest
        };
        // The manifest is the last row, so all others are in it by then.
        self.fill_file(file, &bytes, |stored, sealed| {
            let table = table_of(stored)?;
            let (name, plain) = self.unseal(table, stored, sealed)?;
            let sealed = if table == Table::Manifest {
                let plain = manifest.to_bytes().map_err(|_| Kind::TooLarge)?;
                keys.sealer.seal(table, &name, &plain)?
            } else {
                let other = form(table, &name, &plain)?.map(Zeroizing::new);
                keys.sealer
                    .seal(table, &name, other.as_ref().unwrap_or(&plain))?
            };
            match table {
                Table::Manifest => {}
                Table::Journal => manifest.journal.push(&sealed),
                _ => manifest
                    .values
                    .add(&keys.digest, &stored_key(table, &name), tag(&sealed)),
            }
            Ok((stored.to_vec(), sealed))
        })
    }

    fn fill_file(
        &self,
        file: Box<dyn StorageBackend>,
        header: &[u8],
        mut row: impl FnMut(&[u8], &[u8]) -> Result<Row, StoreError>,
    ) -> Result<(), StoreError> {
        let copy = builder().create_with_backend(Gate::opened(file))?;
        let read = self.database.begin_read()?;
        let values = read.open_table(VALUES)?;
        let write = copy.begin_write()?;
        {
            write.open_table(HEADER)?.insert(HEADER_KEY, header)?;
            let mut table = write.open_table(VALUES)?;
            for found in values.range::<&[u8]>(..)? {
                let (key, value) = found?;
                let (key, value) = row(key.value(), value.value())?;
                table.insert(key.as_slice(), value.as_slice())?;
            }
        }
        write.commit()?;
        Ok(copy.close()?)
    }
}

fn table_of(stored: &[u8]) -> Result<Table, StoreError> {
    let first = stored.first().copied().and_then(Table::of);
    first.ok_or_else(|| Kind::Tampered("a value is of no kind that this program writes").into())
}
