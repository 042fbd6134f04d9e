//! Fields of a form: lines, secrets and choices, with a focus.

use super::{
    effect::Secret,
    line::{Line, Typed},
};

/// What a field takes.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// Text.
    Line(Line),
    /// Text that is not shown.
    Secret(Line),
    /// One of several.
    Choice {
        /// What is offered.
        options: Vec<String>,
        /// Which is chosen.
        chosen: usize,
    },
}

/// A field with its label.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// What is asked.
    pub label: String,
    /// How to answer, shown while it is empty.
    pub hint: String,
    /// The answer.
    pub entry: Entry,
}

impl Field {
    /// A line of text.
    pub fn line(label: &str, hint: &str, text: &str) -> Self {
        Self {
            label: label.to_owned(),
            hint: hint.to_owned(),
            entry: Entry::Line(Line::with(text)),
        }
    }

    /// A line that is not shown.
    pub fn secret(label: &str, hint: &str) -> Self {
        Self {
            label: label.to_owned(),
            hint: hint.to_owned(),
            entry: Entry::Secret(Line::default()),
        }
    }

    /// Chooses, where it is a choice.
    pub fn choose(&mut self, at: usize) {
        if let Entry::Choice { chosen, .. } = &mut self.entry {
            *chosen = at;
        }
    }

    /// One of several.
    pub fn choice(label: &str, options: impl IntoIterator<Item = String>, chosen: usize) -> Self {
        Self {
            label: label.to_owned(),
            hint: String::new(),
            entry: Entry::Choice {
                options: options.into_iter().collect(),
                chosen,
            },
        }
    }
}

/// Fields with a focus.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fields {
    /// In the order in which they are asked.
    pub all: Vec<Field>,
    /// The one that is typed into.
    pub focus: usize,
}

impl Fields {
    /// The first field has the focus.
    pub fn new(all: Vec<Field>) -> Self {
        Self { all, focus: 0 }
    }

    /// To the next field, around.
    pub fn next(&mut self) {
        self.focus = (self.focus + 1) % self.all.len().max(1);
    }

    /// To the field before, around.
    pub fn previous(&mut self) {
        self.focus = self
            .focus
            .checked_sub(1)
            .unwrap_or(self.all.len().saturating_sub(1));
    }

    /// The line that is typed into, where it is one.
    pub fn line(&self) -> Option<&Line> {
        match &self.all.get(self.focus)?.entry {
            Entry::Line(line) | Entry::Secret(line) => Some(line),
            Entry::Choice { .. } => None,
        }
    }

    /// Types into the field that has the focus. A digit chooses, and goes on to the next field.
    pub fn typed(&mut self, typed: &Typed) {
        let Some(field) = self.all.get_mut(self.focus) else {
            return;
        };
        match &mut field.entry {
            Entry::Line(line) | Entry::Secret(line) => line.typed(typed),
            Entry::Choice { options, chosen } => {
                if choose(options, chosen, typed) {
                    self.next();
                }
            }
        }
    }

    /// The text of a field; empty where there is no such line.
    pub fn text(&self, at: usize) -> &str {
        match self.all.get(at).map(|field| &field.entry) {
            Some(Entry::Line(line) | Entry::Secret(line)) => line.text(),
            _ => "",
        }
    }

    /// A field that is not shown, taken out.
    pub fn secret(&self, at: usize) -> Secret {
        Secret::new(self.text(at))
    }

    /// What was chosen in a field; the first where there is no such choice.
    pub fn chosen(&self, at: usize) -> usize {
        match self.all.get(at).map(|field| &field.entry) {
            Some(Entry::Choice { chosen, .. }) => *chosen,
            _ => 0,
        }
    }

    /// Puts text into a field.
    pub fn set(&mut self, at: usize, text: &str) {
        if let Some(Field {
            entry: Entry::Line(line) | Entry::Secret(line),
            ..
        }) = self.all.get_mut(at)
        {
            *line = Line::with(text);
        }
    }
}

/// Chooses by digit, first letter, arrow or space. True when the choice is made and the next field can follow.
fn choose(options: &[String], chosen: &mut usize, typed: &Typed) -> bool {
    let count = options.len().max(1);
    match typed {
        Typed::Char(' ') | Typed::Right => *chosen = (*chosen + 1) % count,
        Typed::Left => *chosen = (*chosen + count - 1) % count,
        Typed::Char(c) => {
            let by_digit = c
                .to_digit(10)
                .and_then(|d| (d as usize).checked_sub(1))
                .filter(|at| *at < options.len());
            let by_letter = || {
                options
                    .iter()
                    .position(|option| option.starts_with(c.to_ascii_lowercase()))
            };
            let Some(at) = by_digit.or_else(by_letter) else {
                return false;
            };
            *chosen = at;
            return true;
        }
        _ => {}
    }
    false
}
