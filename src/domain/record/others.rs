//! The other students of the book, found where somebody wrote their names into a text.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use crate::domain::{book::Book, student::Student};

/// What stands in the place of a name.
const ANOTHER: &str = "[another student]";

/// The shortest single word that is taken for a name.
const SHORTEST: usize = 3;

/// The names of everybody else.
pub(super) struct Others {
    /// In full, as they are said and as they are listed; folded to small letters, longest first.
    full: Vec<Vec<char>>,
    /// Given names and family names alone, which may be words as well.
    words: BTreeSet<String>,
}

impl Others {
    pub(super) fn of(book: &Book, student: &Student) -> Self {
        let own = forms(student);
        let own_words: BTreeSet<String> = own.iter().flat_map(|name| words(name)).collect();
        let others = book
            .students
            .values()
            .filter(|other| other.id != student.id);
        let (mut full, mut single) = (BTreeSet::new(), BTreeSet::new());
        for name in others.flat_map(forms) {
            single.extend(words(&name).filter(|word| !own_words.contains(word)));
            if name.contains(' ') && !own.contains(&name) {
                full.insert(small(&name));
            }
        }
        let mut full: Vec<Vec<char>> = full.into_iter().collect();
        full.sort_by_key(|name| std::cmp::Reverse(name.len()));
        Self {
            full,
            words: single,
        }
    }

    /// Puts something neutral in the place of every full name. How often.
    pub(super) fn leave_out(&self, text: &mut String) -> usize {
        if !text.contains(' ') {
            return 0; // a full name has a blank
        }
        let letters: Vec<char> = text.nfc().collect();
        let folded: Vec<char> = letters.iter().map(|letter| one_small(*letter)).collect();
        let (mut at, mut count, mut out) = (0, 0, String::with_capacity(text.len()));
        while let Some(letter) = letters.get(at) {
            if let Some(length) = self.name_at(&folded, at) {
                out.push_str(ANOTHER);
                at += length;
                count += 1;
            } else {
                out.push(*letter);
                at += 1;
            }
        }
        if count > 0 {
            *text = out;
        }
        count
    }

    /// The length of the name that begins here.
    fn name_at(&self, text: &[char], at: usize) -> Option<usize> {
        let is_within = at
            .checked_sub(1)
            .and_then(|before| text.get(before))
            .is_some_and(|letter| letter.is_alphanumeric());
        if is_within {
            return None;
        }
        let rest = text.get(at..)?;
        let names = self.full.iter().filter(|name| rest.starts_with(name));
        names.map(Vec::len).find(|length| {
            !rest
                .get(*length)
                .is_some_and(|letter| letter.is_alphanumeric())
        })
    }

    /// Whether a single word may be somebody's name.
    pub(super) fn may_be_in(&self, text: &str) -> bool {
        words(text).any(|word| self.words.contains(&word))
    }
}

/// The ways in which a student is named.
fn forms(student: &Student) -> Vec<String> {
    let names = [
        student.spoken(),
        student.listed(),
        student.name.spoken(),
        student.name.sorted(),
    ];
    names.into_iter().map(|name| name.nfc().collect()).collect()
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '\'');
    words
        .filter(|word| word.chars().count() >= SHORTEST)
        .map(|word| word.nfc().collect())
}

fn small(name: &str) -> Vec<char> {
    name.chars().map(one_small).collect()
}

/// A letter stays one letter, so that places in a text stay what they are.
fn one_small(letter: char) -> char {
    let mut small = letter.to_lowercase();
    match (small.next(), small.next()) {
        (Some(one), None) => one,
        _ => letter,
    }
}
