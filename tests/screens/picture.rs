//! A picture of the screen as text: the rows, where the cursor is, and a legend that names the role of each run.

use homeroom::{
    app::model::Model,
    theme::{Role, Theme},
    view::{self, Look},
};
use ratatui::{
    Terminal,
    backend::TestBackend,
    buffer::Buffer,
    layout::Position,
    style::{Color, Style},
};

/// One drawn frame.
pub struct Picture {
    pub buffer: Buffer,
    pub cursor: Option<Position>,
}

/// Draws with this look.
pub fn draw(model: &Model, look: &Look, (width, height): (u16, u16)) -> Picture {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a test terminal");
    let mut cursor = None;
    let frame = terminal
        .draw(|frame| {
            view::draw(model, look, frame);
        })
        .expect("a frame");
    let buffer = frame.buffer.clone();
    if terminal.backend().cursor_visible() {
        cursor = Some(terminal.backend().cursor_position());
    }
    Picture { buffer, cursor }
}

/// The picture that snapshots hold: text first, then what each run means.
pub fn snapshot(model: &Model, size: (u16, u16)) -> String {
    let picture = draw(model, &roles(), size);
    let cursor = picture.cursor.map_or("none".to_owned(), |at| {
        format!("column {}, row {}", at.x, at.y)
    });
    format!(
        "{}\n\ncursor: {cursor}\n{}",
        text(&picture),
        legend(&picture)
    )
}

/// The rows without blanks at their ends.
pub fn text(picture: &Picture) -> String {
    let rows: Vec<String> = (0..picture.buffer.area.height)
        .map(|y| row(&picture.buffer, y).trim_end().to_owned())
        .collect();
    rows.join("\n")
}

fn row(buffer: &Buffer, y: u16) -> String {
    let mut text = String::new();
    let mut x = 0;
    while x < buffer.area.width {
        let symbol = buffer[(x, y)].symbol();
        text.push_str(symbol);
        x += (unicode_width::UnicodeWidthStr::width(symbol) as u16).max(1);
    }
    text
}

/// The role of a cell of a picture that was drawn with [`roles`].
pub fn role(picture: &Picture, at: (u16, u16)) -> Option<Role> {
    let cell = picture.buffer.cell(at)?;
    Role::ALL
        .iter()
        .copied()
        .find(|role| cell.fg == Color::Indexed(*role as u8))
}

/// A look in which each role is a color of its own, so that the role of a cell can be read back.
pub fn roles() -> Look {
    let mut theme = Theme::blank();
    for role in Role::ALL {
        theme = theme.with(*role, Style::new().fg(Color::Indexed(*role as u8)));
    }
    Look {
        theme,
        ..Look::default()
    }
}

/// Roles that say no more than the text itself.
const SILENT: &[Role] = &[Role::Text, Role::Rule, Role::Key, Role::Hint, Role::Label];

fn legend(picture: &Picture) -> String {
    let mut lines = Vec::new();
    for y in 0..picture.buffer.area.height {
        let mut runs: Vec<(Role, u16, u16)> = Vec::new();
        for x in 0..picture.buffer.area.width {
            let Color::Indexed(at) = picture.buffer[(x, y)].fg else {
                continue;
            };
            let role = Role::ALL[usize::from(at)];
            match runs.last_mut() {
                Some((last, _, end)) if *last == role && *end == x => *end = x + 1,
                _ => runs.push((role, x, x + 1)),
            }
        }
        let said: Vec<String> = runs
            .into_iter()
            .filter(|(role, ..)| !SILENT.contains(role))
            .map(|(role, from, to)| format!("{} {from}-{}", role.name(), to - 1))
            .collect();
        if !said.is_empty() {
            lines.push(format!("{y:>2}: {}", said.join(", ")));
        }
    }
    lines.join("\n")
}
