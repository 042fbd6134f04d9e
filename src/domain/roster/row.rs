//! Students as a list of them says: one row each, before anybody is in the Book.

use crate::domain::{grade::Grade, student::Name, text::Text};

/// One student as a roster file describes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterRow {
    /// The line of the file on which the row begins, from 1.
    pub line: u64,
    /// The name as lists have it.
    pub name: Name,
    /// What stood in a column for the middle name; it is not stored, it only tells two students of one name apart.
    pub middle: Option<Text>,
    /// What the student goes by, where it differs from the first name.
    pub preferred: Option<Text>,
    /// The name as the file has it, in one piece.
    pub written: Text,
    /// The school's number, opaque: leading zeros count.
    pub id: Option<Text>,
    /// `None` when the file does not say.
    pub grade: Option<Grade>,
    /// Something that cannot be shown safely was replaced in the name or the id, or was lost before.
    pub altered: bool,
    /// Letters of look-alike alphabets are mixed in the name.
    pub mixed_script: bool,
}

/// A row that does not come in, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// The line of the file, from 1.
    pub line: u64,
    /// Whom it is about, as far as it could be read; may be empty.
    pub who: Text,
    /// Why, in one clause without a period.
    pub reason: String,
}

/// A list as it came in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Incoming<'a> {
    /// The students on it.
    pub rows: &'a [RosterRow],
    /// Students whom the list itself calls gone.
    pub gone: &'a [RosterRow],
    /// What could not be read. A student whose own row was rejected has not vanished.
    pub rejected: &'a [Rejected],
}
