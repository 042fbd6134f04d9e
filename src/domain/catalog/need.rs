//! What a requirement asks to find in a plan: rules as data, counted by `domain::requirement`.

use super::{Category, Grades};
use crate::domain::{
    goal::GoalKind,
    part::{Choice, Field, PartKind},
    text::Text,
};

/// One thing that a requirement asks to find in a plan. Met when any of its ways is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// What is missing while it is not met, in a few words: `an approval of the family`.
    pub say: Text,
    /// In which grades it is asked for.
    pub grades: Grades,
    /// Ways to meet it, the one that is offered first in front.
    pub any: Vec<Way>,
}

/// One way to meet a [`Need`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// Parts of a kind.
    Parts {
        /// Of this kind.
        kind: PartKind,
        /// With these choices in these fields.
        with: Vec<(Field, Choice)>,
        /// Written for this span.
        span: Span,
        /// At least so many.
        least: u8,
    },
    /// Items of the student's checklist that serve the requirement.
    Items {
        /// At least so many done; `None`: all that are core.
        least: Option<u8>,
        /// Of this category only.
        category: Option<Category>,
    },
    /// Goals of this year, live or done.
    Goals {
        /// At least so many.
        least: u8,
        /// Of this kind only.
        kind: Option<GoalKind>,
    },
    /// The plan is begun; late when that was after the school's 90-day date.
    Begun,
}

/// For which time a part has to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Span {
    /// In this school year; a part that names a school year: for this one or a later one.
    Year,
    /// Whenever.
    Ever,
}
