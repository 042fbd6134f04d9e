//! Cells of a table that a spreadsheet opens and cannot execute.
//!
//! A cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return is taken for a formula by some spreadsheet. Whatever
//! writes a table for one guards its cells here; the readers of tables take the guard away again, so that the text comes back.

use std::borrow::Cow;

/// What stands before a cell that would be executed. Spreadsheets take it for *this is text*.
const GUARD: char = '\'';

/// Whether a spreadsheet may take the text for a formula.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// The text as it may stand in a cell.
pub fn guarded(text: &str) -> Cow<'_, str> {
    // What looks guarded already is guarded once more, so that taking one guard away always gives the text back.
    if is_formula(text) || unguarded(text).len() < text.len() {
        Cow::Owned(format!("{GUARD}{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text that was guarded; any other as it is.
pub fn unguarded(cell: &str) -> &str {
    let rest = cell.strip_prefix(GUARD);
    let inner = rest.map(|rest| rest.trim_start_matches(GUARD));
    match (rest, inner) {
        (Some(rest), Some(inner)) if is_formula(inner) => rest,
        _ => cell,
    }
}

/// A table as CSV: every cell guarded and quoted where that is needed, lines ending as spreadsheets write them.
pub fn csv<'c>(rows: impl IntoIterator<Item = Vec<&'c str>>) -> String {
    let mut text = String::new();
    for row in rows {
        for (at, cell) in row.into_iter().enumerate() {
            if at > 0 {
                text.push(',');
            }
            let cell = guarded(cell);
            if cell.contains([',', '"', '\n', '\r', ';', '\t']) {
                text.push('"');
                text.push_str(&cell.replace('"', "\"\""));
                text.push('"');
            } else {
                text.push_str(&cell);
            }
        }
        text.push_str("\r\n");
    }
    text
}
