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
    let rows = (1..PAPER.height - 1)
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
    let row = without_bars(row);
    let is_rule = |c: char| matches!(c, '-' | '>' | ' ' | '|');
    let row = row.trim_matches(is_rule).replace('|', "  ");
    let parts: Vec<&str> = row
        .split("  ")
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    super::words(&parts.join(", "))
}

/// A bar says nothing that the numbers beside it do not: `12 of 40 [###---]` is `12 of 40`.
fn without_bars(row: &str) -> String {
    let mut said = String::with_capacity(row.len());
    let mut rest = row;
    while let Some((before, after)) = rest.split_once('[') {
        said.push_str(before);
        match after.split_once(']') {
            Some((bar, behind)) if is_bar(bar) => rest = behind,
            _ => {
                said.push('[');
                rest = after;
            }
        }
    }
    said.push_str(rest);
    said
}

fn is_bar(inside: &str) -> bool {
    inside.len() > 3 && inside.chars().all(|c| matches!(c, '#' | '!' | '-' | ' '))
}

/// The items of a list in words.
fn state(line: &str) -> String {
    // Said at the right end as well.
    let line = line.trim_end();
    let line = line.strip_suffix("later this year").unwrap_or(line);
    let line = line.strip_suffix("does not apply").unwrap_or(line);
    line.replace("[x]", "done:")
        .replace("[ ]", "open:")
        .replace("[~]", "does not apply:")
        .replace("( )", "later:")
}

/// What a screen shows.
pub(super) fn page(model: &Model) -> Page {
    let (mut rows, cursor) = rows(model);
    if matches!(model.top(), Some(Screen::Turned(_))) {
        for (_, text) in &mut rows {
            let first = text.split_whitespace().next().unwrap_or_default();
            let is_heading = first.len() > 3 && first.chars().all(|c| c.is_ascii_uppercase());
            *text = if is_heading {
                super::student::capital(&text.trim().replace("  ", ": "))
            } else {
                state(text)
            };
        }
    }
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
        at: Some(gate.cursor),
        numbers: super::numbered(words.len()),
        lines: words,
        ..Page::default()
    }
}

/// The widest row of a gate: what is longer was broken there.
const GATE: usize = 72;

/// Said where the recovery key stands: here nothing is wiped afterwards.
const KEY_STAYS: &str =
    "It still stands in this window afterwards: close the window when you have it on paper.";

/// The questions before the book is open: what they say, without the fields, which are asked one after the other.
pub(super) fn gate(model: &Model, gate: &Gate) -> Page {
    let is_key = gate.fields.all.is_empty() && !gate.groups().is_empty();
    let (rows, _) = rows(model);
    let is_hint = |line: &str| {
        gate.fields
            .all
            .iter()
            .any(|field| field.hint.trim() == line)
    };
    let mut lines: Vec<String> = Vec::new();
    let mut before = 0;
    for (_, text) in rows {
        let text = text.trim();
        if text.ends_with(']') || is_hint(text) {
            continue;
        }
        let first = text.split_whitespace().next().unwrap_or_default();
        // What stands at the right end fills a row that was not broken.
        let columns = if text.contains("  ") {
            0
        } else {
            text.chars().count()
        };
        match lines.last_mut() {
            Some(sentence) if before + 1 + first.chars().count() > GATE => {
                sentence.push(' ');
                sentence.push_str(&said(text));
            }
            _ => lines.push(match text.strip_prefix("! ") {
                Some(warning) => format!("Attention: {}", said(warning)),
                None => said(text),
            }),
        }
        before = columns;
    }
    if is_key {
        lines.retain(|line| !gate.groups().iter().any(|group| line.contains(group)));
        let group = |(at, group): (usize, &&str)| format!("Group {}: {group}", at + 1);
        lines.extend(gate.groups().iter().enumerate().map(group));
        lines.push(KEY_STAYS.to_owned());
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
