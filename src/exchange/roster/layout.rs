//! Files with headings: where they are, which delimiter they speak for, and which cell of a row means what.

use std::borrow::Cow;

use crate::domain::text::Text;

use super::{
    Column, Delimiter, MAX_COLUMNS,
    cell::{plain, says_the_same},
    excerpt,
    heading::{Heading, Meaning},
    refusal::{self, RosterError},
    table::Sheet,
};

/// How many records may stand above the headings (the title of a report, the date of the export).
const TITLE_RECORDS: usize = 10;

/// The headings of a file.
pub(super) struct Layout {
    pub(super) delimiter: Delimiter,
    line: u64,
    /// Records above the headings.
    pub(super) above: usize,
    pub(super) columns: Vec<(Heading, Text)>,
    score: usize,
}

/// Finds the headings; `None` when the file has none, so that each line is a student.
///
/// # Errors
///
/// When there are headings, but none for the names.
pub(super) fn find(sheet: &Sheet<'_>) -> Result<Option<Layout>, RosterError> {
    let head = sheet.head();
    let mut best: Option<Layout> = None;
    for delimiter in Delimiter::ALL {
        if sheet
            .announced
            .is_some_and(|announced| announced != delimiter)
        {
            continue;
        }
        let candidate = find_with(&head, delimiter)?;
        let better = candidate.as_ref().map_or(0, |layout| layout.score)
            > best.as_ref().map_or(0, |layout| layout.score);
        if better {
            best = candidate;
        }
    }
    match best {
        Some(layout) if !layout.columns.iter().any(|(heading, _)| heading.is_name()) => {
            Err(layout.without_names())
        }
        found => Ok(found),
    }
}

fn find_with(head: &Sheet<'_>, delimiter: Delimiter) -> Result<Option<Layout>, RosterError> {
    let mut records = head.records(delimiter);
    for above in 0..TITLE_RECORDS {
        let Some(entry) = records.next() else { break };
        let headings: Vec<Heading> = entry
            .cells
            .iter()
            .map(|cell| Heading::understand(cell))
            .collect();
        let known = headings.iter().filter(|heading| heading.is_read()).count();
        let named = headings.iter().any(|heading| heading.is_name());
        let alone = above == 0 || entry.cells.len() == 1;
        if !(named && (known > 1 || alone) || known > 1 && above == 0) {
            continue;
        }
        if entry.cells.len() > MAX_COLUMNS {
            return Err(refusal::too_wide(entry.line));
        }
        return Ok(Some(Layout {
            delimiter,
            line: entry.line,
            above,
            score: known * 2 + usize::from(named),
            columns: headings
                .into_iter()
                .zip(&entry.cells)
                .map(|(heading, cell)| (heading, excerpt(cell)))
                .collect(),
        }));
    }
    Ok(None)
}

impl Layout {
    pub(super) fn columns(&self) -> Vec<Column> {
        self.columns
            .iter()
            .map(|(heading, text)| Column {
                heading: text.clone(),
                meaning: heading.meaning,
            })
            .collect()
    }

    /// `Name` and nothing else: then each line is a student, however many commas it has.
    pub(super) fn is_one_column(&self) -> bool {
        matches!(self.columns.as_slice(), [(heading, _)] if heading.meaning == Meaning::FullName)
    }

    fn has(&self, meaning: Meaning) -> bool {
        self.columns
            .iter()
            .any(|(heading, _)| heading.meaning == meaning)
    }

    pub(super) fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        if self.above > 0 {
            remarks.push(format!(
                "The headings are in line {}; what stands above them was left out.",
                self.line
            ));
        }
        if !self.has(Meaning::Grade) {
            remarks.push("There is no column for the grade.".to_owned());
        }
        if self.is_one_roster() && !self.has(Meaning::Role) {
            remarks.push(
                "The file does not say who is a student and who teaches; look through the names."
                    .to_owned(),
            );
        }
        remarks
    }

    fn is_one_roster(&self) -> bool {
        self.columns
            .iter()
            .any(|(_, text)| text.as_str().eq_ignore_ascii_case("sourcedId"))
    }

    fn without_names(&self) -> RosterError {
        if self.is_one_roster() {
            return refusal::other_part_of_set(self.line);
        }
        let headings: Vec<&str> = self.columns.iter().map(|(_, text)| text.as_str()).collect();
        refusal::no_names(self.line, &headings)
    }

    /// The cell of a meaning: the first column that is filled in counts.
    ///
    /// # Errors
    ///
    /// When two columns with the same heading say different things.
    pub(super) fn pick<'r>(
        &self,
        meaning: Meaning,
        cells: &'r [Cow<'_, str>],
    ) -> Result<Option<&'r str>, String> {
        let mut chosen: Option<(usize, &str)> = None;
        for (rank, cell, heading) in self.filled(meaning, cells) {
            match chosen {
                Some((earlier, said)) if earlier == rank || meaning == Meaning::Grade => {
                    if !says_the_same(meaning, said, cell) {
                        return Err(format!(
                            "two columns “{heading}” say different things: “{}” and “{}”",
                            excerpt(said),
                            excerpt(cell)
                        ));
                    }
                }
                Some((earlier, _)) if earlier < rank => {}
                _ => chosen = Some((rank, cell)),
            }
        }
        Ok(chosen.map(|(_, cell)| cell))
    }

    /// The cells of a meaning that hold something, with the rank of their column and its heading.
    pub(super) fn filled<'r>(
        &self,
        meaning: Meaning,
        cells: &'r [Cow<'_, str>],
    ) -> impl Iterator<Item = (usize, &'r str, &Text)> {
        self.columns
            .iter()
            .zip(cells)
            .filter(move |((heading, _), _)| heading.meaning == meaning)
            .map(|((heading, text), cell)| (heading.rank, plain(cell), text))
            .filter(|(_, cell, _)| !cell.is_empty())
    }
}
