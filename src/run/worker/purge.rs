//! Deleting a student's record for good, and what is said of it.

use std::sync::Arc;

use crate::{
    app::{
        access::Access,
        effect::{Opened, Problem, Secret},
    },
    domain::id::StudentId,
    error::{Error, problem},
    store::{Credentials, Kind, Passphrase, RecoveryKey, Store},
};

use super::{
    super::{paths, record},
    Place, Worker,
    book::mistyped_key,
    read,
    save::nothing_open,
};

impl Worker {
    /// Deletes the record. The book as it is then, and the certificate as lines.
    pub(super) fn purge(
        &mut self,
        student: StudentId,
        (passphrase, recovery): (&Secret, &Secret),
        folder: &str,
    ) -> Result<(Opened, Vec<String>), Problem> {
        if self.save_rest().is_some() {
            return Err(self.trouble.clone().unwrap_or_else(nothing_open));
        }
        let now = (self.clock)();
        let page = match folder {
            "" => None,
            folder => Some(
                record::certificate_place(&paths::typed(folder), now).map_err(Error::problem)?,
            ),
        };
        let recovery = RecoveryKey::parse(recovery.expose())
            .map_err(|mistyped| mistyped_key(&mistyped.to_string()))?;
        let new = Credentials {
            passphrase: Passphrase::new(passphrase.expose()),
            recovery,
            cost: self.cost,
        };
        let Place::Open(store) = &mut self.place else {
            return Err(nothing_open());
        };
        self.writing = None; // it may be about the student
        let done = record::purge(store, student, &new, now);
        let certificate = match done {
            Ok(certificate) => certificate,
            Err(error) => {
                let gave_up = matches!(error.kind(), Kind::NotPurged | Kind::KeysInDoubt);
                let failed = problem(error);
                if gave_up {
                    self.trouble = Some(failed.clone()); // the next save opens the file again first
                }
                return Err(failed);
            }
        };
        let mut lines = certificate.lines();
        if let Some(place) = page {
            lines.push(match record::write_page(&place, &certificate.text()) {
                Ok(()) => format!("Written: {}", paths::shown(&place)),
                Err(failed) => failed.to_string(),
            });
        }
        Ok((self.as_opened()?, lines))
    }

    /// The open book, as it is given to the program.
    fn as_opened(&self) -> Result<Opened, Problem> {
        let Place::Open(store) = &self.place else {
            return Err(nothing_open());
        };
        shown(store, paths::shown(&self.path))
    }
}

fn shown(store: &Store, place: String) -> Result<Opened, Problem> {
    let mut book = store.book().clone();
    let year = book.settings.year;
    // Older years are read when they are asked for.
    book.plans.retain(|key, _| key.year == year);
    book.school.retain(|of, _| *of == year);
    let (catalog, _) = read::catalog_of(&book);
    Ok(Opened {
        book,
        entries: Vec::new(),
        catalog: Arc::new(catalog),
        practice: false,
        access: Access::Writing,
        warnings: Vec::new(),
        place,
        years: store.years().map_err(problem)?,
        draft: None,
    })
}
