//! What is in a file, in numbers: for the check, and for seeing what restoring a backup would change.

use super::error::StoreError;
use super::load;
use super::vault::Vault;
use crate::domain::date::DateTime;
use crate::domain::student::Student;

/// What is in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// The students as they are listed, in the order of the alphabet.
    pub students: Vec<String>,
    /// Groups.
    pub groups: usize,
    /// School years of which it holds something.
    pub years: usize,
    /// Entries of the history.
    pub entries: u64,
    /// When the last of them was written.
    pub last: Option<DateTime>,
    /// Commits since the book was made.
    pub commits: u64,
}

impl Figures {
    pub(super) fn of(vault: &Vault) -> Result<Self, StoreError> {
        let book = load::book(vault)?;
        let journal = vault.manifest().journal;
        let last = load::entries(vault, journal.next.saturating_sub(1)..journal.next)?;
        let mut years: Vec<_> = load::plan_keys(vault)?.iter().map(|key| key.year).collect();
        years.push(book.settings.year);
        years.sort_unstable();
        years.dedup();
        let mut students: Vec<String> = book.students.values().map(Student::listed).collect();
        students.sort_unstable();
        Ok(Self {
            students,
            groups: book.groups.len(),
            years: years.len(),
            entries: (journal.next - journal.base).saturating_sub(1),
            last: last.last().map(|entry| entry.at),
            commits: vault.manifest().commits,
        })
    }
}
