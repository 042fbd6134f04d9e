//! Saving: what waits is committed in one transaction, and after a failure on a fresh handle.

use crate::{
    app::effect::{Outcome, Problem},
    domain::{
        change::{Entry, EntryKind},
        draft::Draft,
    },
    error::problem,
    store::{Kind, Store, StoreError},
};

use super::{Place, Worker, fault};

impl Worker {
    /// Puts a practice book into its file, while the person is already looking at it.
    pub(super) fn settle_in(&mut self) {
        let Place::Practice(book) = &self.place else {
            return;
        };
        match Store::practice(book) {
            Ok(opened) => self.place = Place::Open(Box::new(opened.store)),
            Err(error) => self.trouble = Some(problem(error)),
        }
    }

    /// Saves everything that waits. Only when the commit has returned does it say so.
    pub(super) fn save(&mut self) -> Outcome {
        let through = self.waiting.last().map_or(0, |entry| entry.seq);
        fault::place("save");
        match self.commit() {
            Ok(()) => {
                fault::place("saved");
                self.waiting.clear();
                self.trouble = None;
                Outcome::Saved {
                    through,
                    at: (self.clock)(),
                }
            }
            Err(failed) => {
                self.trouble = Some(failed.clone());
                Outcome::NotSaved(failed)
            }
        }
    }

    fn commit(&mut self) -> Result<(), Problem> {
        self.settle_in();
        let failed_before = self.trouble.is_some();
        let waiting = renumbered(&self.waiting, self.before);
        let Place::Open(store) = &mut self.place else {
            return Err(self.trouble.clone().unwrap_or_else(nothing_open));
        };
        let mut put = put(store, &waiting, failed_before);
        if matches!(&put, Err(error) if *error.kind() == Kind::DiskFull) && store.give_up_reserve()
        {
            put = self::put(store, &waiting, true);
            if put.is_ok() {
                self.said = Some(reserve_given_up());
            }
        }
        put.map_err(problem)
    }

    /// What is left to save before the end. The failure, if there is one.
    pub(super) fn save_rest(&mut self) -> Option<Outcome> {
        if self.waiting.is_empty() {
            return None;
        }
        Some(self.save()).filter(|outcome| matches!(outcome, Outcome::NotSaved(_)))
    }

    /// Something else is being written, or nothing any more: then none is left in the file of what came back from it.
    pub(super) fn is_writing(&mut self, draft: Option<Box<Draft>>) {
        self.writing = draft;
        if self.writing.is_none() {
            self.put_writing();
        }
    }

    /// At the end of a book what is being written is sealed in it.
    pub(super) fn keep_writing(&mut self) {
        self.put_writing();
        self.writing = None;
    }

    fn put_writing(&mut self) {
        let Place::Open(store) = &mut self.place else {
            return;
        };
        if store.is_reading() {
            return;
        }
        if let Err(error) = store.keep_draft(self.writing.as_deref()) {
            self.trouble.get_or_insert(problem(error)); // the next save opens the file again
        }
    }

    /// Tries again what could not be saved. Says nothing when it still cannot for the same reason.
    pub(super) fn try_again(&mut self) -> Option<Outcome> {
        let before = self.trouble.clone()?;
        let outcome = self.save();
        let is_news = !matches!(&outcome, Outcome::NotSaved(problem) if *problem == before);
        is_news.then_some(outcome)
    }
}

/// A failed sync is never tried again on the same handle: the file is opened anew, which also tells what of the queue
/// has come through all the same.
fn put(store: &mut Store, entries: &[Entry], failed_before: bool) -> Result<(), StoreError> {
    if failed_before {
        store.reopen()?;
    }
    store.commit(entries).map(|_| ())
}

/// As the file counts: it begins after the invented history.
fn renumbered(entries: &[Entry], before: u64) -> Vec<Entry> {
    let mut entries = entries.to_vec();
    for entry in &mut entries {
        entry.seq = entry.seq.saturating_sub(before);
        entry.kind = match entry.kind {
            EntryKind::Act => EntryKind::Act,
            EntryKind::Undo(of) => EntryKind::Undo(of.saturating_sub(before)),
            EntryKind::Redo(of) => EntryKind::Redo(of.saturating_sub(before)),
        };
    }
    entries
}

fn reserve_given_up() -> Problem {
    Problem {
        what: "The disk is full: this was saved in the last room that was kept for it.".into(),
        safe: "Everything up to here is in the book.".into(),
        todo: "Delete or move what is not needed on this disk before you go on.".into(),
    }
}

pub(super) fn nothing_open() -> Problem {
    Problem {
        what: "No book is open.".into(),
        safe: String::new(),
        todo: "Leave and start again.".into(),
    }
}
