//! WHAT IT LOOKS LIKE: draws the model into the cells of one frame.
//!
//! Called by the loop after messages were taken, and by tests. Reads the program and the subject, changes nothing and
//! remembers nothing: what is scrolled into view follows from the cursor and the height alone. Each screen of the program
//! has a file of the same name under `screen/`; what several of them share lies under `widget/`.
//!
//! Every screen has a row on top (which group, how much time, what is saved) and a row at the bottom (keys, or a
//! sentence). Layers that ask something lie between, directly above the bottom row, so that the promise and the last note
//! stay in sight.

pub mod frame;
pub mod look;
pub mod paper;
pub mod plain;
pub mod screen;
pub mod text;
pub mod widget;

use ratatui::{Frame, layout::Rect};

use crate::{
    app::{model::Model, veil::veiled},
    theme::Role,
};
pub use look::Look;
use paper::{Paper, Row};

/// The least columns in which everything can be done.
pub const LEAST_COLUMNS: u16 = 20;

/// The least rows in which everything can be done.
pub const LEAST_ROWS: u16 = 6;

/// Draws one frame.
pub fn draw(model: &Model, look: &Look, frame: &mut Frame<'_>) {
    let area = frame.area();
    let mut paper = Paper::new(frame.buffer_mut(), look);
    paper.ground(area);
    if area.width < LEAST_COLUMNS || area.height < LEAST_ROWS {
        too_small(&mut paper, area);
    } else if model.initials {
        screen::draw(&veiled(model), &mut paper, area);
    } else {
        screen::draw(model, &mut paper, area);
    }
    if let Some(cursor) = paper.cursor {
        frame.set_cursor_position(cursor);
    }
}

/// Says which size is needed, in whatever room there is. No names: a window this small may be anybody's.
fn too_small(paper: &mut Paper<'_>, area: Rect) {
    let needed = format!(
        "Needs {LEAST_COLUMNS} x {LEAST_ROWS}, is {} x {}.",
        area.width, area.height
    );
    let lines = text::wrap(&needed, usize::from(area.width), usize::from(area.height));
    for (at, line) in lines.into_iter().enumerate() {
        paper.write(&mut Row::of(area, at), line, Role::Text);
    }
}
