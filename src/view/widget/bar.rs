//! A bar for a share, in letters: it says the same without color and in ASCII.

use crate::{
    theme::Role,
    view::paper::{Paper, Row},
};

/// Columns of a bar with its ends, where nothing else decides.
pub const COLUMNS: usize = 22;

/// Cells that are filled for `have` of `of`: none only for none, all only for all.
fn filled(have: usize, of: usize, cells: usize) -> usize {
    match (have, of) {
        (0, _) | (_, 0) => 0,
        (have, of) if have >= of => cells,
        // A bar of one cell has no room to say that it is some and not all.
        (have, of) => (have * cells / of).max(1).min(cells.saturating_sub(1)),
    }
}

/// Draws `[#####-----]` over all of `row`, and nothing where it has no room for its ends. Where nobody is asked it stays empty.
pub fn draw(have: usize, of: usize, fill: &str, role: Role, paper: &mut Paper<'_>, row: &mut Row) {
    let Some(cells) = row.room().checked_sub(2) else {
        return;
    };
    let done = filled(have, of, cells);
    paper.write(row, "[", role);
    paper.write(row, &fill.repeat(done), role);
    paper.write(row, &"-".repeat(cells - done), role);
    paper.write(row, "]", role);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_none_is_empty_and_only_all_is_full() {
        assert_eq!(filled(0, 22, 20), 0);
        assert_eq!(filled(1, 200, 20), 1);
        assert_eq!(filled(11, 22, 20), 10);
        assert_eq!(filled(199, 200, 20), 19);
        assert_eq!(filled(22, 22, 20), 20);
        assert_eq!(filled(3, 0, 20), 0);
        assert_eq!([0, 1, 2].map(|cells| filled(1, 3, cells)), [0, 0, 1]);
    }
}
