//! The manifest: what the file must hold, so that a value that is gone, old or foreign is noticed.
//!
//! `vault` writes it in the transaction of every commit and compares it with the whole file at open. The digest is a
//! sum over all values, so that a commit costs the same however many there are.

use serde::{Deserialize, Serialize};

use super::journal::Chain;
use super::seal::{BookId, TAG, keyed_hash};
use super::secret::Key;

/// Version of the stored form below.
const V1: u8 = 1;

/// What the file must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Manifest {
    /// Commits since the book was made.
    pub(crate) commits: u64,
    /// All values but the journal's.
    pub(crate) values: Digest,
    /// The journal.
    pub(crate) journal: Chain,
    /// The header's own seal, so that an older header with an older passphrase is noticed.
    pub(crate) header: [u8; 32],
    /// The book's counter. It is here because it moves with every commit, and so does the manifest.
    pub(crate) counter: u64,
}

/// A set of values as their number and a sum modulo 2^256 of keyed hashes: the order does not matter, one can be
/// added or taken away. Without the key nobody can find values with equal sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Digest {
    count: u64,
    sum: [u8; 32],
}

impl Digest {
    /// A value came in.
    pub(crate) fn add(&mut self, key: &Key, stored_key: &[u8], tag: [u8; TAG]) {
        self.count = self.count.wrapping_add(1);
        self.sum = plus(self.sum, keyed_hash(key, &[&tag, stored_key]));
    }

    /// A value went out.
    pub(crate) fn remove(&mut self, key: &Key, stored_key: &[u8], tag: [u8; TAG]) {
        self.count = self.count.wrapping_sub(1);
        let hash = keyed_hash(key, &[&tag, stored_key]);
        self.sum = plus(plus(self.sum, hash.map(|byte| !byte)), ONE);
    }
}

const ONE: [u8; 32] = {
    let mut one = [0; 32];
    one[0] = 1;
    one
};

/// Little-endian addition modulo 2^256.
fn plus(left: [u8; 32], right: [u8; 32]) -> [u8; 32] {
    let mut sum = left;
    let mut carry = 0;
    for (byte, other) in sum.iter_mut().zip(right) {
        let total = u16::from(*byte) + u16::from(other) + carry;
        *byte = total.to_le_bytes()[0];
        carry = total >> 8;
    }
    sum
}

#[derive(Serialize, Deserialize)]
struct StoredV1 {
    commits: u64,
    values: Digest,
    journal: Chain,
    header: [u8; 32],
    counter: u64,
}

impl Manifest {
    /// Of a book in which nothing is written yet.
    pub(crate) fn empty(book: &BookId) -> Self {
        Self {
            commits: 0,
            values: Digest::default(),
            journal: Chain::begin(book, 0),
            header: [0; 32],
            counter: 0,
        }
    }

    /// Stored form.
    pub(crate) fn to_bytes(self) -> Result<Vec<u8>, postcard::Error> {
        let stored = StoredV1 {
            commits: self.commits,
            values: self.values,
            journal: self.journal,
            header: self.header,
            counter: self.counter,
        };
        postcard::to_extend(&stored, vec![V1])
    }

    /// From its stored form; `None` when it is not one.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (version, body) = bytes.split_first()?;
        if *version != V1 {
            return None;
        }
        let stored: StoredV1 = postcard::from_bytes(body).ok()?;
        Some(Self {
            commits: stored.commits,
            values: stored.values,
            journal: stored.journal,
            header: stored.header,
            counter: stored.counter,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_does_not_matter_and_what_went_out_leaves_no_trace() {
        let key = Key::from([5; 32]);
        let values: Vec<(Vec<u8>, [u8; TAG])> = (0..50u8)
            .map(|n| (vec![n, n / 3], [n.wrapping_mul(37); TAG]))
            .collect();
        let mut forward = Digest::default();
        let mut backward = Digest::default();
        for (name, tag) in &values {
            forward.add(&key, name, *tag);
        }
        for (name, tag) in values.iter().rev() {
            backward.add(&key, name, *tag);
            backward.add(&key, b"passing", *tag);
        }
        assert_ne!(forward, backward);
        for (_, tag) in &values {
            backward.remove(&key, b"passing", *tag);
        }
        assert_eq!(forward, backward);
    }

    #[test]
    fn an_old_tag_or_another_place_changes_the_sum() {
        let key = Key::from([5; 32]);
        let sum = |name: &[u8], tag: u8, key: &Key| {
            let mut digest = Digest::default();
            digest.add(key, name, [tag; TAG]);
            digest
        };
        let first = sum(b"a", 1, &key);
        assert_ne!(first, sum(b"a", 2, &key));
        assert_ne!(first, sum(b"b", 1, &key));
        assert_ne!(first, sum(b"a", 1, &Key::from([6; 32])));
    }

    #[test]
    fn it_is_read_back_as_written() {
        let manifest = Manifest {
            commits: 12,
            values: Digest {
                count: 3,
                sum: [9; 32],
            },
            journal: Chain::begin(&[1; 16], 4),
            header: [8; 32],
            counter: 77,
        };
        let bytes = manifest.to_bytes().unwrap();
        assert_eq!(Manifest::from_bytes(&bytes), Some(manifest));
        assert_eq!(Manifest::from_bytes(&bytes[1..]), None);
        assert_eq!(Manifest::from_bytes(&[]), None);
    }
}
