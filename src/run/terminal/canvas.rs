//! What ratatui draws on: it gathers the bytes of a frame and sends them in one write.
//!
//! Differs from ratatui's own backend in four things: hiding a hidden cursor costs no bytes, nothing is flushed before
//! the frame is whole, the size is known, so that no draw asks the system for it, and it writes less:
//! its [`Pen`] does, and a page that has little in common with the one before is written on an empty screen.

use std::{io, mem};

use crossterm::{
    cursor::{Hide, MoveTo, Show},
    queue,
    terminal::{self, Clear},
};
use ratatui::{
    backend::{Backend, ClearType, CrosstermBackend, WindowSize},
    buffer::{Buffer, Cell},
    layout::{Position, Rect, Size},
};
use unicode_width::UnicodeWidthStr;

use super::pen::Pen;

/// The bytes of the next frame, and what is known of the terminal.
#[derive(Debug)]
pub(super) struct Canvas {
    waiting: Vec<u8>,
    size: Size,
    shows_cursor: bool,
    cursor: Position,
    /// What stands there after the next frame.
    page: Buffer,
}

/// From so many bytes on it is tried whether the whole page, on an empty screen, costs less than what changes on it.
const LARGE: usize = 1500;

impl Canvas {
    pub(super) fn new(size: Size) -> Self {
        Self {
            waiting: Vec::new(),
            size,
            shows_cursor: false,
            cursor: Position::ORIGIN,
            page: empty(size),
        }
    }

    /// Bytes that go out with the next frame. For taking the terminal over, which hides the cursor.
    pub(super) fn waiting(&mut self) -> &mut Vec<u8> {
        self.shows_cursor = false;
        &mut self.waiting
    }

    pub(super) fn resize(&mut self, size: Size) {
        self.size = size;
        self.page = empty(size);
    }

    /// Puts the whole page in the place of the changes from there on, where that is less to send.
    fn shorten(&mut self, changes: usize) -> io::Result<()> {
        let mut whole = Vec::new();
        queue!(whole, Clear(terminal::ClearType::All))?;
        let mut pen = Pen::new(&mut whole);
        for y in 0..self.size.height {
            let mut behind = 0; // the second half of a wide letter is written with the first
            for x in 0..self.size.width {
                let cell = self
                    .page
                    .cell((x, y))
                    .filter(|cell| x >= behind && **cell != Cell::EMPTY);
                if let Some(cell) = cell {
                    pen.put(x, y, cell)?;
                    behind = x + u16::try_from(cell.symbol().width()).unwrap_or(1);
                }
            }
        }
        pen.rest()?;
        if whole.len() < self.waiting.len() - changes {
            self.waiting.truncate(changes);
            self.waiting.append(&mut whole);
        }
        Ok(())
    }
}

/// What stood under the second half of a wide letter is gone, and nobody tells of it.
fn keep(page: &mut Buffer, (x, y): (u16, u16), cell: &Cell) {
    if let Some(place) = page.cell_mut((x, y)) {
        place.clone_from(cell);
    }
    if cell.symbol().width() > 1
        && let Some(half) = page.cell_mut((x + 1, y))
    {
        half.reset();
    }
}

fn empty(size: Size) -> Buffer {
    Buffer::empty(Rect::from((Position::ORIGIN, size)))
}

impl Backend for Canvas {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut content = content.peekable();
        if content.peek().is_none() {
            return Ok(());
        }
        self.cursor = Position::new(u16::MAX, u16::MAX); // it is wherever the last cell was
        let changes = self.waiting.len();
        let mut pen = Pen::new(&mut self.waiting);
        for (x, y, cell) in content {
            pen.put(x, y, cell)?;
            keep(&mut self.page, (x, y), cell);
        }
        pen.rest()?;
        if self.waiting.len() - changes > LARGE {
            self.shorten(changes)?;
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if mem::replace(&mut self.shows_cursor, false) {
            queue!(self.waiting, Hide)?;
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if !mem::replace(&mut self.shows_cursor, true) {
            queue!(self.waiting, Show)?;
        }
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        if mem::replace(&mut self.cursor, position) != position {
            queue!(self.waiting, MoveTo(position.x, position.y))?;
        }
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.page.reset();
        CrosstermBackend::new(&mut self.waiting).clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.size,
            pixels: Size::ZERO,
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let sent = super::write_frame(&self.waiting);
        self.waiting.clear();
        sent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_that_changes_nothing_costs_no_byte() {
        let mut terminal = ratatui::Terminal::new(Canvas::new(Size::new(20, 2))).unwrap();
        let paint = |frame: &mut ratatui::Frame<'_>| {
            frame.render_widget("the same", frame.area());
            frame.set_cursor_position((3, 0));
        };
        let mut costs = Vec::new();
        for _ in 0..2 {
            // Without `draw`'s flush, so that the bytes can be counted.
            paint(&mut terminal.get_frame());
            terminal.flush().unwrap();
            terminal.show_cursor().unwrap();
            terminal.set_cursor_position((3, 0)).unwrap();
            terminal.swap_buffers();
            costs.push(mem::take(terminal.backend_mut().waiting()).len());
            terminal.backend_mut().shows_cursor = true;
        }
        assert!(costs[0] > 0 && costs[1] == 0, "{costs:?}");
    }

    #[test]
    fn a_cursor_is_placed_again_after_cells_were_painted() {
        let mut canvas = Canvas::new(Size::new(20, 2));
        canvas.set_cursor_position((3, 0)).unwrap();
        canvas.waiting.clear();
        let cell = Cell::new("x");
        canvas.draw([(9, 1, &cell)].into_iter()).unwrap();
        canvas.waiting.clear();
        canvas.set_cursor_position((3, 0)).unwrap();
        assert_eq!(canvas.waiting, b"\x1b[1;4H");
    }

    #[test]
    fn pages_that_have_little_in_common_look_as_they_should_and_cost_less() {
        let size = Size::new(80, 24);
        let mut terminal = ratatui::Terminal::new(Canvas::new(size)).unwrap();
        let mut screen = vt100::Parser::new(24.try_into().unwrap(), 80.try_into().unwrap(), 0);
        let pages = [
            "Nguyễn and 王小明 ",
            "Ana ",
            "",
            "Weiß, 李, Çelik: a long line ",
        ];
        let mut costs = Vec::new();
        for (number, words) in pages.iter().cycle().take(16).enumerate() {
            let line = words.repeat(80 / words.len().max(1));
            let text = vec![line.as_str(); 24 - number % 3].join("\n");
            let mut frame = terminal.get_frame();
            let area = frame.area();
            frame.render_widget(ratatui::text::Text::from(text), area);
            terminal.flush().unwrap();
            let wanted = terminal.current_buffer_mut().clone();
            terminal.swap_buffers();
            let sent = mem::take(terminal.backend_mut().waiting());
            screen.process(&sent);
            costs.push(sent.len());
            for y in 0..24 {
                for x in 0..80 {
                    let shown = screen.screen().cell(y, x).unwrap();
                    let cell = wanted.cell((x, y)).unwrap();
                    let is_half = shown.is_wide_continuation();
                    let text = Some(shown.contents()).filter(|text| !text.is_empty());
                    assert!(
                        is_half || text.unwrap_or(" ") == cell.symbol(),
                        "{number}: {x}, {y}: {:?} and not {:?}",
                        shown.contents(),
                        cell.symbol()
                    );
                }
            }
        }
        assert!(
            costs[2] < 10 && costs[6] < 10,
            "an empty page costs {costs:?}"
        );
    }
}
