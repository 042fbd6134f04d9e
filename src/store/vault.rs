//! The sealed file: bytes under keys in redb, each sealed to its place, all of them accounted for in the manifest.
//!
//! `store` puts records in and takes them out; this module does not know what they mean. Opening is in two steps, so
//! that the passphrase is asked only for a file that can be opened: [`Locked::claim`] reads the header, [`Locked::open`]
//! verifies everything. Until then not one byte of the file is changed (see `gate`).

mod copy;

use redb::{Builder, Database, ReadableDatabase, ReadableTable, StorageBackend, TableDefinition};
use zeroize::Zeroizing;

use super::error::{Kind, StoreError};
use super::gate::Gate;
use super::header::{Header, Unlock};
use super::journal::Chain;
use super::manifest::{Digest, Manifest};
use super::seal::{Keys, Table, tag};

/// The header, alone in its table.
const HEADER: TableDefinition<&str, &[u8]> = TableDefinition::new("header");
const HEADER_KEY: &str = "header";

/// Everything sealed, in one table: a commit then rewrites one tree. The first byte of a key is its [`Table`].
const VALUES: TableDefinition<&[u8], &[u8]> = TableDefinition::new("values");

/// How redb begins its files.
const REDB_MAGIC: &[u8; 9] = b"redb\x1A\x0A\xA9\x0D\x0A";

/// Enough for a group's year; redb's default is a gigabyte.
const CACHE: usize = 4 * 1024 * 1024;

/// A book that is ours alone and not yet unlocked.
#[derive(Debug)]
pub(crate) struct Locked {
    database: Database,
    gate: Gate,
    header: Header,
    bytes: Vec<u8>,
}

/// An unlocked book.
#[derive(Debug)]
pub(crate) struct Vault {
    database: Database,
    keys: Keys,
    header: Header,
    manifest: Manifest,
}

/// What one commit writes.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// Places with their new plain values; `None` takes the value out.
    pub(crate) values: Vec<(Table, Vec<u8>, Option<Vec<u8>>)>,
    /// Plain entries for the end of the journal.
    pub(crate) journal: Vec<Vec<u8>>,
    /// The book's counter from now on.
    pub(crate) counter: u64,
}

/// A plain value with its key.
pub(crate) type Opened = (Vec<u8>, Zeroizing<Vec<u8>>);

fn builder() -> Builder {
    let mut builder = Builder::new();
    builder
        .set_cache_size(CACHE)
        .set_check_integrity_on_open(true);
    builder
}

fn stored_key(table: Table, key: &[u8]) -> Vec<u8> {
    let mut stored = Vec::with_capacity(1 + key.len());
    stored.push(table as u8);
    stored.extend_from_slice(key);
    stored
}

impl Locked {
    /// Opens the file for us alone and reads its header.
    ///
    /// # Errors
    /// `Busy`, `NotABook`, `Newer`, `TooCostly`, `Damaged`; errors of the system.
    pub(crate) fn claim(file: Box<dyn StorageBackend>) -> Result<Self, StoreError> {
        check_magic(file.as_ref())?;
        let gate = Gate::holding(file);
        let database = builder().create_with_backend(gate.clone())?;
        let bytes = read_header(&database)?;
        let header = Header::read(&bytes)?;
        Ok(Self {
            database,
            gate,
            header,
            bytes,
        })
    }

    /// The keys, if `unlock` is right. Runs the key derivation: takes a fifth of a second.
    ///
    /// # Errors
    /// `WrongPassphrase`, `WrongRecovery`.
    pub(crate) fn keys(&self, unlock: &Unlock) -> Result<Keys, StoreError> {
        self.header.unlock(unlock)
    }

    /// The table of contents, before anything else was verified.
    ///
    /// # Errors
    /// `Tampered`; errors of the system.
    pub(crate) fn manifest(&self, keys: &Keys) -> Result<Manifest, StoreError> {
        let read = self.database.begin_read()?;
        read_manifest(&read.open_table(VALUES)?, keys)
    }

