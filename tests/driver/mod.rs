//! Drives the program by keys through the real key map, with a fixed clock and without a file.
//!
//! Saves are acknowledged at once, unless a test holds them back, and a checklist is written and read as the worker does it. What the outside was asked for is kept in `effects`.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use homeroom::{
    app::{
        access::Access,
        effect::{Effect, Opened, Outcome},
        message::Message,
        model::{Desk, Model},
        screen::{Screen, gate::Gate},
        update::{context, update},
    },
    domain::{
        act,
        book::Book,
        catalog::Catalog,
        change::Entry,
        date::{Date, DateTime},
        grade::Grade,
        id::{BookId, GroupId},
        student::Name,
        text::Text,
    },
    exchange,
    keys::Keymap,
    run::worker::Worker,
};
use jiff::{ToSpan, civil::date};

/// A Wednesday in fall.
pub const TODAY: Date = date(2026, 10, 14);

/// A running program.
pub struct Driver {
    pub model: Model,
    pub keymap: Keymap,
    /// Everything that was asked of the outside, oldest first.
    pub effects: Vec<Effect>,
    /// How many keys were pressed.
    pub pressed: usize,
    /// Saves wait instead of being acknowledged.
    pub hold_saves: bool,
    /// A folder for a record is always there and free; else a test answers for the outside.
    pub answers_leaving: bool,
}

impl Driver {
    /// The practice group, opened at ten in the morning.
    pub fn practice() -> Self {
        let catalog = exchange::catalog::default_catalog();
        let practice = exchange::practice::practice(&catalog, TODAY);
        Self::open(
            practice.book,
            practice.journal,
            catalog,
            true,
            TODAY.at(10, 0, 0, 0),
        )
    }

    /// The same group, where nothing can be undone yet.
    pub fn practice_without_journal() -> Self {
        let catalog = exchange::catalog::default_catalog();
        let practice = exchange::practice::practice(&catalog, TODAY);
        Self::open(
            practice.book,
            Vec::new(),
            catalog,
            true,
            TODAY.at(10, 0, 0, 0),
        )
    }

    /// An own book with one group of students in this grade, nothing noted yet.
    pub fn group(names: &[&str], grade: u8) -> Self {
        let mut book = Book::new(BookId([7; 16]), Text::new("Ms. Reed"), TODAY);
        act::add_group(&book, Text::new("204"))
            .apply(&mut book)
            .unwrap();
        let group = book.settings.group.unwrap();
        for name in names {
            add(&mut book, group, name, grade);
        }
        let catalog = exchange::catalog::default_catalog();
        Self::open(book, Vec::new(), catalog, false, TODAY.at(10, 0, 0, 0))
    }

    /// A book on the desk.
    pub fn open(
        book: Book,
        entries: Vec<Entry>,
        catalog: Catalog,
        practice: bool,
        now: DateTime,
    ) -> Self {
        let mut driver = Self::at(Gate::unlock("book.homeroom".to_owned(), Vec::new()), now);
        driver.outcome(Outcome::Opened(Box::new(Opened {
            book,
            entries,
            catalog: Arc::new(catalog),
            practice,
            access: Access::Writing,
            warnings: Vec::new(),
            place: "book.homeroom".to_owned(),
            years: std::collections::BTreeSet::new(),
            draft: None,
        })));
        driver
    }

    /// Before a book is open.
    pub fn at(gate: Gate, now: DateTime) -> Self {
        let keymap = Keymap::default();
        let bindings = Arc::new(keymap.bindings());
        Self {
            model: Model::new(now, gate, bindings),
            keymap,
            effects: Vec::new(),
            pressed: 0,
            hold_saves: false,
            answers_leaving: true,
        }
    }

    /// The open book with what follows from it.
    pub fn desk(&self) -> &Desk {
        self.model.desk.as_ref().expect("a book is open")
    }

    /// The open book.
    pub fn book(&self) -> &Book {
        &self.desk().book
    }

    /// The layer that has the keys.
    pub fn top(&self) -> &Screen {
        self.model.top().expect("a layer")
    }

