//! A student's complete record as a page to read, as JSON and as a table: the same chapters, the same values.
//!
//! Called by `cli` and by the worker, which decide where it goes. Must not know files.

mod json;

use super::spreadsheet;
use crate::domain::record::{Cell, Chapter, Record, Row};

/// Columns of the page.
const COLUMNS: usize = 78;

/// The page, as lines.
pub fn lines(record: &Record) -> Vec<String> {
    let mut lines = vec![
        format!("Complete record of {}", record.name),
        format!(
            "From the book of {}, {}",
            record.adviser,
            record.made.date()
        ),
    ];
    for chapter in &record.chapters {
        lines.push(String::new());
        lines.push(chapter.title());
        for row in &chapter.rows {
            lines.extend(row_lines(row));
        }
    }
    lines.push(String::new());
    lines.extend(end(record));
    lines
}

/// The page as one text.
pub fn text(record: &Record) -> String {
    lines(record).join("\n") + "\n"
}

/// What stands under it.
fn end(record: &Record) -> Vec<String> {
    let mut said = vec![
        "This is everything that the book holds of this student, of all years.".to_owned(),
        "A family may ask to have something corrected; where the school refuses, the family's statement stays with it."
            .to_owned(),
    ];
    if record.left_out > 0 {
        said.push(format!(
            "Names of other students were left out: {}.",
            record.left_out
        ));
    }
    let mut lines = vec!["About this record".to_owned()];
    lines.extend(said.iter().flat_map(|said| wrap(said, 2, COLUMNS)));
    lines
}

fn row_lines(row: &Row) -> Vec<String> {
    let mut cells = row.cells.iter();
    let mut lines = Vec::new();
    if let Some(first) = cells.next() {
        lines.extend(wrap(&first.value, 2, COLUMNS));
    }
    lines.extend(cells.flat_map(|cell| labeled(cell, 4)));
    for asked in &row.amendments {
        lines.push("    Somebody asked to have this corrected".to_owned());
        lines.extend(asked.iter().flat_map(|cell| labeled(cell, 6)));
    }
    lines
}

fn labeled(cell: &Cell, indent: usize) -> Vec<String> {
    wrap(&format!("{}: {}", cell.label, cell.value), indent, COLUMNS)
}

/// Lines of at most so many letters; a line that goes on is indented by two more.
pub(super) fn wrap(text: &str, indent: usize, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = " ".repeat(indent);
    let mut width = indent;
    let mut is_empty = true;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if !is_empty && width + 1 + length > columns {
            lines.push(std::mem::replace(&mut line, " ".repeat(indent + 2)));
            width = indent + 2;
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
            width += 1;
        }
        line.push_str(word);
        width += length;
        is_empty = false;
    }
    lines.push(line);
    lines
}

/// The record as a table for a spreadsheet, a value a line; nothing in it is executed there.
pub fn csv(record: &Record) -> String {
    let head = ["chapter", "school year", "line", "about", "value"];
    let mut rows: Vec<Vec<String>> = vec![head.map(str::to_owned).to_vec()];
    for chapter in &record.chapters {
        let year = chapter.year.map(|year| year.to_string());
        for (at, row) in chapter.rows.iter().enumerate() {
            let line = |label: &str, value: &str| {
                vec![
                    chapter.heading.to_owned(),
                    year.clone().unwrap_or_default(),
                    (at + 1).to_string(),
                    label.to_owned(),
                    value.to_owned(),
                ]
            };
            rows.extend(row.cells.iter().map(|cell| line(cell.label, &cell.value)));
            let asked = row.amendments.iter().flatten();
            rows.extend(
                asked
                    .map(|cell| line(&format!("asked to correct it: {}", cell.label), &cell.value)),
            );
        }
    }
    let rows = rows.iter();
    spreadsheet::csv(rows.map(|row| row.iter().map(String::as_str).collect()))
}

/// The record as JSON.
pub fn json(record: &Record) -> String {
    let chapters: Vec<json::Value> = record.chapters.iter().map(chapter).collect();
    let value = json::Value::object([
        ("format", json::Value::text("homeroom-record-1")),
        ("name", json::Value::text(&record.name)),
        ("adviser", json::Value::text(&record.adviser)),
        ("made", json::Value::text(&record.made.to_string())),
        (
            "names_left_out",
            json::Value::text(&record.left_out.to_string()),
        ),
        ("chapters", json::Value::List(chapters)),
    ]);
    value.to_string() + "\n"
}

fn chapter(chapter: &Chapter) -> json::Value {
    let rows = chapter.rows.iter().map(|row| {
        let mut value = json::Value::object([("cells", cells(&row.cells))]);
        if !row.amendments.is_empty() {
            let asked = row.amendments.iter().map(|asked| cells(asked)).collect();
            value.put("amendments", json::Value::List(asked));
        }
        value
    });
    let rows = rows.collect();
    let mut value = json::Value::object([
        ("chapter", json::Value::text(chapter.key)),
        ("heading", json::Value::text(chapter.heading)),
    ]);
    if let Some(year) = chapter.year {
        value.put("year", json::Value::text(&year.to_string()));
    }
    value.put("rows", json::Value::List(rows));
    value
}

/// Keys may repeat, such as the steps of a goal, so that cells are a list of pairs.
fn cells(cells: &[Cell]) -> json::Value {
    let pair = |cell: &Cell| {
        json::Value::object([
            ("key", json::Value::text(cell.key)),
            ("value", json::Value::text(&cell.value)),
        ])
    };
    json::Value::List(cells.iter().map(pair).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_goes_on_indented() {
        assert_eq!(wrap("one two three", 2, 9), ["  one two", "    three"]);
        assert_eq!(wrap("unbreakable", 2, 5), ["  unbreakable"]);
    }
}
