//! Names as they come: two hundred ordinary ones survive, three hundred hostile strings do not, and two hundred pairs are
//! told apart or not. The names are data under `tests/names/`; none belongs to a real person.

#![expect(
    clippy::expect_used,
    reason = "a data file that cannot be read ends the test"
)]

mod strings;

use homeroom::domain::text::{MAX_BYTES, MAX_MARKS, Text, safe_char};
use proptest::prelude::*;
use strings::{HOSTILE, entries, is_forbidden};
use unicode_normalization::char::is_combining_mark;

const ORDINARY: &str = include_str!("names/ordinary.txt");
const PAIRS: &str = include_str!("names/pairs.txt");

fn most_marks_in_a_row(text: &str) -> usize {
    let (mut most, mut now) = (0, 0);
    for c in text.chars() {
        now = if is_combining_mark(c) { now + 1 } else { 0 };
        most = most.max(now);
    }
    most
}

fn assert_harmless(text: &Text, whence: &str) {
    let shown = text.as_str();
    let bad: Vec<char> = shown
        .chars()
        .filter(|c| is_forbidden(*c) || !safe_char(*c))
        .collect();
    assert!(bad.is_empty(), "{whence}: kept {bad:?}");
    assert!(
        most_marks_in_a_row(shown) <= MAX_MARKS,
        "{whence}: a heap of marks"
    );
    assert!(shown.len() <= MAX_BYTES, "{whence}: {} bytes", shown.len());
    assert_eq!(shown.trim(), shown, "{whence}: blanks at an end");
}

#[test]
fn two_hundred_names_from_twenty_scripts_survive_as_typed() {
    let names = entries(ORDINARY);
    assert_eq!(names.len(), 200);
    assert_eq!(ORDINARY.lines().filter(|l| l.starts_with("# ")).count(), 21);
    for (line, name) in names {
        let (text, altered) = Text::clean(&name);
        assert_eq!(text.as_str(), name, "ordinary.txt:{line}");
        assert!(!altered, "ordinary.txt:{line} is reported as altered");
        assert!(
            !text.is_mixed_script(),
            "ordinary.txt:{line} is taken for a look-alike"
        );
    }
}

#[test]
fn three_hundred_hostile_strings_leave_nothing_behind() {
    let strings = entries(HOSTILE);
    assert_eq!(strings.len(), 300);
    for (line, raw) in strings {
        let whence = format!("hostile.txt:{line}");
        let (text, altered) = Text::clean(&raw);
        assert_harmless(&text, &whence);
        assert!(
            altered || raw.trim() == text.as_str(),
            "{whence}: changed without a word"
        );
        assert!(
            altered || !raw.trim().chars().any(is_forbidden),
            "{whence}: not reported"
        );
    }
}

#[test]
fn two_hundred_pairs_are_told_apart_or_not() {
    let pairs = entries(PAIRS);
    assert_eq!(pairs.len(), 200);
    for (line, pair) in pairs {
        let mut cells = pair.split('\t');
        let (Some(verdict), Some(one), Some(other)) = (cells.next(), cells.next(), cells.next())
        else {
            panic!("pairs.txt:{line} needs three cells");
        };
        let same = Text::new(one).fold() == Text::new(other).fold();
        assert_eq!(
            same,
            verdict == "same",
            "pairs.txt:{line}: {one:?} and {other:?}"
        );
        if verdict == "same" {
            assert_eq!(Text::new(one).as_str(), one.trim(), "stored as typed");
        }
    }
}

#[test]
fn the_look_alikes_among_the_pairs_are_flagged() {
    let marked = PAIRS
        .split_once("# Letters that only look alike\n")
        .expect("the section of look-alikes")
        .1;
    let flagged = entries(marked)
        .iter()
        .filter(|(_, pair)| {
            let name = pair.split('\t').nth(2).unwrap_or_default();
            Text::new(name).is_mixed_script()
        })
        .count();
    // The others differ by digits, Roman numerals or Latin letters, or are one alphabet throughout: nothing gives them away.
    assert_eq!(flagged, 23);
}

proptest! {
    #[test]
    fn any_text_at_all_is_harmless_and_cleaning_again_changes_nothing(raw in ".{0,80}|[\\u{300}-\\u{310}a\u{200d}\u{202e}क्ج👩\\u{fe0f}]{0,80}") {
        let (text, _) = Text::clean(&raw);
        assert_harmless(&text, "random text");
        let (again, altered) = Text::clean(text.as_str());
        prop_assert_eq!(&again, &text);
        prop_assert!(!altered);
    }
}
