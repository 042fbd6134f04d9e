//! One line that is typed into.

use tui_input::{Input, InputRequest};

/// What typing does to a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// A character.
    Char(char),
    /// Text that was pasted: only ever text, never keys.
    Paste(String),
    /// The character before the cursor goes.
    Backspace,
    /// The character under the cursor goes.
    Delete,
    /// The word before the cursor goes.
    DeleteWord,
    /// Everything before the cursor goes.
    DeleteToStart,
    /// One to the left.
    Left,
    /// One to the right.
    Right,
    /// To the beginning.
    Home,
    /// To the end.
    End,
}

/// How many characters a field takes, unless it says otherwise.
pub const LONGEST: usize = 500;

/// A text field. What it holds is cleaned when it is taken out as [`crate::domain::text::Text`].
#[derive(Debug, Clone, Default)]
pub struct Line {
    input: Input,
}

impl Line {
    /// A field with text in it, the cursor behind it.
    pub fn with(text: &str) -> Self {
        Self {
            input: Input::new(text.to_owned()),
        }
    }

    /// What is in it.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// The cursor, in characters from the beginning.
    pub fn cursor(&self) -> usize {
        self.input.cursor()
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.text().is_empty()
    }

    /// Whether all of it fits.
    pub fn takes(&self, typed: &Typed) -> bool {
        let more = match typed {
            Typed::Char(_) => 1,
            Typed::Paste(text) => text.chars().filter(|c| is_taken(*c)).count(),
            _ => 0,
        };
        more == 0 || self.text().chars().count() + more <= LONGEST
    }

    /// Types.
    pub fn typed(&mut self, typed: &Typed) {
        let request = match typed {
            Typed::Char(c) => return self.insert(*c),
            Typed::Paste(text) => return text.chars().for_each(|c| self.insert(c)),
            Typed::Backspace => InputRequest::DeletePrevChar,
            Typed::Delete => InputRequest::DeleteNextChar,
            Typed::DeleteWord => InputRequest::DeletePrevWord,
            Typed::DeleteToStart => InputRequest::DeleteLine,
            Typed::Left => InputRequest::GoToPrevChar,
            Typed::Right => InputRequest::GoToNextChar,
            Typed::Home => InputRequest::GoToStart,
            Typed::End => InputRequest::GoToEnd,
        };
        self.input.handle(request);
    }

    /// A line break that was pasted becomes a space; what does not fit is left out.
    fn insert(&mut self, c: char) {
        let c = if matches!(c, '\n' | '\r' | '\t') {
            ' '
        } else {
            c
        };
        if is_taken(c) && self.text().chars().count() < LONGEST {
            self.input.handle(InputRequest::InsertChar(c));
        }
    }
}

/// A line break becomes a space, other controls are nothing that anybody sees.
fn is_taken(c: char) -> bool {
    !c.is_control() || matches!(c, '\n' | '\r' | '\t')
}

impl PartialEq for Line {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text() && self.cursor() == other.cursor()
    }
}
