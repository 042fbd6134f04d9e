//! Where the bytes of a book lie: a file, a file without a name, memory, or a copy in memory of a file that is only read.
//!
//! The store opens its medium again after a failed write, so a medium can be opened more than once; tests bring their
//! own, which fails when it is told to.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use redb::backends::{FileBackend, InMemoryBackend};
use redb::{BackendError, StorageBackend};

/// Something that holds the bytes of one book.
pub trait Medium: fmt::Debug + Send {
    /// A fresh handle. The one before is closed by then.
    ///
    /// # Errors
    /// Those of the system.
    fn open(&self) -> io::Result<Box<dyn StorageBackend>>;

    /// The file, for messages; empty when there is none.
    fn path(&self) -> &Path {
        Path::new("")
    }
}

/// A file with a name.
#[derive(Debug)]
pub(crate) struct NamedFile(pub(crate) PathBuf);

impl Medium for NamedFile {
    fn open(&self) -> io::Result<Box<dyn StorageBackend>> {
        let file = open_in_place(&self.0)?;
        forget_cache(&file);
        backend(file)
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

/// The file itself, never what a link in its place leads to. A second name of a book is no harm: its lock is the same.
fn open_in_place(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(rustix::fs::OFlags::NOFOLLOW.bits().cast_signed());
    }
    options.open(path)
}

/// The largest file that is read into memory to be looked at there: many times what an adviser writes in a life.
const LONGEST_READ: u64 = 1024 * 1024 * 1024;

/// A file that is only read: what happens to its bytes happens to a copy in memory.
#[derive(Debug)]
pub(crate) struct ReadCopy(pub(crate) PathBuf);

impl Medium for ReadCopy {
    fn open(&self) -> io::Result<Box<dyn StorageBackend>> {
        let mut bytes = Vec::new();
        let read = File::open(&self.0)?
            .take(LONGEST_READ + 1)
            .read_to_end(&mut bytes)?;
        if read as u64 > LONGEST_READ {
            return Err(io::Error::other("it is larger than any book"));
        }
        let memory = Memory::default();
        memory.set_len(read as u64)?;
        memory.write(0, &bytes)?;
        Ok(Box::new(memory))
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

/// After a failed sync the system may keep pages that are not on the disk: read the disk itself. A hint, no more.
fn forget_cache(file: &File) {
    #[cfg(target_os = "linux")]
    let _ = rustix::fs::fadvise(file, 0, None, rustix::fs::Advice::DontNeed);
    #[cfg(not(target_os = "linux"))]
    let _ = file;
}

pub(crate) fn backend(file: File) -> io::Result<Box<dyn StorageBackend>> {
    let backend = FileBackend::new(file).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(Box::new(backend))
}

/// A file whose name is gone already.
#[cfg(unix)]
#[derive(Debug)]
pub(crate) struct Nameless(pub(crate) File);

#[cfg(unix)]
impl Medium for Nameless {
    fn open(&self) -> io::Result<Box<dyn StorageBackend>> {
        backend(self.0.try_clone()?)
    }
}

/// Memory: for tests, and for a practice book where files cannot be nameless.
#[derive(Debug, Clone, Default)]
pub struct Memory(Arc<InMemoryBackend>);

impl Medium for Memory {
    fn open(&self) -> io::Result<Box<dyn StorageBackend>> {
        Ok(Box::new(self.clone()))
    }
}

impl StorageBackend for Memory {
    fn len(&self) -> io::Result<u64> {
        self.0.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.0.read(offset, out)
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        self.0.set_len(length)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.0.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.0.write(offset, data)
    }

    fn try_lock_range(
        &self,
        _: std::ops::Bound<u64>,
        _: std::ops::Bound<u64>,
    ) -> Result<bool, BackendError> {
        Ok(true)
    }

    fn unlock_range(
        &self,
        _: std::ops::Bound<u64>,
        _: std::ops::Bound<u64>,
    ) -> Result<(), BackendError> {
        Ok(())
    }
}
