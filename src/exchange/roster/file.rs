//! Gets the bytes of a roster file without being led on by what the path is.

use std::{
    fs::{self, File, Metadata},
    io::Read,
    path::Path,
};

use super::{
    MAX_BYTES,
    refusal::{self, RosterError},
};

/// The bytes of the file at `path`.
///
/// Looks at the size before anything is read, so that a huge or sparse file is refused at once.
///
/// # Errors
///
/// When it is no regular file (a folder, a pipe, a device), larger than [`MAX_BYTES`], or cannot be read.
pub fn read_file(path: &Path) -> Result<Vec<u8>, RosterError> {
    read(path).map_err(|refused| refused.in_file(path))
}

fn read(path: &Path) -> Result<Vec<u8>, RosterError> {
    // Before opening: opening a pipe would wait for somebody to write to it.
    check(&fs::metadata(path).map_err(|error| refusal::unreadable(&error))?)?;
    let file = File::open(path).map_err(|error| refusal::unreadable(&error))?;
    // And again for what was opened, which may be something else by now.
    check(
        &file
            .metadata()
            .map_err(|error| refusal::unreadable(&error))?,
    )?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| refusal::unreadable(&error))?;
    if bytes.len() > MAX_BYTES {
        return Err(refusal::too_large(bytes.len() as u64));
    }
    Ok(bytes)
}

fn check(found: &Metadata) -> Result<(), RosterError> {
    if !found.is_file() {
        return Err(refusal::no_regular_file());
    }
    if found.len() > MAX_BYTES as u64 {
        return Err(refusal::too_large(found.len()));
    }
    Ok(())
}