    /// The name under the round's cursor.
    pub fn cursor(&self) -> String {
        let cursor = self.model.round().and_then(|round| round.cursor);
        cursor
            .map(|id| self.book().students[&id].listed())
            .unwrap_or_default()
    }

    /// The notice, or nothing.
    pub fn notice(&self) -> &str {
        self.model
            .notice
            .as_ref()
            .map_or("", |notice| notice.text.as_str())
    }

    /// Presses keys: letters as they are, `<enter>`, `<esc>`, `<space>`, `<tab>`, `<up>`, `<f1>`, `<c-r>`.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for key in parse(keys) {
            self.press(key);
        }
        self
    }

    /// Types text that does not count as keys of a flow, such as the words of a note.
    pub fn types(&mut self, text: &str) -> &mut Self {
        let before = self.pressed;
        for c in text.chars() {
            self.press(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE));
        }
        self.pressed = before;
        self
    }

    /// Presses one key.
    pub fn press(&mut self, key: KeyEvent) {
        self.pressed += 1;
        let message = self.keymap.message(context(&self.model), key);
        if let Some(message) = message {
            self.message(message);
        }
    }

    /// Moves the clock.
    pub fn minutes(&mut self, minutes: i64) -> &mut Self {
        let now = self.model.now.saturating_add(minutes.minutes());
        self.message(Message::Tick(now));
        self
    }

    /// An answer from outside.
    pub fn outcome(&mut self, outcome: Outcome) {
        self.message(Message::Outcome(outcome));
    }

    /// Any message.
    pub fn message(&mut self, message: Message) {
        for effect in update(&mut self.model, message) {
            let answers = match &effect {
                Effect::WriteCatalog(_) | Effect::DefaultCatalog | Effect::ParseCatalog(_) => {
                    Worker::new(std::path::PathBuf::new()).perform(effect.clone())
                }
                Effect::MayLeave {
                    student,
                    folder,
                    leaves,
                } if self.answers_leaving => vec![Outcome::MayLeave(Ok((
                    *student,
                    folder.clone(),
                    leaves.clone(),
                )))],
                _ => Vec::new(),
            };
            let saved = match &effect {
                Effect::Save(entry) if !self.hold_saves => Some(entry.seq),
                _ => None,
            };
            self.effects.push(effect);
            for answer in answers {
                self.outcome(answer);
            }
            if let Some(through) = saved {
                let at = self.model.now;
                self.outcome(Outcome::Saved { through, at });
            }
        }
    }
}

fn add(book: &mut Book, group: GroupId, name: &str, grade: u8) {
    let joined = date(2026, 9, 1).at(8, 0, 0, 0);
    let grade = Grade::new(grade).unwrap();
    act::add_student(book, group, Name::parse(name), grade, joined)
        .apply(book)
        .unwrap();
}

fn parse(keys: &str) -> Vec<KeyEvent> {
    let mut events = Vec::new();
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        let name = rest
            .strip_prefix('<')
            .and_then(|named| named.split_once('>'));
        match name {
            Some((name, after)) if !name.is_empty() => {
                events.push(named(name));
                rest = after;
            }
            _ => {
                events.push(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE));
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    events
}

fn named(name: &str) -> KeyEvent {
    if let Some(c) = name.strip_prefix("c-").and_then(|c| c.chars().next()) {
        return KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL);
    }
    let code = match name {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "space" => KeyCode::Char(' '),
        "tab" => KeyCode::Tab,
        "btab" => KeyCode::BackTab,
        "bs" => KeyCode::Backspace,
        "del" => KeyCode::Delete,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pgup" => KeyCode::PageUp,
        "pgdn" => KeyCode::PageDown,
        "lt" => KeyCode::Char('<'),
        f => KeyCode::F(
            f.strip_prefix('f')
                .and_then(|n| n.parse().ok())
                .unwrap_or_else(|| panic!("no key {f}")),
        ),
    };
    KeyEvent::new(code, KeyModifiers::NONE)
}
