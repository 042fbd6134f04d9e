//! Text that came from outside, made safe when it enters.
//!
//! Everything a person types, pastes or imports passes through [`Text`] before the rest of the program sees it, and the
//! drawing code applies [`safe_char`] once more. So no name can move the cursor, turn the line round, hide letters or
//! grow into the row above. This module knows Unicode and nothing else: no names, no files, no screen.
//!
//! Stored as typed: the composed and the decomposed form of a letter both stay what they are. Only *comparing*
//! ([`Text::fold`]) treats them alike.

use std::fmt;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

mod line;
mod safe;
mod script;

pub use safe::{REPLACEMENT, safe_char};

/// The longest text, in bytes of UTF-8; what is longer is cut between two whole characters.
pub const MAX_BYTES: usize = 4096;

/// The most combining marks that may sit on one letter. Real writing needs four or five; more paints over other rows.
pub const MAX_MARKS: usize = 8;

/// One line of text that cannot hold a control, bidi-control, tag or excess combining character.
///
/// It has no blanks at either end and at most [`MAX_BYTES`] bytes. Equality is that of the bytes; two spellings of one
/// name are compared by [`Text::fold`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text(Box<str>);

impl Text {
    /// Makes `raw` safe; see [`Text::clean`] for whether anything was replaced.
    pub fn new(raw: &str) -> Self {
        Self::clean(raw).0
    }

    /// Makes `raw` safe and says whether anything was replaced or cut on the way.
    ///
    /// A line end or a tab inside becomes a space, everything else that may not stay becomes [`REPLACEMENT`] (one for a
    /// run of them, so that the place stays visible). Blanks at the ends are dropped and do not count as a change.
    pub fn clean(raw: &str) -> (Self, bool) {
        let raw = raw.trim();
        if raw.len() <= MAX_BYTES && raw.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return (Self(raw.into()), false);
        }
        let mut line = line::Line::default();
        let mut rest = raw.chars().peekable();
        while let Some(c) = rest.next() {
            line.push(c, rest.peek().copied());
            if line.is_over(MAX_BYTES) {
                return (Self(cut(line.text(), MAX_BYTES).into()), true);
            }
        }
        (Self(line.text().trim().into()), line.is_altered())
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Columns that it takes on a terminal.
    pub fn width(&self) -> usize {
        if self.0.is_ascii() {
            return self.0.len();
        }
        self.0.width()
    }

    /// The form in which two spellings of one name are equal; for comparing only, never shown or stored.
    ///
    /// Composed and decomposed letters, upper and lower case (also ß and SS, and the Turkish pairs of i), runs of blanks,
    /// straight and curly apostrophes, and the dashes that a word processor puts for a hyphen count as the same. Accents do not.
    pub fn fold(&self) -> String {
        if self.0.is_ascii() {
            return join_words(&self.0.to_ascii_lowercase());
        }
        // Through upper case and back: ß and SS, and both forms of the Greek small sigma, meet that way.
        let folded: String = self
            .0
            .nfc()
            .flat_map(char::to_lowercase)
            .flat_map(char::to_uppercase)
            .flat_map(char::to_lowercase)
            .map(plain_mark)
            .nfc()
            .collect();
        join_words(&folded.replace("i\u{307}", "i"))
    }

