//! The few things that backups, restoring and new keys do to files, so that tests can bring a disk that fails or forgets.
//!
//! Used by `backup`, `restore` and `rekey`. Every name that counts is given in one step, to a file that is on the disk
//! already. Must not know what is in the files.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use redb::StorageBackend;

use super::error::is_protected;
use super::medium::{self, Medium, NamedFile, ReadCopy};
use super::place;

/// A file system as far as it is needed here. Each call is one step that can fail by itself.
pub trait Files: fmt::Debug + Send {
    /// The names in a folder; none when it is not there.
    ///
    /// # Errors
    /// Those of the system, here and below.
    fn names(&self, folder: &Path) -> io::Result<Vec<String>>;

    /// Makes a folder for its owner only, unless it is there.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;

    /// Makes a file for its owner only. One of this name that was left behind is removed before.
    fn make(&self, path: &Path) -> io::Result<Box<dyn StorageBackend>>;

    /// Opens a file that is there, to look at it; where it cannot be written, a copy of it in memory.
    fn open(&self, path: &Path) -> io::Result<Box<dyn StorageBackend>>;

    /// Copies a file, byte for byte, to a name that may be replaced.
    fn copy(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Puts what is in a file on the disk.
    fn sync(&self, path: &Path) -> io::Result<()>;

    /// Gives a file another name, in one step, also when that name is taken.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Puts the names of a folder on the disk.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;

    /// Removes a file that may not be there.
    fn remove(&self, path: &Path) -> io::Result<()>;
}

/// Puts the names of a folder on the disk: a name that was given holds after this, and not before.
///
/// # Errors
/// Those of the system.
pub(super) fn settle_names(files: &dyn Files, folder: &Path) -> io::Result<()> {
    if cfg!(feature = "sabotage-folder-fsync") {
        return Ok(());
    }
    files.sync_folder(folder)
}

/// The files of this machine.
#[derive(Debug, Clone, Copy)]
pub struct System;

/// Makes a small file for its owner only, in a folder for its owner only, over one that was left behind. No link is followed.
///
/// # Errors
/// Those of the system.
pub fn make_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    place::make_folder_for(path)?;
    place::remove(path)?;
    place::make_private(path)?.write_all(bytes)
}

/// Whether other accounts of this machine can write in a folder.
pub fn is_exposed(folder: &Path) -> bool {
    place::is_exposed(folder)
}

impl Files for System {
    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        let entries = match fs::read_dir(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            read => read?,
        };
        entries
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect()
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        place::make_own_folder(folder)
    }

    fn make(&self, path: &Path) -> io::Result<Box<dyn StorageBackend>> {
        place::remove(path)?;
        medium::backend(place::make_private(path)?)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn StorageBackend>> {
        match NamedFile(path.to_owned()).open() {
            Err(error) if is_protected(&error) => ReadCopy(path.to_owned()).open(),
            opened => opened,
        }
    }

    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut source = File::open(from)?;
        place::remove(to)?;
        io::copy(&mut source, &mut place::make_private(to)?)?;
        Ok(())
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        // Windows syncs only through a handle that may write.
        fs::OpenOptions::new().write(true).open(path)?.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        place::sync_folder(folder)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        place::remove(path)
    }
}
