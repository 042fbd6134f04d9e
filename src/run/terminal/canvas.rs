//! What ratatui draws on: it gathers the bytes of a frame and sends them in one write.
//!
//! Differs from ratatui's own backend in four things: hiding a hidden cursor costs no bytes, nothing is flushed before
//! the frame is whole, the size is known, so that no draw asks the system for it, and its [`Pen`] writes less.

use std::{io, mem};

use crossterm::{
    cursor::{Hide, MoveTo, Show},
    queue,
};
use ratatui::{
    backend::{Backend, ClearType, CrosstermBackend, WindowSize},
    buffer::Cell,
    layout::{Position, Size},
};

use super::pen::Pen;

/// The bytes of the next frame, and what is known of the terminal.
#[derive(Debug)]
pub(super) struct Canvas {
    waiting: Vec<u8>,
    size: Size,
    shows_cursor: bool,
    cursor: Position,
}

impl Canvas {
    pub(super) fn new(size: Size) -> Self {
        Self {
            waiting: Vec::new(),
            size,
            shows_cursor: false,
            cursor: Position::ORIGIN,
        }
    }

    /// Bytes that go out with the next frame. For taking the terminal over, which hides the cursor.
    pub(super) fn waiting(&mut self) -> &mut Vec<u8> {
        self.shows_cursor = false;
        &mut self.waiting
    }

    pub(super) fn resize(&mut self, size: Size) {
        self.size = size;
    }
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
        let mut pen = Pen::new(&mut self.waiting);
        for (x, y, cell) in content {
            pen.put(x, y, cell)?;
        }
        pen.rest()
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
}
