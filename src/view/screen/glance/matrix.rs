//! Students by columns, and beside them in words what the columns are.
//!
//! With 22 students every row of a small screen is taken; so the heads of the columns stand in the row on top.

use ratatui::layout::Rect;

use super::{Place, heading};
use crate::{
    app::{
        model::{Desk, Model},
        screen::glance::{Glance, Page, column_in_words},
    },
    domain::overview::{Cell, Matrix, Subject},
    theme::Role,
    view::{
        frame::{header_around, offset, split_bottom, split_top},
        paper::{Paper, Row},
        text,
    },
};

/// From this width on the columns are named beside the matrix.
const WIDE: u16 = 72;

/// Columns of the screen that a column of the matrix takes.
const CELL: usize = 2;

/// The least columns for the names of the columns.
const LEAST_BESIDE: usize = 28;

/// Whether the columns are named beside the matrix.
pub fn is_wide(width: u16) -> bool {
    width >= WIDE
}

/// Where everything stands from left to right.
#[derive(Debug, Clone, Copy)]
struct Places {
    /// Columns for the marker and the name.
    name: usize,
    /// The first column of the matrix that is shown.
    first: usize,
    /// How many are shown.
    shown: usize,
}

impl Places {
    fn of(width: u16, columns: usize, cursor: usize) -> Self {
        let wide = is_wide(width);
        let width = usize::from(width);
        let name = match width {
            110.. => 24,
            _ if wide => 14,
            _ => (width / 3).min(13),
        };
        let beside = if wide { LEAST_BESIDE + 1 } else { 0 };
        let room = width.saturating_sub(name + 1 + beside) / CELL;
        let shown = columns.min(room);
        Self {
            name,
            first: offset(cursor, shown, columns),
            shown,
        }
    }

    /// Up to where the matrix goes.
    fn end(self) -> usize {
        self.name + 1 + self.shown * CELL
    }
}

/// What stands over a column and before its name: 1 to 9, then a to z.
fn code(column: usize) -> String {
    let digit = u32::try_from(column + 1).unwrap_or(u32::MAX);
    let letter = char::from_digit(digit, 36).unwrap_or('+');
    letter.to_string()
}

/// The row on top: the group, the heads of the columns, what is saved.
pub fn head(glance: &Glance, model: &Model, paper: &mut Paper<'_>, area: Rect) {
    let row = Row::of(area, 0);
    paper.blank(row, Role::Header);
    let Some(desk) = &model.desk else { return };
    let matrix = glance.matrix(desk);
    let cursor = glance.column(&matrix);
    let places = Places::of(area.width, matrix.columns.len(), cursor);
    let behind = row.after(places.end() + 1);
    header_around(model, paper, row.first(places.name), behind);
    codes(places, cursor, paper, row);
}

fn codes(places: Places, cursor: usize, paper: &mut Paper<'_>, row: Row) {
    let mut row = row.after(places.name + 1);
    for column in places.first..places.first + places.shown {
        let mut part = row.first(1);
        let role = if column == cursor {
            Role::Selected
        } else {
            Role::Header
        };
        paper.write(&mut part, &code(column), role);
        row = row.after(CELL);
    }
}

/// Draws the page.
pub fn draw(glance: &Glance, at: &Place<'_>, paper: &mut Paper<'_>, area: Rect) {
    let matrix = glance.matrix(at.desk);
    let cursor = glance.column(&matrix);
    let places = Places::of(area.width, matrix.columns.len(), cursor);
    if is_wide(area.width) {
        rows(glance, &matrix, at, places, paper, area);
        beside(glance, &matrix, at.desk, places, paper, area);
        return;
    }
    let (heads, under) = split_top(area, 1);
    paper.blank(Row::of(heads, 0), Role::Header);
    let title = match (glance.page, glance.grade(at.desk)) {
        (Page::Checklist, Some(grade)) => format!("Grade {grade}"),
        (Page::Checklist, None) => "All grades".to_owned(),
        (page, _) => page.name().to_owned(),
    };
    paper.write(
        &mut Row::of(heads, 0).first(places.name),
        &title,
        Role::Header,
    );
    codes(places, cursor, paper, Row::of(heads, 0));
    let words = match under.height {
        0..=2 => 0,
        3..=7 => 1,
        _ => 2,
    };
    let (body, foot) = split_bottom(under, words);
    rows(glance, &matrix, at, places, paper, body);
    in_words(glance, &matrix, at.desk, paper, foot);
}

/// The students with their cells.
fn rows(
    glance: &Glance,
    matrix: &Matrix<'_>,
    at: &Place<'_>,
    places: Places,
    paper: &mut Paper<'_>,
    area: Rect,
) {
    let height = usize::from(area.height);
    let (cursor, under) = (glance.row(matrix), glance.column(matrix));
    let first = offset(cursor, height, matrix.students.len());
    let students = matrix.students.iter().enumerate().skip(first).take(height);
    for (line, (index, student)) in students.enumerate() {
        let row = Row::of(area, line);
        let is_at = index == cursor;
        let mut name = row.first(places.name);
        let role = if is_at { Role::Cursor } else { Role::Text };
        paper.column(&mut name, if is_at { ">" } else { " " }, 1, role);
        let room = name.room();
        paper.column(&mut name, &student.listed(), room, role);
        let mut cells = row.after(places.name + 1);
        for column in places.first..places.first + places.shown {
            let cell = matrix.columns.get(column);
            let cell = cell.and_then(|column| column.cells.get(index)).copied();
            let (glyph, role) = glyph(cell.unwrap_or(Cell::NotListed));
            let is_under = is_at && column == under;
            if is_under && at.has_keys {
                paper.point(cells);
            }
            let role = if is_under { Role::Cursor } else { role };
            paper.write(&mut cells.first(1), &glyph, role);
            cells = cells.after(CELL);
        }
        if is_at && at.has_keys && places.shown == 0 {
            paper.point(row);
        }
    }
}

