//! The one part of the file that is not sealed: which format, which book, and the slots that wrap its key.
//!
//! Read by `vault` before anything else, so that a newer file, a hostile cost or a wrong passphrase is answered
//! before a single value is touched. It is authenticated with a key drawn from the book key.

use serde::{Deserialize, Serialize};

use super::error::{Kind, StoreError};
use super::recovery::RecoveryKey;
use super::seal::{BookId, FORMAT, Keys, Sealer, Table, keyed_hash, subkey};
use super::secret::{Cost, Key, Passphrase, fill_random, same_bytes};

/// Begins every header, whatever its format.
const MAGIC: &[u8; 8] = b"HOMEROOM";

/// Magic and format: the part that no later format may change.
const PREFIX: usize = MAGIC.len() + 2;

const MAC: usize = 32;

/// No header of ours comes near it; a stranger's is refused unread.
const LONGEST: usize = 4096;

/// What opens a book.
#[derive(Debug, Clone)]
pub enum Unlock {
    /// The passphrase.
    Passphrase(Passphrase),
    /// The recovery key.
    Recovery(RecoveryKey),
}

/// The header of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    body: BodyV1,
}

/// Stored form of format 1: never changed, only followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct BodyV1 {
    book: BookId,
    generation: u32,
    commitment: [u8; 32],
    passphrase: SlotV1,
    recovery: SlotV1,
}

/// The book key, wrapped. A recovery slot needs no work factor, its key is random: all three numbers are 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct SlotV1 {
    salt: [u8; 16],
    memory: u32,
    passes: u32,
    lanes: u32,
    wrapped: Vec<u8>,
}

