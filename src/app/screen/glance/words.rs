//! A cell and a column of the matrix in words.

use super::Glance;
use crate::{
    app::model::Desk,
    domain::{
        date::{self, Date},
        mark::Mark,
        overview::{Cell, Column, Matrix, Subject},
        requirement,
        status::{ItemState, ItemStatus, Status, due_from},
    },
};

impl Glance {
    /// The cell under the cursor, in words: `Ana Diaz: due`.
    pub fn cell_in_words(&self, desk: &Desk, matrix: &Matrix<'_>) -> String {
        let row = self.row(matrix);
        let column = matrix.columns.get(self.column(matrix));
        let (Some(student), Some(column)) = (matrix.students.get(row), column) else {
            return String::new();
        };
        let cell = column.cells.get(row).copied().unwrap_or(Cell::NotListed);
        let said = match column.subject {
            Subject::Requirement(rule) => {
                let (book, catalog) = (&desk.book, &desk.catalog);
                let status = requirement::of(book, catalog, student, rule, desk.day());
                format!("{}, {}", status.standing.name(), status.reason())
            }
            Subject::Item(item) => {
                let list = Status::of(&desk.book, &desk.catalog, student, desk.day());
                let line = list.items.iter().find(|line| line.item.id == item.id);
                line.map_or_else(
                    || "not on the list".to_owned(),
                    |line| item_in_words(line, desk.day()),
                )
            }
            Subject::Part(_) => part_in_words(cell),
        };
        format!("{}: {said}", student.spoken())
    }
}

fn item_in_words(line: &ItemStatus<'_>, today: Date) -> String {
    let from = due_from(line.item.when).name();
    match (line.state, line.mark, line.carried) {
        (ItemState::Done, Some(mark), _) => format!("done {}", date::spoken(mark.on(), today)),
        (ItemState::NotApplicable, Some(Mark::NotApplicable { reason, .. }), _) => {
            format!("does not apply: {reason}")
        }
        (ItemState::Due, Some(mark), _) => {
            let last = date::spoken(mark.on(), today);
            format!("due again, last done {last}")
        }
        (ItemState::Ahead, ..) => format!("not due before {from}"),
        (_, _, Some(year)) => format!("left open in {year}"),
        _ => format!("due since {from}"),
    }
}

fn part_in_words(cell: Cell) -> String {
    match cell {
        Cell::Done => "all done".to_owned(),
        Cell::Open(1) => "1 item open".to_owned(),
        Cell::Open(many) => format!("{many} items open"),
        Cell::Ahead => "nothing due yet".to_owned(),
        Cell::NotApplicable => "does not apply".to_owned(),
        Cell::NotListed => "nothing on the list".to_owned(),
    }
}

/// A column in words: `12 of 22 due, 8 done`.
pub fn column_in_words(column: &Column<'_>) -> String {
    let (open, done) = (column.open(), column.done());
    let all = column
        .cells
        .iter()
        .filter(|cell| **cell != Cell::NotListed)
        .count();
    match column.subject {
        Subject::Item(_) => {
            let ahead = column.ahead();
            let later = if ahead > 0 {
                format!(", {ahead} ahead")
            } else {
                String::new()
            };
            format!("{open} of {all} due, {done} done{later}")
        }
        Subject::Requirement(_) => format!("{open} of {all} not yet, {done} met"),
        Subject::Part(_) => format!("{open} of {all} have something open"),
    }
}
