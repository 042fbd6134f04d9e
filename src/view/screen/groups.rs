//! All groups.

use ratatui::layout::Rect;

use super::Place;
use crate::{
    app::screen::groups::Groups,
    domain::group::MOST_STUDENTS,
    theme::Role,
    view::{
        frame::{rule, split_top},
        paper::{Paper, Row},
        widget::list,
    },
};

/// Draws the screen.
pub fn draw(groups: &Groups, at: &Place<'_>, paper: &mut Paper<'_>, area: Rect) {
    let (head, body) = split_top(area, 1);
    rule(paper, Row::of(head, 0), "Groups");
    let all = Groups::list(at.desk);
    list::draw(
        all.len(),
        groups.cursor,
        paper,
        body,
        |index, is_at, paper, mut row| {
            let Some(group) = all.get(index) else { return };
            let role = if is_at { Role::Cursor } else { Role::Text };
            let state = match (group.archived, Some(group.id) == at.desk.group) {
                (true, _) => "archived",
                (false, true) => "shown now",
                (false, false) => "",
            };
            let size = at.desk.book.size(group.id);
            let size = format!("{size:>2} of {MOST_STUDENTS}  {state:<9}");
            paper.right(&mut row, &size, role);
            paper.write(&mut row, group.name.as_str(), role);
        },
    );
}
