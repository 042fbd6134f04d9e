//! Sealing: what is written can be read and replaced only by who has the book key, and only in its own place.
//!
//! `vault` seals every value with it, `header` wraps the book key with it. It knows bytes and tables, not what they mean.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use hkdf::hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::error::{Kind, StoreError};
use super::secret::{Key, fill_random};

/// The format that this program writes. Part of what is sealed, so a value cannot be passed off as another format's.
pub(crate) const FORMAT: u16 = 1;

/// Length of a sealing tag, at the end of a sealed value.
pub(crate) const TAG: usize = 16;

const NONCE: usize = 24;

/// What makes a book different from every other.
pub(crate) type BookId = [u8; 16];

/// Where a value belongs; together with its key the place it is sealed to. The numbers are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Table {
    /// Settings, catalog, phrases: one record each.
    Setting = 1,
    /// One record a group.
    Group = 2,
    /// One record a student: who that is.
    Student = 3,
    /// One record a school year and student: what was done.
    Year = 4,
    /// One record a student: what lasts for all years.
    Folder = 5,
    /// One record a school year: what is the school's own.
    School = 6,
    /// The journal, by sequence number.
    Journal = 9,
    /// The one manifest. Last, so that it lies on the page of the newest journal entry: every commit writes both.
    Manifest = 255,
}

impl Table {
    /// The table that a stored key begins with.
    pub(crate) fn of(first: u8) -> Option<Self> {
        [
            Self::Setting,
            Self::Group,
            Self::Student,
            Self::Year,
            Self::Folder,
            Self::School,
            Self::Journal,
            Self::Manifest,
        ]
        .into_iter()
        .find(|table| *table as u8 == first)
    }

    /// What to say when a value of it is not the one written.
    pub(crate) fn broken(self) -> &'static str {
        match self {
            Self::Manifest => "the table of contents is not the one written",
            Self::Setting => "the settings are not the ones written",
            Self::Group => "a group is not the one written",
            Self::Student => "a student is not the one written",
            Self::Folder => "the folder of a student is not the one written",
            Self::School => "the school's own notes are not the ones written",
            Self::Year => "the year of a student is not the one written",
            Self::Journal => "an entry of the history is not the one written",
        }
    }
}

/// Seals values to their places with one key.
#[derive(Debug, Clone)]
pub(crate) struct Sealer {
    key: Key,
    book: BookId,
    generation: u32,
}

/// The value was not sealed for this place with this key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Broken;

impl Sealer {
    pub(crate) fn new(key: Key, book: BookId, generation: u32) -> Self {
        Self {
            key,
            book,
            generation,
        }
    }

    /// The same key for what another generation sealed: so that a trial fails for the key alone.
    pub(crate) fn of_generation(&self, generation: u32) -> Self {
        Self {
            generation,
            ..self.clone()
        }
    }

    /// Nonce, sealed bytes, tag.
    pub(crate) fn seal(
        &self,
        table: Table,
        key: &[u8],
        plain: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        let mut nonce = [0; NONCE];
        fill_random(&mut nonce)?;
        let payload = Payload {
            msg: plain,
            aad: &self.bound_to(table, key),
        };
        let body = self
            .cipher()
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Kind::TooLarge)?;
        let mut sealed = Vec::with_capacity(NONCE + body.len());
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(&body);
        Ok(sealed)
    }

    /// What was sealed at this place.
    pub(crate) fn unseal(
        &self,
        table: Table,
        key: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Broken> {
        let (nonce, body) = sealed.split_first_chunk::<NONCE>().ok_or(Broken)?;
        let payload = Payload {
            msg: body,
            aad: &self.bound_to(table, key),
        };
        self.cipher()
            .decrypt(&XNonce::from(*nonce), payload)
            .map(Zeroizing::new)
            .map_err(|_| Broken)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.key.bytes().into())
    }

    /// Format, book, key generation, table, key: only the last has no fixed length.
    fn bound_to(&self, table: Table, key: &[u8]) -> Vec<u8> {
        if cfg!(feature = "sabotage-associated-data") {
            return Vec::new();
        }
        let mut bound = Vec::with_capacity(32 + key.len());
        bound.extend_from_slice(b"homeroom");
        bound.extend_from_slice(&FORMAT.to_be_bytes());
        bound.extend_from_slice(&self.book);
        bound.extend_from_slice(&self.generation.to_be_bytes());
        bound.push(table as u8);
        bound.extend_from_slice(key);
        bound
    }
}

/// The tag of a sealed value: stands for it in the manifest and the journal's chain.
pub(crate) fn tag(sealed: &[u8]) -> [u8; TAG] {
    sealed.last_chunk::<TAG>().copied().unwrap_or_default()
}