/// A letter for each state, the open ones the largest.
fn glyph(cell: Cell) -> (String, Role) {
    let (glyph, role) = match cell {
        Cell::Done => ("x", Role::Done),
        Cell::Open(1) => ("O", Role::Due),
        Cell::Open(many @ 2..=9) => return (many.to_string(), Role::Due),
        Cell::Open(_) => ("+", Role::Due),
        Cell::Ahead => (".", Role::Ahead),
        Cell::NotApplicable => ("~", Role::NotApplicable),
        Cell::NotListed => (" ", Role::Text),
    };
    (glyph.to_owned(), role)
}

/// What the letters mean.
fn meaning(glance: &Glance, desk: &Desk) -> &'static str {
    match (glance.page, glance.grade(desk)) {
        (Page::Requirements, _) => "x met  O not yet  ~ not asked",
        (_, None) => "O 2 3 open  x all done  . ahead",
        (_, Some(_)) => "x done  O due  . ahead  ~ not for",
    }
}

fn title(glance: &Glance, desk: &Desk) -> String {
    match (glance.page, glance.grade(desk)) {
        (Page::Checklist, Some(grade)) => format!("Checklist, grade {grade}"),
        (Page::Checklist, None) => "Checklist, all grades".to_owned(),
        (page, _) => page.name().to_owned(),
    }
}

/// The names of the columns with how many have each open, and under them what the cursor stands on.
fn beside(
    glance: &Glance,
    matrix: &Matrix<'_>,
    desk: &Desk,
    places: Places,
    paper: &mut Paper<'_>,
    area: Rect,
) {
    let line = paper.glyph("│", "|");
    for y in 0..usize::from(area.height) {
        paper.write(&mut Row::of(area, y).after(places.end()), line, Role::Rule);
    }
    let x = u16::try_from(places.end() + 2).unwrap_or(u16::MAX);
    let area = Rect {
        x: area.x.saturating_add(x).min(area.right()),
        width: area.width.saturating_sub(x),
        ..area
    };
    let (head, area) = split_top(area, 1);
    heading(glance, &title(glance, desk), paper, Row::of(head, 0));
    let words = words(glance, matrix, desk, usize::from(area.width));
    let lines = u16::try_from(words.len()).unwrap_or(u16::MAX);
    let most = area.height.saturating_sub(area.height.min(6));
    let (names, foot) = split_bottom(area, lines.min(most));
    legend(glance, matrix, paper, names);
    for (at, (said, role)) in words.iter().enumerate() {
        paper.write(&mut Row::of(foot, at), said, *role);
    }
}

fn legend(glance: &Glance, matrix: &Matrix<'_>, paper: &mut Paper<'_>, area: Rect) {
    let cursor = glance.column(matrix);
    let height = usize::from(area.height);
    let first = offset(cursor, height, matrix.columns.len());
    let columns = matrix.columns.iter().enumerate().skip(first).take(height);
    for (line, (index, column)) in columns.enumerate() {
        let mut row = Row::of(area, line);
        let is_at = index == cursor;
        let role = if is_at { Role::Selected } else { Role::Text };
        paper.write(&mut row, if is_at { ">" } else { " " }, role);
        paper.column(&mut row, &code(index), 2, Role::Key);
        let open = match column.open() {
            0 if column.ahead() > 0 => ".".to_owned(),
            0 => "-".to_owned(),
            open => open.to_string(),
        };
        paper.right(&mut row, &open, role);
        let subject = column.subject;
        paper.write(&mut row, subject.title(), role);
        if matches!(subject, Subject::Requirement(_)) {
            paper.write(&mut row, ": ", role);
            paper.write(&mut row, subject.sentence(), role);
        }
    }
}

/// What the cursor stands on, line by line.
fn words(glance: &Glance, matrix: &Matrix<'_>, desk: &Desk, width: usize) -> Vec<(String, Role)> {
    let mut lines = Vec::new();
    let mut add = |said: &str, role, most| {
        let wrapped = text::wrap(said, width, most).into_iter();
        lines.extend(wrapped.map(|line| (line.to_owned(), role)));
    };
    if let Some(column) = matrix.columns.get(glance.column(matrix)) {
        let has_room = width > 40;
        let subject = column.subject;
        if has_room {
            add(subject.title(), Role::Heading, 2);
            add(subject.sentence(), Role::Text, 4);
        }
        add(&column_in_words(column), Role::Text, 2);
    }
    let most = if width > 40 { 6 } else { 2 };
    add(&glance.cell_in_words(desk, matrix), Role::Heading, most);
    let meaning = meaning(glance, desk);
    if meaning.len() <= width {
        add(meaning, Role::FieldHint, 1);
    } else {
        add(&meaning.replace("  ", " "), Role::FieldHint, 2);
    }
    lines
}

/// The same in one or two rows.
fn in_words(glance: &Glance, matrix: &Matrix<'_>, desk: &Desk, paper: &mut Paper<'_>, area: Rect) {
    let Some(column) = matrix.columns.get(glance.column(matrix)) else {
        return;
    };
    let mut row = Row::of(area, 0);
    let open = format!("{} open", column.open());
    paper.right(&mut row, &open, Role::Heading);
    paper.write(&mut row, column.subject.title(), Role::Text);
    let cell = glance.cell_in_words(desk, matrix);
    paper.write(&mut Row::of(area, 1), &cell, Role::Heading);
}
