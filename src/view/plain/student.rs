//! One student's page in words: the sections, or the lines of one of them.

use super::Page;
use crate::{
    app::{
        model::{Desk, Model},
        screen::student::{Section, Side, StudentPage},
    },
    domain::{date::Date, status::ItemState},
    view::{
        screen::{Place, student as drawn},
        widget::plan::{self, Kind},
    },
};

/// How the standing of a requirement begins.
const STANDINGS: [&str; 4] = ["met", "not yet", "not asked", "not switched on"];

/// The page around its cursor.
pub(super) fn page(model: &Model, desk: &Desk, page: &StudentPage) -> Page {
    let Some(student) = desk.book.students.get(&page.student()) else {
        return Page::default();
    };
    let today = model.now.date();
    let name = plan::name(student, desk.seat_of(student.id), today);
    let mut said_page = Page {
        place: format!("student {:?} {:?}", student.id, page.side),
        head: vec![format!("Page of {}.", said(&name, today))],
        ..Page::default()
    };
    match page.side {
        Side::Sections => {
            let line = |section: Section| match section.figure(desk, student) {
                figure if figure.is_empty() => section.name().to_owned(),
                figure => format!("{}, {figure}", section.name()),
            };
            said_page.lines = Section::ALL.into_iter().map(line).collect();
            said_page.numbers = super::numbered(said_page.lines.len());
            said_page.at = Section::ALL.iter().position(|s| *s == page.section);
        }
        Side::Lines => {
            let at = Place {
                desk,
                now: model.now,
                has_keys: true,
                bindings: &model.bindings,
            };
            let rows = drawn::rows(page, &at, 10_000);
            let rows = rows
                .iter()
                .map(|row| (row.line, said(&row.kind, today)))
                .filter(|(_, text)| !text.is_empty());
            let rows: Vec<_> = rows.collect();
            // The items of the checklist have numbers of their own, which tick.
            if page.section != Section::Preparing {
                said_page.numbers = numbers(&rows);
            }
            let is_at = |(line, _): &(Option<usize>, String)| *line == Some(page.cursor);
            said_page.at = rows.iter().position(is_at);
            said_page.subject = format!("{:?}", page.section);
            said_page.lines = rows.into_iter().map(|(_, text)| text).collect();
        }
    }
    said_page
}

/// The line that each row begins, counted from 1; 0 for a row that only goes on or cannot be gone to.
fn numbers(rows: &[(Option<usize>, String)]) -> Vec<usize> {
    let mut last = None;
    let number = |(line, _): &(Option<usize>, String)| {
        let begins = line.filter(|line| last.replace(*line) != Some(*line));
        begins.map_or(0, |line| line + 1)
    };
    rows.iter().map(number).collect()
}

/// A row of a plan as a sentence: states in words, what stands at the right end behind a comma.
pub(super) fn said(kind: &Kind<'_>, today: Date) -> String {
    let behind = |text: &str, right: &str| match right {
        "" | "( ) later" => text.to_owned(),
        right => format!("{text}, {right}"),
    };
    match kind {
        Kind::Blank => String::new(),
        Kind::Name(name, right) => behind(name, &in_days(right)),
        Kind::Heading(name, right) => behind(&capital(&listed(name)), right),
        Kind::Labeled(label, _, text) => {
            let label = super::words(label.trim());
            match (label.trim_end_matches(','), text.is_empty()) {
                (label, true) => match label.strip_prefix("+ ") {
                    Some(what) => format!("add {what}"),
                    None => label.to_owned(),
                },
                ("yes", false) => format!("done: {text}"),
                ("no", false) => format!("open: {text}"),
                // The text says it as well: `R-GOALS: not yet`.
                (label, false) if STANDINGS.iter().any(|said| text.starts_with(said)) => {
                    let label = ["yes, ", "no, ", "not applicable, "]
                        .iter()
                        .find_map(|mark| label.strip_prefix(mark))
                        .unwrap_or(label);
                    format!("{}: {text}", capital(label))
                }
                (label, false) => format!("{}: {text}", capital(label)),
            }
        }
        Kind::Plain(_, text) => text.clone().into_owned(),
        Kind::Item(status, number) => {
            let number = number.map_or(String::new(), |number| format!("{number}. "));
            let state = match status.state {
                ItemState::Due => "open",
                ItemState::Ahead => "later",
                ItemState::Done => "done",
                ItemState::NotApplicable => "not applicable",
            };
            let text = format!("{number}{state}: {}", status.item.text);
            behind(&text, &plan::item_tag(status, today))
        }
        Kind::Goal(goal) => {
            let target = goal
                .target
                .map(|day| crate::domain::date::short(day, today));
            let by = target.map(|day| format!("by {day}")).unwrap_or_default();
            behind(
                &format!("Goal, {}: {}", goal.state().name(), goal.text),
                &by,
            )
        }
    }
}

/// `waits 14 d` in whole words.
fn in_days(right: &str) -> String {
    match right.strip_suffix(" d") {
        Some(before) => format!("{before} days"),
        None => right.to_owned(),
    }
}

/// `GOALS  1 on track  2 needs help` with signs between.
fn listed(heading: &str) -> String {
    match heading.split_once("  ") {
        Some((name, rest)) => format!("{name}: {}", rest.trim().replace("  ", ", ")),
        None => heading.to_owned(),
    }
}

/// Headings in capitals are spelled out letter by letter by some readers: only the first letter stays one.
pub(super) fn capital(heading: &str) -> String {
    let first: String = heading
        .split_whitespace()
        .map(|word| {
            let letters = word.trim_end_matches([',', ':', '.']);
            let is_shouted = letters.len() > 3 && letters.chars().all(|c| c.is_ascii_uppercase());
            if is_shouted {
                word.to_lowercase()
            } else {
                word.to_owned()
            }
        })
        .collect::<Vec<_>>()
        .join(" ");
    let mut letters = first.chars();
    letters
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
}
