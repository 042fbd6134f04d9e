//! What a single cell says, apart from its meaning.

use crate::domain::text::Text;

use super::{MAX_CELL, MAX_COLUMNS, grade, heading::Meaning, table::Entry};

/// Refuses a record that cannot be one row of a list.
pub(super) fn check(entry: &Entry<'_>) -> Result<(), String> {
    if entry.is_open {
        return Err(format!(
            "a quotation mark opens here and never closes; it takes in lines {} to {}",
            entry.line, entry.last_line
        ));
    }
    if entry.cells.len() > MAX_COLUMNS {
        return Err(format!(
            "{} columns, at most {MAX_COLUMNS} are read",
            entry.cells.len()
        ));
    }
    if entry.cells.iter().any(|cell| cell.len() > MAX_CELL) {
        return Err(format!("a cell is longer than {} KiB", MAX_CELL / 1024));
    }
    Ok(())
}

/// Two cells under one heading agree.
pub(super) fn says_the_same(meaning: Meaning, one: &str, other: &str) -> bool {
    if meaning == Meaning::Grade
        && let (Ok(one), Ok(other)) = (grade::read(one), grade::read(other))
    {
        return one == other;
    }
    Text::new(one).fold() == Text::new(other).fold()
}

/// A cell without the apostrophe that keeps a spreadsheet from running it.
pub(super) fn plain(cell: &str) -> &str {
    let cell = cell.trim();
    cell.strip_prefix('\'')
        .filter(|rest| rest.starts_with(['=', '+', '-', '@', '\t']))
        .unwrap_or(cell)
}

/// `="00123"`, with which some exports keep the zeros, as what it stands for.
pub(super) fn unwrap_formula(cell: &str) -> &str {
    cell.strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'))
        .filter(|inner| inner.chars().all(char::is_alphanumeric))
        .unwrap_or(cell)
}
