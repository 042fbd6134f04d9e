//! The copy beside the book: made at a clean close, verified before it takes the place of the one before.
//!
//! It is what "damaged" sentences point to. `Store::close` makes it; there is one, until real backups arrive.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::error::{Kind, StoreError};
use super::medium::{Medium, NamedFile};
use super::place;
use super::seal::Keys;
use super::vault::Locked;

/// Where the copy of the last clean close lies.
pub fn previous_path(book: &Path) -> PathBuf {
    place::beside(book, "previous")
}

/// Copies the closed book, verifies the copy as a whole and lets it take its name.
///
/// # Errors
/// `NoCopy`; the older copy is still there then.
pub(super) fn keep_previous(book: &Path, keys: &Keys) -> Result<(), StoreError> {
    let new = place::beside(book, "previous.new");
    let made = copy(book, &new)
        .map_err(|error| StoreError::from_io(&error, &new))
        .and_then(|()| verify(&new, keys))
        .and_then(|()| {
            place::settle(&new, &previous_path(book))
                .map_err(|error| StoreError::from_io(&error, &new))
        });
    made.map_err(|error| {
        let _ = place::remove(&new);
        StoreError::new(Kind::NoCopy, &previous_path(book)).with_detail(error.what())
    })
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    place::remove(to)?;
    let mut target = place::make_private(to)?;
    io::copy(&mut File::open(from)?, &mut target)?;
    target.sync_all()
}

/// Opens the copy as the book itself is opened; it is not written to.
fn verify(copy: &Path, keys: &Keys) -> Result<(), StoreError> {
    let file = NamedFile(copy.to_owned())
        .open()
        .map_err(|error| StoreError::from_io(&error, copy))?;
    Locked::claim(file)?.verify(keys)
}
