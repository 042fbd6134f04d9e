//! A little room beside the book that is given up when the disk is full, so that the last notes still fit.
//!
//! Kept by `Store` while a book lies in a file. It holds random bytes, because some disks keep no room for zeros.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::place;
use super::secret::fill_random;

/// Room for hundreds of notes.
const SIZE: usize = 256 * 1024;

fn path(book: &Path) -> PathBuf {
    place::beside(book, "reserve")
}

/// Keeps the room, if it is not kept already. A disk that has none left is no failure: the next start tries again.
pub(super) fn keep(book: &Path) {
    let path = path(book);
    let is_kept = fs::symlink_metadata(&path).is_ok_and(|found| found.len() == SIZE as u64);
    if !is_kept && make(&path).is_err() {
        let _ = place::remove(&path);
    }
}

fn make(path: &Path) -> io::Result<()> {
    place::remove(path)?;
    let mut room = vec![0; SIZE];
    fill_random(&mut room).map_err(|_| io::Error::other("no random numbers"))?;
    place::make_private(path)?.write_all(&room)
}

/// Gives the room back to the disk. Whether there was some.
pub(super) fn give_up(book: &Path) -> bool {
    if book.as_os_str().is_empty() {
        return false;
    }
    let path = path(book);
    path.exists() && place::remove(&path).is_ok()
}