    pub(crate) fn header(&self) -> &Header {
        &self.header
    }

    /// Verifies the whole file and lets writes through.
    ///
    /// # Errors
    /// `Tampered` when anything is not as it was written; errors of the system.
    pub(crate) fn open(self, keys: Keys) -> Result<Vault, StoreError> {
        let manifest = self.verified(&keys)?;
        self.gate
            .open()
            .map_err(|error| StoreError::from_io(&error, std::path::Path::new("")))?;
        Ok(Vault {
            database: self.database,
            keys,
            header: self.header,
            manifest,
        })
    }

    /// Verifies the whole file for reading. It stays byte for byte what it is: the gate is not opened.
    ///
    /// # Errors
    /// As [`Locked::open`].
    pub(crate) fn look(self, keys: Keys) -> Result<Vault, StoreError> {
        let manifest = self.verified(&keys)?;
        Ok(Vault {
            database: self.database,
            keys,
            header: self.header,
            manifest,
        })
    }

    /// Verifies the whole file and leaves it alone.
    ///
    /// # Errors
    /// As [`Locked::open`].
    pub(crate) fn verify(&self, keys: &Keys) -> Result<(), StoreError> {
        self.verified(keys).map(|_| ())
    }

    /// How many values there are, and how many of them the keys open, each by itself and in its place.
    ///
    /// # Errors
    /// Those of the system.
    pub(crate) fn tries(&self, keys: &Keys) -> Result<(usize, usize), StoreError> {
        let read = self.database.begin_read()?;
        let table = read.open_table(VALUES)?;
        let sealer = keys.sealer.of_generation(self.header.generation());
        let (mut values, mut opened) = (0, 0);
        for row in table.range::<&[u8]>(..)? {
            let (key, value) = row?;
            let Some((first, name)) = key.value().split_first().map(|(f, n)| (*f, n.to_vec()))
            else {
                continue;
            };
            values += 1;
            let place = Table::of(first);
            let opens =
                place.is_some_and(|table| sealer.unseal(table, &name, value.value()).is_ok());
            opened += usize::from(opens);
        }
        Ok((values, opened))
    }

    fn verified(&self, keys: &Keys) -> Result<Manifest, StoreError> {
        Header::verify(&self.bytes, keys)?;
        let manifest = verify(&self.database, &self.header, keys)?;
        if manifest.header != Header::mac(&self.bytes) {
            return Err(Kind::Tampered("its head is older than the rest").into());
        }
        Ok(manifest)
    }
}

/// A file that is empty or begins otherwise is none of ours; redb would make a book of an empty one.
fn check_magic(file: &dyn StorageBackend) -> Result<(), StoreError> {
    let io = |error: std::io::Error| StoreError::from_io(&error, std::path::Path::new(""));
    let mut magic = [0; REDB_MAGIC.len()];
    if file.len().map_err(io)? == 0 {
        return Err(Kind::Damaged("the file is empty and").into());
    }
    if file.len().map_err(io)? < magic.len() as u64 {
        return Err(Kind::NotABook.into());
    }
    file.read(0, &mut magic).map_err(io)?;
    if magic == *REDB_MAGIC {
        Ok(())
    } else {
        Err(Kind::NotABook.into())
    }
}

fn read_header(database: &Database) -> Result<Vec<u8>, StoreError> {
    let read = database.begin_read()?;
    let table = match read.open_table(HEADER) {
        Err(redb::TableError::Storage(error)) => return Err(error.into()),
        other => other.map_err(|_| StoreError::from(Kind::NotABook))?,
    };
    let header = table
        .get(HEADER_KEY)?
        .ok_or_else(|| StoreError::from(Kind::NotABook))?;
    Ok(header.value().to_vec())
}

