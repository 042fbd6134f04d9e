//! The group at a glance in words: what the cursor stands on, the column, who has it open; the year and the bars as facts.

use super::Page;
use crate::{
    app::{
        model::{Desk, Model},
        screen::glance::{self as app, BarLine, Glance, column_in_words, progress_lines},
    },
    domain::{
        date,
        overview::{Cell, Column, Matrix, Subject},
    },
    view::screen::{Place, glance as drawn},
};

/// The page that is shown.
pub(super) fn page(model: &Model, desk: &Desk, glance: &Glance) -> Page {
    let number = glance.page.number();
    let place = format!("glance {number} {:?}", glance.grade(desk));
    let which = format!("page {number} of {}", app::Page::ALL.len());
    if app::members(desk).is_empty() {
        let lines = vec!["Nobody is in this group yet.".to_owned()];
        return Page {
            place,
            lines,
            head: vec![format!("The group at a glance, {which}.")],
            ..Page::default()
        };
    }
    let page = match glance.page {
        app::Page::Checklist | app::Page::Requirements => matrix(desk, glance, &which),
        app::Page::Year => year(model, desk, glance, &which),
        app::Page::Progress => Page {
            head: vec![format!("Progress of the group, {which}.")],
            lines: bars(&progress_lines(desk)),
            ..Page::default()
        },
    };
    Page { place, ..page }
}

fn matrix(desk: &Desk, glance: &Glance, which: &str) -> Page {
    let matrix = glance.matrix(desk);
    let title = match (glance.page, glance.grade(desk)) {
        (app::Page::Checklist, Some(grade)) => format!("Checklist, grade {grade}"),
        (app::Page::Checklist, None) => "Checklist, all grades".to_owned(),
        (page, _) => page.name().to_owned(),
    };
    let head = format!(
        "{title}, {which}. {} students, {} columns: up and down go to a student, left and right to a column.",
        matrix.students.len(),
        matrix.columns.len()
    );
    let at = glance.column(&matrix);
    let Some(column) = matrix.columns.get(at) else {
        return Page {
            head: vec![head],
            lines: vec!["There is no column.".to_owned()],
            ..Page::default()
        };
    };
    let subject = column.subject;
    let count = matrix.columns.len();
    let mut lines = vec![format!(
        "Column {} of {count}, {}: {}.",
        at + 1,
        subject.title(),
        column_in_words(column)
    )];
    if matches!(subject, Subject::Requirement(_)) {
        lines.push(subject.sentence().to_owned());
    }
    lines.extend(open_for(&matrix, column));
    lines.push(glance.cell_in_words(desk, &matrix));
    let columns = matrix.columns.iter().enumerate();
    let columns = columns.map(|(at, column)| in_short(at, column));
    let students = matrix.students.iter().zip(&column.cells);
    let students = students
        .map(|(student, cell)| format!("{}: {}", student.spoken(), cell_in_word(*cell, subject)));
    Page {
        head: vec![head],
        subject: format!("{:?}", subject.key()),
        at: Some(lines.len() - 1),
        here: format!(
            "{:?}",
            matrix.students.get(glance.row(&matrix)).map(|one| one.id)
        ),
        lines,
        rest: columns.chain(students).collect(),
        ..Page::default()
    }
}

/// `Column 2, Tests: 5 open.`
fn in_short(at: usize, column: &Column<'_>) -> String {
    let open = match column.open() {
        0 => "none open".to_owned(),
        open => format!("{open} open"),
    };
    format!("Column {}, {}: {open}.", at + 1, column.subject.title())
}

/// Who has the column open, with how many items where they are several.
fn open_for(matrix: &Matrix<'_>, column: &Column<'_>) -> Option<String> {
    let rows = matrix.students.iter().zip(&column.cells);
    let open = rows.filter_map(|(student, cell)| match cell {
        Cell::Open(1) => Some(student.spoken()),
        Cell::Open(many) => Some(format!("{} {many}", student.spoken())),
        _ => None,
    });
    let open: Vec<String> = open.collect();
    (!open.is_empty()).then(|| format!("Open for: {}.", open.join(", ")))
}

fn cell_in_word(cell: Cell, subject: Subject<'_>) -> String {
    let is_rule = matches!(subject, Subject::Requirement(_));
    match cell {
        Cell::Done if is_rule => "met".to_owned(),
        Cell::Open(_) if is_rule => "not yet".to_owned(),
        Cell::NotApplicable if is_rule => "not asked".to_owned(),
        Cell::Done => "done".to_owned(),
        Cell::Open(1) => "open".to_owned(),
        Cell::Open(many) => format!("{many} open"),
        Cell::Ahead => "ahead".to_owned(),
        Cell::NotApplicable => "does not apply".to_owned(),
        Cell::NotListed => "not on the list".to_owned(),
    }
}

fn year(model: &Model, desk: &Desk, glance: &Glance, which: &str) -> Page {
    let year = Glance::year(desk);
    let place = Place {
        desk,
        now: model.now,
        has_keys: true,
        bindings: &model.bindings,
    };
    let head = format!(
        "The year {}, {which}. up and down go by a day, left and right by a week.",
        desk.book.settings.year
    );
    let days = year.days.iter();
    let days = days.map(|(day, seen)| format!("{}: {} seen", date::long(*day), seen.len()));
    Page {
        head: vec![head],
        lines: drawn::year::facts(glance, &year, &place),
        at: Some(0),
        here: glance.day.to_string(),
        rest: days.collect(),
        ..Page::default()
    }
}

/// Bars are their numbers.
fn bars(lines: &[BarLine]) -> Vec<String> {
    let said = lines.iter().filter_map(|line| match line {
        BarLine::Heading(heading) => Some(format!("{heading}.")),
        BarLine::Said(said) => Some(said.clone()).filter(|said| !said.is_empty()),
        BarLine::Bar { said, .. } if said.is_empty() => None,
        BarLine::Bar { label, said, .. } => {
            let numbers = said.trim().replace("  ", ", ");
            Some(format!("{label}: {numbers}"))
        }
        BarLine::Break => None,
    });
    said.collect()
}
