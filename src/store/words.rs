//! Passphrases: six words of our own list, or the check of one that a person makes up.
//!
//! Asked by the screens that make a book or change its passphrase. The rules are length and being hard to guess;
//! there are none about capitals, digits or signs, because those make people write it down.

use zeroize::Zeroizing;

use super::error::StoreError;
use super::secret::{Passphrase, fill_random};

/// 2,048 short plain words, one a line: each stands for 11 bits.
const WORDS: &str = include_str!("words.txt");

/// Words of a generated passphrase: 66 bits.
const WORD_COUNT: usize = 6;

/// The shortest passphrase of a person's own making, in characters.
pub const SHORTEST: usize = 15;

/// What everybody tries first, without blanks and signs. Longer ones are found by their parts.
const COMMON: &[&str] = &[
    "correcthorsebatterystaple",
    "maytheforcebewithyou",
    "tobeornottobethatisthequestion",
    "thequickbrownfoxjumpsoverthelazydog",
    "thequickbrownfox",
    "openthepodbaydoors",
    "iamyourfather",
    "itwasthebestoftimes",
    "callmeishmael",
    "onceuponatime",
    "happybirthdaytoyou",
    "merrychristmas",
    "happynewyear",
    "letmeinplease",
    "iloveyousomuch",
    "iloveyouforever",
    "goodmorningvietnam",
    "winteriscoming",
    "livelongandprosper",
    "loremipsumdolorsitamet",
    "fourscoreandsevenyearsago",
    "wethepeopleoftheunitedstates",
    "ourfatherwhoartinheaven",
    "amazinggracehowsweetthesound",
    "twinkletwinklelittlestar",
    "rowrowrowyourboat",
    "maryhadalittlelamb",
    "humptydumptysatonawall",
    "abracadabra",
    "supercalifragilisticexpialidocious",
    "trustno1trustno1",
    "individuallearningplan",
];

/// Words that carry almost nothing in a passphrase for this program; what is left without them must be enough.
const OBVIOUS: &[&str] = &[
    "homeroom",
    "passphrase",
    "password",
    "passwort",
    "adviser",
    "advisor",
    "advisory",
    "administrator",
    "admin",
    "student",
    "teacher",
    "school",
    "class",
    "letmein",
    "welcome",
    "secret",
    "changeme",
    "iloveyou",
    "qwerty",
    "this",
    "is",
    "my",
    "the",
];

/// Characters that must be left when the obvious words are taken away.
const LEFT_OVER: usize = 8;

/// Runs that fingers and alphabets make.
const ROWS: &[&str] = &[
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
];

/// Why a passphrase is not good enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weak {
    /// Shorter than [`SHORTEST`]; the number is what it has.
    Short(usize),
    /// The same few characters again and again.
    Repeats,
    /// Letters, digits or keys in a row.
    Sequence,
    /// One of those everybody tries.
    Common,
    /// Little more than the program's name or words like it.
    Obvious,
}

impl std::fmt::Display for Weak {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Short(have) => write!(
                f,
                "It has {have} characters; use at least {SHORTEST}, for example four or five unrelated words."
            ),
            Self::Repeats => f.write_str("It repeats itself; use different words."),
            Self::Sequence => {
                f.write_str("It is a row of the alphabet or the keyboard; use unrelated words.")
            }
            Self::Common => {
                f.write_str("It is one of the phrases that are tried first; use your own words.")
            }
            Self::Obvious => {
                f.write_str("It is little more than the name of the program; add unrelated words.")
            }
        }
    }
}

/// Whether a passphrase of a person's own making will do.
///
/// # Errors
/// The first reason why not.
pub fn check_passphrase(typed: &str) -> Result<(), Weak> {
    let passphrase = Passphrase::new(typed);
    let characters = passphrase.as_str().chars().count();
    if characters < SHORTEST {
        return Err(Weak::Short(characters));
    }
    let folded = fold(passphrase.as_str());
    if repeats(&folded) {
        Err(Weak::Repeats)
    } else if is_common(&folded) {
        Err(Weak::Common)
    } else if mostly_in_rows(&folded) {
        Err(Weak::Sequence)
    } else if mostly_obvious(&folded) {
        Err(Weak::Obvious)
    } else {
        Ok(())
    }
}

/// Six random words, separated by blanks.
///
/// # Errors
/// `NoRandom` when the system has no random numbers.
pub fn generate_passphrase() -> Result<Passphrase, StoreError> {
    let mut random = Zeroizing::new([0_u8; WORD_COUNT * 2]);
    fill_random(random.as_mut())?;
    let (pairs, _) = random.as_chunks::<2>();
    let words: Vec<&str> = pairs
        .iter()
        .filter_map(|pair| word(usize::from(u16::from_be_bytes(*pair)) % 2048))
        .collect();
    Ok(Passphrase::new(&Zeroizing::new(words.join(" "))))
}

