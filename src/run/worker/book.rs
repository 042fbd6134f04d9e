//! Opening, making, locking and closing the book.

use std::sync::Arc;

use crate::{
    app::effect::{Opened, Outcome, Problem, ReadYear, Secret},
    domain::{
        book::Book, catalog::Catalog, date::SchoolYear, id::StudentId, record::Record, text::Text,
    },
    error::{Code, Error, problem},
    store::{
        self, BookKeys, Claimed, Credentials, Kind, Passphrase, Purged, RecoveryKey, Store,
        StoreError, Unlock,
    },
};

use super::{
    super::{fault, paths, record},
    Place, Worker, read,
};

/// Seconds that a wrong passphrase makes the next one wait at most.
const LONGEST_WAIT: u32 = 60;

impl Worker {
    /// What lies at a place, and what should be known about it.
    pub(super) fn look_at(&mut self, typed: &str) -> Outcome {
        match paths::look_at(typed) {
            Ok(place) => {
                self.path.clone_from(&place.path);
                Outcome::Place {
                    path: paths::shown(&place.path),
                    warnings: place.warnings,
                    exists: place.exists,
                }
            }
            Err(refused) => Outcome::NotOpened(refused.problem()),
        }
    }

    /// Opens with the passphrase. A wrong one leaves the book claimed: nobody comes between two tries.
    pub(super) fn unlock(&mut self, passphrase: &Secret) -> Outcome {
        let unlock = Unlock::Passphrase(Passphrase::new(passphrase.expose()));
        match self.claim_with(&unlock) {
            Ok((claimed, keys)) => self.enter(claimed, keys, None),
            Err(error) => self.opened(Err(error), None),
        }
    }

    /// Opens with the recovery key and sets a new passphrase; a book that can only be read keeps the one it has.
    pub(super) fn recover(&mut self, key: &Secret, passphrase: &Secret) -> Outcome {
        let key = match RecoveryKey::parse(key.expose()) {
            Ok(key) => key,
            Err(mistyped) => return Outcome::NotOpened(mistyped_key(&mistyped.to_string())),
        };
        match self.claim_with(&Unlock::Recovery(key)) {
            Ok((claimed, keys)) => {
                let new = Passphrase::new(passphrase.expose());
                let new = Some(new).filter(|_| !claimed.is_reading());
                self.enter(claimed, keys, new)
            }
            Err(error) => self.opened(Err(error), None),
        }
    }

    /// The claimed book with its keys. After a wrong one it stays claimed.
    fn claim_with(&mut self, unlock: &Unlock) -> Result<(Claimed, BookKeys), StoreError> {
        let claimed = self.claim()?;
        match claimed.keys(unlock) {
            Ok(keys) => Ok((claimed, keys)),
            Err(error) => {
                self.place = Place::Claimed(Box::new(claimed));
                Err(error)
            }
        }
    }

    /// Makes a book and opens it.
    pub(super) fn make(
        &mut self,
        place: &str,
        passphrase: &Secret,
        recovery: &Secret,
        adviser: Text,
    ) -> Outcome {
        self.path = paths::book_at(&paths::typed(place));
        let passphrase = Passphrase::new(passphrase.expose());
        let made = RecoveryKey::parse(recovery.expose())
            .map_err(|mistyped| mistyped_key(&mistyped.to_string()))
            .and_then(|recovery| {
                let credentials = Credentials {
                    passphrase,
                    recovery,
                    cost: self.cost,
                };
                let today = (self.clock)().date();
                let id = store::new_book_id().map_err(problem)?;
                let book = Book::new(id, adviser, today);
                Store::create(&self.path, &self.who(), &credentials, &book).map_err(problem)
            });
        match made {
            Ok(opened) => self.opened(Ok(opened), None),
            Err(failed) => Outcome::NotOpened(failed),
        }
    }

    /// `keys` are those that were right, when the book could not be read all the same.
    pub(super) fn opened(
        &mut self,
        opened: Result<store::Opened, StoreError>,
        keys: Option<&BookKeys>,
    ) -> Outcome {
        let opened = match opened {
            Ok(opened) => opened,
            Err(error) if *error.kind() == Kind::WrongPassphrase => return self.wrong(error),
            Err(error) => return self.not_opened(error, keys),
        };
        let opened = match self.upgraded(opened) {
            Ok(opened) => opened,
            Err(error) => return self.not_opened(error, keys),
        };
        self.wrong = 0;
        let access = self.access(opened.store.is_reading());
        let purged = opened.store.finish_purge().map(finished);
        self.said = purged.or(self.said.take());
        self.place = Place::Open(Box::new(opened.store));
        self.waiting.clear();
        self.trouble = None;
        let (catalog, fault) = read::catalog_of(&opened.book);
        // What is only read is not put anywhere.
        let where_it_lies = if access.is_reading() {
            Vec::new()
        } else {
            paths::warnings(&self.path)
        };
        Outcome::Opened(Box::new(Opened {
            book: opened.book,
            entries: opened.entries,
            catalog: Arc::new(catalog),
            practice: false,
            access,
            warnings: fault.into_iter().chain(where_it_lies).collect(),
            place: paths::shown(&self.path),
            years: opened.years,
            draft: opened.draft,
        }))
    }

