//! The copy beside the book.

use std::path::{Path, PathBuf};

/// Where the copy of the last clean close lies.
pub fn previous_path(book: &Path) -> PathBuf {
    super::place::beside(book, "previous")
}
