//! Coming to a book: making one, finding one and asking for its key.
//!
//! The screens that open a book hold a [`Claimed`] while they ask: nobody else can open it meanwhile, and a file that
//! cannot be opened at all is refused before anybody types.

use std::path::{Path, PathBuf};

use super::error::{Kind, StoreError};
use super::header::{Header, Unlock};
use super::lock::{Kernel, Locks, Sidecar, TakeOver, Who};
use super::mark::Mark;
use super::medium::{Medium, Memory, NamedFile, ReadCopy};
use super::recovery::RecoveryKey;
use super::seal::Keys;
use super::secret::{Cost, Key, Passphrase};
use super::vault::{Locked, Vault};
use super::{Opened, Store, commit, place, reserve};
use crate::domain::book::Book;
use crate::domain::id::BookId;

/// Generation of the book key; a later version that replaces the key counts on.
const FIRST_GENERATION: u32 = 1;

/// What a new book will be opened with.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The passphrase.
    pub passphrase: Passphrase,
    /// The recovery key that was shown.
    pub recovery: RecoveryKey,
    /// Work of one try; [`Cost::STANDARD`] for every real book.
    pub cost: Cost,
}

/// A book that is ours alone and waits for its passphrase.
#[derive(Debug)]
pub struct Claimed {
    locked: Locked,
    medium: Box<dyn Medium>,
    sidecar: Option<Sidecar>,
    /// Only a copy in memory is opened.
    is_reading: bool,
}

/// The keys of a claimed book, once passphrase or recovery key was right.
#[derive(Debug, Clone)]
pub struct BookKeys(pub(super) Keys);

impl BookKeys {
    /// Whether one of these keys stands in such bytes: for the tests that look into the memory of a locked program.
    #[doc(hidden)]
    pub fn are_in(&self, bytes: &[u8]) -> bool {
        let keys = self.0.secrets();
        let mut places = bytes.windows(32);
        places.any(|place| keys.iter().any(|key| key.bytes() == place))
    }
}

impl Claimed {
    /// Claims the book at `path`.
    ///
    /// # Errors
    /// `Missing`, `Busy`, `NotABook`, `Newer`, `Damaged`, `TooCostly`; errors of the system.
    pub fn of(path: &Path, who: &Who, take_over: TakeOver) -> Result<Self, StoreError> {
        let path = found_file(path)?;
        let medium = Box::new(NamedFile(path.clone()));
        Self::of_by(&Kernel, medium, &path, who, take_over)
    }

    /// The same where somebody else answers for the locks of the sidecar, and `medium` for those of the file: for tests of
    /// shares that grant every lock.
    ///
    /// # Errors
    /// As [`Claimed::of`].
    pub fn of_by(
        locks: &dyn Locks,
        medium: Box<dyn Medium>,
        path: &Path,
        who: &Who,
        take_over: TakeOver,
    ) -> Result<Self, StoreError> {
        refuse_exposed(path)?;
        let take = || Sidecar::take_by(locks, path, who, take_over);
        let sidecar = match take() {
            // A full disk must not keep anybody from the book: the room kept beside it is for this.
            Err(error) if *error.kind() == Kind::DiskFull && reserve::give_up(path) => take()?,
            taken => taken?,
        };
        let claimed = Self::with(medium, Some(sidecar))?;
        match &claimed.sidecar {
            Some(sidecar) if !sidecar.is_ours() => {
                let holder = super::lock::holder(path);
                Err(StoreError::new(Kind::Busy(holder), path))
            }
            _ => Ok(claimed),
        }
    }

    /// Claims the book at `path`; where it cannot be written, for reading: see [`Claimed::to_read`].
    ///
    /// # Errors
    /// As [`Claimed::of`].
    pub fn of_or_to_read(path: &Path, who: &Who, take_over: TakeOver) -> Result<Self, StoreError> {
        match Self::of(path, who, take_over) {
            Err(error) if matches!(error.kind(), Kind::ReadOnly | Kind::Denied) => {
                Self::to_read(path, who, take_over)
            }
            claimed => claimed,
        }
    }

