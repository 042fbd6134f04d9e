//! Files and folders around the book: names beside it, private modes, names that change in one step.
//!
//! Used by the parts of the store that touch the file system outside redb. Everything made here can be read by its
//! owner only.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// The file that lies beside `book` under its name and `ending`.
pub(crate) fn beside(book: &Path, ending: &str) -> PathBuf {
    let mut name = book.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

/// Makes the folders that lead to `path`, for their owner only. Folders that are there keep their mode.
pub(crate) fn make_folder_for(path: &Path) -> io::Result<()> {
    let folder = folder_of(path);
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}

/// Makes a file that is not there yet, for its owner only. Links are not followed.
pub(crate) fn make_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

/// Removes a file that may not be there.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Gives a finished file its name in one step, so that after a power cut it is there whole or not at all.
pub(crate) fn settle(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    sync_folder(folder_of(to))
}

/// Puts the names of a folder on the disk, where the system has a way to ask for it.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// The folder in which `path` lies.
pub(crate) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// The file itself when `path` is a link to it, so that two names of one book meet at one sidecar.
pub(crate) fn resolve(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// A file without a name: it is gone when the last handle is, however the program ends.
#[cfg(unix)]
pub(crate) fn make_nameless() -> io::Result<File> {
    let mut random = [0_u8; 8];
    getrandom::fill(&mut random).map_err(|_| io::Error::other("no random numbers"))?;
    let name = format!("homeroom-{:016x}", u64::from_be_bytes(random));
    let path = std::env::temp_dir().join(name);
    let file = make_private(&path)?;
    fs::remove_file(&path)?;
    Ok(file)
}
