//! What only shows when all rows are seen together: duplicates, damaged numbers, and what a person should look at.

use std::collections::HashMap;

use crate::domain::grade::Grade;
use crate::domain::roster::RosterRow;
use crate::domain::text::Text;

use super::{Found, decode::Decoded};

/// Takes out rows that stand twice in the file, and numbers that a spreadsheet has made useless.
pub(super) fn duplicates(found: &mut Found) {
    drop_damaged_ids(found);
    add_middle_names(&mut found.rows);
    let reasons = duplicate_reasons(&found.rows);
    let rows = std::mem::take(&mut found.rows);
    for (row, reason) in rows.into_iter().zip(reasons) {
        match reason {
            Some(reason) => found.reject(row.line, row.written.as_str(), reason),
            None => found.rows.push(row),
        }
    }
}

/// `1.23457E+11`: a long number as a spreadsheet shows it. Several students may share it, so it names nobody.
fn is_scientific(id: &Text) -> bool {
    let lower = id.as_str().to_ascii_lowercase();
    lower.split_once("e+").is_some_and(|(number, power)| {
        let digits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits(power) && digits(&number.replacen(['.', ','], "", 1))
    })
}

fn drop_damaged_ids(found: &mut Found) {
    let mut damaged = 0;
    for row in found.rows.iter_mut().chain(&mut found.gone) {
        if row.id.as_ref().is_some_and(is_scientific) {
            row.id = None;
            damaged += 1;
        }
    }
    if damaged > 0 {
        found.warnings.push(format!(
            "{} a spreadsheet has shortened, as in 1.2E+11; they are not used. Format that column as text and export again.",
            counted(damaged, "student number is one that", "student numbers are ones that")
        ));
    }
}

/// Two students of one name get their middle names, where the file has them.
fn add_middle_names(rows: &mut [RosterRow]) {
    if rows.iter().all(|row| row.middle.is_none()) {
        return;
    }
    let mut seen: HashMap<(String, String), usize> = HashMap::new();
    for row in rows.iter() {
        *seen.entry(name_key(row)).or_default() += 1;
    }
    for row in rows {
        if let Some(middle) = &row.middle
            && seen.get(&name_key(row)).is_some_and(|times| *times > 1)
        {
            row.name.first = Text::new(&format!("{} {middle}", row.name.first));
        }
    }
}

fn name_key(row: &RosterRow) -> (String, String) {
    (row.name.last.fold(), row.name.first.fold())
}

/// For each row why it is out, if it is.
fn duplicate_reasons(rows: &[RosterRow]) -> Vec<Option<String>> {
    let mut reasons: Vec<Option<String>> = vec![None; rows.len()];
    let mut by_id: HashMap<&Text, usize> = HashMap::new();
    let mut by_name: HashMap<&(String, String), Namesakes> = HashMap::new();
    // Comparing names is what costs here, so each is brought into its form for that once.
    let keys: Vec<_> = rows.iter().map(name_key).collect();
    for (at, (row, key)) in rows.iter().zip(&keys).enumerate() {
        let row_at = |before: usize| Some((before, rows.get(before)?));
        let same_id = row.id.as_ref().and_then(|id| row_at(*by_id.get(id)?));
        let namesakes = by_name.entry(key).or_default();
        let same_name = namesakes.indistinct(row).and_then(row_at);
        if let Some((before, earlier)) = same_id {
            let both = both_lines(earlier, row);
            if keys.get(before) == Some(key) && earlier.grade == row.grade {
                set(&mut reasons, at, format!("the same student twice: {both}"));
            } else {
                let reason = format!("the same student number for two students: {both}");
                set(&mut reasons, before, reason.clone());
                set(&mut reasons, at, reason);
            }
        } else if let Some((_, earlier)) = same_name {
            let both = both_lines(earlier, row);
            let reason = format!(
                "the same name and grade twice, without numbers to tell them apart: {both}"
            );
            set(&mut reasons, at, reason);
        }
        namesakes.add(at, row);
        if let Some(id) = &row.id {
            by_id.entry(id).or_insert(at);
        }
    }
    reasons
}

fn both_lines(earlier: &RosterRow, row: &RosterRow) -> String {
    format!("lines {} and {}", earlier.line, row.line)
}

/// The first row of each grade among those of one name; so many namesakes cost no more than a few.
#[derive(Default)]
struct Namesakes {
    all: Vec<(Option<Grade>, usize)>,
    without_id: Vec<(Option<Grade>, usize)>,
}

