//! What a frame needs to know of the terminal and of taste.

use ratatui::style::Style;

use crate::theme::{Role, Theme, builtin};

/// What one frame needs besides the model.
#[derive(Debug, Clone)]
pub struct Look {
    /// How each role looks.
    pub theme: Theme,
    /// Colors may be used. Without them bold and reverse say the same.
    pub color: bool,
    /// Only the letters of ASCII are used, but for names.
    pub ascii: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            color: true,
            ascii: false,
        }
    }
}

impl Look {
    /// The style of a role on this terminal.
    pub fn style(&self, role: Role) -> Style {
        if self.color {
            self.theme.style(role)
        } else {
            uncolored(self.theme.style(role), builtin::PLAIN.style(role))
        }
    }
}

/// Bold and reverse of both; no color of either.
fn uncolored(style: Style, plain: Style) -> Style {
    Style {
        fg: None,
        bg: None,
        ..plain.add_modifier(style.add_modifier)
    }
}
