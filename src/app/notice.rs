//! Text shown to the person, in place of the footer, until the next key.

/// How much a notice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// What was done.
    Done,
    /// Why nothing was done.
    Refused,
    /// What needs attention: not saved, damaged.
    Alarm,
}

/// A sentence for the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How much it matters.
    pub weight: Weight,
    /// The sentence.
    pub text: String,
}

impl Notice {
    /// What was done.
    pub fn done(text: impl Into<String>) -> Self {
        Self {
            weight: Weight::Done,
            text: text.into(),
        }
    }

    /// Why nothing was done.
    pub fn refused(text: impl Into<String>) -> Self {
        Self {
            weight: Weight::Refused,
            text: text.into(),
        }
    }

    /// What needs attention.
    pub fn alarm(text: impl Into<String>) -> Self {
        Self {
            weight: Weight::Alarm,
            text: text.into(),
        }
    }
}
