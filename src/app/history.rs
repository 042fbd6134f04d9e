//! The journal's last entries, and what undo and redo do with them.
//!
//! Undo appends the inverse and redo appends the act again; nothing is erased. What can be undone follows from the
//! entries alone, so it survives a restart.

use std::collections::VecDeque;

use crate::domain::change::{Change, Entry, EntryKind};

/// How many entries are kept in memory. What is older can be read, not undone.
pub const KEPT: usize = 200;

/// The end of the journal.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct History {
    entries: VecDeque<Entry>,
    /// Acts that hold, oldest first, by sequence number.
    holding: Vec<u64>,
    /// Acts that were undone and can be redone, the next one last.
    undone: Vec<u64>,
    last_seq: u64,
}

impl History {
    /// From the last entries of the journal, oldest first.
    pub fn new(entries: impl IntoIterator<Item = Entry>) -> Self {
        let mut history = Self::default();
        for entry in entries {
            history.push(entry);
        }
        history
    }

    /// The entries, oldest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> + ExactSizeIterator {
        self.entries.iter()
    }

    /// Changes what is shown of the entries: only in a copy that is drawn and thrown away.
    pub fn change_shown(&mut self, change: impl FnMut(&mut Entry)) {
        self.entries.iter_mut().for_each(change);
    }

    /// The number for the next entry.
    pub fn next_seq(&self) -> u64 {
        self.last_seq + 1
    }

    /// Adds an entry that was applied.
    pub fn push(&mut self, entry: Entry) {
        self.last_seq = entry.seq;
        match entry.kind {
            EntryKind::Act if entry.change.stays() => {}
            EntryKind::Act => {
                self.holding.push(entry.seq);
                self.undone.clear();
            }
            EntryKind::Undo(of) => {
                self.holding.retain(|seq| *seq != of);
                self.undone.push(of);
            }
            EntryKind::Redo(of) => {
                self.undone.retain(|seq| *seq != of);
                self.holding.push(of);
            }
        }
        self.entries.push_back(entry);
        if self.entries.len() > KEPT {
            self.forget_oldest();
        }
    }

    fn forget_oldest(&mut self) {
        if let Some(old) = self.entries.pop_front() {
            self.holding.retain(|seq| *seq != old.seq);
            self.undone.retain(|seq| *seq != old.seq);
        }
    }

    fn act(&self, seq: u64) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.seq == seq)
    }

    /// Whether the act with this number holds and can be taken back.
    pub fn holds(&self, seq: u64) -> bool {
        self.holding.contains(&seq)
    }

    /// The last act that holds.
    pub fn last(&self) -> Option<u64> {
        self.holding.last().copied()
    }

    /// The Change that takes the act back.
    pub fn undo(&self, seq: u64) -> Option<(EntryKind, Change)> {
        let entry = self.act(seq).filter(|_| self.holds(seq))?;
        Some((EntryKind::Undo(seq), entry.change.inverse()))
    }

    /// The Change that does the last undone act again.
    pub fn redo(&self) -> Option<(EntryKind, Change)> {
        let seq = *self.undone.last()?;
        Some((EntryKind::Redo(seq), self.act(seq)?.change.clone()))
    }
}
