//! How far a book has come: what a machine remembers of it elsewhere, to notice that an older copy took its place.
//!
//! The file alone cannot prove that it is the newest. A mark holds two counts and a keyed hash, nothing of what is
//! written in the book. Used by `run` and `cli`, which know where to keep it.

use super::error::{Kind, StoreError};
use super::manifest::Manifest;
use super::seal::{Keys, keyed_hash};
use crate::domain::id::BookId;

/// The state of a book after one of its commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Which book.
    pub book: BookId,
    /// Commits since it was made: rises with everything that is written.
    pub commits: u64,
    /// Entries of its history.
    pub entries: u64,
    /// Tells this state from every other with the same counts.
    pub root: [u8; 32],
}

impl Mark {
    pub(super) fn of(manifest: &Manifest, keys: &Keys, book: BookId) -> Result<Self, StoreError> {
        let plain = manifest
            .to_bytes()
            .map_err(|_| StoreError::from(Kind::TooLarge))?;
        Ok(Self {
            book,
            commits: manifest.commits,
            entries: manifest.journal.next.saturating_sub(1),
            root: keyed_hash(&keys.digest, &[b"homeroom root", &plain]),
        })
    }

    /// Whether this state came before that one, or beside it.
    pub fn is_behind(&self, seen: &Self) -> bool {
        self.commits < seen.commits || (self.commits == seen.commits && self.root != seen.root)
    }
}
