//! What was being written when the book was closed over it: kept sealed in the book and given back with it.
//!
//! Forms make one of what stands in their fields and are made of one again; the store keeps it. It is no part of the book:
//! no Change, not in the journal, not undone. Only the words are kept, never how the form looked.

use std::fmt;

use super::date::DateTime;

/// Answers of a form that was not taken yet.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// When it was last typed into.
    pub at: DateTime,
    /// Only initials were shown: names must not come up by themselves on a screen that others see.
    pub initials: bool,
    /// Which form, by a name that never changes; empty where none was open.
    pub form: String,
    /// Whom and what it is about: numbers of the book, in the order of that form.
    pub about: Vec<u64>,
    /// The rest of that, as words.
    pub words: Vec<String>,
    /// What stands in the fields, in their order.
    pub answers: Vec<Answer>,
    /// The field that is typed into.
    pub focus: usize,
}

/// What stands in one field.
#[derive(Clone, PartialEq, Eq)]
pub enum Answer {
    /// What was typed, not cleaned yet: that is done when it is taken.
    Typed(String),
    /// Which of several.
    Chosen(usize),
}

impl Draft {
    /// Whether it differs in nothing but the time.
    pub fn says_the_same(&self, other: &Self) -> bool {
        (
            self.initials,
            &self.form,
            &self.about,
            &self.words,
            &self.answers,
            self.focus,
        ) == (
            other.initials,
            &other.form,
            &other.about,
            &other.words,
            &other.answers,
            other.focus,
        )
    }
}

/// Never what was typed.
impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Draft({}, {} answers)", self.form, self.answers.len())
    }
}

/// Never what was typed.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answer")
    }
}