/// Compares every value with the manifest: by its tag, without unsealing it.
fn verify(database: &Database, header: &Header, keys: &Keys) -> Result<Manifest, StoreError> {
    let read = database.begin_read()?;
    let table = read.open_table(VALUES)?;
    let manifest = read_manifest(&table, keys)?;
    let mut values = Digest::default();
    let mut journal = Chain::begin(&header.book(), manifest.journal.base);
    for row in table.range::<&[u8]>(..)? {
        let (key, value) = row?;
        let (key, value) = (key.value(), value.value());
        match key.split_first() {
            Some((&first, number)) if first == Table::Journal as u8 => {
                if number != journal.next_key() {
                    return Err(Kind::Tampered("an entry of the history is missing").into());
                }
                journal.push(value);
            }
            Some((&first, _)) if first == Table::Manifest as u8 => {}
            _ => values.add(&keys.digest, key, tag(value)),
        }
    }
    if journal != manifest.journal {
        return Err(Kind::Tampered("the history is not the one written").into());
    }
    if values != manifest.values {
        return Err(Kind::Tampered("a value is missing, old or foreign").into());
    }
    Ok(manifest)
}

fn read_manifest(
    table: &impl ReadableTable<&'static [u8], &'static [u8]>,
    keys: &Keys,
) -> Result<Manifest, StoreError> {
    let missing = || {
        StoreError::from(Kind::Tampered(
            "the table of contents is not the one written",
        ))
    };
    let sealed = table
        .get(stored_key(Table::Manifest, b"").as_slice())?
        .ok_or_else(missing)?;
    let plain = keys
        .sealer
        .unseal(Table::Manifest, b"", sealed.value())
        .map_err(|_| missing())?;
    Manifest::from_bytes(&plain).ok_or_else(missing)
}

impl Vault {
    /// Makes a book in an empty file. The first batch and the header are one commit, counted on from `commits`.
    ///
    /// # Errors
    /// Those of the system.
    pub(crate) fn create(
        file: Box<dyn StorageBackend>,
        keys: Keys,
        header: Header,
        first: &Batch,
        commits: u64,
    ) -> Result<Self, StoreError> {
        let database = builder().create_with_backend(Gate::opened(file))?;
        let manifest = Manifest {
            commits,
            ..Manifest::empty(&header.book())
        };
        let mut vault = Self {
            database,
            keys,
            header,
            manifest,
        };
        let header = vault.header.to_bytes(&vault.keys)?;
        vault.write(first, Some(&header))?;
        Ok(vault)
    }

    /// Writes the batch: when this returns, it is on the disk.
    ///
    /// # Errors
    /// Those of the system; the batch may or may not be in the file then. Close, open again and look.
    pub(crate) fn commit(&mut self, batch: &Batch) -> Result<(), StoreError> {
        self.write(batch, None)
    }

    /// Puts another header in the place of this one.
    ///
    /// # Errors
    /// As [`Vault::commit`].
    pub(crate) fn put_header(&mut self, header: Header) -> Result<(), StoreError> {
        let bytes = header.to_bytes(&self.keys)?;
        let unchanged = Batch {
            counter: self.manifest.counter,
            ..Batch::default()
        };
        self.write(&unchanged, Some(&bytes))?;
        self.header = header;
        Ok(())
    }

    fn write(&mut self, batch: &Batch, header: Option<&[u8]>) -> Result<(), StoreError> {
        let mut manifest = self.manifest;
        let write = self.database.begin_write()?;
        if let Some(bytes) = header {
            write.open_table(HEADER)?.insert(HEADER_KEY, bytes)?;
            manifest.header = Header::mac(bytes);
        }
        self.fill(&mut write.open_table(VALUES)?, batch, &mut manifest)?;
        write.commit()?;
        self.manifest = manifest;
        Ok(())
    }

