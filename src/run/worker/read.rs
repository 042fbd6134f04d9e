//! Reading what comes from outside the book: a roster, a school's own checklist.

use std::{fs, sync::Arc};

use crate::{
    app::effect::{CatalogFile, Problem, RosterFile},
    domain::{book::Book, catalog::Catalog},
    error::{Code, Error},
    exchange::{
        catalog::{self, MAX_BYTES},
        roster::{self, Reading, Roster},
    },
};

use super::paths;

/// Reads a list of students. `reading` counts the ways of reading letters from the likeliest.
pub(super) fn roster(path: &str, reading: usize) -> Result<RosterFile, Problem> {
    let asked = Reading::ALL
        .get(reading % Reading::ALL.len())
        .copied()
        .unwrap_or(Reading::Auto);
    let file = paths::typed(path);
    let read = roster::read_file(&file)
        .and_then(|bytes| roster::understand(&bytes, asked).map_err(|error| error.in_file(&file)))
        .map_err(|refused| Error::from(refused).problem())?;
    Ok(shown(path, reading, read))
}

fn shown(path: &str, asked: usize, read: Roster) -> RosterFile {
    RosterFile {
        path: path.to_owned(),
        asked,
        reading: format!("{}, separated by {}", read.reading, read.delimiter),
        columns: columns(&read),
        rows: read.rows,
        gone: read.gone,
        rejected: read.rejected,
        warnings: read.warnings,
    }
}

fn columns(read: &Roster) -> Vec<String> {
    read.columns
        .iter()
        .map(|column| format!("{} = {:?}", column.heading.as_str(), column.meaning))
        .collect()
}

type Read = Result<CatalogFile, Problem>;

/// Reads a school's own checklist from a file.
pub(super) fn catalog_file(path: &str) -> Read {
    let file = paths::typed(path);
    let refused = |what: String| {
        Error::new(what, Code::Failed)
            .place(paths::shown(&file))
            .safe("The checklist in use stays as it is.")
            .todo("Check the name and that the drive is connected.")
            .problem()
    };
    let found = fs::metadata(&file).map_err(|error| refused(unreadable(&error)))?;
    if !found.is_file() || found.len() > MAX_BYTES as u64 {
        return Err(refused("That is not a checklist file.".into()));
    }
    let text = fs::read_to_string(&file).map_err(|error| refused(unreadable(&error)))?;
    let name = file
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let catalog = load(&text, &name)?;
    Ok(CatalogFile {
        text: Some(text.into()),
        catalog: Arc::new(catalog),
    })
}

fn unreadable(error: &std::io::Error) -> String {
    format!("The checklist file could not be read ({error}).")
}

/// Reads the checklist that the book holds now: its own, or the one that comes along.
pub(super) fn catalog(text: Option<Arc<str>>) -> Read {
    let read = match &text {
        Some(text) => load(text, "the checklist in the book")?,
        None => catalog::default_catalog(),
    };
    Ok(CatalogFile {
        text,
        catalog: Arc::new(read),
    })
}

fn load(text: &str, origin: &str) -> Result<Catalog, Problem> {
    let (catalog, faults) = catalog::load(text, origin);
    catalog.ok_or_else(|| Problem {
        what: catalog::refusal(&faults),
        safe: String::new(),
        todo: String::new(),
    })
}

/// The checklist of a book that is opened. A version of the program that is stricter than the one that took it over
/// falls back to the one that comes along, and says so.
pub(in crate::run) fn catalog_of(book: &Book) -> (Catalog, Option<String>) {
    let Some(text) = &book.catalog else {
        return (catalog::default_catalog(), None);
    };
    match load(text, "the checklist in the book") {
        Ok(catalog) => (catalog, None),
        Err(_) => (
            catalog::default_catalog(),
            Some(
                "The school's checklist in this book cannot be read by this version; the one that comes along is used."
                    .into(),
            ),
        ),
    }
}
