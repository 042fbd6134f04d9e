//! Writing one safe line, character by character; only [`super::Text::clean`] uses it.

use unicode_normalization::char::is_combining_mark;

use super::safe::{self, REPLACEMENT, safe_char};

/// The line so far, and what the next character has to be judged by.
#[derive(Default)]
pub(super) struct Line {
    text: String,
    last: Option<char>,
    marks: usize,
    in_replaced_run: bool,
    altered: bool,
}

impl Line {
    /// Adds `c`, or what stands for it; `next` is the character that follows it in the raw text.
    pub(super) fn push(&mut self, c: char, next: Option<char>) {
        match c {
            '\r' if next == Some('\n') => self.altered = true,
            '\r' | '\n' | '\t' => {
                self.altered = true;
                self.put(' ');
            }
            _ if !safe_char(c) || !safe::fits(c, self.last, next) => self.replace(),
            _ if is_combining_mark(c) => self.push_mark(c),
            _ => {
                self.marks = 0;
                self.put(c);
            }
        }
    }

    /// Whether more than `limit` bytes were written.
    pub(super) fn is_over(&self, limit: usize) -> bool {
        self.text.len() > limit
    }

    /// What was written.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether anything differs from what was given.
    pub(super) fn is_altered(&self) -> bool {
        self.altered
    }

    fn push_mark(&mut self, mark: char) {
        if self.last.is_none() || self.marks >= super::MAX_MARKS {
            return self.replace();
        }
        self.marks += 1;
        self.put(mark);
    }

    fn put(&mut self, c: char) {
        self.text.push(c);
        self.last = Some(c);
        self.in_replaced_run = false;
    }

    /// One visible mark for a run; it does not open a new letter, so that marks cannot pile up behind it.
    fn replace(&mut self) {
        self.altered = true;
        if !self.in_replaced_run {
            self.put(REPLACEMENT);
            self.in_replaced_run = true;
        }
    }
}
