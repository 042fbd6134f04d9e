//! Text on its way to the screen: made safe once more, measured in columns, cut and wrapped.
//!
//! Names are cleaned when they enter; what is being typed, paths and messages of the system are not, and neither must move
//! the cursor or paint over another row. So everything passes [`symbols`] before it reaches a cell.

use ratatui::buffer::CellWidth;
use unicode_segmentation::UnicodeSegmentation;

use crate::domain::text::{MAX_MARKS, REPLACEMENT, safe_char};

/// Whether every character is one column wide and safe as it is.
pub fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// What a person sees as characters, each with its columns; what may not be drawn is replaced.
pub fn symbols(text: &str) -> impl Iterator<Item = (&str, usize)> {
    text.graphemes(true).map(|symbol| {
        let is_safe = symbol.chars().all(safe_char) && symbol.chars().count() <= MAX_MARKS + 1;
        let width = if is_safe { symbol.cell_width() } else { 0 };
        if width == 0 {
            (REPLACED, 1)
        } else {
            (symbol, usize::from(width))
        }
    })
}

const REPLACED: &str = {
    assert!(REPLACEMENT == '\u{fffd}');
    "\u{fffd}"
};

/// Columns that a text takes.
pub fn columns(text: &str) -> usize {
    if is_plain(text) {
        return text.len();
    }
    symbols(text).map(|(_, width)| width).sum()
}

/// Words on lines of at most `width` columns; a longer word is broken. Never more than `most` lines: the last one then
/// holds all the rest, to be cut where it is drawn.
pub fn wrap(text: &str, width: usize, most: usize) -> Vec<&str> {
    wrap_after(text, width, width, most)
}

/// The same with a first line of another width, since something stands before it.
pub fn wrap_after(text: &str, first: usize, width: usize, most: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() && lines.len() < most {
        let width = if lines.is_empty() { first } else { width };
        let (line, after) = if lines.len() + 1 == most {
            (rest, "")
        } else {
            split_line(rest, width.max(1))
        };
        lines.push(line.trim_end());
        rest = after.trim_start();
    }
    lines
}

/// The first line of `text`, and what follows it.
fn split_line(text: &str, width: usize) -> (&str, &str) {
    let (mut used, mut space) = (0, None);
    for (at, symbol) in text.grapheme_indices(true) {
        if symbol == " " {
            space = Some(at);
        }
        used += symbols(symbol).map(|(_, width)| width).sum::<usize>();
        if used > width && symbol != " " {
            let one_symbol = if at == 0 { symbol.len() } else { at };
            return text.split_at(space.filter(|at| *at > 0).unwrap_or(one_symbol));
        }
    }
    (text, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_not_be_drawn_is_replaced_by_one_visible_character() {
        let drawn = |text| symbols(text).map(|(s, _)| s).collect::<String>();
        assert_eq!(drawn("a\u{202e}b"), "a\u{fffd}b");
        assert_eq!(drawn("\u{1b}[2J"), "\u{fffd}[2J");
        let tower = format!("e{}", "\u{301}".repeat(40));
        assert_eq!(drawn(&tower), "\u{fffd}");
    }

    #[test]
    fn columns_are_those_of_the_terminal() {
        assert_eq!(columns("Ana"), 3);
        assert_eq!(columns("李小雨"), 6);
        assert_eq!(columns("Nguyễn"), 6);
    }

    #[test]
    fn words_stay_whole_where_they_can() {
        assert_eq!(
            wrap("wants to talk about welding", 12, 9),
            ["wants to", "talk about", "welding"]
        );
        assert_eq!(wrap("abcdefgh ij", 3, 9), ["abc", "def", "gh", "ij"]);
        assert_eq!(wrap("one two three", 3, 2), ["one", "two three"]);
        assert_eq!(wrap("ab cd", 2, 9), ["ab", "cd"]);
        assert_eq!(wrap("", 5, 3), Vec::<&str>::new());
        assert_eq!(wrap("李李", 1, 9), ["李", "李"]);
        assert_eq!(
            wrap("c¡cccƝog", 1, 9),
            ["c", "¡", "c", "c", "c", "Ɲ", "o", "g"]
        );
    }
}
