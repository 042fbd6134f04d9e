//! Files without headings: one student a line, as people type them.
//!
//! `Diaz, Ana`, `Ana Diaz`, `Diaz, Ana, 7`, `Ana Diaz (7)`, `Diaz;Ana;7`, `00123<tab>Diaz, Ana<tab>07`.

use crate::domain::grade::Grade;
use crate::domain::text::Text;

use super::{
    Delimiter, Found, cell, grade,
    name::Names,
    refusal::{self, RosterError},
    table::{Entry, Sheet},
};

/// The most cells that a line of such a list has.
const MOST_CELLS: usize = 5;
/// The longest name that a line is taken for; a sentence is longer.
const MOST_WORDS: usize = 8;

const NO_NAME: &str = "does not look like a name";
const NOT_CLEAR: &str = "it is not clear which cell is the name";

/// Whether a line was rejected because nothing in it is like a student; with many of them the file is no list.
fn is_unlike(reason: &str) -> bool {
    [NO_NAME, NOT_CLEAR].contains(&reason)
}

/// Reads a file without headings.
///
/// # Errors
///
/// When it is no list of names at all, or too long.
pub(super) fn read(sheet: &Sheet<'_>) -> Result<Found, RosterError> {
    let head = sheet.head();
    let delimiter = sheet.announced.unwrap_or_else(|| {
        if head.has(Delimiter::Tab) {
            Delimiter::Tab
        } else if head.has(Delimiter::Semicolon) {
            Delimiter::Semicolon
        } else {
            Delimiter::Comma
        }
    });
    let mut records = head.records(delimiter);
    let Some(first) = records.next() else {
        return Err(refusal::nobody());
    };
    if first.cells.len() > MOST_CELLS {
        return Err(refusal::no_names(first.line, &first.cells));
    }
    let found = Found {
        delimiter: Some(delimiter),
        warnings: vec![
            "The file has no headings; each line was read as a student, the family name first where there is a comma."
                .to_owned(),
        ],
        ..Found::default()
    };
    let found = read_below(sheet, found, 0)?;
    let unlike = found
        .rejected
        .iter()
        .filter(|r| is_unlike(&r.reason))
        .count();
    if found.rows.is_empty() || unlike > found.rows.len() {
        let (line, cells) = (first.line, first.cells);
        return Err(refusal::no_names(line, &cells));
    }
    Ok(found)
}

/// Reads the lines below the first `above` records into `found`.
///
/// # Errors
///
/// When there are too many, or none.
pub(super) fn read_below(
    sheet: &Sheet<'_>,
    mut found: Found,
    above: usize,
) -> Result<Found, RosterError> {
    let mut records = sheet.records(found.delimiter.unwrap_or(Delimiter::Comma));
    for _ in 0..above {
        records.next();
    }
    while let Some(entry) = records.next() {
        if found.is_full() {
            return Err(refusal::too_many());
        }
        match row(&entry) {
            Ok(row) => found.rows.push(row),
            Err(reason) => found.reject(entry.line, &entry.cells.join(" "), reason),
        }
    }
    if found.rows.is_empty() && found.rejected.is_empty() {
        return Err(refusal::nobody());
    }
    Ok(found)
}

fn row(entry: &Entry<'_>) -> Result<crate::domain::roster::RosterRow, String> {
    cell::check(entry)?;
    let mut cells: Vec<&str> = entry
        .cells
        .iter()
        .map(|cell| cell::plain(cell))
        .filter(|cell| !cell.is_empty())
        .collect();
    if let Some(first) = cells.first_mut() {
        *first = without_bullet(first);
    }
    let mut grade = take_grade_cell(&mut cells)?;
    let id = take_id(&mut cells);
    if grade.is_none()
        && let Some(name) = cells.last_mut()
    {
        grade = take_grade_word(name)?;
    }
    check_name(&cells)?;
    let mut names = Names::default();
    let (last, first, full) = match cells.as_slice() {
        [full] => (Text::default(), Text::default(), names.take(Some(full))?),
        [last, first] => (
            names.take(Some(last))?,
            names.take(Some(first))?,
            Text::default(),
        ),
        [] => return Err("the name is missing".to_owned()),
        _ => return Err(NOT_CLEAR.to_owned()),
    };
    let mut row = names.row(entry.line, last, first, full)?;
    row.grade = grade;
    row.id = id.map(|id| {
        let (id, altered) = Text::clean(id);
        row.altered |= altered;
        id
    });
    Ok(row)
}

