//! THEME: how each meaning looks.
//!
//! The drawing code names a [`Role`], never a color; a [`Theme`] gives every role its style. The theme that comes along is
//! constant data, so that nothing is read or parsed before the first frame; the others, and a school's own file, are read
//! by [`mod@file`]. Knows colors and nothing else: no model, no screen, no paths.

pub mod builtin;
pub mod color;
pub mod file;
pub mod role;

use ratatui::style::Style;

pub use role::Role;

/// A style for every role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    styles: [Style; Role::COUNT],
}

impl Theme {
    /// Every role as plain text.
    pub const fn blank() -> Self {
        Self {
            styles: [Style::new(); Role::COUNT],
        }
    }

    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
    }

    /// The same theme with another style for one role.
    #[must_use]
    #[expect(
        clippy::indexing_slicing,
        reason = "a role is an index below COUNT; const code has no other way"
    )]
    pub const fn with(mut self, role: Role, style: Style) -> Self {
        self.styles[role as usize] = style;
        self
    }

    /// The same theme with what a file says instead.
    #[must_use]
    pub fn patched(mut self, patch: &file::Patch) -> Self {
        for (role, style) in patch.styles() {
            self = self.with(role, style);
        }
        self
    }
}

impl Default for Theme {
    fn default() -> Self {
        builtin::DEFAULT
    }
}
