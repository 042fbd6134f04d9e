//! A group: at most 22 students with one adviser.

use super::{id::GroupId, text::Text};

/// How many students a group may have (KDE ILP Self-Implementation Rubric, Nov 2018, ILP indicator 1: "a maximum of
/// 22 students with one adviser per group"). A staffing rule, not a reason to lose a child: the 23rd is offered a
/// second group of the same adviser.
pub const MOST_STUDENTS: usize = 22;

/// One advisory group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Never changes.
    pub id: GroupId,
    /// What the adviser calls it, such as a room.
    pub name: Text,
    /// Put away: not offered any more, still readable.
    pub archived: bool,
}
