//! Reads what came back of a questionnaire: the CSV of a form, one line a person, one column a question.
//!
//! A column is matched by its heading to a question of the catalog, by the id or by its words; two more say who answered and when.
//! Whatever else stands in the file, such as mail addresses, is not looked at. The bytes are decoded and taken apart by the reader
//! of rosters. The command line and the screen call [`understand`]; what comes in is worked out by `domain::answers`.

use std::collections::BTreeSet;

use super::roster::{self, CellRow, Delimiter, HEADING_ROWS, Reading, RosterError};
use crate::domain::{
    answers::{self, AnswerRow},
    catalog::Catalog,
    date::{Date, Toward, parse_day},
    roster::Rejected,
    text::Text,
};

/// What was understood of a file. Nothing is saved yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerList {
    /// How the bytes were read; never [`Reading::Auto`].
    pub reading: Reading,
    /// What stands between two cells.
    pub delimiter: Delimiter,
    /// Every heading with what it was taken for.
    pub columns: Vec<(Text, Column)>,
    /// The questions that have no column, by their ids.
    pub missing: Vec<Text>,
    /// One a person.
    pub rows: Vec<AnswerRow>,
    /// Lines that cannot be used.
    pub rejected: Vec<Rejected>,
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// Answers to the question with this id.
    Question(Text),
    /// Student, parent or staff.
    Role,
    /// The name, where it was given.
    Name,
    /// When it was answered.
    Day,
    /// Not looked at.
    Ignored,
}

const ROLE: &[&str] = &[
    "role",
    "iam",
    "iama",
    "iaman",
    "youare",
    "areyou",
    "areyoua",
    "whoareyou",
    "who",
    "from",
    "respondent",
    "respondenttype",
    "answeredby",
    "relationship",
];
const NAME: &[&str] = &[
    "name",
    "yourname",
    "yournameoptional",
    "nameoptional",
    "fullname",
];
const DAY: &[&str] = &[
    "timestamp",
    "date",
    "day",
    "on",
    "submitted",
    "submittedat",
    "submittedon",
    "completiontime",
    "completed",
    "completedat",
    "enddate",
];

/// Says what `bytes` mean as answers to the questions of `catalog`. A day without a year is the last such before `today`.
///
/// # Errors
///
/// When the file as a whole is no list of answers: too large, another kind of file, no column with a question.
pub fn understand(
    bytes: &[u8],
    asked: Reading,
    catalog: &Catalog,
    today: Date,
) -> Result<AnswerList, RosterError> {
    let questions = |cells: &[&str]| {
        let columns = cells.iter().map(|cell| column(cell, catalog));
        columns
            .filter(|one| matches!(one, Column::Question(_)))
            .count()
    };
    let read = roster::cells(bytes, asked, questions)?;
    let headings = read.rows.iter().take(HEADING_ROWS).position(|row| {
        let cells: Vec<&str> = row.cells.iter().map(String::as_str).collect();
        questions(&cells) > 0
    });
    let Some((headings, rows)) = headings.and_then(|at| {
        let (above, rows) = read.rows.split_at_checked(at + 1)?;
        Some((above.last()?, rows))
    }) else {
        return Err(no_question(catalog, read.rows.first()));
    };
    let columns: Vec<(Text, Column)> = headings
        .cells
        .iter()
        .map(|heading| (Text::new(heading), column(heading, catalog)))
        .collect();
    let (mut taken, mut rejected) = (Vec::new(), Vec::new());
    for row in rows {
        match answer_row(row, &columns, today) {
            Ok(row) => taken.push(row),
            Err(reason) => rejected.push(Rejected {
                line: row.line,
                who: Text::default(),
                reason,
            }),
        }
    }
    Ok(AnswerList {
        reading: read.reading,
        delimiter: read.delimiter,
        missing: missing(catalog, &columns),
        columns,
        rows: taken,
        rejected,
    })
}

fn missing(catalog: &Catalog, columns: &[(Text, Column)]) -> Vec<Text> {
    let has = |id: &str| {
        let mut columns = columns.iter();
        columns.any(|(_, column)| matches!(column, Column::Question(known) if known.as_str() == id))
    };
    let questions = catalog.questions().iter();
    let missing = questions.filter(|question| !has(question.id.as_str()));
    missing
        .map(|question| Text::new(question.id.as_str()))
        .collect()
}

fn column(heading: &str, catalog: &Catalog) -> Column {
    let whole = squeeze(heading);
    // Forms with a table of questions write `Advising [The question itself]`.
    let inside = heading
        .rsplit_once('[')
        .and_then(|(_, rest)| rest.strip_suffix(']'))
        .map(squeeze);
    let is = |text: &str| {
        let text = squeeze(text);
        !text.is_empty() && (text == whole || Some(&text) == inside.as_ref())
    };
    let mut questions = catalog.questions().iter();
    if let Some(found) = questions.find(|one| is(one.id.as_str()) || is(one.asks.as_str())) {
        return Column::Question(Text::new(found.id.as_str()));
    }
    for (names, column) in [
        (ROLE, Column::Role),
        (NAME, Column::Name),
        (DAY, Column::Day),
    ] {
        if names.contains(&whole.as_str()) {
            return column;
        }
    }
    Column::Ignored
}

