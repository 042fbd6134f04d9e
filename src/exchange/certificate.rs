//! The page that says that a student's record was deleted, what that reaches and what it does not. It names no student.
//!
//! Called by the worker and by `cli`, which know what was done.

use crate::domain::{
    date::{self, DateTime},
    text::Text,
};

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// When.
    pub at: DateTime,
    /// In whose book.
    pub adviser: Text,
    /// Backups beside the book that held the record and are gone.
    pub backups: usize,
    /// Backups that could not be deleted.
    pub left: usize,
    /// Whether there is a backup of the book as it is now.
    pub has_new: bool,
    /// What had left of the record before, as the log had it: copies that nothing here reaches. Without names.
    pub copies: Vec<String>,
}

/// Columns of the page.
const COLUMNS: usize = 78;

impl Certificate {
    /// The page, as lines.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec!["Certificate: one student's record was deleted".to_owned()];
        let mut say = |said: &str| lines.extend(super::record::wrap(said, 2, COLUMNS));
        say(&format!(
            "When: {} {}, {}",
            date::long(self.at.date()),
            self.at.year(),
            date::clock(self.at)
        ));
        say(&format!("From the book of: {}", self.adviser));
        lines.push("What was done".to_owned());
        self.done(&mut lines);
        lines.push("What this does not reach".to_owned());
        self.beyond(&mut lines);
        lines.push("What to do now".to_owned());
        for said in TODO {
            lines.extend(super::record::wrap(said, 2, COLUMNS));
        }
        lines
    }

    /// The page as one text.
    pub fn text(&self) -> String {
        self.lines().join("\n") + "\n"
    }

    fn done(&self, lines: &mut Vec<String>) {
        let mut say = |said: &str| lines.extend(super::record::wrap(said, 2, COLUMNS));
        say(
            "The book was written anew without the record, under a new key, read back and compared; that file took the place of \
             the old one. Its history begins anew. Passphrase and recovery key are new.",
        );
        say(&format!(
            "Backups beside the book that were deleted: {}.",
            self.backups
        ));
        if self.left > 0 {
            say(&format!(
                "Backups that could NOT be deleted: {}. They are tried again when the book is opened; else delete them by hand.",
                self.left
            ));
        }
        if !self.has_new {
            say("There is no new backup yet: closing the book makes one.");
        }
    }

    fn beyond(&self, lines: &mut Vec<String>) {
        let mut say = |said: &str| lines.extend(super::record::wrap(said, 2, COLUMNS));
        if self.copies.is_empty() {
            say("The log of the book knew of no copy at another place.");
        } else {
            say("Copies that the log of the book knew of:");
        }
        for copy in &self.copies {
            lines.extend(super::record::wrap(copy, 4, COLUMNS));
        }
        for said in BEYOND {
            lines.extend(super::record::wrap(said, 2, COLUMNS));
        }
    }
}

const BEYOND: [&str; 4] = [
    "Copies of the book that were made outside this program: on sticks, on other computers, in the backups of this computer.",
    "Paper, and what others wrote down.",
    "What is written in the records of other students about this one.",
    "Old pieces of the file that the drive has not written over yet. The old passphrase and the old recovery key could still open \
     them.",
];

const TODO: [&str; 3] = [
    "Use the old passphrase nowhere any more, and destroy the old recovery sheet.",
    "Ask who looks after the computer whether its drive is encrypted; if it is not, have it encrypted.",
    "Delete the copies named above, or ask those who have them.",
];
