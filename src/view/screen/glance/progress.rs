//! Bars with their numbers: in two columns where there is room, else one under the other.

use ratatui::layout::Rect;

use super::{Place, heading};
use crate::{
    app::screen::glance::{BarLine, Glance, progress_lines},
    theme::Role,
    view::{
        frame::{offset, split_bottom, split_top},
        paper::{Paper, Row},
        text,
        widget::bar,
    },
};

/// From this width on the lines stand in two columns.
const TWO_COLUMNS: u16 = 72;

/// Columns for its numbers.
const NUMBERS: usize = 16;

/// Draws the page.
pub fn draw(glance: &Glance, at: &Place<'_>, paper: &mut Paper<'_>, area: Rect) {
    let lines = progress_lines(at.desk);
    let (head, area) = split_top(area, 1);
    heading(glance, "Progress of the group", paper, Row::of(head, 0));
    if at.has_keys {
        paper.point(Row::of(head, 0));
    }
    let is_broken = |line: &BarLine| *line == BarLine::Break;
    if area.width >= TWO_COLUMNS && usize::from(area.height) + 2 >= lines.len() / 2 {
        let (area, foot) = split_bottom(area, 1);
        let width = area.width / 2;
        let mut column = Rect {
            width: width - 1,
            ..area
        };
        for part in lines.split(is_broken) {
            draw_lines(part, paper, column);
            column.x = area.x + width + 1;
        }
        let said = "A month counts what was ticked by its end of what was due then.";
        paper.write(&mut Row::of(foot, 0), said, Role::FieldHint);
        return;
    }
    let height = usize::from(area.height);
    let first = offset(glance.top, height, lines.len())
        .max(glance.top.min(lines.len().saturating_sub(height)));
    draw_lines(lines.get(first..).unwrap_or_default(), paper, area);
}

fn draw_lines(lines: &[BarLine], paper: &mut Paper<'_>, area: Rect) {
    let labels = lines.iter().map(|line| match line {
        BarLine::Bar { label, .. } => text::columns(label) + 1,
        _ => 0,
    });
    let width = labels.max().unwrap_or(0);
    for (at, line) in lines.iter().enumerate() {
        let mut row = Row::of(area, at);
        match line {
            BarLine::Heading(said) => paper.write(&mut row, said, Role::Heading),
            BarLine::Said(said) => paper.write(&mut row, said, Role::Text),
            BarLine::Break => {}
            BarLine::Bar {
                label,
                part,
                whole,
                said,
            } => {
                paper.column(&mut row, label, width, Role::Text);
                let mut place = row.first(row.room().saturating_sub(NUMBERS));
                row = row.after(place.room() + 1);
                if *whole > 0 {
                    bar::draw(*part, *whole, "#", Role::Text, paper, &mut place);
                }
                paper.write(&mut row, said, Role::Text);
            }
        }
    }
}