/// Letters and digits alone, in lower case: what headings are compared by.
fn squeeze(text: &str) -> String {
    let folded = Text::new(text).fold();
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn answer_row(row: &CellRow, columns: &[(Text, Column)], today: Date) -> Result<AnswerRow, String> {
    if let Some(fault) = &row.fault {
        return Err(fault.clone());
    }
    let mut answers = AnswerRow {
        line: row.line,
        who: None,
        role: Text::default(),
        name: Text::default(),
        on: None,
        replies: Vec::new(),
    };
    let mut known = BTreeSet::new();
    for (cell, (_, column)) in row.cells.iter().zip(columns) {
        if cell.is_empty() {
            continue;
        }
        match column {
            Column::Question(id) if known.insert(id) => {
                answers.replies.push((id.clone(), Text::new(cell)));
            }
            Column::Role if answers.role.is_empty() => {
                answers.role = Text::new(cell);
                answers.who = answers::role(cell);
            }
            Column::Name => answers.name = Text::new(cell),
            Column::Day => answers.on = Some(day(cell, today)?),
            Column::Question(_) | Column::Role | Column::Ignored => {}
        }
    }
    Ok(answers)
}

/// A day as forms write it, with or without the time behind it.
fn day(cell: &str, today: Date) -> Result<Date, String> {
    let day = cell.split(['T', ' ']).next().unwrap_or_default();
    let is_year_first = day.split_once('/').is_some_and(|(year, _)| year.len() == 4);
    let day = if is_year_first {
        day.replace('/', "-").parse().ok()
    } else {
        parse_day(day, today, Toward::Past).or_else(|| parse_day(cell, today, Toward::Past))
    };
    day.ok_or_else(|| format!("\"{}\" is no day", Text::new(cell)))
}

fn no_question(catalog: &Catalog, first: Option<&CellRow>) -> RosterError {
    let seen: Vec<String> = first
        .into_iter()
        .flat_map(|row| &row.cells)
        .filter(|cell| !cell.is_empty())
        .take(6)
        .map(|cell| format!("\"{}\"", roster::excerpt(cell)))
        .collect();
    let ids: Vec<&str> = catalog.questions().iter().map(|q| q.id.as_str()).collect();
    RosterError {
        what: if seen.is_empty() {
            "There is nothing in the file.".to_owned()
        } else {
            format!(
                "No column could be recognized as a question of the school. The headings begin with {}.",
                seen.join(", ")
            )
        },
        place: first.map_or_else(String::new, |row| format!("In line {}.", row.line)),
        safe: "Nothing was taken in; the book is as it was.".to_owned(),
        next: format!(
            "Give each heading the words of its question, or its short name: {}.",
            ids.join(", ")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalog::Answerer;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 10, 14);

    fn read(text: &str) -> Result<AnswerList, RosterError> {
        let catalog = super::super::catalog::default_catalog();
        understand(text.as_bytes(), Reading::Auto, &catalog, TODAY)
    }

    #[test]
    fn columns_are_found_by_id_or_words_and_the_rest_is_not_looked_at() {
        let list = read(
            "Timestamp,Email,I am a,The talks with my adviser help me decide what to do next,Advising [own-plan]\n\
             2026/10/01 8:12:33 AM EST,a@example.org,Student,4,5\n\
             10/2/2026 9:00,,Parent,,\n",
        )
        .unwrap();
        let taken: Vec<&Column> = list.columns.iter().map(|(_, column)| column).collect();
        assert_eq!(
            taken,
            [
                &Column::Day,
                &Column::Ignored,
                &Column::Role,
                &Column::Question(Text::new("talk-helps")),
                &Column::Question(Text::new("own-plan")),
            ]
        );
        let first = &list.rows[0];
        assert_eq!(first.line, 2);
        assert_eq!(first.on, Some(date(2026, 10, 1)));
        assert_eq!(first.who.map(Answerer::name), Some("student"));
        let replies: Vec<_> = first
            .replies
            .iter()
            .map(|(id, said)| (id.as_str(), said.as_str()))
            .collect();
        assert_eq!(replies, [("talk-helps", "4"), ("own-plan", "5")]);
        assert_eq!(list.rows[1].on, Some(date(2026, 10, 2)));
        assert!(list.missing.contains(&Text::new("do-better")));
        assert!(!format!("{list:?}").contains("a@example.org"));
    }

    #[test]
    fn semicolons_titles_and_other_letters_are_read_as_in_a_roster() {
        let list = read("Questionnaire;;\nrole;do-better;name\nstaff;Jos\u{e9} asked; \n").unwrap();
        assert_eq!(list.delimiter, Delimiter::Semicolon);
        assert_eq!(list.rows[0].replies[0].1.as_str(), "José asked");
        let catalog = super::super::catalog::default_catalog();
        let bytes = b"role,do-better\nstaff,Jos\xe9\n";
        let list = understand(bytes, Reading::Auto, &catalog, TODAY).unwrap();
        assert_eq!(list.reading, Reading::Windows1252);
        assert_eq!(list.rows[0].replies[0].1.as_str(), "José");
    }

    #[test]
    fn a_file_without_a_question_is_refused_with_what_would_help() {
        let refused = read("Last Name,First Name\nDiaz,Ana\n").unwrap_err();
        assert!(refused.what.contains("\"Last Name\""), "{refused}");
        assert!(refused.next.contains("talk-helps"), "{refused}");
        assert!(read("").unwrap_err().what.contains("nothing in the file"));
    }

    #[test]
    fn a_line_whose_day_is_none_is_left_out_alone() {
        let list = read("day,do-better\nsoon,more time\n9/9/2026,more visits\n").unwrap();
        assert_eq!(list.rows.len(), 1);
        assert_eq!(list.rejected[0].line, 2);
        assert_eq!(list.rejected[0].reason, "\"soon\" is no day");
    }
}
