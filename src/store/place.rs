//! Folders and names.

use std::path::{Path, PathBuf};

/// The file that lies beside `book` under its name and `ending`.
pub(crate) fn beside(book: &Path, ending: &str) -> PathBuf {
    let mut name = book.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}
