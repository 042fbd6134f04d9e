//! Backups before what changes much, and a backup in the place of a book that cannot be read.

use crate::{
    app::effect::{Occasion, Outcome, Problem},
    error::problem,
    store::{BookKeys, Kind, Reason, Restore, StoreError, backup},
};

use super::{
    Place, Worker,
    claim::{elsewhere, is_damaged},
};

impl Worker {
    /// Makes a backup of all that was entered so far. That it failed is said and stops nothing: the act can be undone.
    pub(super) fn back_up(&mut self, before: Occasion) {
        let reason = match before {
            Occasion::Import => Reason::Import,
            Occasion::RollOver => Reason::RollOver,
        };
        if self.save_rest().is_some() {
            return; // said already: it is not saved
        }
        let Place::Open(store) = &self.place else {
            return;
        };
        if let Err(error) = store.back_up(reason, (self.clock)()) {
            self.said = Some(problem(error));
        }
    }

    /// Why the book is not open; with a backup that can take its place, where there is one.
    pub(super) fn not_opened(&mut self, error: StoreError, keys: Option<&BookKeys>) -> Outcome {
        if matches!(error.kind(), Kind::Busy(_)) {
            return Outcome::Busy(elsewhere(&self.path, error));
        }
        self.offered = is_damaged(&error)
            .then(|| backup::newest_good(&self.path, keys))
            .flatten();
        match &self.offered {
            Some(offered) => Outcome::Damaged {
                problem: problem(error),
                backup: offered.spoken(),
            },
            None => Outcome::NotOpened(problem(error)),
        }
    }

    /// Puts the backup that was offered in the place of the book, which is kept beside the backups.
    pub(super) fn restore(&mut self) -> Outcome {
        self.place = Place::Closed;
        let Some(offered) = self.offered.clone() else {
            return Outcome::Restored(Some(Problem {
                what: "There is no backup to restore.".into(),
                safe: "Nothing was changed.".into(),
                todo: String::new(),
            }));
        };
        let restored = Restore::of(&self.path, &self.who(), self.take_over, &offered.path)
            .and_then(|restore| {
                let book = restore.book()?;
                restore.go((self.clock)())?;
                self.seen.forget(book); // it is older on purpose
                Ok(())
            });
        Outcome::Restored(restored.err().map(problem))
    }
}
