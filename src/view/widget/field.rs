//! Fields to fill: a label, and the answer in brackets. The one that is typed into has a mark and the cursor.

use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;

use crate::{
    app::{
        field::{Entry, Field, Fields},
        line::Line,
    },
    theme::Role,
    view::{
        frame::offset,
        paper::{Paper, Row},
        text,
    },
};

/// The widest label; what is longer is cut.
const WIDEST_LABEL: usize = 19;

/// Draws fields, one a row, around the one that is typed into.
pub fn draw_all(fields: &Fields, paper: &mut Paper<'_>, area: Rect) {
    let height = usize::from(area.height);
    let label = label_width(fields, area.width);
    let first = offset(fields.focus, height, fields.all.len());
    let shown = fields.all.iter().enumerate().skip(first).take(height);
    for (row, (at, field)) in shown.enumerate() {
        draw(field, at == fields.focus, label, paper, Row::of(area, row));
    }
}

/// Columns for the labels of these fields in an area of this width.
pub fn label_width(fields: &Fields, width: u16) -> usize {
    let labels = fields.all.iter().map(|field| text::columns(&field.label));
    let widest = labels.max().unwrap_or(0);
    widest.min(WIDEST_LABEL).min(usize::from(width / 3))
}

/// Draws one field.
pub fn draw(field: &Field, has_focus: bool, label: usize, paper: &mut Paper<'_>, mut row: Row) {
    let role = if has_focus {
        Role::FieldFocus
    } else {
        Role::Label
    };
    paper.write(&mut row, if has_focus { "> " } else { "  " }, role);
    paper.column(&mut row, &field.label, label, role);
    row = row.after(1);
    match &field.entry {
        Entry::Line(line) => draw_line(line, line.text(), has_focus, paper, row),
        Entry::Secret(line) => {
            let hidden = "*".repeat(line.text().chars().count());
            draw_line(line, &hidden, has_focus, paper, row);
        }
        Entry::Choice { options, chosen } => draw_choice(options, *chosen, has_focus, paper, row),
    }
}

/// `[text          ]`, scrolled so that the cursor is in sight.
fn draw_line(line: &Line, shown: &str, has_focus: bool, paper: &mut Paper<'_>, mut row: Row) {
    let role = if has_focus {
        Role::FieldFocus
    } else {
        Role::Field
    };
    paper.write(&mut row, "[", Role::Label);
    paper.right(&mut row, "]", Role::Label);
    row.end = row.end.saturating_add(u16::from(row.room() > 0));
    paper.blank(row, role);
    typed(shown, line.cursor(), has_focus, role, paper, row);
}

/// What is typed, with the cursor of the terminal where the next letter comes.
pub fn typed(
    shown: &str,
    cursor: usize,
    has_focus: bool,
    role: Role,
    paper: &mut Paper<'_>,
    mut row: Row,
) {
    let split = shown
        .char_indices()
        .nth(cursor)
        .map_or(shown.len(), |(at, _)| at);
    let (before, behind) = shown.split_at(split);
    let room = row.room().saturating_sub(1);
    let mut hidden =
        text::columns(before).saturating_sub(if has_focus { room } else { usize::MAX });
    let mut start = 0;
    for (_, width) in text::symbols(before) {
        if hidden == 0 {
            break;
        }
        hidden = hidden.saturating_sub(width);
        start += bytes_at(before, start);
    }
    paper.write(&mut row, before.get(start..).unwrap_or_default(), role);
    if has_focus {
        paper.point(row);
    }
    paper.write(&mut row, behind, role);
}

/// Bytes of the character at `start` as it was typed, which is not what is drawn where it had to be replaced.
fn bytes_at(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    rest.graphemes(true).next().map_or(1, str::len)
}

/// All that can be chosen with its digit, or what is chosen alone where there is no room for all.
fn draw_choice(
    options: &[String],
    chosen: usize,
    has_focus: bool,
    paper: &mut Paper<'_>,
    mut row: Row,
) {
    let all: usize = options.iter().map(|option| text::columns(option) + 4).sum();
    let fits = all <= row.room();
    for (at, option) in options.iter().enumerate() {
        let is_chosen = at == chosen;
        if !is_chosen && !fits {
            continue;
        }
        let role = match (is_chosen, has_focus) {
            (true, true) => Role::FieldFocus,
            _ => Role::Field,
        };
        let (open, close) = if is_chosen { ("[", "]") } else { (" ", " ") };
        paper.write(&mut row, open, Role::Label);
        if is_chosen && has_focus {
            paper.point(row);
        }
        let answer = format!("{} {option}", at + 1);
        paper.write(&mut row, &answer, role);
        paper.write(&mut row, close, Role::Label);
        if !fits {
            paper.write(&mut row, &format!(" of {}", options.len()), Role::Label);
        }
    }
}