impl Header {
    /// For a new book with this key.
    pub(crate) fn new(
        keys: &Keys,
        book: BookId,
        generation: u32,
        passphrase: &Passphrase,
        cost: Cost,
        recovery: &RecoveryKey,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            body: BodyV1 {
                book,
                generation,
                commitment: keys.commitment(),
                passphrase: passphrase_slot(keys.book(), book, passphrase, cost)?,
                recovery: recovery_slot(keys.book(), book, recovery)?,
            },
        })
    }

    /// The same book with another passphrase; every other slot stays.
    pub(crate) fn with_passphrase(
        &self,
        keys: &Keys,
        passphrase: &Passphrase,
        cost: Cost,
    ) -> Result<Self, StoreError> {
        let mut changed = self.clone();
        changed.body.passphrase =
            passphrase_slot(keys.book(), changed.body.book, passphrase, cost)?;
        Ok(changed)
    }

    /// The same book with another recovery key; the printed one no longer opens it.
    pub(crate) fn with_recovery(
        &self,
        keys: &Keys,
        recovery: &RecoveryKey,
    ) -> Result<Self, StoreError> {
        let mut changed = self.clone();
        changed.body.recovery = recovery_slot(keys.book(), changed.body.book, recovery)?;
        Ok(changed)
    }

    /// As it stands in the file.
    pub(crate) fn to_bytes(&self, keys: &Keys) -> Result<Vec<u8>, StoreError> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&FORMAT.to_be_bytes());
        let mut bytes =
            postcard::to_extend(&self.body, bytes).map_err(|_| StoreError::from(Kind::TooLarge))?;
        let mac = keyed_hash(&keys.header, &[&bytes]);
        bytes.extend_from_slice(&mac);
        Ok(bytes)
    }

    /// Reads one and refuses what this program cannot or should not open.
    ///
    /// # Errors
    /// `NotABook`, `Newer`, `Damaged`, or `TooCostly` before any work is done.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, StoreError> {
        let (magic, rest) = bytes
            .split_first_chunk::<8>()
            .ok_or_else(|| StoreError::from(Kind::NotABook))?;
        let (format, rest) = rest
            .split_first_chunk::<2>()
            .ok_or_else(|| StoreError::from(Kind::NotABook))?;
        if magic != MAGIC {
            return Err(Kind::NotABook.into());
        }
        let format = u16::from_be_bytes(*format);
        if format > FORMAT {
            return Err(Kind::Newer(format).into());
        }
        let damaged = || StoreError::from(Kind::Damaged("the head of the book"));
        let length = rest.len().checked_sub(MAC).ok_or_else(damaged)?;
        let body = rest.get(..length).ok_or_else(damaged)?;
        if format != FORMAT || bytes.len() > LONGEST {
            return Err(damaged());
        }
        let (body, left): (BodyV1, &[u8]) =
            postcard::take_from_bytes(body).map_err(|_| damaged())?;
        if !left.is_empty() {
            return Err(damaged());
        }
        body.passphrase.cost().check()?;
        Ok(Self { body })
    }

    /// The book's identity.
    pub(crate) fn book(&self) -> BookId {
        self.body.book
    }

    /// What a try with the passphrase costs.
    pub(crate) fn cost(&self) -> Cost {
        self.body.passphrase.cost()
    }

    /// How many book keys came before this one, and one.
    pub(crate) fn generation(&self) -> u32 {
        self.body.generation
    }

    /// The keys, if `unlock` opens one of the slots.
    ///
    /// # Errors
    /// `WrongPassphrase`, `WrongRecovery`.
    pub(crate) fn unlock(&self, unlock: &Unlock) -> Result<Keys, StoreError> {
        let body = &self.body;
        let (slot, secret, wrong) = match unlock {
            Unlock::Passphrase(passphrase) => {
                let slot = &body.passphrase;
                let key = slot.cost().derive(passphrase, &slot.salt)?;
                (slot, key, Kind::WrongPassphrase)
            }
            Unlock::Recovery(recovery) => {
                let slot = &body.recovery;
                let key = subkey(recovery.bytes(), &slot.salt, "homeroom 1 recovery");
                (slot, key, Kind::WrongRecovery)
            }
        };
        let place: &[u8] = match wrong {
            Kind::WrongPassphrase => PASSPHRASE_SLOT,
            _ => RECOVERY_SLOT,
        };
        let unwrapped = wrapper(&secret, body.book)
            .unseal(Table::Manifest, place, &slot.wrapped)
            .map_err(|_| StoreError::from(wrong.clone()))?;
        let book: [u8; 32] = unwrapped
            .as_slice()
            .try_into()
            .map_err(|_| StoreError::from(wrong.clone()))?;
        let keys = Keys::new(Key::from(book), body.book, body.generation);
        if same_bytes(&keys.commitment(), &body.commitment) {
            Ok(keys)
        } else {
            Err(wrong.into())
        }
    }

    /// The authentication at the end of a stored header.
    pub(crate) fn mac(bytes: &[u8]) -> [u8; MAC] {
        bytes.last_chunk().copied().unwrap_or_default()
    }

    /// Whether the bytes that were read are the ones written by who has the key.
    ///
    /// # Errors
    /// `Tampered`.
    pub(crate) fn verify(bytes: &[u8], keys: &Keys) -> Result<(), StoreError> {
        let tampered = || StoreError::from(Kind::Tampered("its head is not the one written"));
        let (body, mac) = bytes.split_last_chunk::<MAC>().ok_or_else(tampered)?;
        if body.len() < PREFIX || !same_bytes(&keyed_hash(&keys.header, &[body]), mac) {
            return Err(tampered());
        }
        Ok(())
    }
}

impl SlotV1 {
    fn cost(&self) -> Cost {
        Cost {
            memory: self.memory,
            passes: self.passes,
            lanes: self.lanes,
        }
    }
}

const PASSPHRASE_SLOT: &[u8] = b"passphrase slot";
const RECOVERY_SLOT: &[u8] = b"recovery slot";

/// Slots are sealed under their own keys, so their table does not clash with the manifest's.
fn wrapper(secret: &Key, book: BookId) -> Sealer {
    Sealer::new(subkey(secret.bytes(), &book, "homeroom 1 wrap"), book, 0)
}

fn passphrase_slot(
    key: &Key,
    book: BookId,
    passphrase: &Passphrase,
    cost: Cost,
) -> Result<SlotV1, StoreError> {
    let salt = random_salt()?;
    let secret = cost.derive(passphrase, &salt)?;
    Ok(SlotV1 {
        salt,
        memory: cost.memory,
        passes: cost.passes,
        lanes: cost.lanes,
        wrapped: wrapper(&secret, book).seal(Table::Manifest, PASSPHRASE_SLOT, key.bytes())?,
    })
}

fn recovery_slot(key: &Key, book: BookId, recovery: &RecoveryKey) -> Result<SlotV1, StoreError> {
    let salt = random_salt()?;
    let secret = subkey(recovery.bytes(), &salt, "homeroom 1 recovery");
    Ok(SlotV1 {
        salt,
        memory: 0,
        passes: 0,
        lanes: 0,
        wrapped: wrapper(&secret, book).seal(Table::Manifest, RECOVERY_SLOT, key.bytes())?,
    })
}

