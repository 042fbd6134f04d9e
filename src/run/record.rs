//! A student's complete record: read from the file, and written to a folder for the family.
//!
//! Used by the worker and by `cli`. Whoever writes has noted the disclosure in the book before, and that note is on the disk.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use crate::{
    domain::{
        catalog::Catalog,
        date::{Date, DateTime},
        disclosure,
        id::StudentId,
        record::Record,
    },
    error::{Code, Error},
    exchange::{certificate::Certificate, record},
    store::{Credentials, Store, StoreError},
};

use super::paths;

/// The files of a record: to read, for another program, for a spreadsheet.
pub(crate) type Places = [PathBuf; 3];

/// The record of a student out of the whole file. `None` when the student is not in the book.
///
/// # Errors
/// Those of the store.
pub(crate) fn of(
    store: &mut Store,
    catalog: &Catalog,
    student: StudentId,
    now: DateTime,
) -> Result<Option<Record>, Error> {
    for year in store.years()? {
        store.load_year(year)?;
    }
    let journal = store.entries(0..u64::MAX)?;
    Ok(Record::of(store.book(), catalog, &journal, student, now))
}

/// Where the page, the JSON and the table of a record would be written. The names of the files tell nobody's name.
///
/// # Errors
/// The folder is not there, or something lies at one of the places.
pub(crate) fn places(folder: &Path, student: StudentId, day: Date) -> Result<Places, Error> {
    let places = ["txt", "json", "csv"]
        .map(|ending| folder.join(format!("record-{}-{day}.{ending}", student.0)));
    free(folder, places)
}

/// The places, when the folder is there and nothing lies at one of them.
fn free<const N: usize>(folder: &Path, places: [PathBuf; N]) -> Result<[PathBuf; N], Error> {
    if !folder.is_dir() {
        return Err(not_written("There is no such folder.", folder).todo(
            "Give a folder that is there, on a drive that the family gets or you print from.",
        ));
    }
    let taken = places.iter().find(|place| place.symlink_metadata().is_ok());
    match taken {
        Some(taken) => Err(not_written("A file of this name is there already.", taken)
            .todo("Move it away or delete it, or give another folder.")),
        None => Ok(places),
    }
}

/// Writes them, for this account only, and puts them on the disk. What could not be written whole is taken away again.
///
/// # Errors
/// Those of the system.
pub(crate) fn write(record: &Record, places: &Places) -> Result<(), Error> {
    let [page, json, table] = places;
    let texts = [
        (page, record::text(record)),
        (json, record::json(record)),
        (table, record::csv(record)),
    ];
    for (at, (place, text)) in texts.iter().enumerate() {
        if let Err(error) = write_new(place, text) {
            for (place, _) in texts.iter().take(at) {
                let _ = fs::remove_file(place);
            }
            let what = format!("The record could not be written ({error}).");
            return Err(not_written(&what, place)
                .todo("Try another folder. The log keeps the note that it was to leave."));
        }
    }
    Ok(())
}

/// Deletes a student's record for good. What is said of it, with the copies that are known of.
///
/// # Errors
/// As [`Store::purge`].
pub(crate) fn purge(
    store: &mut Store,
    student: StudentId,
    new: &Credentials,
    now: DateTime,
) -> Result<Certificate, StoreError> {
    for year in store.years()? {
        store.load_year(year)?;
    }
    let of = store.book().students.get(&student);
    let copies = of.map(|of| disclosure::copies(store.book(), of));
    let purged = store.purge(student, new, now)?;
    Ok(Certificate {
        at: now,
        adviser: store.book().adviser.clone(),
        backups: purged.backups,
        left: purged.left,
        has_new: purged.has_new,
        copies: copies.unwrap_or_default(),
    })
}

/// Where a certificate would be written. The name of the file tells nobody's name.
///
/// # Errors
/// The folder is not there, or something lies at the place.
pub(crate) fn certificate_place(folder: &Path, now: DateTime) -> Result<PathBuf, Error> {
    let name = format!("certificate-{}.txt", now.strftime("%Y-%m-%d_%H-%M-%S"));
    free(folder, [folder.join(name)]).map(|[place]| place)
}

/// Writes a page that names nobody, such as a certificate.
///
/// # Errors
/// Something lies there; those of the system.
pub(crate) fn write_page(place: &Path, text: &str) -> Result<(), Error> {
    write_new(place, text).map_err(|error| {
        Error::new(
            format!("The page could not be written ({error}). It stands above."),
            Code::Failed,
        )
        .place(paths::shown(place))
        .todo("Copy it from the screen.")
    })
}

/// A file that was not there, never through a link.
fn write_new(place: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(place)?;
    let written = put(&mut file, text);
    if written.is_err() {
        let _ = fs::remove_file(place);
    }
    written
}

fn put(file: &mut File, text: &str) -> io::Result<()> {
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn not_written(what: &str, place: &Path) -> Error {
    Error::new(what, Code::Failed)
        .place(paths::shown(place))
        .safe("Nothing was written there, and the book is as it was.")
}