fn word(index: usize) -> Option<&'static str> {
    WORDS.lines().nth(index)
}

/// Lower case, letters and digits only; what is nothing but signs stays as it is.
fn fold(text: &str) -> Zeroizing<String> {
    let folded: String = text
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    Zeroizing::new(if folded.is_empty() {
        text.to_owned()
    } else {
        folded
    })
}

/// Fewer than five different characters, or one short piece said over and over.
fn repeats(folded: &str) -> bool {
    let letters: Vec<char> = folded.chars().collect();
    let mut different = letters.clone();
    different.sort_unstable();
    different.dedup();
    let over_and_over = |period: usize| {
        letters
            .iter()
            .zip(letters.iter().skip(period))
            .all(|(a, b)| a == b)
    };
    different.len() < 5 || (1..=letters.len() / 2).any(over_and_over)
}

fn is_common(folded: &str) -> bool {
    COMMON.iter().any(|common| {
        let rest = folded.replace(common, "");
        rest.len() < folded.len() && rest.chars().count() < LEFT_OVER
    })
}

/// Whether what is not part of a run of four or more is too little.
fn mostly_in_rows(folded: &str) -> bool {
    let letters: Vec<char> = folded.chars().collect();
    let mut outside = 0;
    let mut rest = letters.as_slice();
    while !rest.is_empty() {
        let run = (4..=rest.len())
            .take_while(|length| rest.get(..*length).is_some_and(is_run))
            .last()
            .unwrap_or(1);
        if run == 1 {
            outside += 1;
        }
        rest = rest.get(run..).unwrap_or_default();
    }
    outside < LEFT_OVER
}

fn is_run(letters: &[char]) -> bool {
    let forward: String = letters.iter().collect();
    let backward: String = letters.iter().rev().collect();
    ROWS.iter()
        .any(|row| row.contains(&forward) || row.contains(&backward))
}

fn mostly_obvious(folded: &str) -> bool {
    let mut rest: String = folded
        .chars()
        .map(|c| match c {
            '0' => 'o',
            '1' => 'i',
            '3' => 'e',
            '4' => 'a',
            '5' => 's',
            other => other,
        })
        .collect();
    for obvious in OBVIOUS {
        rest = rest.replace(obvious, "");
    }
    rest.chars().count() < LEFT_OVER && rest.len() < folded.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_list_has_2048_distinct_short_words() {
        let words: Vec<&str> = WORDS.lines().collect();
        let distinct: BTreeSet<&str> = words.iter().copied().collect();
        assert_eq!((words.len(), distinct.len()), (2048, 2048));
        for word in words {
            assert!((4..=7).contains(&word.len()), "{word}");
            assert!(word.bytes().all(|b| b.is_ascii_lowercase()), "{word}");
        }
    }

    #[test]
    fn generated_ones_have_six_words_differ_and_pass_the_check() {
        let mut seen = BTreeSet::new();
        for _ in 0..200 {
            let made = generate_passphrase().unwrap();
            assert_eq!(made.as_str().split(' ').count(), 6);
            assert_eq!(check_passphrase(made.as_str()), Ok(()));
            assert!(seen.insert(made.as_str().to_owned()));
        }
    }

    #[test]
    fn own_words_pass_without_capitals_digits_or_signs() {
        for good in [
            "eleven green bicycles",
            "the heron stands on one leg",
            "mein hund frisst socken",
            "\u{d55c}\u{ad6d}\u{c5b4} \u{bb38}\u{c7a5}\u{c740} \u{ae38}\u{c5b4}\u{c11c} \u{c88b}\u{b2e4} \u{c815}\u{b9d0}",
            "homeroom likes purple tractors",
        ] {
            assert_eq!(check_passphrase(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn what_is_tried_first_is_refused_with_its_reason() {
        for (bad, why) in [
            ("short", Weak::Short(5)),
            ("   fourteen char   ", Weak::Short(13)),
            ("aaaaaaaaaaaaaaaaaaaa", Weak::Repeats),
            ("abcabcabcabcabcabc", Weak::Repeats),
            ("tiger tiger tiger", Weak::Repeats),
            ("!!!!!!!!!!!!!!!!!!", Weak::Repeats),
            ("abcdefghijklmnop", Weak::Sequence),
            ("1234567890987654321", Weak::Sequence),
            ("qwertyuiop asdfgh", Weak::Sequence),
            ("zxcvbnm lkjhgfdsa 99", Weak::Sequence),
            ("Correct Horse Battery Staple", Weak::Common),
            ("The quick brown fox!", Weak::Common),
            ("homeroom homeroom1", Weak::Obvious),
            ("this is my passw0rd", Weak::Obvious),
            ("Homeroom-Adviser-2026", Weak::Obvious),
            ("welcome to school 1", Weak::Obvious),
        ] {
            assert_eq!(check_passphrase(bad), Err(why), "{bad}");
        }
    }
}
