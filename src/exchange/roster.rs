//! Reads a list of students from what an adviser really has: a class list typed by hand, a spreadsheet saved as CSV, an
//! Infinite Campus ad hoc export, the `users.csv` of a `OneRoster` set.
//!
//! [`understand`] is a function from bytes to what they mean. It decides nothing about the Book: which row is new, who has
//! vanished and what fits into a group is worked out by `domain::roster` from the rows. The command line and the import screen
//! call it, show what was understood, and may call it again with another [`Reading`].
//!
//! Only the columns that the program needs are looked at. Passwords, birth dates, addresses and demographics are named in
//! [`Roster::columns`] as never read, and that is all that happens to them.

use std::fmt;

use crate::domain::roster::{Incoming, Rejected, RosterRow};
use crate::domain::text::Text;

mod cell;
mod cells;
mod check;
mod decode;
mod file;
mod grade;
mod heading;
mod layout;
mod list;
mod name;
mod refusal;
mod row;
mod table;

pub use cells::{CellRow, Cells, HEADING_ROWS, cells};
pub use decode::Reading;
pub use file::read_file;
pub use heading::Meaning;
pub use refusal::RosterError;

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;
/// The most students in one file.
pub const MAX_ROWS: usize = 20_000;
/// The most columns, not counting empty ones at the end.
pub const MAX_COLUMNS: usize = 64;
/// The longest cell that is looked at, in bytes.
pub const MAX_CELL: usize = 4096;

/// What stands between two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`, which spreadsheets write where the comma is the decimal sign.
    Semicolon,
    /// A tab, as in "Unicode text" and in what is copied out of a sheet.
    Tab,
}

impl Delimiter {
    const ALL: [Self; 3] = [Self::Comma, Self::Tab, Self::Semicolon];

    const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

impl fmt::Display for Delimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
        })
    }
}

/// A column of the file and what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The heading as the file has it.
    pub heading: Text,
    /// What it means.
    pub meaning: Meaning,
}

/// What was understood of a file. Nothing is saved yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    /// How the bytes were read; never [`Reading::Auto`].
    pub reading: Reading,
    /// What stands between the cells.
    pub delimiter: Delimiter,
    /// The columns in their order; empty when the file has no headings.
    pub columns: Vec<Column>,
    /// The students, in the order of the file.
    pub rows: Vec<RosterRow>,
    /// Those whom the file lists as taken off the roll (`tobedeleted` in `OneRoster`); they are not in `rows`.
    pub gone: Vec<RosterRow>,
    /// What does not come in, by line.
    pub rejected: Vec<Rejected>,
    /// What a person should look at before saving, one sentence each.
    pub warnings: Vec<String>,
}

impl Roster {
    /// The list as the domain takes it, to be held against a Book.
    pub fn incoming(&self) -> Incoming<'_> {
        Incoming {
            rows: &self.rows,
            gone: &self.gone,
            rejected: &self.rejected,
        }
    }
}

/// Says what `bytes` mean as a list of students.
///
/// `asked` forces how the bytes are read; [`Reading::Auto`] goes by the byte-order mark, then by the pattern of zeros in
/// UTF-16, then by whether they are valid UTF-8, and falls back to Windows-1252.
///
/// # Errors
///
/// When the file as a whole is no list of students: too large, another kind of file, no column with names, nobody in it.
/// A single row that cannot be used is no error, it is in [`Roster::rejected`].
pub fn understand(bytes: &[u8], asked: Reading) -> Result<Roster, RosterError> {
    if bytes.len() > MAX_BYTES {
        return Err(refusal::too_large(bytes.len() as u64));
    }
    decode::check_kind(bytes)?;
    let decoded = decode::decode(bytes, asked);
    decode::check_text(&decoded.text)?;
    let sheet = table::Sheet::new(&decoded.text);
    sheet.check_width()?;
    let mut found = match layout::find(&sheet)? {
        Some(layout) => row::read(&sheet, &layout)?,
        None => list::read(&sheet)?,
    };
    let Some(delimiter) = found.delimiter else {
        return Err(refusal::nobody());
    };
    check::duplicates(&mut found);
    let warnings = check::warnings(&found, &decoded);
    found.rejected.sort_by_key(|rejected| rejected.line);
    Ok(Roster {
        reading: decoded.reading,
        delimiter,
        columns: found.columns,
        rows: found.rows,
        gone: found.gone,
        rejected: found.rejected,
        warnings,
    })
}

/// What the two kinds of file, with headings and without, are read into.
#[derive(Default)]
struct Found {
    delimiter: Option<Delimiter>,
    columns: Vec<Column>,
    rows: Vec<RosterRow>,
    gone: Vec<RosterRow>,
    rejected: Vec<Rejected>,
    warnings: Vec<String>,
}

impl Found {
    fn reject(&mut self, line: u64, who: &str, reason: impl Into<String>) {
        self.rejected.push(Rejected {
            line,
            who: excerpt(who),
            reason: reason.into(),
        });
    }

    fn is_full(&self) -> bool {
        self.rows.len() + self.gone.len() + self.rejected.len() >= MAX_ROWS
    }
}

/// The beginning of a cell, safe to show in a sentence.
pub(super) fn excerpt(cell: &str) -> Text {
    let end = cell.char_indices().nth(40).map_or(cell.len(), |(at, _)| at);
    Text::new(cell.get(..end).unwrap_or_default())
}
