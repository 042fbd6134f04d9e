//! Keys and passphrases that do not outlive their use, and the work that turns one into the other.
//!
//! Used by `header`, `seal` and whoever asks the person. Nothing here prints or compares in a way that shows a
//! secret; all of it is wiped when dropped.

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use rayon::{ThreadPool, ThreadPoolBuilder};
use unicode_normalization::UnicodeNormalization;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::error::{Kind, StoreError};

/// 256 bits of key.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Key([u8; 32]);

impl Key {
    /// A new key from the system's random numbers.
    ///
    /// # Errors
    /// `NoRandom` when the system has none.
    pub fn random() -> Result<Self, StoreError> {
        let mut key = Self([0; 32]);
        fill_random(&mut key.0)?;
        Ok(key)
    }

    pub(crate) fn zero() -> Self {
        Self([0; 32])
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(crate) fn bytes_mut(&mut self) -> &mut [u8; 32] {
        &mut self.0
    }
}

impl From<[u8; 32]> for Key {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

/// Fills `bytes` from the system's random numbers.
pub(crate) fn fill_random(bytes: &mut [u8]) -> Result<(), StoreError> {
    getrandom::fill(bytes).map_err(|error| StoreError::from(Kind::NoRandom).with_detail(error))
}

/// Equal, in a time that does not tell where the first difference is.
pub(crate) fn same_bytes(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len()
        && left
            .iter()
            .zip(right)
            .fold(0, |differs, (a, b)| differs | (a ^ b))
            == 0
}

/// What the person typed. Composed (NFC) and without blanks at its ends, so that another keyboard or a paste
/// gives the same key.
#[derive(Clone)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Takes what was typed.
    pub fn new(typed: &str) -> Self {
        Self(Zeroizing::new(typed.trim().nfc().collect()))
    }

    /// The text, for the checks of `words` and for showing a generated one.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(..)")
    }
}

/// How much work one try of a passphrase costs (Argon2id).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over that memory.
    pub passes: u32,
    /// Lanes that can run side by side.
    pub lanes: u32,
}

impl Cost {
    /// What every new book gets: RFC 9106's second recommendation, about 0.2 s on a laptop.
    pub const STANDARD: Self = Self {
        memory: 64 * 1024,
        passes: 3,
        lanes: 4,
    };

    /// The least the function accepts: for tests, never for a real book.
    pub const CHEAP: Self = Self {
        memory: 8,
        passes: 1,
        lanes: 1,
    };

    /// The most that is run. A file that asks for more is refused before anything is allocated.
    const MOST: Self = Self {
        memory: 1024 * 1024,
        passes: 10,
        lanes: 16,
    };

    /// The most memory times passes that is run, in KiB: some ten seconds.
    const MOST_WORK: u64 = 4 * 1024 * 1024;

    /// Whether a stranger's file may ask for this.
    ///
    /// # Errors
    /// `TooCostly` above 1 GiB, 10 passes or 16 lanes, above 4 GiB in all passes, or for numbers the function cannot run.
    pub fn check(self) -> Result<(), StoreError> {
        let most = Self::MOST;
        let too_much =
            self.memory > most.memory || self.passes > most.passes || self.lanes > most.lanes;
        let work = u64::from(self.memory) * u64::from(self.passes);
        if too_much || work > Self::MOST_WORK || self.params().is_err() {
            return Err(Kind::TooCostly.into());
        }
        Ok(())
    }

    /// The key that `passphrase` stands for.
    ///
    /// # Errors
    /// `TooCostly` as in [`Cost::check`]; `NoMemory` when the memory or the threads for it are not there.
    pub(crate) fn derive(
        self,
        passphrase: &Passphrase,
        salt: &[u8; 16],
    ) -> Result<Key, StoreError> {
        self.check()?;
        let mut key = Key::zero();
        let params = self.params().map_err(|_| Kind::TooCostly)?;
        let work = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        self.threads()?
            .install(|| work.hash_password_into(passphrase.0.as_bytes(), salt, &mut key.0))
            .map_err(|error| StoreError::from(Kind::NoMemory).with_detail(error))?;
        Ok(key)
    }

    /// Threads of its own: where the system gives none, those that are begun unasked end the program.
    fn threads(self) -> Result<ThreadPool, StoreError> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let pool = |threads| ThreadPoolBuilder::new().num_threads(threads).build();
        pool(cores.min(self.lanes as usize))
            .or_else(|_| pool(1))
            .map_err(|error| StoreError::from(Kind::NoMemory).with_detail(error))
    }

    fn params(self) -> Result<Params, argon2::Error> {
        Params::new(self.memory, self.passes, self.lanes, Some(32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_composed_and_a_decomposed_passphrase_are_the_same() {
        let salt = [7; 16];
        let composed = Cost::CHEAP.derive(&Passphrase::new("caf\u{e9} au lait, sans sucre"), &salt);
        let decomposed = Cost::CHEAP.derive(
            &Passphrase::new(" cafe\u{301} au lait, sans sucre\n"),
            &salt,
        );
        assert_eq!(composed.unwrap().bytes(), decomposed.unwrap().bytes());
    }

    #[test]
    fn hostile_costs_are_refused_before_they_run() {
        let hostile = [
            (u32::MAX, 3, 4),
            (1024 * 1024 + 1, 3, 4),
            (64 * 1024, 11, 4),
            (64 * 1024, 3, 17),
            (64 * 1024, 0, 4),
            (64 * 1024, 3, 0),
            (0, 1, 1),
            (8, 1, 16),
        ];
        for (memory, passes, lanes) in hostile {
            let cost = Cost {
                memory,
                passes,
                lanes,
            };
            let refused = cost.derive(&Passphrase::new("x"), &[0; 16]);
            assert_eq!(*refused.unwrap_err().kind(), Kind::TooCostly, "{cost:?}");
        }
        let dearest = [(1024 * 1024, 4, 16), (400 * 1024, 10, 1)];
        for (memory, passes, lanes) in dearest {
            let cost = Cost {
                memory,
                passes,
                lanes,
            };
            assert!(cost.check().is_ok(), "{cost:?}");
        }
        assert!(Cost::MOST.check().is_err(), "the most of all at once");
    }

    #[test]
    fn secrets_do_not_print() {
        let key = format!("{:?}", Key::from([0xAB; 32]));
        let phrase = format!("{:?}", Passphrase::new("correct horse battery"));
        assert_eq!(
            (key.as_str(), phrase.as_str()),
            ("Key(..)", "Passphrase(..)")
        );
    }
}
