//! One key with its modifiers, and its name.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key as it is bound. Shift is part of a character, not of the chord.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chord {
    code: KeyCode,
    modifiers: KeyModifiers,
}

/// Named keys and how they are written.
const NAMED: &[(&str, KeyCode)] = &[
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("backtab", KeyCode::BackTab),
    ("space", KeyCode::Char(' ')),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pgup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
];

impl Chord {
    /// The chord of a key press.
    pub fn of(key: KeyEvent) -> Self {
        let is_char = matches!(key.code, KeyCode::Char(_));
        let ignored = if is_char || key.code == KeyCode::BackTab {
            KeyModifiers::SHIFT
        } else {
            KeyModifiers::NONE
        };
        Self {
            code: key.code,
            modifiers: key.modifiers.difference(ignored)
                & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT),
        }
    }

    /// Whether it types a letter where text is typed.
    pub fn is_letter(self) -> bool {
        matches!(self.code, KeyCode::Char(_)) && self.modifiers.is_empty()
    }

    /// Reads `c`, `ctrl-r`, `f9`, `enter`; `None` for what is no key.
    pub fn parse(text: &str) -> Option<Self> {
        let (modifiers, name) = match text.strip_prefix("ctrl-") {
            Some(name) => (KeyModifiers::CONTROL, name),
            None => (KeyModifiers::NONE, text),
        };
        let named = NAMED
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, code)| *code);
        let function = || {
            name.strip_prefix('f')?
                .parse()
                .ok()
                .filter(|n| (1..=12).contains(n))
                .map(KeyCode::F)
        };
        let mut letters = name.chars();
        let single = match (letters.next(), letters.next()) {
            (Some(c), None) => Some(KeyCode::Char(c)),
            _ => None,
        };
        let code = named.or(single).or_else(function)?;
        Some(Self { code, modifiers })
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.modifiers.contains(KeyModifiers::CONTROL) {
            f.write_str("ctrl-")?;
        }
        if let Some((name, _)) = NAMED.iter().find(|(_, code)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::F(n) => write!(f, "f{n}"),
            _ => f.write_str("?"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chords_are_written_as_they_are_read() {
        for text in [
            "c",
            "G",
            "ctrl-r",
            "f9",
            "f1",
            "enter",
            "space",
            "pgdn",
            "?",
            "-",
            "ctrl-space",
        ] {
            let chord = Chord::parse(text).unwrap();
            assert_eq!(chord.to_string(), text);
        }
        for text in ["", "ctrl-", "f13", "hello"] {
            assert_eq!(Chord::parse(text), None, "{text}");
        }
    }
}