    /// Reads the book at `path` into memory, where it is mended if it was not closed cleanly. Nothing is written beside it,
    /// and not one of its own bytes is changed.
    ///
    /// # Errors
    /// As [`Claimed::of`].
    pub fn to_read(path: &Path, who: &Who, take_over: TakeOver) -> Result<Self, StoreError> {
        let path = &found_file(path)?;
        super::lock::refuse_busy(path, who, take_over)?;
        Self::copy_of(path)
    }

    /// Reads a file that nobody writes in, such as a backup, into memory.
    ///
    /// # Errors
    /// As [`Claimed::of`].
    pub fn copy_of(path: &Path) -> Result<Self, StoreError> {
        let path = found_file(path)?;
        let read = Self::with(Box::new(ReadCopy(path)), None)?;
        Ok(Self {
            is_reading: true,
            ..read
        })
    }

    /// Whether nothing can be written: it is a copy in memory that was claimed.
    pub fn is_reading(&self) -> bool {
        self.is_reading
    }

    /// Claims the book on `medium`, where there is no sidecar.
    ///
    /// # Errors
    /// As [`Claimed::of`].
    pub fn on(medium: Box<dyn Medium>) -> Result<Self, StoreError> {
        Self::with(medium, None)
    }

    fn with(medium: Box<dyn Medium>, sidecar: Option<Sidecar>) -> Result<Self, StoreError> {
        let locked = medium
            .open()
            .map_err(|error| StoreError::from_io(&error, medium.path()))
            .and_then(Locked::claim)
            .map_err(|error| error.at(medium.path()))?;
        Ok(Self {
            locked,
            medium,
            sidecar,
            is_reading: false,
        })
    }

    /// Runs the key derivation: a fifth of a second, so not on the thread that draws.
    ///
    /// # Errors
    /// `WrongPassphrase`, `WrongRecovery`: ask again, the book stays claimed.
    pub fn keys(&self, unlock: &Unlock) -> Result<BookKeys, StoreError> {
        let keys = self.locked.keys(unlock);
        keys.map(BookKeys)
            .map_err(|error| error.at(self.medium.path()))
    }

    /// How far the book has come, before it is opened.
    ///
    /// # Errors
    /// `Tampered`; errors of the system.
    pub fn mark(&self, keys: &BookKeys) -> Result<Mark, StoreError> {
        let book = BookId(self.locked.header().book());
        let read = self.locked.manifest(&keys.0);
        read.and_then(|manifest| Mark::of(&manifest, &keys.0, book))
            .map_err(|error| error.at(self.medium.path()))
    }

    /// What a try costs that this file asks for.
    pub fn cost(&self) -> Cost {
        self.locked.header().cost()
    }

    /// How many sealed values are in the file, and how many of them these keys open: for a test of what a deletion leaves.
    #[doc(hidden)]
    pub fn tries(&self, keys: &BookKeys) -> (usize, usize) {
        self.locked.tries(&keys.0).unwrap_or_default()
    }

    /// Verifies the whole file and reads the book.
    ///
    /// # Errors
    /// `Tampered`, `Damaged`: nothing of it is shown. Errors of the system.
    pub fn open(self, keys: BookKeys) -> Result<Opened, StoreError> {
        let vault = self
            .locked
            .open(keys.0)
            .map_err(|error| error.at(self.medium.path()))?;
        Store::over(vault, self.medium, self.sidecar, self.is_reading)
    }

    /// Opens with the recovery key and sets a new passphrase.
    ///
    /// # Errors
    /// `WrongRecovery` and those of [`Claimed::open`].
    pub fn reset_with_recovery(
        self,
        recovery: &RecoveryKey,
        new: &Passphrase,
        cost: Cost,
    ) -> Result<Opened, StoreError> {
        let unlock = Unlock::Recovery(recovery.clone());
        let keys = self.keys(&unlock)?;
        let mut opened = self.open(keys)?;
        opened.store.set_passphrase(new, cost)?;
        Ok(opened)
    }
}

