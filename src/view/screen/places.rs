//! Where to go.

use ratatui::layout::Rect;

use super::Place;
use crate::{
    app::screen::places::Places,
    theme::Role,
    view::{
        frame::{rule, split_bottom, split_top},
        paper::{Paper, Row},
        text,
        widget::list,
    },
};

/// Columns of a name.
const NAME: usize = 34;

/// Rows for what is said about the place under the cursor.
const ABOUT: u16 = 7;

/// Draws the screen.
pub fn draw(places: &Places, at: &Place<'_>, paper: &mut Paper<'_>, area: Rect) {
    let all = places.list(at.desk);
    let item = places.item.as_ref().and_then(|id| at.desk.catalog.item(id));
    let title = item.map_or_else(
        || "Where to go".to_owned(),
        |item| format!("Where to go: {}", item.text),
    );
    let (head, body) = split_top(area, 1);
    rule(paper, Row::of(head, 0), &title);
    let (body, foot) = split_bottom(body, ABOUT.min(body.height / 2));
    list::draw(
        all.len(),
        places.cursor,
        paper,
        body,
        |index, is_at, paper, mut row| {
            let Some(resource) = all.get(index) else {
                return;
            };
            let role = |role| if is_at { Role::Cursor } else { role };
            paper.column(&mut row, resource.name.as_str(), NAME, role(Role::Text));
            row = row.after(1);
            paper.write(&mut row, resource.address.as_str(), role(Role::Key));
        },
    );
    let Some(resource) = all.get(places.cursor) else {
        return;
    };
    rule(paper, Row::of(foot, 0), resource.name.as_str());
    let width = usize::from(foot.width).saturating_sub(2);
    let texts = resource
        .items
        .iter()
        .filter_map(|id| at.desk.catalog.item(id));
    let serves: Vec<&str> = texts.map(|item| item.text.as_str()).collect();
    let serves = if serves.is_empty() {
        String::new()
    } else {
        format!("Helps with: {}.", serves.join("; "))
    };
    let lines = text::wrap(resource.purpose.as_str(), width, 2);
    let more = text::wrap(&serves, width, usize::from(foot.height));
    for (line, said) in lines.into_iter().chain(more).enumerate() {
        let mut row = Row::of(foot, line + 1).after(1);
        paper.write(&mut row, said, Role::Text);
    }
}
