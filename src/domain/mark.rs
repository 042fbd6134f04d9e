//! What is noted at a checklist item. No mark means *open*.

use super::{date::Date, text::Text};

/// Done, or not applicable with its reason. No authority fixes a vocabulary; this one is the smallest that reports use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// Done.
    Done {
        /// The day it counts for.
        on: Date,
        /// Who ticked it.
        by: Text,
    },
    /// Does not apply to this student; counted neither as done nor as open.
    NotApplicable {
        /// The day it was decided.
        on: Date,
        /// Who decided it.
        by: Text,
        /// Why, in a few words.
        reason: Text,
    },
}

impl Mark {
    /// The day it counts for.
    pub fn on(&self) -> Date {
        match self {
            Self::Done { on, .. } | Self::NotApplicable { on, .. } => *on,
        }
    }
}
