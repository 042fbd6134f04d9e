//! Cells as bytes for a terminal, as few as are safe.
//!
//! Much of a frame on a slow line is moves and styles: a move within a row says by how much, and a style is said whole
//! in one sequence, only when it changes, and many empty cells are said as a number.

use std::io::{self, Write};

use ratatui::{
    buffer::Cell,
    style::{Color, Modifier},
};
use unicode_width::UnicodeWidthStr;

/// The numbers of `ESC [ .. m`.
const MODIFIERS: [(Modifier, u8); 9] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::RAPID_BLINK, 6),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];

/// Foreground, background, modifiers; the default of each to begin with.
type Style = (Color, Color, Modifier);

const PLAIN: Style = (Color::Reset, Color::Reset, Modifier::empty());

/// Writes cells, each row from left to right.
pub(super) struct Pen<'a> {
    out: &'a mut Vec<u8>,
    /// Where the next letter goes, where that is certain.
    at: Option<(u16, u16)>,
    style: Style,
    /// Empty cells that are not written yet: where they begin, and how many.
    empty: Option<(u16, u16, u16)>,
}

/// From so many empty cells on it costs less to say how many they are than to write them: where the row goes on behind
/// them, and at its end.
const MANY: u16 = 10;
const MANY_AT_THE_END: u16 = 6;

impl<'a> Pen<'a> {
    pub(super) fn new(out: &'a mut Vec<u8>) -> Self {
        Self {
            out,
            at: None,
            style: PLAIN,
            empty: None,
        }
    }

    pub(super) fn put(&mut self, x: u16, y: u16, cell: &Cell) -> io::Result<()> {
        let is_empty = cell.symbol() == " " && (cell.fg, cell.bg, cell.modifier) == PLAIN;
        match &mut self.empty {
            Some((from, row, count)) if is_empty && *row == y && *from + *count == x => {
                *count += 1;
                return Ok(());
            }
            _ => self.erase(Some(y))?,
        }
        if is_empty {
            self.empty = Some((x, y, 1));
            return Ok(());
        }
        self.write(x, y, cell)
    }

    /// Writes the empty cells that wait; what follows them is in this row.
    fn erase(&mut self, next: Option<u16>) -> io::Result<()> {
        let Some((x, y, count)) = self.empty.take() else {
            return Ok(());
        };
        self.go(x, y)?;
        self.change(PLAIN)?;
        let goes_on = next == Some(y);
        if count >= if goes_on { MANY } else { MANY_AT_THE_END } {
            self.at = Some((x, y));
            return write!(self.out, "\x1b[{count}X");
        }
        self.out.resize(self.out.len() + usize::from(count), b' ');
        self.at = Some((x + count, y));
        Ok(())
    }

    fn write(&mut self, x: u16, y: u16, cell: &Cell) -> io::Result<()> {
        self.go(x, y)?;
        self.change((cell.fg, cell.bg, cell.modifier))?;
        let symbol = cell.symbol();
        self.out.extend_from_slice(symbol.as_bytes());
        // Terminals disagree about how wide some letters are: what follows these is placed anew.
        let is_certain = symbol.is_ascii() || symbol.width() == 1;
        self.at = is_certain.then_some((x + 1, y));
        Ok(())
    }

    fn go(&mut self, x: u16, y: u16) -> io::Result<()> {
        match self.at {
            Some(at) if at == (x, y) => Ok(()),
            Some((from, row)) if row == y && from < x => match x - from {
                1 => self.out.write_all(b"\x1b[C"),
                columns => write!(self.out, "\x1b[{columns}C"),
            },
            _ if x == 0 => write!(self.out, "\x1b[{}H", y + 1),
            _ => write!(self.out, "\x1b[{};{}H", y + 1, x + 1),
        }
    }

    fn change(&mut self, style: Style) -> io::Result<()> {
        if style == self.style {
            return Ok(());
        }
        self.style = style;
        if style == PLAIN {
            return self.out.write_all(b"\x1b[m");
        }
        let (foreground, background, modifiers) = style;
        self.out.write_all(b"\x1b[0")?;
        for (modifier, number) in MODIFIERS {
            if modifiers.contains(modifier) {
                write!(self.out, ";{number}")?;
            }
        }
        self.color(38, foreground)?;
        self.color(48, background)?;
        self.out.write_all(b"m")
    }

