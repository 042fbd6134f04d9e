//! The journal's chain: entries can be added at its end and nowhere else, and none can be taken out.
//!
//! Each link hashes the one before and the tag of the sealed entry; the manifest holds the last link. A chain begins
//! at a base, so that a later version can fold old history away and begin a new one.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::seal::{BookId, tag};

/// The state of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Chain {
    /// Sequence number of the base, its first entry.
    pub(crate) base: u64,
    /// Sequence number of the next entry.
    pub(crate) next: u64,
    head: [u8; 32],
}

impl Chain {
    /// An empty chain of `book` whose base will be number `base`.
    pub(crate) fn begin(book: &BookId, base: u64) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"homeroom journal");
        hash.update(book);
        hash.update(base.to_be_bytes());
        Self {
            base,
            next: base,
            head: hash.finalize().into(),
        }
    }

    /// The key of the next entry.
    pub(crate) fn next_key(&self) -> [u8; 8] {
        self.next.to_be_bytes()
    }

    /// Adds a sealed entry. Its number needs no place in the hash: the entry is sealed to it.
    pub(crate) fn push(&mut self, sealed: &[u8]) {
        let mut hash = Sha256::new();
        hash.update(self.head);
        hash.update(tag(sealed));
        self.head = hash.finalize().into();
        self.next = self.next.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(entries: &[&[u8]]) -> Chain {
        let mut chain = Chain::begin(&[1; 16], 10);
        for entry in entries {
            chain.push(entry);
        }
        chain
    }

    #[test]
    fn swapped_missing_and_replaced_entries_change_the_head() {
        let (a, b, c) = ([1; 40], [2; 40], [3; 40]);
        let whole = chain(&[&a, &b, &c]);
        assert_eq!(whole, chain(&[&a, &b, &c]));
        assert_eq!((whole.base, whole.next), (10, 13));
        for other in [
            chain(&[&b, &a, &c]),
            chain(&[&a, &c, &b]),
            chain(&[&a, &b, &b]),
            chain(&[&a, &b]),
            chain(&[&a, &b, &c, &c]),
        ] {
            assert_ne!(whole.head, other.head);
        }
        assert_ne!(chain(&[]).head, Chain::begin(&[2; 16], 10).head);
        assert_ne!(chain(&[]).head, Chain::begin(&[1; 16], 11).head);
    }
}