    /// Whether it mixes alphabets that look alike, so that it may not be the name it seems to be.
    ///
    /// True for a word with letters of two such alphabets (Latin `na` after a Cyrillic `А`), and for a word that only looks
    /// Latin beside one that is. `Мария (Maria)` and `李 Li` are ordinary.
    pub fn is_mixed_script(&self) -> bool {
        !self.0.is_ascii() && script::is_mixed(&self.0)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// The line, counted from 1, in which a place of a text lies, given in bytes.
pub fn line_of(text: &str, place: usize) -> usize {
    let before = text.get(..place).unwrap_or_default();
    before.matches('\n').count() + 1
}

/// The same with a capital letter in front.
pub fn capitalized(said: &str) -> String {
    let mut letters = said.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// The start of `text` that has at most `limit` bytes, cut between two characters as a person sees them.
fn cut(text: &str, limit: usize) -> &str {
    let boundary = last_up_to(text.grapheme_indices(true).map(|(at, _)| at), limit)
        // One endless character: then at least not in the middle of its bytes.
        .or_else(|| last_up_to(text.char_indices().map(|(at, _)| at), limit))
        .unwrap_or_default();
    let start = text.get(..boundary).unwrap_or_default();
    start.trim_end_matches(|c: char| c.is_whitespace() || safe::is_joiner(c))
}

/// The last of the rising `places` that is not the start and not beyond `limit`.
fn last_up_to(places: impl Iterator<Item = usize>, limit: usize) -> Option<usize> {
    places
        .take_while(|at| *at <= limit)
        .last()
        .filter(|at| *at > 0)
}

/// What word processors put for an apostrophe or a hyphen, as the key that was pressed.
fn plain_mark(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{ff07}' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        other => other,
    }
}

/// `text` with one space between its words.
fn join_words(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(raw: &str) -> (String, bool) {
        let (text, altered) = Text::clean(raw);
        (text.as_str().to_owned(), altered)
    }

    #[test]
    fn plain_text_stays_and_loses_the_blanks_around_it() {
        assert_eq!(
            cleaned("  Ana O'Brien-Diaz \n"),
            ("Ana O'Brien-Diaz".into(), false)
        );
        assert_eq!(cleaned(""), (String::new(), false));
    }

    #[test]
    fn line_ends_and_tabs_inside_become_a_space() {
        assert_eq!(cleaned("Ana\r\nDiaz"), ("Ana Diaz".into(), true));
        assert_eq!(cleaned("Ana\tMaria\rDiaz"), ("Ana Maria Diaz".into(), true));
    }

    #[test]
    fn a_run_of_forbidden_characters_leaves_one_visible_mark() {
        assert_eq!(
            cleaned("Ana\u{1b}\u{7}[31m"),
            ("Ana\u{fffd}[31m".into(), true)
        );
        assert_eq!(cleaned("A\u{e0041}\u{e0042}z"), ("A\u{fffd}z".into(), true));
        assert_eq!(cleaned("\u{202e}anA"), ("\u{fffd}anA".into(), true));
    }

    #[test]
    fn marks_beyond_the_eighth_are_replaced() {
        let eight = format!("e{}", "\u{301}".repeat(MAX_MARKS));
        assert_eq!(cleaned(&eight), (eight.clone(), false));
        let thousand = format!("e{}x", "\u{301}".repeat(1000));
        assert_eq!(cleaned(&thousand), (format!("{eight}\u{fffd}x"), true));
        assert_eq!(
            cleaned("\u{301}Ana"),
            ("\u{fffd}Ana".into(), true),
            "a mark without a letter"
        );
    }

    #[test]
    fn joiners_stay_only_where_the_writing_needs_them() {
        for needed in [
            "می\u{200c}نا",
            "ක්\u{200d}රිස්",
            "ന്\u{200d}",
            "👩\u{200d}🏫",
            "葛\u{e0100}城",
        ] {
            assert_eq!(cleaned(needed), (needed.into(), false));
        }
        assert_eq!(cleaned("An\u{200d}a").0, "An\u{fffd}a");
        assert_eq!(cleaned("Ana\u{fe0f}").0, "Ana\u{fffd}");
        assert_eq!(cleaned("می\u{200c}").0, "می\u{fffd}");
    }

    #[test]
    fn long_text_is_cut_between_whole_characters() {
        let (text, altered) = Text::clean(&"e\u{301}".repeat(3000));
        assert!(altered);
        assert_eq!(text.as_str().len(), 4095);
        assert!(text.as_str().ends_with('\u{301}'));
        let (text, _) = Text::clean(&"a".repeat(10_000));
        assert_eq!(text.as_str().len(), MAX_BYTES);
        let (text, _) = Text::clean(&"👩\u{200d}".repeat(3000));
        assert!(!text.is_empty() && text.as_str().len() <= MAX_BYTES);
    }

    #[test]
    fn width_counts_columns() {
        assert_eq!(Text::new("Ana").width(), 3);
        assert_eq!(Text::new("李小雨").width(), 6);
        assert_eq!(Text::new("Jose\u{301}").width(), 4);
    }

    #[test]
    fn display_keeps_to_the_width_it_is_given() {
        assert_eq!(format!("{:5}|", Text::new("Ana")), "Ana  |");
    }

    #[test]
    fn look_alike_letters_are_noticed() {
        assert!(Text::new("\u{410}na Diaz").is_mixed_script());
        assert!(
            Text::new("Ana \u{421}\u{43e}\u{440}\u{430}").is_mixed_script(),
            "a word that only looks Latin"
        );
        for ordinary in ["Мария (Maria)", "Ana Diaz", "李 Li", "Νίκη Anagnos"] {
            assert!(!Text::new(ordinary).is_mixed_script(), "{ordinary}");
        }
    }
}
