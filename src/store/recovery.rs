//! The recovery key: 128 bits, printed once as eight groups of six digits.
//!
//! Shown and typed back when a book is made, typed when the passphrase is forgotten. Each group is a 16-bit number
//! times 11, so a wrong digit or two digits swapped are found at once, and the group can be named.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::error::StoreError;
use super::secret::fill_random;

/// Groups of a recovery key.
pub const GROUPS: usize = 8;

/// Digits of a group.
pub const DIGITS: usize = 6;

/// The key that opens a book when its passphrase is forgotten.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct RecoveryKey([u8; 16]);

/// What is wrong with a typed recovery key, before any work is done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistyped {
    /// This group, counted from 1, has a wrong, missing or extra digit, or a sign that is none.
    Group(usize),
    /// So many groups were typed instead of eight.
    Count(usize),
}

impl fmt::Display for Mistyped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Group(number) => write!(
                f,
                "Group {number} has a mistyped digit; compare its six digits with the sheet."
            ),
            Self::Count(have) => write!(
                f,
                "That is {have} of {GROUPS} groups; type all of them, six digits each."
            ),
        }
    }
}

impl RecoveryKey {
    /// A new random one.
    ///
    /// # Errors
    /// `NoRandom` when the system has no random numbers.
    pub fn random() -> Result<Self, StoreError> {
        let mut key = Self([0; 16]);
        fill_random(&mut key.0)?;
        Ok(key)
    }

    pub(crate) fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The groups for printing, in order.
    pub fn groups(&self) -> [Zeroizing<String>; GROUPS] {
        let (pairs, _) = self.0.as_chunks::<2>();
        std::array::from_fn(|index| {
            let pair = pairs.get(index).copied().unwrap_or_default();
            let number = u32::from(u16::from_be_bytes(pair)) * 11;
            Zeroizing::new(format!("{number:06}"))
        })
    }

    /// Whether `typed` is group `number` (from 1) of this key: for having two of them typed back.
    pub fn has_group(&self, number: usize, typed: &str) -> bool {
        let groups = self.groups();
        let digits: String = typed.chars().filter(|c| !is_separator(*c)).collect();
        number
            .checked_sub(1)
            .and_then(|index| groups.get(index))
            .is_some_and(|group| **group == digits)
    }

    /// Reads what was typed; blanks and dashes may stand anywhere.
    ///
    /// # Errors
    /// The first group that cannot be right.
    pub fn parse(typed: &str) -> Result<Self, Mistyped> {
        let parts = split(typed);
        let mut key = Self([0; 16]);
        let (pairs, _) = key.0.as_chunks_mut::<2>();
        for (index, (part, pair)) in parts.iter().zip(pairs).enumerate() {
            let number = check_group(part).ok_or(Mistyped::Group(index + 1))?;
            *pair = number.to_be_bytes();
        }
        if parts.len() == GROUPS {
            Ok(key)
        } else {
            Err(Mistyped::Count(parts.len()))
        }
    }
}

/// The number of one group, if its digits can be right.
pub fn check_group(group: &str) -> Option<u16> {
    let digits = group.len() == DIGITS && group.bytes().all(|b| b.is_ascii_digit());
    let number: u32 = digits.then(|| group.parse().ok()).flatten()?;
    number
        .is_multiple_of(11)
        .then(|| u16::try_from(number / 11).ok())
        .flatten()
}

/// As typed when there are eight parts; else all digits in a row, cut every six.
fn split(typed: &str) -> Vec<Zeroizing<String>> {
    let parts: Vec<&str> = typed
        .split(is_separator)
        .filter(|part| !part.is_empty())
        .collect();
    if parts.len() == GROUPS || parts.iter().all(|part| part.len() == DIGITS) {
        return parts
            .into_iter()
            .map(|part| Zeroizing::new(part.to_owned()))
            .collect();
    }
    let digits: Zeroizing<Vec<char>> = Zeroizing::new(parts.concat().chars().collect());
    digits
        .chunks(DIGITS)
        .map(|chunk| Zeroizing::new(chunk.iter().collect()))
        .collect()
}

fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '-' | '_' | '.' | ',' | '\u{2010}'..='\u{2015}' | '\u{2212}'
        )
}

impl fmt::Display for RecoveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, group) in self.groups().iter().enumerate() {
            let dash = if index == 0 { "" } else { "-" };
            write!(f, "{dash}{}", **group)?;
        }
        Ok(())
    }
}

impl fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> RecoveryKey {
        RecoveryKey(*b"\x00\x00\x00\x01\xff\xff\x12\x34homeroom")
    }

    #[test]
    fn it_is_printed_as_eight_groups_of_six_digits_and_read_back() {
        let printed = sample().to_string();
        assert_eq!(printed.len(), 8 * 6 + 7);
        assert!(printed.starts_with("000000-000011-720885-051260-"));
        for typed in [
            printed.clone(),
            printed.replace('-', " "),
            printed.replace('-', ""),
            printed.replace('-', " \u{2013} "),
            format!("  {}\n", printed.replace('-', "\n")),
            format!("{} {}", &printed[..20].replace('-', ""), &printed[21..]),
        ] {
            assert_eq!(RecoveryKey::parse(&typed), Ok(sample()), "{typed}");
        }
    }

    #[test]
    fn every_wrong_digit_and_every_swap_names_its_group() {
        for _ in 0..20 {
            let key = RecoveryKey::random().unwrap();
            let printed: Vec<u8> = key.to_string().into_bytes();
            for position in 0..printed.len() {
                let group = position / 7 + 1;
                if printed[position] == b'-' {
                    continue;
                }
                for digit in b'0'..=b'9' {
                    let mut wrong = printed.clone();
                    wrong[position] = digit;
                    expect(&key, &wrong, &printed, group);
                }
                if position % 7 < 5 {
                    let mut swapped = printed.clone();
                    swapped.swap(position, position + 1);
                    expect(&key, &swapped, &printed, group);
                }
            }
        }
    }

    fn expect(key: &RecoveryKey, typed: &[u8], printed: &[u8], group: usize) {
        let read = RecoveryKey::parse(std::str::from_utf8(typed).unwrap());
        if typed == printed {
            assert_eq!(read, Ok(key.clone()));
        } else {
            assert_eq!(read, Err(Mistyped::Group(group)));
        }
    }

    #[test]
    fn missing_groups_and_letters_are_told_apart() {
        let printed = sample().to_string();
        assert_eq!(RecoveryKey::parse(""), Err(Mistyped::Count(0)));
        assert_eq!(RecoveryKey::parse(&printed[..48]), Err(Mistyped::Count(7)));
        let letter = printed.replacen("000011", "0000l1", 1);
        assert_eq!(RecoveryKey::parse(&letter), Err(Mistyped::Group(2)));
        let short = printed.replacen("720885", "72088", 1);
        assert_eq!(RecoveryKey::parse(&short), Err(Mistyped::Group(3)));
        let nine = format!("{printed}-000000");
        assert_eq!(RecoveryKey::parse(&nine), Err(Mistyped::Count(9)));
    }

    #[test]
    fn two_groups_can_be_typed_back() {
        let key = sample();
        assert!(key.has_group(3, " 720885 "));
        assert!(!key.has_group(2, "720885"));
        assert!(!key.has_group(0, "000000") && !key.has_group(9, "000000"));
    }
}