/// A key for one use only, drawn from `secret`.
pub(crate) fn subkey(secret: &[u8], salt: &[u8], purpose: &str) -> Key {
    let mut key = Key::zero();
    // 32 bytes are far below the limit of the function; the zero key would fail every check that follows.
    let _ = Hkdf::<Sha256>::new(Some(salt), secret).expand(purpose.as_bytes(), key.bytes_mut());
    key
}

/// A keyed hash over the parts, in order; the caller sees to it that their lengths are clear.
pub(crate) fn keyed_hash(key: &Key, parts: &[&[u8]]) -> [u8; 32] {
    // HMAC fills a shorter key up with zeros to the block of the hash.
    let mut block = Zeroizing::new([0; 64]);
    let (filled, _) = block.split_at_mut(32);
    filled.copy_from_slice(key.bytes());
    let block: &[u8; 64] = &block;
    let mut mac = <Hmac<Sha256> as KeyInit>::new(block.into());
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// All that is drawn from the book key, each for its own use.
#[derive(Debug, Clone)]
pub(crate) struct Keys {
    book: Key,
    pub(crate) sealer: Sealer,
    pub(crate) digest: Key,
    pub(crate) header: Key,
    commitment: Key,
}

impl Keys {
    pub(crate) fn new(book: Key, id: BookId, generation: u32) -> Self {
        let draw = |purpose: &str| subkey(book.bytes(), &id, purpose);
        Self {
            sealer: Sealer::new(draw("homeroom 1 values"), id, generation),
            digest: draw("homeroom 1 digest"),
            header: draw("homeroom 1 header"),
            commitment: draw("homeroom 1 commitment"),
            book,
        }
    }

    /// Stands in the header: no other book key has it, so no slot can open the book to a second one.
    pub(crate) fn commitment(&self) -> [u8; 32] {
        *self.commitment.bytes()
    }

    /// Everything here that must not outlive the open book; the commitment stands in the file.
    pub(crate) fn secrets(&self) -> [&Key; 4] {
        [&self.book, &self.sealer.key, &self.digest, &self.header]
    }

    /// The key that slots wrap.
    pub(crate) fn book(&self) -> &Key {
        &self.book
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealer(key: u8, book: u8, generation: u32) -> Sealer {
        Sealer::new(Key::from([key; 32]), [book; 16], generation)
    }

    #[test]
    fn a_sealed_value_opens_in_its_own_place_only() {
        let own = sealer(1, 1, 1);
        let sealed = own.seal(Table::Student, b"7", b"Ana Diaz").unwrap();
        let opened = own.unseal(Table::Student, b"7", &sealed).unwrap();
        assert_eq!(opened.as_slice(), b"Ana Diaz");
        assert!(own.unseal(Table::Student, b"8", &sealed).is_err());
        assert!(own.unseal(Table::Group, b"7", &sealed).is_err());
        for other in [sealer(2, 1, 1), sealer(1, 2, 1), sealer(1, 1, 2)] {
            assert!(other.unseal(Table::Student, b"7", &sealed).is_err());
        }
    }

    #[test]
    fn every_changed_bit_and_every_cut_is_noticed() {
        let own = sealer(1, 1, 1);
        let sealed = own.seal(Table::Year, b"7", b"ticked").unwrap();
        for bit in 0..sealed.len() * 8 {
            let mut changed = sealed.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(own.unseal(Table::Year, b"7", &changed).is_err(), "{bit}");
        }
        for length in 0..sealed.len() {
            assert!(own.unseal(Table::Year, b"7", &sealed[..length]).is_err());
        }
    }

    #[test]
    fn the_same_value_never_looks_the_same_twice() {
        let own = sealer(1, 1, 1);
        let first = own.seal(Table::Year, b"7", b"ticked").unwrap();
        let second = own.seal(Table::Year, b"7", b"ticked").unwrap();
        assert_ne!(first, second);
        assert_ne!(tag(&first), tag(&second));
    }

    #[test]
    fn each_use_has_its_own_key() {
        let keys = Keys::new(Key::from([9; 32]), [1; 16], 1);
        let all = [
            *keys.book().bytes(),
            *keys.digest.bytes(),
            *keys.header.bytes(),
            keys.commitment(),
            *keys.sealer.key.bytes(),
        ];
        for (index, key) in all.iter().enumerate() {
            assert!(!all[index + 1..].contains(key));
        }
        let other = Keys::new(Key::from([9; 32]), [2; 16], 1);
        assert_ne!(keys.commitment(), other.commitment());
    }
}
