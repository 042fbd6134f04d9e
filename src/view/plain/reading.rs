//! Lines to read, as sentences: what was wrapped for a screen is one line again, so that a reader does not pause within it.

use super::{Page, words};
use crate::app::screen::reading::{COLUMNS, Reading};

/// A recap, a why.
pub(super) fn page(reading: &Reading) -> Page {
    let mut lines: Vec<String> = Vec::new();
    let mut at = 0;
    let mut before: Option<&str> = None;
    for (index, line) in reading.lines.iter().enumerate() {
        match lines.last_mut().filter(|_| goes_on(before, line)) {
            Some(sentence) => {
                sentence.push(' ');
                sentence.push_str(line.trim());
            }
            None if line.trim().is_empty() => {}
            None => lines.push(words(line.trim())),
        }
        if index <= reading.top {
            at = lines.len().saturating_sub(1);
        }
        before = Some(line);
    }
    Page {
        place: reading.title.clone(),
        head: vec![super::ended(&reading.title)],
        lines,
        at: Some(at),
        is_long: true,
        ..Page::default()
    }
}

/// Whether a line was broken off from the one before: its first word had no room there.
fn goes_on(before: Option<&str>, line: &str) -> bool {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let first = line.split_whitespace().next().unwrap_or_default();
    before.is_some_and(|before| {
        let needed = before.chars().count() + 1 + first.chars().count();
        !before.trim().is_empty()
            && !first.is_empty()
            && indent(before) == indent(line)
            && needed > COLUMNS
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::screen::reading::wrap;

    #[test]
    fn what_was_wrapped_is_one_sentence_again() {
        let sentence = "one two three four five ".repeat(20);
        let mut lines = vec!["A heading".to_owned()];
        lines.extend(wrap(&sentence, "  "));
        lines.push(String::new());
        lines.extend(wrap("short", "  "));
        let page = page(&Reading {
            title: "Why".to_owned(),
            lines,
            top: 3,
        });
        assert_eq!(page.lines, ["A heading", sentence.trim(), "short"]);
        assert_eq!(page.at, Some(1));
    }
}
