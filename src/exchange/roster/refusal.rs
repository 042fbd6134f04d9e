//! Why a whole file is refused, in the four parts that every message of the program has.

use std::{fmt, io, path::Path};

use super::{MAX_BYTES, MAX_COLUMNS, MAX_ROWS, excerpt};

/// A file that is no list of students.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterError {
    /// What happened.
    pub what: String,
    /// Where: the file, or the line in it.
    pub place: String,
    /// What is safe.
    pub safe: String,
    /// What to do now.
    pub next: String,
}

impl RosterError {
    fn new(what: impl Into<String>, place: impl Into<String>, next: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            place: place.into(),
            safe: "Nothing was imported; the book is as it was.".into(),
            next: next.into(),
        }
    }

    /// The same, saying which file it is about.
    #[must_use]
    pub fn in_file(mut self, path: &Path) -> Self {
        self.place = format!("In {}. {}", path.display(), self.place);
        self
    }
}

impl fmt::Display for RosterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [&self.what, &self.place, &self.safe, &self.next];
        let said: Vec<&str> = parts
            .into_iter()
            .map(|part| part.trim())
            .filter(|part| !part.is_empty())
            .collect();
        f.write_str(&said.join("\n"))
    }
}

impl std::error::Error for RosterError {}

const SAVE_AS_CSV: &str =
    "Open it in the program that made it, save the list as CSV, and give that file.";

pub(super) fn too_large(bytes: u64) -> RosterError {
    RosterError::new(
        format!(
            "The file is too large for a list of students: {} MB, at most {} MB are read.",
            bytes.div_ceil(1_000_000),
            MAX_BYTES / (1024 * 1024)
        ),
        "",
        "Check that it is the right file, or export only your own group.",
    )
}

pub(super) fn wrong_kind(kind: &str) -> RosterError {
    RosterError::new(
        format!("The file is {kind}, not a list in plain text."),
        "At the beginning of the file.",
        SAVE_AS_CSV,
    )
}

pub(super) fn not_text() -> RosterError {
    RosterError::new(
        "The file is not a list in plain text: much of it is no letters at all.",
        "From the beginning of the file.",
        format!("{SAVE_AS_CSV} If it is plain text, choose another reading."),
    )
}

pub(super) fn nobody() -> RosterError {
    RosterError::new(
        "There is no student in the file.",
        "In the whole file.",
        "Check that it is the right file and that the list was saved into it.",
    )
}

pub(super) fn too_wide(line: u64) -> RosterError {
    RosterError::new(
        format!("There are more than {MAX_COLUMNS} columns."),
        format!("In line {line}."),
        "Export only the columns for name, student number and grade.",
    )
}

pub(super) fn too_many() -> RosterError {
    RosterError::new(
        format!("There are more than {MAX_ROWS} rows."),
        "In the whole file.",
        "Export only your own group.",
    )
}

pub(super) fn no_names(line: u64, headings: &[&str]) -> RosterError {
    let seen: Vec<String> = headings
        .iter()
        .filter(|heading| !heading.is_empty())
        .take(6)
        .map(|heading| format!("“{}”", excerpt(heading)))
        .collect();
    RosterError::new(
        format!(
            "No column could be recognized as the names. The headings begin with {}.",
            seen.join(", ")
        ),
        format!("In line {line}."),
        "Rename the heading of the names to “Last Name” and “First Name”, or “Name”, and try again.",
    )
}

pub(super) fn other_part_of_set(line: u64) -> RosterError {
    RosterError::new(
        "This file belongs to a OneRoster set, but it is not the one with the names.",
        format!("In line {line}."),
        "Give the file users.csv of the same set.",
    )
}

pub(super) fn no_regular_file() -> RosterError {
    RosterError::new(
        "That is not a file that can be read from beginning to end.",
        "",
        "Give the path of a file.",
    )
}

pub(super) fn unreadable(error: &io::Error) -> RosterError {
    let (what, next) = match error.kind() {
        io::ErrorKind::NotFound => (
            "There is no such file.".to_owned(),
            "Check the name, and that the drive is connected.",
        ),
        io::ErrorKind::PermissionDenied => (
            "This account may not read the file.".to_owned(),
            "Copy it to a folder of your own, and give that copy.",
        ),
        _ => (
            format!("The file could not be read ({error})."),
            "Try again; if it lies on a stick or the network, copy it to this computer first.",
        ),
    };
    RosterError::new(what, "", next)
}
