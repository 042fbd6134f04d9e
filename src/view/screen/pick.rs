//! One of several, directly above the bottom row.

use ratatui::layout::Rect;

use crate::{
    app::screen::pick::Pick,
    theme::Role,
    view::{
        frame::{rule, split_top},
        paper::{Paper, Row},
        text,
        widget::list,
    },
};

/// Rows that it wants: the line with the title and one for each choice; where one of them is cut, more for the whole of it.
pub fn rows(pick: &Pick, area: Rect) -> usize {
    let is_cut = |option: &String| text::columns(option) + 3 > usize::from(area.width);
    let more = if pick.options.iter().any(is_cut) {
        4
    } else {
        0
    };
    pick.options.len().max(1) + 1 + more
}

/// Draws the choices; the first nine with the digit that takes them.
pub fn draw(pick: &Pick, paper: &mut Paper<'_>, area: Rect) {
    let (head, body) = split_top(area, 1);
    rule(paper, Row::of(head, 0), &pick.title);
    list::draw(
        pick.options.len(),
        pick.cursor,
        paper,
        body,
        |at, is_at, paper, mut row| {
            let role = |role| if is_at { Role::Cursor } else { role };
            let number = if at < 9 {
                format!("{} ", at + 1)
            } else {
                "  ".to_owned()
            };
            paper.write(&mut row, &number, role(Role::Key));
            let option = pick.options.get(at).map_or("", String::as_str);
            paper.write(&mut row, option, role(Role::Text));
        },
    );
}