impl Store {
    /// Makes a book at `path` and opens it. Killed at any moment, it leaves no file under that name or a whole one.
    ///
    /// # Errors
    /// `Exists`, `Busy`; errors of the system.
    pub fn create(
        path: &Path,
        who: &Who,
        credentials: &Credentials,
        book: &Book,
    ) -> Result<Opened, StoreError> {
        let io = |error: std::io::Error| StoreError::from_io(&error, path);
        place::make_folder_for(path).map_err(io)?;
        refuse_exposed(path)?;
        let sidecar = Sidecar::take(path, who, TakeOver::Refuse)?;
        if path.symlink_metadata().is_ok() {
            return Err(StoreError::new(Kind::Exists, path));
        }
        let keys = new_keys(book)?;
        let new = place::beside(path, "new");
        let made = make_file(&new, keys.clone(), credentials, book)
            .and_then(|()| place::settle(&new, path).map_err(io));
        if let Err(error) = made {
            let _ = place::remove(&new);
            return Err(error.at(path));
        }
        let medium = Box::new(NamedFile(place::resolve(path)));
        Claimed::with(medium, Some(sidecar))?.open(BookKeys(keys))
    }

    /// Makes a book on an empty `medium` and opens it: for tests.
    ///
    /// # Errors
    /// Those of the system.
    pub fn create_on(
        medium: Box<dyn Medium>,
        credentials: &Credentials,
        book: &Book,
    ) -> Result<Opened, StoreError> {
        let file = medium
            .open()
            .map_err(|error| StoreError::from_io(&error, medium.path()))?;
        let keys = new_keys(book)?;
        let header = new_header(&keys, credentials, book)?;
        let vault = Vault::create(file, keys, header, &commit::first_batch(book)?, 0)?;
        Self::over(vault, medium, None, false)
    }

    /// A practice book: sealed with a key that is nowhere else, in a file without a name. However the program ends,
    /// nothing is left of it.
    ///
    /// # Errors
    /// Those of the system.
    pub fn practice(book: &Book) -> Result<Opened, StoreError> {
        let mut random = Key::random()?;
        let credentials = Credentials {
            passphrase: Passphrase::new(&format!("{:x?}", random.bytes_mut())),
            recovery: RecoveryKey::random()?,
            cost: Cost::CHEAP,
        };
        Self::create_on(nameless(), &credentials, book)
    }
}

/// A folder in which others can write is no place for a book: they could take its files away, or put theirs there.
pub(super) fn refuse_exposed(book: &Path) -> Result<(), StoreError> {
    let folder = place::folder_of(book);
    if place::is_exposed(folder) {
        return Err(StoreError::new(Kind::Exposed, folder));
    }
    Ok(())
}

/// The file itself, if there is one.
fn found_file(path: &Path) -> Result<PathBuf, StoreError> {
    let path = place::resolve(path);
    let found = std::fs::metadata(&path).map_err(|error| StoreError::from_io(&error, &path))?;
    if found.is_file() {
        Ok(path)
    } else {
        Err(StoreError::new(Kind::NotABook, &path))
    }
}

/// Memory where the system has no nameless files, or no room for one.
fn nameless() -> Box<dyn Medium> {
    #[cfg(unix)]
    if let Ok(file) = place::make_nameless() {
        return Box::new(super::medium::Nameless(file));
    }
    Box::new(Memory::default())
}

fn new_keys(book: &Book) -> Result<Keys, StoreError> {
    Ok(Keys::new(Key::random()?, book.id.0, FIRST_GENERATION))
}

fn new_header(keys: &Keys, credentials: &Credentials, book: &Book) -> Result<Header, StoreError> {
    Header::new(
        keys,
        book.id.0,
        FIRST_GENERATION,
        &credentials.passphrase,
        credentials.cost,
        &credentials.recovery,
    )
}

/// The whole new file under its passing name, closed and on the disk.
fn make_file(
    new: &Path,
    keys: Keys,
    credentials: &Credentials,
    book: &Book,
) -> Result<(), StoreError> {
    let io = |error: std::io::Error| StoreError::from_io(&error, new);
    let header = new_header(&keys, credentials, book)?;
    let first = commit::first_batch(book)?;
    place::remove(new).map_err(io)?;
    let file = place::make_private(new).map_err(io)?;
    let sync = file.try_clone().map_err(io)?;
    let file = super::medium::backend(file).map_err(io)?;
    Vault::create(file, keys, header, &first, 0)?.close()?;
    sync.sync_all().map_err(io)
}