    /// A book of an older version is written anew, after a backup. That it could not be is said and stops nothing.
    fn upgraded(&mut self, mut opened: store::Opened) -> Result<store::Opened, StoreError> {
        match opened.store.upgrade((self.clock)()) {
            Ok(_) => Ok(opened),
            Err(error) if matches!(error.kind(), Kind::NotUpgraded | Kind::NoCopy) => {
                self.said = Some(problem(error));
                Ok(opened)
            }
            Err(error) => Err(error),
        }
    }

    /// Each wrong passphrase makes the next one wait twice as long, up to a minute. Nobody is ever locked out.
    fn wrong(&mut self, error: StoreError) -> Outcome {
        let wait = LONGEST_WAIT.min(1_u32.checked_shl(self.wrong).unwrap_or(LONGEST_WAIT));
        self.wrong = (self.wrong + 1).min(LONGEST_WAIT);
        Outcome::WrongPassphrase {
            problem: problem(error),
            wait,
        }
    }

    /// Reads school years from the file.
    pub(super) fn years(&mut self, years: &[SchoolYear]) -> Result<Vec<ReadYear>, Problem> {
        self.settle_in();
        let Place::Open(store) = &mut self.place else {
            return Ok(Vec::new());
        };
        let read = years.iter().map(|year| {
            let plans = store.load_year(*year)?;
            let school = store.book().school.get(year).cloned();
            Ok(ReadYear {
                year: *year,
                plans,
                school: school.unwrap_or_default(),
            })
        });
        read.collect::<Result<_, StoreError>>().map_err(problem)
    }

    /// A student's complete record, as lines to read.
    pub(super) fn record(
        &mut self,
        student: StudentId,
        catalog: &Catalog,
    ) -> Result<Vec<String>, Problem> {
        Ok(crate::exchange::record::lines(
            &self.whole(student, catalog)?,
        ))
    }

    /// Whether a student's complete record can be written there.
    pub(super) fn may_leave(&mut self, student: StudentId, folder: &str) -> Result<(), Problem> {
        let day = (self.clock)().date();
        let places = record::places(&paths::typed(folder), student, day);
        places.map(|_| ()).map_err(Error::problem)
    }

    /// Writes a student's complete record, once the note of it is on the disk. What is said of it.
    pub(super) fn write_record(
        &mut self,
        student: StudentId,
        catalog: &Catalog,
        folder: &str,
    ) -> Result<String, Problem> {
        let folder = paths::typed(folder);
        let day = (self.clock)().date();
        let places = record::places(&folder, student, day).map_err(Error::problem)?;
        let whole = self.whole(student, catalog)?;
        record::write(&whole, &places).map_err(Error::problem)?;
        let doubt = if whole.look_at.is_empty() {
            String::new()
        } else {
            format!(
                " Read it before you hand it out: it may name another student, under {}.",
                whole.look_at.join("; ")
            )
        };
        let [page, ..] = places;
        Ok(format!(
            "Written: {}, and the same as .json and .csv, readable by everybody who gets them.{doubt}",
            paths::shown(&page)
        ))
    }

    fn whole(&mut self, student: StudentId, catalog: &Catalog) -> Result<Record, Problem> {
        self.settle_in();
        if !self.waiting.is_empty() {
            return Err(Problem {
                what: "Something in the book is not saved yet.".into(),
                safe: "Nothing was written.".into(),
                todo: "Save first, then ask for the record again.".into(),
            });
        }
        let now = (self.clock)();
        let Place::Open(store) = &mut self.place else {
            return Err(super::save::nothing_open());
        };
        let whole = record::of(store, catalog, student, now).map_err(Error::problem)?;
        whole.ok_or_else(super::save::nothing_open)
    }

    /// Closes the book and forgets its keys, unless something in it is not saved.
    pub(super) fn lock(&mut self) -> Outcome {
        if let Some(failed) = self.save_rest() {
            return failed;
        }
        self.close();
        Outcome::Locked
    }

    /// Closes the file. What should be said about it, if anything.
    pub(super) fn close(&mut self) -> Option<Problem> {
        self.keep_writing();
        self.remember();
        self.trouble = None;
        self.instead = None;
        match std::mem::replace(&mut self.place, Place::Closed) {
            Place::Open(store) if self.path.as_os_str().is_empty() => {
                std::mem::forget(store); // a file without a name: nobody opens it again
                None
            }
            Place::Open(store) => {
                fault::place("close");
                store.close_day((self.clock)()).err().map(problem)
            }
            _ => None,
        }
    }
}

/// A deletion that was cut off was finished.
fn finished(purged: Purged) -> Problem {
    let todo = match purged.left {
        0 => String::new(),
        left => format!("Delete {left} more by hand, in the folder of the backups."),
    };
    Problem {
        what: format!(
            "A record was deleted when the program was cut off; the backups from before are deleted now: {}.",
            purged.backups
        ),
        safe: "The book is whole.".into(),
        todo,
    }
}

pub(super) fn mistyped_key(how: &str) -> Problem {
    Error::new(how, Code::Failed)
        .safe("The book was not changed.")
        .problem()
}
