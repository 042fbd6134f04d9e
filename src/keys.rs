//! KEYS: from what the terminal sends to what the program does.
//!
//! Knows chords and the table of actions; must not know the screen's look, the file or the model. The default table is
//! data in [`default`]; [`mod@file`] reads a person's own; [`check`] finds what would make a table useless: one chord for two acts, acts without a key.

pub mod check;
pub mod chord;
pub mod default;
pub mod file;

use std::collections::HashMap;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::app::{
    action::{Action, Bindings, Context},
    line::Typed,
    message::Message,
};
pub use chord::Chord;

/// Which chord does what in which context.
#[derive(Debug, Clone)]
pub struct Keymap {
    acts: HashMap<(Context, Chord), Action>,
    bindings: Bindings,
}

impl Default for Keymap {
    fn default() -> Self {
        Self::new(&default::table())
    }
}

impl Keymap {
    /// From rows in the order of importance. The first of two rows for one chord holds; [`check::faults`] tells of it.
    pub fn new(rows: &[(Context, Chord, Action)]) -> Self {
        let mut acts = HashMap::new();
        let mut shown = Vec::new();
        for (context, chord, action) in rows {
            acts.entry((*context, *chord)).or_insert(*action);
            shown.push((*context, *action, chord.to_string()));
        }
        Self {
            acts,
            bindings: Bindings::new(shown),
        }
    }

    /// The keys as they are shown.
    pub fn bindings(&self) -> Bindings {
        self.bindings.clone()
    }

    /// What the key with this name does in a context; `None` where it has no meaning but text.
    pub fn named(&self, context: Context, name: &str) -> Option<Action> {
        self.acts.get(&(context, Chord::parse(name)?)).copied()
    }

    /// What a key press means in a context: an act, text where text is typed, or nothing.
    pub fn message(&self, context: Context, key: KeyEvent) -> Option<Message> {
        if let Some(action) = self.acts.get(&(context, Chord::of(key))) {
            return Some(Message::Act(*action));
        }
        match context {
            context if takes_text(context) => typed(key).map(Message::Text),
            Context::Blank => Some(Message::Text(Typed::End)), // any key comes back
            _ => None,
        }
    }
}

/// Whether text is typed in a context: pastes go there only.
pub fn takes_text(context: Context) -> bool {
    matches!(context, Context::Form | Context::Filter | Context::Gate)
}

/// What a key types.
fn typed(key: KeyEvent) -> Option<Typed> {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    Some(match key.code {
        KeyCode::Char('u') if control => Typed::DeleteToStart,
        KeyCode::Char('a') if control => Typed::Home,
        KeyCode::Char('e') if control => Typed::End,
        KeyCode::Char(c) if !control && !key.modifiers.contains(KeyModifiers::ALT) => {
            Typed::Char(c)
        }
        KeyCode::Char('w') | KeyCode::Backspace if control => Typed::DeleteWord,
        KeyCode::Backspace => Typed::Backspace,
        KeyCode::Delete => Typed::Delete,
        KeyCode::Left => Typed::Left,
        KeyCode::Right => Typed::Right,
        KeyCode::Home => Typed::Home,
        KeyCode::End => Typed::End,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(c: char) -> KeyEvent {
        KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)
    }

    #[test]
    fn the_default_table_has_no_faults() {
        assert_eq!(check::faults(&default::table()), Vec::<String>::new());
    }

    #[test]
    fn letters_typed_into_a_field_are_text() {
        let keys = Keymap::default();
        for c in "cqjun? :".chars() {
            let message = keys.message(Context::Form, press(c));
            assert!(
                matches!(message, Some(Message::Text(Typed::Char(t))) if t == c),
                "{c}"
            );
        }
    }

    #[test]
    fn f9_blanks_the_screen_also_while_typing() {
        let keys = Keymap::default();
        let f9 = KeyEvent::new(KeyCode::F(9), KeyModifiers::NONE);
        for context in [
            Context::Round,
            Context::Form,
            Context::Filter,
            Context::Student,
            Context::Gate,
        ] {
            assert!(
                matches!(keys.message(context, f9), Some(Message::Act(Action::Blank))),
                "{context:?}"
            );
        }
    }

    #[test]
    fn a_capital_letter_is_the_same_with_and_without_the_shift_flag() {
        let keys = Keymap::default();
        for modifiers in [KeyModifiers::NONE, KeyModifiers::SHIFT] {
            let key = KeyEvent::new(KeyCode::Char('G'), modifiers);
            assert!(matches!(
                keys.message(Context::Round, key),
                Some(Message::Act(Action::Last))
            ));
        }
    }
}
