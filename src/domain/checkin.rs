//! One contact with a student, or the note that there was none.

use super::{
    date::{Date, DateTime},
    id::CheckInId,
    text::Text,
};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CheckInKind {
    /// Talked with.
    Seen,
    /// A note outside the round; a contact as well, since any contact counts as seen.
    Note,
    /// Spoken to together with others: worth a note, but nobody was seen by it.
    Group,
    /// Not there. Never a contact.
    Absent,
    /// Put off within the period. Never a contact.
    Later,
}

impl CheckInKind {
    /// Whether the student was met.
    pub fn is_contact(self) -> bool {
        matches!(self, Self::Seen | Self::Note)
    }

    /// As it stands in lists.
    pub fn name(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::Note => "note",
            Self::Group => "with the group",
            Self::Absent => "absent",
            Self::Later => "later",
        }
    }
}

/// What was promised, by whomever, for the next time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStep {
    /// In a few words.
    pub text: Text,
    /// By when, if that was said.
    pub by: Option<Date>,
    /// The day on which it was noted as done.
    pub kept: Option<Date>,
}

/// One entry of the contact log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckIn {
    /// Never changes.
    pub id: CheckInId,
    /// When it happened: the time of writing, or noon of an earlier day, or the end of an earlier period.
    pub when: DateTime,
    /// When it was written down.
    pub at: DateTime,
    /// Who wrote it.
    pub by: Text,
    /// What happened.
    pub kind: CheckInKind,
    /// In a few words; may be empty. A parent may ask to read it.
    pub note: Text,
    /// What comes next.
    pub next: Option<NextStep>,
}

impl CheckIn {
    /// The day it counts for.
    pub fn day(&self) -> Date {
        self.when.date()
    }

    /// The place in a log: by time, then by id.
    pub fn place(&self) -> (DateTime, CheckInId) {
        (self.when, self.id)
    }
}
