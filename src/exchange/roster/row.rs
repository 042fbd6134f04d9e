//! Rows below headings: each becomes a student, or says why not.

use std::borrow::Cow;

use crate::domain::roster::RosterRow;
use crate::domain::text::Text;

use super::{
    Found, MAX_ROWS,
    cell::{self, unwrap_formula},
    excerpt, grade,
    heading::Meaning,
    layout::Layout,
    list,
    name::Names,
    refusal::{self, RosterError},
    table::{Entry, Sheet},
};

/// Reads the rows below the headings.
///
/// # Errors
///
/// When there are too many of them.
pub(super) fn read(sheet: &Sheet<'_>, layout: &Layout) -> Result<Found, RosterError> {
    let mut found = Found {
        delimiter: Some(layout.delimiter),
        warnings: layout.remarks(),
        columns: layout.columns(),
        ..Found::default()
    };
    if layout.is_one_column() {
        return list::read_below(sheet, found, layout.above + 1);
    }
    let mut drafts = Vec::new();
    let mut records = sheet.records(layout.delimiter);
    for _ in 0..=layout.above {
        records.next();
    }
    while let Some(entry) = records.next() {
        if drafts.len() + found.rejected.len() >= MAX_ROWS {
            return Err(refusal::too_many());
        }
        match layout.draft(&entry) {
            Ok(draft) => drafts.push(draft),
            Err(reason) => found.reject(entry.line, &layout.who(&entry), reason),
        }
    }
    layout.settle_ids(&mut drafts, &mut found);
    for draft in drafts {
        let rows = if draft.is_gone {
            &mut found.gone
        } else {
            &mut found.rows
        };
        rows.push(draft.row);
    }
    if found.rows.is_empty() && found.gone.is_empty() && found.rejected.is_empty() {
        return Err(refusal::nobody());
    }
    Ok(found)
}

/// A row whose id is not chosen yet.
struct Draft {
    row: RosterRow,
    ids: Vec<(usize, Text)>,
    is_gone: bool,
}

impl Layout {
    fn draft(&self, entry: &Entry<'_>) -> Result<Draft, String> {
        cell::check(entry)?;
        let cells = self.fit(entry)?;
        if let Some(role) = self.pick(Meaning::Role, &cells)?
            && !["student", "pupil", "learner"].contains(&role.to_lowercase().as_str())
        {
            return Err(format!("role “{}”, not a student", excerpt(role)));
        }
        let mut draft = self.named(entry.line, &cells)?;
        let grade = self.pick(Meaning::Grade, &cells)?;
        draft.row.grade = grade.map_or(Ok(None), grade::read)?;
        self.collect_ids(&cells, &mut draft)?;
        if draft.ids.is_empty() && grade.is_none() {
            check_not_a_total(&draft.row)?;
        }
        let status = self.pick(Meaning::Status, &cells)?.unwrap_or_default();
        draft.is_gone = ["tobedeleted", "inactive", "withdrawn", "dropped"]
            .contains(&status.to_lowercase().as_str());
        Ok(draft)
    }

    /// The cells as they belong under the headings.
    fn fit<'r>(&self, entry: &Entry<'r>) -> Result<Vec<Cow<'r, str>>, String> {
        let mut cells: Vec<_> = entry.cells.iter().map(|cell| (*cell).into()).collect();
        if cells.len() <= self.columns.len() {
            return Ok(cells);
        }
        let full = self
            .columns
            .iter()
            .position(|(heading, _)| heading.meaning == Meaning::FullName);
        // `Diaz, Ana,7` under `Name,Grade`: the comma in the name was not put in quotation marks.
        if let (Some(at), true) = (full, cells.len() == self.columns.len() + 1) {
            let first = cells.remove(at + 1);
            if let Some(last) = cells.get_mut(at) {
                *last = format!("{last}, {first}").into();
            }
            return Ok(cells);
        }
        Err(format!(
            "{} cells, but {} headings; a cell with a {} in it must stand in quotation marks",
            cells.len(),
            self.columns.len(),
            self.delimiter
        ))
    }

    fn named(&self, line: u64, cells: &[Cow<'_, str>]) -> Result<Draft, String> {
        let mut names = Names::default();
        let last = names.take(self.pick(Meaning::LastName, cells)?)?;
        let first = names.take(self.pick(Meaning::FirstName, cells)?)?;
        let full = if last.is_empty() && first.is_empty() {
            names.take(self.pick(Meaning::FullName, cells)?)?
        } else {
            Text::default()
        };
        let middle = names.take(self.pick(Meaning::MiddleName, cells)?)?;
        let preferred = names.take(self.pick(Meaning::PreferredName, cells)?)?;
        let mut row = names.row(line, last, first, full)?;
        row.middle = Some(middle).filter(|middle| !middle.is_empty());
        row.preferred =
            Some(preferred).filter(|name| !name.is_empty() && name.fold() != row.name.first.fold());
        row.mixed_script |= row.preferred.as_ref().is_some_and(Text::is_mixed_script);
        Ok(Draft {
            row,
            ids: Vec::new(),
            is_gone: false,
        })
    }

    fn collect_ids(&self, cells: &[Cow<'_, str>], draft: &mut Draft) -> Result<(), String> {
        // Only for the check that columns of one heading agree.
        self.pick(Meaning::Id, cells)?;
        for (rank, cell, _) in self.filled(Meaning::Id, cells) {
            if cell.contains('\n') {
                return Err("a line break in the student number".to_owned());
            }
            let (id, altered) = Text::clean(unwrap_formula(cell));
            draft.row.altered |= altered;
            draft.ids.push((rank, id));
        }
        Ok(())
    }

    /// Takes the ids from one column for the whole file, so that they are of one kind.
    fn settle_ids(&self, drafts: &mut [Draft], found: &mut Found) {
        let ranks = || {
            drafts
                .iter()
                .flat_map(|draft| &draft.ids)
                .map(|(rank, _)| *rank)
        };
        let Some(best) = ranks().min() else { return };
        if ranks().any(|rank| rank != best) {
            let heading = self
                .columns
                .iter()
                .find(|(heading, _)| heading.meaning == Meaning::Id && heading.rank == best);
            if let Some((_, heading)) = heading {
                found.warnings.push(format!(
                    "Several columns hold numbers of the students; “{heading}” is the one that is used."
                ));
            }
        }
        for draft in drafts {
            let ids = std::mem::take(&mut draft.ids);
            draft.row.id = ids
                .into_iter()
                .find(|(rank, _)| *rank == best)
                .map(|(_, id)| id);
        }
    }

    /// Whom a row is about, for a message.
    fn who(&self, entry: &Entry<'_>) -> String {
        let cells: Vec<_> = entry.cells.iter().map(|cell| (*cell).into()).collect();
        let first_of = |meaning| self.filled(meaning, &cells).map(|(_, cell, _)| cell).next();
        match (first_of(Meaning::LastName), first_of(Meaning::FirstName)) {
            (Some(last), Some(first)) => format!("{last}, {first}"),
            (Some(name), None) | (None, Some(name)) => name.to_owned(),
            (None, None) => first_of(Meaning::FullName).unwrap_or_default().to_owned(),
        }
    }
}

/// Below a list there is often a line that counts it.
fn check_not_a_total(row: &RosterRow) -> Result<(), String> {
    if row.name.first.is_empty()
        && row
            .name
            .last
            .as_str()
            .contains(|c: char| c.is_ascii_digit())
    {
        return Err("does not look like a student".to_owned());
    }
    Ok(())
}