    fn color(&mut self, plane: u8, color: Color) -> io::Result<()> {
        let number = match color {
            Color::Reset => return Ok(()),
            Color::Rgb(red, green, blue) => {
                return write!(self.out, ";{plane};2;{red};{green};{blue}");
            }
            Color::Indexed(number) => number,
            Color::Black => 0,
            Color::Red => 1,
            Color::Green => 2,
            Color::Yellow => 3,
            Color::Blue => 4,
            Color::Magenta => 5,
            Color::Cyan => 6,
            Color::Gray => 7,
            Color::DarkGray => 8,
            Color::LightRed => 9,
            Color::LightGreen => 10,
            Color::LightYellow => 11,
            Color::LightBlue => 12,
            Color::LightMagenta => 13,
            Color::LightCyan => 14,
            Color::White => 15,
        };
        write!(self.out, ";{plane};5;{number}")
    }

    /// Leaves the style as it was found.
    pub(super) fn rest(mut self) -> io::Result<()> {
        self.erase(None)?;
        self.change(PLAIN)
    }
}

#[cfg(test)]
mod tests {
    use ratatui::{
        backend::{Backend, CrosstermBackend},
        buffer::Buffer,
        layout::Rect,
        style::Style,
    };

    use super::*;

    const AREA: Rect = Rect::new(0, 0, 60, 12);

    /// A frame of words in all styles, different for each number.
    fn frame(number: u64) -> Buffer {
        let blank = " ".repeat(17);
        let words = [
            "Ana",
            "Çelik",
            "Nguyễn",
            "  ",
            "王小明",
            "e\u{301}",
            "x",
            &blank,
        ];
        let colors = [
            Color::Reset,
            Color::Red,
            Color::LightCyan,
            Color::Indexed(99),
            Color::Rgb(1, 2, 3),
        ];
        let mut dice = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut below = |most: usize| {
            dice ^= dice << 13;
            dice ^= dice >> 7;
            dice ^= dice << 17;
            (dice % most as u64) as usize
        };
        let mut buffer = Buffer::empty(AREA);
        for _ in 0..40 {
            // Bold and dim at once is said differently by every terminal.
            let modifiers = Modifier::from_bits_truncate(below(256) as u16) - Modifier::DIM;
            let style = Style::new()
                .fg(colors[below(colors.len())])
                .bg(colors[below(colors.len())])
                .add_modifier(modifiers);
            let (x, y) = (below(60) as u16, below(12) as u16);
            buffer.set_string(x, y, words[below(words.len())], style);
        }
        buffer
    }

    fn screen() -> vt100::Parser {
        vt100::Parser::new(12.try_into().unwrap(), 60.try_into().unwrap(), 0)
    }

    /// Every cell as a person sees it: one that was erased is one with a blank.
    fn looks(screen: &vt100::Parser) -> Vec<String> {
        let cells = (0..12).flat_map(|row| (0..60).map(move |column| (row, column)));
        let cells = cells.filter_map(|(row, column)| screen.screen().cell(row, column));
        let look = |cell: &vt100::Cell| {
            let letter = Some(cell.contents()).filter(|letter| !letter.is_empty());
            let is = [cell.bold(), cell.italic(), cell.underline(), cell.inverse()];
            let wide = [cell.is_wide(), cell.is_wide_continuation()];
            let colors = (cell.fgcolor(), cell.bgcolor());
            format!("{:?} {colors:?} {is:?} {wide:?}", letter.unwrap_or(" "))
        };
        cells.map(look).collect()
    }

    #[test]
    fn frame_after_frame_looks_as_ratatui_s_own_backend_paints_it() {
        let (mut ours, mut theirs) = (screen(), screen());
        let (mut fewer, mut more) = (0, 0);
        for number in 1..200 {
            let (before, now) = (frame(number - 1), frame(number));
            let changes = if number == 1 {
                Buffer::empty(AREA).diff(&now)
            } else {
                before.diff(&now)
            };
            let mut bytes = Vec::new();
            let mut pen = Pen::new(&mut bytes);
            for (x, y, cell) in &changes {
                pen.put(*x, *y, cell).unwrap();
            }
            pen.rest().unwrap();
            ours.process(&bytes);
            fewer += bytes.len();
            bytes.clear();
            CrosstermBackend::new(&mut bytes)
                .draw(changes.into_iter())
                .unwrap();
            theirs.process(&bytes);
            more += bytes.len();
            assert_eq!(looks(&ours), looks(&theirs), "frame {number}");
        }
        assert!(fewer < more, "{fewer} bytes, theirs {more}");
    }
}
