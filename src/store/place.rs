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

/// Makes a folder for its owner only, unless one is there. A link in its place is none.
pub(crate) fn make_own_folder(folder: &Path) -> io::Result<()> {
    make_folder_for(&folder.join("any"))?;
    if fs::symlink_metadata(folder)?.is_dir() && !is_exposed(folder) {
        Ok(())
    } else {
        Err(io::Error::other(NOT_OURS))
    }
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

/// Opens a file of ours that is there. What somebody may have put in its place is refused: a link, a second name of
/// another file, anything that is no file.
pub(crate) fn open_ours(path: &Path, writes: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(writes);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        // Without waiting: a pipe in its place would keep us for ever.
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = options.open(path)?;
    if is_ours(&file.metadata()?) {
        Ok(file)
    } else {
        Err(io::Error::other(NOT_OURS))
    }
}

/// What is said of a thing in the place of one of our files that is no file of its own.
pub(crate) const NOT_OURS: &str = "something else lies in the place of this file";

#[cfg(unix)]
fn is_ours(found: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    found.is_file() && found.nlink() <= 1
}

#[cfg(not(unix))]
fn is_ours(found: &fs::Metadata) -> bool {
    found.is_file()
}

/// Whether other accounts of this machine can put files into a folder, or take ours out.
#[cfg(unix)]
pub(crate) fn is_exposed(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let Ok(found) = fs::metadata(folder) else {
        return false;
    };
    let (all, group, sticky) = (0o002, 0o020, 0o1000);
    let mode = found.mode();
    // Many systems give each account a group of its own, which has the number of the account.
    let own_group = found.gid() == rustix::process::getegid().as_raw()
        && found.gid() == rustix::process::geteuid().as_raw();
    let by_all = mode & all != 0 && mode & sticky == 0;
    let by_group = mode & group != 0 && mode & sticky == 0 && !own_group;
    (by_all || by_group) && has_modes(folder)
}

#[cfg(not(unix))]
pub(crate) fn is_exposed(_: &Path) -> bool {
    false
}

/// Whether the modes of a folder mean something: on sticks and shares they are only what the system made up for all files.
#[cfg(target_os = "linux")]
fn has_modes(folder: &Path) -> bool {
    // FAT, exFAT, NTFS (two), FUSE, SMB (three), 9P; the numbers are those of `statfs(2)`.
    const MADE_UP: [u32; 9] = [
        0x4d44,
        0x2011_bab0,
        0x5346_544e,
        0x7366_746e,
        0x6573_5546,
        0x517b,
        0xff53_4d42,
        0xfe53_4d42,
        0x0102_1997,
    ];
    rustix::fs::statfs(folder).is_ok_and(|found| !MADE_UP.contains(&(found.f_type as u32)))
}

#[cfg(all(unix, not(target_os = "linux")))]
fn has_modes(_: &Path) -> bool {
    true
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