/// The grade, when the last of several cells holds one.
fn take_grade_cell(cells: &mut Vec<&str>) -> Result<Option<Grade>, String> {
    let Some((last, [_, ..])) = cells.split_last() else {
        return Ok(None);
    };
    let has_digit = last.contains(|c: char| c.is_ascii_digit());
    match grade::read(last) {
        Ok(grade) => {
            cells.pop();
            Ok(grade)
        }
        Err(reason) if has_digit && last.len() <= 3 => Err(reason),
        Err(_) => Ok(None),
    }
}

/// A cell of digits (and what schools put between them) that is no grade: the student's number.
fn take_id<'r>(cells: &mut Vec<&'r str>) -> Option<&'r str> {
    let is_id = |cell: &&str| {
        cell.len() >= 3
            && cell.contains(|c: char| c.is_ascii_digit())
            && cell.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    if cells.len() < 2 {
        return None;
    }
    let at = cells.iter().position(is_id)?;
    Some(cells.remove(at))
}

/// The grade at the end of a name: `Ana Diaz 7`, `Ana Diaz (7th grade)`, `Ana Diaz - Gr 07`.
fn take_grade_word(name: &mut &str) -> Result<Option<Grade>, String> {
    let mut ends: Vec<(usize, char)> = name
        .char_indices()
        .rev()
        .filter(|(_, c)| c.is_whitespace() || *c == '(')
        .take(3)
        .collect();
    // The longest first: the word `Grade` belongs to the 9 behind it.
    ends.reverse();
    for (at, c) in ends {
        let (head, tail) = name.split_at(at);
        let tail = tail.trim_start_matches(c).trim();
        let digits = tail.chars().filter(char::is_ascii_digit).count();
        if !(1..=2).contains(&digits) {
            continue;
        }
        let read = grade::read(tail);
        if read.is_err() && tail.chars().any(|c| !c.is_ascii_digit() && c != ')') {
            continue;
        }
        let grade = read?;
        *name = head.trim_end_matches(|c: char| {
            c.is_whitespace() || matches!(c, '-' | '–' | ':' | ',' | '(')
        });
        return Ok(grade);
    }
    Ok(None)
}

/// `1. Ana Diaz`, `- Ana Diaz`: what a list in a document begins its lines with.
fn without_bullet(cell: &str) -> &str {
    let rest = cell.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = (rest.len() < cell.len())
        .then(|| rest.strip_prefix(['.', ')']))
        .flatten();
    let rest = numbered.or_else(|| cell.strip_prefix(['-', '*', '•', '–']));
    match rest {
        Some(rest) if rest.starts_with(char::is_whitespace) => rest.trim_start(),
        _ => cell,
    }
}

fn check_name(cells: &[&str]) -> Result<(), String> {
    let words: usize = cells
        .iter()
        .map(|cell| cell.split_whitespace().count())
        .sum();
    let has_digit = cells
        .iter()
        .any(|cell| cell.contains(|c: char| c.is_ascii_digit()));
    if words > MOST_WORDS || has_digit {
        return Err(NO_NAME.to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_line(line: &str) -> Result<(String, Option<String>, Option<u8>), String> {
        let sheet = Sheet::new(line);
        let found = read(&sheet).map_err(|refused| refused.what)?;
        let row = &found.rows[0];
        Ok((
            row.name.sorted(),
            row.id.as_ref().map(|id| id.as_str().to_owned()),
            row.grade.map(Grade::number),
        ))
    }

    #[test]
    fn the_ways_to_type_a_student() {
        for (line, name, id, grade) in [
            ("Diaz, Ana", "Diaz, Ana", None, None),
            ("Ana Diaz", "Diaz, Ana", None, None),
            ("Diaz, Ana, 7", "Diaz, Ana", None, Some(7)),
            ("Diaz, Ana 7", "Diaz, Ana", None, Some(7)),
            ("Ana Diaz 07", "Diaz, Ana", None, Some(7)),
            ("Ana Diaz (8th grade)", "Diaz, Ana", None, Some(8)),
            ("Ana Diaz - Grade 9", "Diaz, Ana", None, Some(9)),
            ("Diaz;Ana;10", "Diaz, Ana", None, Some(10)),
            ("00123\tDiaz, Ana\t07", "Diaz, Ana", Some("00123"), Some(7)),
            ("12. Ana Diaz", "Diaz, Ana", None, None),
            ("• Ana Diaz, Grade 11", "Diaz, Ana", None, Some(11)),
        ] {
            assert_eq!(
                read_line(line),
                Ok((name.to_owned(), id.map(str::to_owned), grade)),
                "{line}"
            );
        }
    }

    #[test]
    fn a_sentence_is_no_student() {
        assert!(
            read_line("Please hand in the list of your students by Friday noon, thank you")
                .is_err()
        );
    }
}
