//! What a cell says about the grade: `07`, `Grade 7`, `7th`, `Gr 07`, `["10"]`, `freshman`.

use crate::domain::grade::Grade;

use super::excerpt;

/// Words that stand beside the number and say nothing more.
const FILLERS: [&str; 11] = [
    "grade", "grades", "gr", "grd", "gd", "g", "th", "level", "lvl", "year", "yr",
];

/// Words for a grade.
const WORDS: [(&str, u8); 18] = [
    ("six", 6),
    ("sixth", 6),
    ("seven", 7),
    ("seventh", 7),
    ("eight", 8),
    ("eighth", 8),
    ("nine", 9),
    ("ninth", 9),
    ("freshman", 9),
    ("ten", 10),
    ("tenth", 10),
    ("sophomore", 10),
    ("eleven", 11),
    ("eleventh", 11),
    ("junior", 11),
    ("twelve", 12),
    ("twelfth", 12),
    ("senior", 12),
];

/// CEDS codes (and what people make of them) for grades that have no plan.
const ELSEWHERE: [&str; 14] = [
    "it",
    "pr",
    "pk",
    "tk",
    "kg",
    "k",
    "prek",
    "kindergarten",
    "ps",
    "ug",
    "ae",
    "ot",
    "na",
    "first",
];

/// The grade in `cell`; `None` when it is blank.
///
/// # Errors
///
/// Says why the row cannot be used: no grade, outside 6 to 12, or several.
pub(super) fn read(cell: &str) -> Result<Option<Grade>, String> {
    let bare = cell.replace(['[', ']', '{', '}', '(', ')', '"', '\'', '*'], " ");
    let mut found: Option<Grade> = None;
    for part in bare.split([',', ';', '/', '|']) {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        let grade = read_one(part)?;
        if found.is_some_and(|earlier| earlier != grade) {
            return Err(format!("several grades at once: “{}”", excerpt(cell)));
        }
        found = Some(grade);
    }
    if found.is_none() && !cell.trim().is_empty() {
        return Err(format!("“{}” is not a grade", excerpt(cell)));
    }
    Ok(found)
}

fn read_one(part: &str) -> Result<Grade, String> {
    let lower = part.to_lowercase();
    // A spreadsheet that took the grade for a number with a fraction.
    let whole = lower.trim_end_matches(".00").trim_end_matches(".0");
    let mut numbers = whole
        .split(|c: char| c.is_whitespace() || matches!(c, '.' | '_' | ':'))
        .flat_map(without_inner_dash)
        .filter(|word| !word.is_empty() && !FILLERS.contains(word));
    let (first, more) = (numbers.next(), numbers.next());
    if let (Some(first), Some(_)) = (first, more)
        && number(first).is_some()
        && more.and_then(number).is_some()
    {
        return Err(format!("several grades at once: “{}”", excerpt(part)));
    }
    match (first.and_then(number), more) {
        (Some(number), None) => u8::try_from(number)
            .ok()
            .and_then(Grade::new)
            .ok_or_else(|| outside(part)),
        _ if first.is_some_and(|word| ELSEWHERE.contains(&word)) && more.is_none() => {
            Err(outside(part))
        }
        _ => Err(format!("“{}” is not a grade", excerpt(part))),
    }
}

fn outside(part: &str) -> String {
    format!("grade “{}” is outside 6 to 12", excerpt(part))
}

/// `gr-07` as two words, `-7` as one.
fn without_inner_dash(word: &str) -> impl Iterator<Item = &str> {
    let (head, tail) = match word.split_once('-') {
        Some((head, tail)) if !head.is_empty() => (head, tail),
        _ => (word, ""),
    };
    [head, tail].into_iter()
}

/// `07`, `7th`, `g7`, `grade7` or `seventh` as a number.
fn number(word: &str) -> Option<u32> {
    if let Some((_, number)) = WORDS.iter().find(|(name, _)| *name == word) {
        return Some(u32::from(*number));
    }
    let digits = FILLERS
        .iter()
        .find_map(|filler| word.strip_prefix(filler).filter(|rest| !rest.is_empty()))
        .unwrap_or(word);
    let digits = ["th", "st", "nd", "rd"]
        .iter()
        .find_map(|ending| digits.strip_suffix(ending))
        .unwrap_or(digits);
    let all_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    (all_digits && digits.len() <= 4)
        .then(|| digits.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_to_write_a_grade() {
        let cases = [
            ("07", 7),
            ("7", 7),
            ("Grade 7", 7),
            ("7th", 7),
            ("7th grade", 7),
            ("Gr 07", 7),
            ("Gr. 7", 7),
            ("GR07", 7),
            ("g7", 7),
            ("[\"10\"]", 10),
            ("10,10", 10),
            ("12.0", 12),
            ("Gr-08", 8),
            ("Freshman", 9),
            ("sixth", 6),
            ("{08}", 8),
            ("\u{a0}9 ", 9),
            ("Grade: 11", 11),
        ];
        for (cell, grade) in cases {
            assert_eq!(read(cell), Ok(Grade::new(grade)), "{cell}");
        }
        assert_eq!(read(" "), Ok(None));
    }

    #[test]
    fn what_is_no_grade_says_why() {
        for (cell, reason) in [
            ("13", "outside"),
            ("5", "outside"),
            ("KG", "outside"),
            ("0", "outside"),
            ("2026", "outside"),
            ("K-12", "not a grade"),
            ("B+", "not a grade"),
            ("-7", "not a grade"),
            ("7A", "not a grade"),
            ("?", "not a grade"),
            ("[]", "not a grade"),
            ("07,08", "several"),
            ("7-8", "several"),
            ("99999999999", "not a grade"),
        ] {
            let said = read(cell).unwrap_err();
            assert!(said.contains(reason), "{cell}: {said}");
        }
    }
}
