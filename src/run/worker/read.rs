//! Reading what comes from outside the book: a roster, a school's own checklist.

use std::{fs, path::Path, sync::Arc};

use crate::{
    app::effect::{AnswersFile, CatalogFile, Problem, RosterFile},
    domain::{
        book::Book,
        catalog::{Catalog, Parts},
        date::Date,
    },
    error::{Code, Error},
    exchange::{
        answers,
        catalog::{self, MAX_BYTES},
        roster::{self, Column, Meaning, Reading},
    },
};

use super::paths;

/// Reads a list of students from the file that the person typed.
pub(super) fn typed_roster(path: &str, asked: usize) -> Result<RosterFile, Error> {
    let read = roster(&paths::typed(path), asked)?;
    Ok(RosterFile {
        path: path.to_owned(), // to be read again in another way
        ..read
    })
}

/// Reads a list of students. `asked` counts the ways of reading letters from the likeliest, and begins anew after the last.
pub(crate) fn roster(file: &Path, asked: usize) -> Result<RosterFile, Error> {
    let asked = asked % Reading::ALL.len();
    let reading = Reading::ALL.get(asked).copied().unwrap_or(Reading::Auto);
    let read = roster::read_file(file).and_then(|bytes| {
        roster::understand(&bytes, reading).map_err(|error| error.in_file(file))
    })?;
    Ok(RosterFile {
        path: file.display().to_string(),
        asked,
        reading: format!("{}, separated by {}", read.reading, read.delimiter),
        columns: read.columns.iter().filter_map(column).collect(),
        rows: read.rows,
        gone: read.gone,
        rejected: read.rejected,
        warnings: read.warnings,
    })
}

/// Reads a file of answers that the person typed.
pub(super) fn typed_answers(
    path: &str,
    asked: usize,
    catalog: &Catalog,
    today: Date,
) -> Result<AnswersFile, Error> {
    let read = answers(&paths::typed(path), asked, catalog, today)?;
    Ok(AnswersFile {
        path: path.to_owned(), // to be read again in another way
        ..read
    })
}

/// Reads a file of answers. `asked` counts the ways of reading letters from the likeliest, and begins anew after the last.
pub(crate) fn answers(
    file: &Path,
    asked: usize,
    catalog: &Catalog,
    today: Date,
) -> Result<AnswersFile, Error> {
    let asked = asked % Reading::ALL.len();
    let reading = Reading::ALL.get(asked).copied().unwrap_or(Reading::Auto);
    let read = roster::read_file(file).and_then(|bytes| {
        answers::understand(&bytes, reading, catalog, today).map_err(|error| error.in_file(file))
    })?;
    let columns = read.columns.iter().filter_map(|(heading, column)| {
        let meaning = match column {
            answers::Column::Question(id) => format!("answers to {id}"),
            answers::Column::Role => "who answered".to_owned(),
            answers::Column::Name => "the name, where it is given".to_owned(),
            answers::Column::Day => "when".to_owned(),
            answers::Column::Ignored => return None,
        };
        Some(format!("{heading}: {meaning}"))
    });
    Ok(AnswersFile {
        path: file.display().to_string(),
        asked,
        reading: format!("{}, separated by {}", read.reading, read.delimiter),
        columns: columns.collect(),
        missing: read.missing,
        rows: read.rows,
        rejected: read.rejected,
    })
}

/// What a column was taken for; nothing about those that are not needed.
fn column(column: &Column) -> Option<String> {
    let meaning = match column.meaning {
        Meaning::LastName => "last name",
        Meaning::FirstName => "first name",
        Meaning::MiddleName => "middle name, only to tell two students apart",
        Meaning::PreferredName => "what the student goes by",
        Meaning::FullName => "name",
        Meaning::Id => "the school's number",
        Meaning::Grade => "grade",
        Meaning::Role => "student or not",
        Meaning::Status => "on the roll or not",
        Meaning::NeverRead => "never read",
        Meaning::Ignored => return None,
    };
    Some(format!("{}: {meaning}", column.heading))
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
    let catalog = match &text {
        Some(text) => load(text, "the checklist in the book")?,
        None => catalog::default_catalog(),
    };
    Ok(CatalogFile {
        text,
        catalog: Arc::new(catalog),
    })
}

/// Writes the checklist as it was edited in the program, and reads it as if a school had written it: what the book keeps can always
/// be read. Of the faults only the first is told, as the person sees the thing that was edited and no lines of a file.
pub(super) fn edited(parts: &Parts) -> Read {
    let text = catalog::write(parts);
    let (catalog, faults) = catalog::load(&text, "the checklist");
    match catalog {
        Some(catalog) => Ok(CatalogFile {
            text: Some(text.into()),
            catalog: Arc::new(catalog),
        }),
        None => Err(Problem {
            what: faults
                .first()
                .map(|fault| fault.reason.clone())
                .unwrap_or_default(),
            safe: "The checklist in use stays as it is.".into(),
            todo: "Change what was typed.".into(),
        }),
    }
}

fn load(text: &str, origin: &str) -> Result<Catalog, Problem> {
    let (catalog, faults) = catalog::load(text, origin);
    catalog.ok_or_else(|| Problem {
        what: on_one_line(&catalog::refusal(&faults)),
        safe: String::new(),
        todo: String::new(),
    })
}

/// Sentences stay sentences; lines that are none are separated.
fn on_one_line(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join("; ").replace(".; ", ". ").replace(":; ", ": ")
}

/// The checklist of a book that is opened. A version of the program that is stricter than the one that took it over
/// falls back to the one that comes along, and says so.
pub(crate) fn catalog_of(book: &Book) -> (Catalog, Option<String>) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_checklist_is_said_on_one_line() {
        let problem = load("name = 1\n[[item]]\nid = \"BAD ID\"\n", "cat.toml").unwrap_err();
        assert!(!problem.what.contains('\n'), "{}", problem.what);
        assert!(problem.what.contains("cat.toml, line "), "{}", problem.what);
    }
}
