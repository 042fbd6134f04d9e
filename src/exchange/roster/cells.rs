//! A file as cells, for those who read another list than one of students: decoded and taken apart as a roster is, with the same
//! limits, and nothing understood yet.

use super::{
    Delimiter, MAX_BYTES, MAX_ROWS, Reading, RosterError, cell,
    decode::{check_kind, check_text, decode},
    refusal,
    table::Sheet,
};

/// What stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cells {
    /// How the bytes were read; never [`Reading::Auto`].
    pub reading: Reading,
    /// What stands between two cells.
    pub delimiter: Delimiter,
    /// The rows that are not blank, in the order of the file.
    pub rows: Vec<CellRow>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellRow {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// Its cells without blanks around them, and without the empty ones at the end.
    pub cells: Vec<String>,
    /// Why it cannot be used, when it cannot.
    pub fault: Option<String>,
}

/// Takes `bytes` apart. `weigh` says how much of what is looked for a row of headings has; the delimiter with which the first rows
/// have most of it is taken.
///
/// # Errors
///
/// When the file is too large, no plain text, or has too many columns or rows.
pub fn cells(
    bytes: &[u8],
    asked: Reading,
    weigh: impl Fn(&[&str]) -> usize,
) -> Result<Cells, RosterError> {
    if bytes.len() > MAX_BYTES {
        return Err(refusal::too_large(bytes.len() as u64));
    }
    check_kind(bytes)?;
    let decoded = decode(bytes, asked);
    check_text(&decoded.text)?;
    let sheet = Sheet::new(&decoded.text);
    sheet.check_width()?;
    let delimiter = sheet.announced.unwrap_or_else(|| likeliest(&sheet, weigh));
    Ok(Cells {
        reading: decoded.reading,
        delimiter,
        rows: rows(&sheet, delimiter)?,
    })
}

/// How many rows are looked at for headings: a form may have a title above them.
pub const HEADING_ROWS: usize = 10;

fn likeliest(sheet: &Sheet<'_>, weigh: impl Fn(&[&str]) -> usize) -> Delimiter {
    let head = sheet.head();
    let weight = |delimiter: Delimiter| {
        let mut records = head.records(delimiter);
        let mut best = 0;
        for _ in 0..HEADING_ROWS {
            let Some(entry) = records.next() else { break };
            best = best.max(weigh(&entry.cells));
        }
        best
    };
    let mut best = (0, Delimiter::Comma);
    for delimiter in Delimiter::ALL {
        let weight = weight(delimiter);
        if weight > best.0 {
            best = (weight, delimiter);
        }
    }
    best.1
}

fn rows(sheet: &Sheet<'_>, delimiter: Delimiter) -> Result<Vec<CellRow>, RosterError> {
    let mut records = sheet.records(delimiter);
    let mut rows = Vec::new();
    while let Some(entry) = records.next() {
        if rows.len() > MAX_ROWS {
            return Err(refusal::too_many());
        }
        rows.push(CellRow {
            line: entry.line,
            fault: cell::check(&entry).err(),
            cells: entry
                .cells
                .iter()
                .map(|cell| cell::plain(cell).to_owned())
                .collect(),
        });
    }
    Ok(rows)
}
