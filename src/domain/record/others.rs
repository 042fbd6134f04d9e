//! The other students of the book, found where somebody wrote their names into a text.

use std::collections::BTreeSet;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::domain::{book::Book, student::Student};

/// What stands in the place of a name.
const ANOTHER: &str = "[another student]";

/// What stands in the place of a student's own name.
const THE_STUDENT: &str = "[the student]";

/// The shortest single word that is taken for a name.
const SHORTEST: usize = 3;

/// The names of everybody else.
pub(super) struct Others {
    /// In full, as they are said and as they are listed, also those of a single word; folded, longest first.
    full: Vec<Vec<char>>,
    /// Given names and family names alone, which may be words as well; folded.
    words: BTreeSet<String>,
}

impl Others {
    pub(super) fn of(book: &Book, student: &Student) -> Self {
        let own: Vec<String> = forms(student).iter().map(|name| small(name)).collect();
        let own_words: BTreeSet<&str> = own.iter().flat_map(|name| words(name)).collect();
        let others = book
            .students
            .values()
            .filter(|other| other.id != student.id);
        let (mut full, mut single) = (BTreeSet::new(), BTreeSet::new());
        for name in others.flat_map(forms).map(|name| small(&name)) {
            let is_new = |word: &&str| !own_words.contains(word);
            single.extend(words(&name).filter(is_new).map(str::to_owned));
            if name.chars().count() >= SHORTEST && !own.contains(&name) {
                full.insert(name.chars().collect());
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
        let letters = folded(text);
        let place = |at: usize| letters.get(at).map_or(text.len(), |(_, place)| *place);
        let (mut at, mut from, mut count) = (0, 0, 0);
        let mut out = String::with_capacity(text.len());
        while at < letters.len() {
            let Some(length) = self.name_at(text, &letters, at) else {
                at += 1;
                continue;
            };
            out.push_str(text.get(from..place(at)).unwrap_or_default());
            out.push_str(ANOTHER);
            at += length;
            from = place(at);
            count += 1;
        }
        if count > 0 {
            out.push_str(text.get(from..).unwrap_or_default());
            *text = out;
        }
        count
    }

    /// The length of the name that begins here. One that is a single word counts where it is written as a name is.
    fn name_at(&self, text: &str, letters: &[Folded], at: usize) -> Option<usize> {
        let is_bound = |one: usize, other: usize| {
            let joins = |at: usize| letters.get(at).is_some_and(|(letter, _)| joins(*letter));
            !(joins(one) && joins(other))
        };
        if at
            .checked_sub(1)
            .is_some_and(|before| !is_bound(before, at))
        {
            return None;
        }
        let rest = letters.get(at..)?;
        let begins = |name: &&Vec<char>| {
            let mut pairs = rest.iter().zip(name.iter());
            name.len() <= rest.len() && pairs.all(|((letter, _), of_name)| letter == of_name)
        };
        let written = letters.get(at).and_then(|(_, place)| text.get(*place..));
        let is_small = written.is_some_and(|rest| rest.starts_with(char::is_lowercase));
        let mut names = self.full.iter().filter(begins);
        let name = names.find(|name| {
            let end = at + name.len();
            is_bound(end - 1, end) && (name.contains(&' ') || !is_small)
        });
        name.map(Vec::len)
    }

    /// Whether a single word, written as a name is, may be somebody's.
    pub(super) fn may_be_in(&self, text: &str) -> bool {
        let mut names = words(text).filter(|word| word.starts_with(char::is_uppercase));
        names.any(|word| self.words.contains(&small(word)))
    }
}

/// A letter to compare, and where in the text it came from.
type Folded = (char, usize);

/// The text to be compared: without case, accents and the difference of apostrophes, dashes and blanks.
fn folded(text: &str) -> Vec<Folded> {
    let mut all: Vec<Folded> = Vec::with_capacity(text.len());
    for (place, letter) in text.char_indices() {
        // Through upper case and back: ß and SS meet that way.
        let small = letter.to_lowercase().flat_map(char::to_uppercase);
        let small = small.flat_map(char::to_lowercase).nfd();
        for letter in small.filter(|letter| !is_combining_mark(*letter)) {
            let letter = plain(letter);
            let is_second_blank = letter == ' ' && all.last().is_some_and(|(last, _)| *last == ' ');
            if !is_second_blank {
                all.push((letter, place));
            }
        }
    }
    all
}

/// Whether a letter goes on with the ones beside it as one word. Those of writings without blanks stand for themselves.
fn joins(letter: char) -> bool {
    letter.is_numeric() || (letter.is_alphabetic() && !is_without_blanks(letter))
}

/// Han, kana and their like.
fn is_without_blanks(letter: char) -> bool {
    matches!(letter, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn plain(letter: char) -> char {
    match letter {
        '\u{2018}' | '\u{2019}' | '\u{2bc}' => '\'',
        '\u{2010}'..='\u{2014}' => '-',
        blank if blank.is_whitespace() => ' ',
        other => other,
    }
}

fn small(name: &str) -> String {
    folded(name).into_iter().map(|(letter, _)| letter).collect()
}

/// The text without any word of the student's own name, wherever it stands: also within a path.
pub fn without_name(text: &str, student: &Student) -> String {
    let own: BTreeSet<String> = forms(student)
        .iter()
        .flat_map(|name| name.split(is_no_letter))
        .filter(|word| word.chars().count() > 1)
        .map(small)
        .collect();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = if is_no_letter(first) {
            first.len_utf8()
        } else {
            rest.find(is_no_letter).unwrap_or(rest.len())
        };
        let (word, behind) = rest.split_at(end);
        let is_own = own.contains(&small(word));
        out.push_str(if is_own { THE_STUDENT } else { word });
        rest = behind;
    }
    out
}

fn is_no_letter(letter: char) -> bool {
    !letter.is_alphanumeric() && !is_combining_mark(letter)
}

/// The ways in which a student is named.
fn forms(student: &Student) -> Vec<String> {
    let unlisted = student.listed().replace(',', "");
    let names = [
        student.spoken(),
        student.listed(),
        student.name.spoken(),
        student.name.sorted(),
        unlisted,
    ];
    names.into_iter().filter(|name| !name.is_empty()).collect()
}

/// Words that are long enough to be taken for a name.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_within = |letter: char| {
        letter.is_alphanumeric() || is_combining_mark(letter) || plain(letter) == '\''
    };
    let words = text.split(move |letter: char| !is_within(letter));
    words.filter(|word| word.chars().count() >= SHORTEST)
}
