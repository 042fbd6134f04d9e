//! What is drawn on: cells with a role instead of a style, and a place for the cursor.
//!
//! Everything on the screen passes here. Most text is plain letters, and those go straight into their cells: a frame costs
//! little more than what it writes.

use ratatui::{
    buffer::{Buffer, Cell},
    layout::{Position, Rect},
    style::Style,
};

use super::{Look, text};
use crate::theme::Role;

/// The cells of one frame.
#[derive(Debug)]
pub struct Paper<'a> {
    buffer: &'a mut Buffer,
    look: &'a Look,
    /// Where the cursor of the terminal goes.
    pub cursor: Option<Position>,
    /// What is written, as long as somebody listens.
    heard: Option<Heard>,
}

/// What was written while somebody listened.
#[derive(Debug, Default)]
struct Heard {
    parts: Vec<String>,
    is_cut: bool,
}

/// What is left of one row: writing takes from the left, [`Paper::right`] from the right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The next free column.
    pub x: u16,
    /// The column behind the last free one.
    pub end: u16,
    /// Which row.
    pub y: u16,
}

impl Row {
    /// Line `at` of an area; without any room where the area has no such line.
    pub fn of(area: Rect, at: usize) -> Self {
        let at = u16::try_from(at).unwrap_or(u16::MAX);
        let end = if at < area.height {
            area.right()
        } else {
            area.x
        };
        Self {
            x: area.x,
            end,
            y: area.y.saturating_add(at),
        }
    }

    /// Free columns.
    pub fn room(self) -> usize {
        usize::from(self.end.saturating_sub(self.x))
    }

    /// The same row without its first columns.
    #[must_use]
    pub fn after(self, columns: usize) -> Self {
        let columns = u16::try_from(columns).unwrap_or(u16::MAX);
        Self {
            x: self.x.saturating_add(columns).min(self.end),
            ..self
        }
    }

    /// The first columns of the row alone.
    #[must_use]
    pub fn first(self, columns: usize) -> Self {
        Self {
            end: self.after(columns).x,
            ..self
        }
    }
}

impl<'a> Paper<'a> {
    /// Over the cells of a frame.
    pub fn new(buffer: &'a mut Buffer, look: &'a Look) -> Self {
        Self {
            buffer,
            look,
            cursor: None,
            heard: None,
        }
    }

    /// One of two texts: the second where only the letters of ASCII may be used.
    pub fn glyph(&self, glyph: &'static str, ascii: &'static str) -> &'static str {
        if self.look.ascii { ascii } else { glyph }
    }

    /// Gives every cell the ground of plain text, where the theme has one.
    pub fn ground(&mut self, area: Rect) {
        let style = self.look.style(Role::Text);
        if style != Style::new() {
            self.fill(area, Role::Text);
        }
    }

    /// Blank cells in a role.
    pub fn fill(&mut self, area: Rect, role: Role) {
        let style = self.look.style(role);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                self.cell(x, y, " ", style);
            }
        }
    }

    /// The rest of a row, blank in a role.
    pub fn blank(&mut self, row: Row, role: Role) {
        self.fill(
            Rect::new(row.x, row.y, row.end.saturating_sub(row.x), 1),
            role,
        );
    }

    /// Writes as much as fits; what does not is cut and shows that it was.
    pub fn write(&mut self, row: &mut Row, text: &str, role: Role) {
        let room = row.room();
        let fits = text::columns(text) <= room;
        if let Some(heard) = &mut self.heard {
            heard.is_cut |= !fits;
            heard
                .parts
                .extend((!text.trim().is_empty()).then(|| text.trim().to_owned()));
        }
        if room == 0 {
            return;
        }
        if fits {
            self.letters(row, text, role, room);
        } else {
            self.letters(row, text, role, room - 1);
            let cut = self.glyph("…", "~");
            row.end = row.end.min(row.x.saturating_add(1));
            self.letters(row, cut, role, 1);
        }
    }

    /// Writes into `width` columns, and fills them.
    pub fn column(&mut self, row: &mut Row, text: &str, width: usize, role: Role) {
        let mut part = row.first(width);
        *row = row.after(width);
        self.write(&mut part, text, role);
        if role_fills(role) {
            self.blank(part, role);
        }
    }

    /// Writes into `width` columns, flush right.
    pub fn column_right(&mut self, row: &mut Row, text: &str, width: usize, role: Role) {
        let before = width.saturating_sub(text::columns(text));
        self.column(row, "", before, role);
        self.column(row, text, width - before, role);
    }

    /// Writes at the right end and leaves a column free before it. Writes nothing, and says so, where it does not fit.
    pub fn right(&mut self, row: &mut Row, text: &str, role: Role) -> bool {
        let width = text::columns(text);
        if text.is_empty() || width > row.room() {
            return false;
        }
        let start = row.end - u16::try_from(width).unwrap_or(0);
        let mut part = Row { x: start, ..*row };
        self.write(&mut part, text, role);
        row.end = start.saturating_sub(1).max(row.x);
        true
    }

    /// Puts the cursor of the terminal at the beginning of what is left of a row.
    pub fn point(&mut self, row: Row) {
        if row.y < self.buffer.area.bottom() && row.x < self.buffer.area.right() {
            self.cursor = Some(Position::new(row.x, row.y));
        }
    }

    /// From now on what is written is kept, until [`Paper::cut`] asks for it.
    pub fn listen(&mut self) {
        self.heard = Some(Heard::default());
    }

    /// All that was written since [`Paper::listen`], where something of it had to be cut.
    pub fn cut(&mut self) -> Option<String> {
        let heard = self.heard.take().filter(|heard| heard.is_cut)?;
        Some(heard.parts.join("  "))
    }

    fn letters(&mut self, row: &mut Row, text: &str, role: Role, room: usize) {
        let style = self.look.style(role);
        let mut left = room;
        if text::is_plain(text) {
            for at in 0..text.len().min(left) {
                self.cell(row.x, row.y, text.get(at..=at).unwrap_or(" "), style);
                row.x += 1;
            }
            return;
        }
        for (symbol, width) in text::symbols(text) {
            let Some(rest) = left.checked_sub(width) else {
                break;
            };
            left = rest;
            let symbol = if self.look.ascii {
                in_ascii(symbol)
            } else {
                symbol
            };
            self.cell(row.x, row.y, symbol, style);
            for hidden in 1..width {
                if let Some(cell) = self.buffer.cell_mut((row.x + hidden as u16, row.y)) {
                    cell.reset(); // lies under a wide character
                }
            }
            row.x += width as u16;
        }
    }

    fn cell(&mut self, x: u16, y: u16, symbol: &str, style: Style) {
        if let Some(cell) = self.buffer.cell_mut((x, y)) {
            cell.set_symbol(symbol);
            restyle(cell, style);
        }
    }
}

/// What stands for a sign of our own sentences where only the letters of ASCII may be used. Names keep their letters.
fn in_ascii(symbol: &str) -> &str {
    match symbol {
        "\u{fffd}" => "?",
        "“" | "”" => "\"",
        other => other,
    }
}

/// Roles whose columns are painted to their full width.
fn role_fills(role: Role) -> bool {
    matches!(role, Role::Cursor | Role::Header)
}

/// The style alone counts: nothing of what the cell had before shines through.
fn restyle(cell: &mut Cell, style: Style) {
    cell.fg = style.fg.unwrap_or_default();
    cell.bg = style.bg.unwrap_or_default();
    cell.modifier = style.add_modifier;
}
