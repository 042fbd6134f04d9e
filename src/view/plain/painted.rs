//! Any screen, read off paper that nobody sees: line by line, gaps between columns as commas.

use ratatui::{buffer::Buffer, layout::Rect};

use super::Page;
use crate::{
    app::{
        model::Model,
        screen::{Screen, gate::Gate},
    },
    view::{Look, paper::Paper, screen},
};

/// Wide and long enough that nothing has to be cut or scrolled away.
const PAPER: Rect = Rect::new(0, 0, 160, 240);

/// The rows of the paper, without the one on top and the keys at the bottom, and the row where the cursor stands.
fn rows(model: &Model) -> (Vec<(u16, String)>, Option<u16>) {
    let look = Look {
        color: false,
        ascii: true,
        ..Look::default()
    };
    let mut buffer = Buffer::empty(PAPER);
    let mut paper = Paper::new(&mut buffer, &look);
    screen::draw(model, &mut paper, PAPER);
    let cursor = paper.cursor.map(|at| at.y);
    let has_head = matches!(model.top(), Some(Screen::Glance(_)));
    let rows = (u16::from(!has_head)..PAPER.height - 1)
        .map(|y| (y, row(&buffer, y)))
        .filter(|(_, text)| text.chars().any(char::is_alphanumeric))
        .collect();
    (rows, cursor)
}

fn row(buffer: &Buffer, y: u16) -> String {
    let mut text = String::new();
    for x in 0..PAPER.width {
        text.push_str(buffer.cell((x, y)).map_or(" ", |cell| cell.symbol()));
    }
    text
}

/// `-- Title -----` is a title; `a   b | c` is said as `a, b, c`.
fn said(row: &str) -> String {
    let is_rule = |c: char| matches!(c, '-' | '>' | ' ' | '|');
    let row = row.trim_matches(is_rule).replace('|', "  ");
    let parts: Vec<&str> = row
        .split("  ")
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    super::words(&parts.join(", "))
}

/// What a screen shows.
pub(super) fn page(model: &Model) -> Page {
    let (rows, cursor) = rows(model);
    let mut rows = rows.into_iter().peekable();
    let title = rows
        .next_if(|(y, _)| Some(*y) != cursor)
        .map(|(_, text)| said(&text))
        .unwrap_or_default();
    let rows: Vec<_> = rows.collect();
    let kind = model.top().map(std::mem::discriminant);
    Page {
        place: format!("{kind:?} {title}"),
        head: vec![title]
            .into_iter()
            .filter(|title| !title.is_empty())
            .collect(),
        at: rows.iter().position(|(y, _)| Some(*y) == cursor),
        lines: rows.iter().map(|(_, text)| said(text)).collect(),
        ..Page::default()
    }
}

/// Where something is chosen before the book is open: what is said, and a numbered line for each choice.
fn choosing(gate: &Gate, mut lines: Vec<String>) -> Page {
    let words = gate.choices().into_iter().map(|choice| gate.words(choice));
    let words: Vec<String> = words.collect();
    let is_choice = |line: &String| {
        let line = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
        words.iter().any(|words| words.contains(line))
    };
    lines.retain(|line| !is_choice(line));
    Page {
        place: format!("gate {:?} {}", gate.step, words.len()),
        head: lines,
        lines: words,
        at: Some(gate.cursor),
        is_numbered: true,
        ..Page::default()
    }
}

/// The questions before the book is open: what they say, without the fields, which are asked one after the other.
pub(super) fn gate(model: &Model, gate: &Gate) -> Page {
    let is_key = gate.fields.all.is_empty();
    let (rows, _) = rows(model);
    let mut lines: Vec<String> = rows
        .into_iter()
        .map(|(_, text)| text.trim().to_owned())
        .filter(|text| !text.ends_with(']'))
        .map(|text| said(&text))
        .collect();
    if is_key {
        lines.retain(|line| !gate.groups().iter().any(|group| line.contains(group)));
        let group = |(at, group): (usize, &&str)| format!("Group {}: {group}", at + 1);
        lines.extend(gate.groups().iter().enumerate().map(group));
    }
    if gate.is_choosing() {
        return choosing(gate, lines);
    }
    let problem = gate
        .problem
        .iter()
        .flat_map(|problem| [&problem.what, &problem.safe, &problem.todo])
        .filter(|part| !part.is_empty());
    Page {
        place: format!("gate {:?} {}", gate.step, gate.words.expose().len()),
        problem: problem.cloned().collect(),
        lines: Vec::new(),
        head: lines,
        ..Page::default()
    }
}