fn random_salt() -> Result<[u8; 16], StoreError> {
    let mut salt = [0; 16];
    fill_random(&mut salt)?;
    Ok(salt)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOK: BookId = [3; 16];

    struct Made {
        keys: Keys,
        header: Header,
        recovery: RecoveryKey,
    }

    fn make() -> Made {
        let keys = Keys::new(Key::random().unwrap(), BOOK, 1);
        let recovery = RecoveryKey::random().unwrap();
        let passphrase = Passphrase::new("eleven green bicycles");
        let header = Header::new(&keys, BOOK, 1, &passphrase, Cost::CHEAP, &recovery).unwrap();
        Made {
            keys,
            header,
            recovery,
        }
    }

    fn passphrase(text: &str) -> Unlock {
        Unlock::Passphrase(Passphrase::new(text))
    }

    fn kind<T>(result: Result<T, StoreError>) -> Kind {
        result.map(|_| ()).unwrap_err().kind().clone()
    }

    #[test]
    fn passphrase_and_recovery_key_open_it_and_nothing_else_does() {
        let made = make();
        let bytes = made.header.to_bytes(&made.keys).unwrap();
        let read = Header::read(&bytes).unwrap();
        let by_passphrase = read.unlock(&passphrase("eleven green bicycles")).unwrap();
        let by_recovery = read.unlock(&Unlock::Recovery(made.recovery)).unwrap();
        assert_eq!(by_passphrase.book().bytes(), made.keys.book().bytes());
        assert_eq!(by_recovery.book().bytes(), made.keys.book().bytes());
        assert!(Header::verify(&bytes, &by_recovery).is_ok());

        let wrong = read.unlock(&passphrase("eleven green bicycle"));
        assert_eq!(kind(wrong), Kind::WrongPassphrase);
        let wrong = read.unlock(&Unlock::Recovery(RecoveryKey::random().unwrap()));
        assert_eq!(kind(wrong), Kind::WrongRecovery);
    }

    #[test]
    fn a_new_passphrase_replaces_the_old_one_and_keeps_the_recovery_key() {
        let made = make();
        let new = Passphrase::new("seven blue umbrellas");
        let changed = made
            .header
            .with_passphrase(&made.keys, &new, Cost::CHEAP)
            .unwrap();
        assert!(changed.unlock(&Unlock::Passphrase(new)).is_ok());
        assert!(changed.unlock(&Unlock::Recovery(made.recovery)).is_ok());
        let old = changed.unlock(&passphrase("eleven green bicycles"));
        assert_eq!(kind(old), Kind::WrongPassphrase);
    }

    #[test]
    fn every_changed_byte_is_refused() {
        let made = make();
        let bytes = made.header.to_bytes(&made.keys).unwrap();
        for index in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[index] ^= 0x41;
            let opened = Header::read(&changed)
                .and_then(|header| header.unlock(&passphrase("eleven green bicycles")))
                .and_then(|keys| Header::verify(&changed, &keys));
            assert!(opened.is_err(), "byte {index}");
        }
        for length in 0..bytes.len() {
            assert!(Header::read(&bytes[..length]).is_err() || length > bytes.len() - 33);
        }
    }

    #[test]
    fn a_newer_format_is_named_and_nothing_of_it_is_read() {
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&7_u16.to_be_bytes());
        bytes.extend_from_slice(b"whatever the future brings");
        assert_eq!(kind(Header::read(&bytes)), Kind::Newer(7));
    }

    #[test]
    fn a_hostile_cost_is_refused_while_reading() {
        let made = make();
        let mut hostile = made.header.clone();
        hostile.body.passphrase.memory = 4 * 1024 * 1024;
        let bytes = hostile.to_bytes(&made.keys).unwrap();
        assert_eq!(kind(Header::read(&bytes)), Kind::TooCostly);
    }

    #[test]
    fn a_slot_that_wraps_another_key_does_not_open() {
        let made = make();
        let other = Keys::new(Key::random().unwrap(), BOOK, 1);
        let crafted = made
            .header
            .with_passphrase(
                &other,
                &Passphrase::new("planted by a stranger"),
                Cost::CHEAP,
            )
            .unwrap();
        let opened = crafted.unlock(&passphrase("planted by a stranger"));
        assert_eq!(kind(opened), Kind::WrongPassphrase);
    }
}