    fn fill(
        &self,
        table: &mut redb::Table<&'static [u8], &'static [u8]>,
        batch: &Batch,
        manifest: &mut Manifest,
    ) -> Result<(), StoreError> {
        for (kind, key, plain) in &batch.values {
            let stored = stored_key(*kind, key);
            let old = if let Some(plain) = plain {
                let sealed = self.keys.sealer.seal(*kind, key, plain)?;
                manifest
                    .values
                    .add(&self.keys.digest, &stored, tag(&sealed));
                table.insert(stored.as_slice(), sealed.as_slice())?
            } else {
                table.remove(stored.as_slice())?
            };
            if let Some(old) = old {
                manifest
                    .values
                    .remove(&self.keys.digest, &stored, tag(old.value()));
            }
        }
        for plain in &batch.journal {
            let key = manifest.journal.next_key();
            let sealed = self.keys.sealer.seal(Table::Journal, &key, plain)?;
            table.insert(
                stored_key(Table::Journal, &key).as_slice(),
                sealed.as_slice(),
            )?;
            manifest.journal.push(&sealed);
        }
        manifest.commits += 1;
        manifest.counter = batch.counter;
        let plain = manifest
            .to_bytes()
            .map_err(|_| StoreError::from(Kind::TooLarge))?;
        let sealed = self.keys.sealer.seal(Table::Manifest, b"", &plain)?;
        table.insert(
            stored_key(Table::Manifest, b"").as_slice(),
            sealed.as_slice(),
        )?;
        Ok(())
    }

    /// All values of `table` whose key begins with `prefix`, in order of their keys.
    ///
    /// # Errors
    /// `Tampered`; errors of the system.
    pub(crate) fn scan(&self, table: Table, prefix: &[u8]) -> Result<Vec<Opened>, StoreError> {
        let read = self.database.begin_read()?;
        let values = read.open_table(VALUES)?;
        let begin = stored_key(table, prefix);
        let mut found = Vec::new();
        for row in values.range(begin.as_slice()..)? {
            let (key, value) = row?;
            if !key.value().starts_with(&begin) {
                break;
            }
            found.push(self.unseal(table, key.value(), value.value())?);
        }
        Ok(found)
    }

    /// The keys of `table`, in order.
    ///
    /// # Errors
    /// Those of the system.
    pub(crate) fn names(&self, table: Table) -> Result<Vec<Vec<u8>>, StoreError> {
        let read = self.database.begin_read()?;
        let values = read.open_table(VALUES)?;
        let begin = stored_key(table, b"");
        let mut found = Vec::new();
        for row in values.range(begin.as_slice()..)? {
            let (key, _) = row?;
            match key.value().strip_prefix(begin.as_slice()) {
                Some(name) => found.push(name.to_vec()),
                None => break,
            }
        }
        Ok(found)
    }

    /// Entries of the journal, by number.
    ///
    /// # Errors
    /// `Tampered`; errors of the system.
    pub(crate) fn journal(&self, range: std::ops::Range<u64>) -> Result<Vec<Opened>, StoreError> {
        let read = self.database.begin_read()?;
        let values = read.open_table(VALUES)?;
        let from = stored_key(Table::Journal, &range.start.to_be_bytes());
        let to = stored_key(Table::Journal, &range.end.to_be_bytes());
        let mut found = Vec::new();
        if range.is_empty() {
            return Ok(found);
        }
        for row in values.range(from.as_slice()..to.as_slice())? {
            let (key, value) = row?;
            found.push(self.unseal(Table::Journal, key.value(), value.value())?);
        }
        Ok(found)
    }

    fn unseal(&self, table: Table, stored: &[u8], sealed: &[u8]) -> Result<Opened, StoreError> {
        let key = stored.get(1..).unwrap_or_default();
        let plain = self
            .keys
            .sealer
            .unseal(table, key, sealed)
            .map_err(|_| StoreError::from(Kind::Tampered(table.broken())))?;
        Ok((key.to_vec(), plain))
    }

    pub(crate) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    pub(crate) fn header(&self) -> &Header {
        &self.header
    }

    pub(crate) fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Ends the work on the file.
    ///
    /// # Errors
    /// Those of the system: then the next open repairs the file, and nothing that was committed is lost.
    pub(crate) fn close(self) -> Result<(), StoreError> {
        Ok(self.database.close()?)
    }
}