impl Namesakes {
    /// The earlier row that nothing tells apart from `row`: not both have a number, nor both a grade and another one.
    fn indistinct(&self, row: &RosterRow) -> Option<usize> {
        let rivals = if row.id.is_some() {
            &self.without_id
        } else {
            &self.all
        };
        let is_same =
            |grade: Option<Grade>| grade.is_none() || row.grade.is_none() || grade == row.grade;
        let found = rivals.iter().filter(|(grade, _)| is_same(*grade));
        found.map(|(_, at)| *at).min()
    }

    fn add(&mut self, at: usize, row: &RosterRow) {
        let keep = |rows: &mut Vec<(Option<Grade>, usize)>| {
            if !rows.iter().any(|(grade, _)| *grade == row.grade) {
                rows.push((row.grade, at));
            }
        };
        keep(&mut self.all);
        if row.id.is_none() {
            keep(&mut self.without_id);
        }
    }
}

fn set(reasons: &mut [Option<String>], at: usize, reason: String) {
    if let Some(place) = reasons.get_mut(at) {
        place.get_or_insert(reason);
    }
}

/// What a person should look at before saving.
pub(super) fn warnings(found: &Found, decoded: &Decoded) -> Vec<String> {
    let mut warnings = Vec::new();
    if decoded.guessed {
        warnings.push(format!(
            "The file does not say how its letters are written; it was read as {}. Look at names with accents and change the reading if they are wrong.",
            decoded.reading
        ));
    }
    let count = |test: fn(&RosterRow) -> bool| found.rows.iter().filter(|row| test(row)).count();
    let garbled = count(|row| is_garbled(row.written.as_str()));
    if garbled > 0 {
        warnings.push(format!(
            "{} like “JosÃ©”: the file was saved with the wrong reading. Try another reading, or export again.",
            counted(garbled, "name looks", "names look")
        ));
    }
    warnings.extend(found.warnings.iter().cloned());
    let replaced = count(|row| row.altered);
    if replaced > 0 {
        warnings.push(format!(
            "{} that cannot be shown; a mark (\u{fffd}) stands for them.",
            counted(replaced, "row has characters", "rows have characters")
        ));
    }
    let mixed = count(|row| row.mixed_script);
    if mixed > 0 {
        warnings.push(format!(
            "{} letters of alphabets that look alike; it may not be the name that it seems to be.",
            counted(mixed, "name mixes", "names mix")
        ));
    }
    let formulas = count(|row| row.written.as_str().starts_with(['=', '+', '-', '@']));
    if formulas > 0 {
        warnings.push(format!(
            "{} like a formula of a spreadsheet; it is kept as plain text.",
            counted(formulas, "name begins", "names begin")
        ));
    }
    let without_grade = count(|row| row.grade.is_none());
    if without_grade > 0 && without_grade < found.rows.len() {
        warnings.push(format!(
            "{} without a grade.",
            counted(without_grade, "student is", "students are")
        ));
    }
    warnings.extend(about_ids(&found.rows));
    if found.rows.is_empty()
        && found
            .rejected
            .iter()
            .any(|rejected| rejected.reason.contains("is not a grade"))
    {
        warnings.push(
            "The column for the grade seems to hold something else, such as marks.".to_owned(),
        );
    }
    warnings
}

/// UTF-8 that was read as Windows-1252 on its way.
fn is_garbled(name: &str) -> bool {
    let after_a = name
        .split('Ã')
        .skip(1)
        .filter_map(|rest| rest.chars().next());
    name.contains("â€")
        || after_a
            .into_iter()
            .any(|c| matches!(c, '\u{a0}'..='\u{bf}' | '\u{fffd}'))
}

/// Numbers that have probably lost leading zeros or their last digits.
fn about_ids(rows: &[RosterRow]) -> Option<String> {
    const ENOUGH: usize = 5;
    let ids: Vec<&str> = rows
        .iter()
        .filter_map(|row| row.id.as_ref().map(Text::as_str))
        .collect();
    let all = |test: fn(&str) -> bool| ids.iter().all(|id| test(id));
    if ids.len() < ENOUGH || !all(|id| id.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    if all(|id| id.len() > 15 && id.ends_with('0')) {
        return Some(
            "All student numbers are long and end with 0: a spreadsheet may have rounded them."
                .to_owned(),
        );
    }
    let longest = ids.iter().map(|id| id.len()).max()?;
    let shorter = ids.iter().filter(|id| id.len() < longest).count();
    // Of numbers with leading zeros about one in ten has one; many more lengths mean that they are simply counted.
    let lost =
        all(|id| !id.starts_with('0')) && shorter > 0 && shorter * 2 < ids.len() && longest >= 5;
    lost.then(|| {
        format!(
            "{} shorter than the others: a spreadsheet may have dropped leading zeros.",
            counted(shorter, "student number is", "student numbers are")
        )
    })
}

/// `1 name looks`, `3 names look`.
fn counted(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}
