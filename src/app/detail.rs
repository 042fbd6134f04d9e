//! The lines of one student, with a cursor: what the round shows beside the list. The student's page takes its items from here.
//!
//! Items keep their places and numbers for as long as the same student is shown, however many are ticked: a digit always
//! means what was seen when it was pressed.

use super::{action::Action, model::Desk};
use crate::domain::{
    catalog::ItemId,
    id::{CheckInId, GoalId, StudentId},
    status::{ItemState, Status},
};

/// How many items have a number.
pub const NUMBERED: usize = 9;

/// A line that the cursor can stand on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DetailLine {
    /// The last promise.
    Promise,
    /// An item of the checklist.
    Item(ItemId),
    /// A goal.
    Goal(GoalId),
    /// An entry of the contact log.
    Entry(CheckInId),
}

/// The lines of one student.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// Whose lines they are.
    pub student: StudentId,
    /// In the order in which they are shown.
    pub lines: Vec<DetailLine>,
    /// The items that a digit ticks: 1 is the first.
    pub numbered: Vec<ItemId>,
    /// The line under the cursor.
    pub cursor: usize,
}

impl Detail {
    /// Lays out a student's lines: what is due first, then what lies ahead, then what does not apply, then what is done.
    pub fn of(desk: &Desk, student: StudentId) -> Self {
        let mut detail = Self {
            student,
            lines: Vec::new(),
            numbered: Vec::new(),
            cursor: 0,
        };
        let items = detail.sorted_items(desk);
        detail.numbered = items
            .iter()
            .filter(|(state, _)| matches!(state, ItemState::Due | ItemState::Ahead))
            .map(|(_, id)| id.clone())
            .take(NUMBERED)
            .collect();
        detail.arrange(desk, items.into_iter().map(|(_, id)| id).collect());
        detail.cursor = detail.first_item();
        detail
    }

    fn sorted_items(&self, desk: &Desk) -> Vec<(ItemState, ItemId)> {
        let Some(student) = desk.book.students.get(&self.student) else {
            return Vec::new();
        };
        let status = Status::of(&desk.book, &desk.catalog, student, desk.day());
        let mut items: Vec<_> = status
            .items
            .iter()
            .map(|line| (line.state, line.item.id.clone()))
            .collect();
        items.sort_by_key(|(state, _)| match state {
            ItemState::Due => 0,
            ItemState::Ahead => 1,
            ItemState::NotApplicable => 2,
            ItemState::Done => 3,
        });
        items
    }

    /// Brings goals, promise and log up to date; items stay where they are. Items that the list did not have follow.
    pub fn follow(&mut self, desk: &Desk) {
        let fresh = self.sorted_items(desk);
        let mut items: Vec<ItemId> = self.items().cloned().collect();
        items.retain(|id| fresh.iter().any(|(_, known)| known == id));
        let new: Vec<ItemId> = fresh
            .into_iter()
            .map(|(_, id)| id)
            .filter(|id| !items.contains(id))
            .collect();
        items.extend(new);
        let under = self.at_cursor().cloned();
        self.arrange(desk, items);
        let again = under.and_then(|line| self.lines.iter().position(|l| *l == line));
        self.cursor = again
            .unwrap_or(self.cursor)
            .min(self.lines.len().saturating_sub(1));
    }

    fn arrange(&mut self, desk: &Desk, items: Vec<ItemId>) {
        let plan = desk.book.plan(self.student);
        self.lines.clear();
        if plan.promise().is_some() {
            self.lines.push(DetailLine::Promise);
        }
        let last = plan.last_note().map(|entry| DetailLine::Entry(entry.id));
        self.lines.extend(last); // with the promise: a talk opens with them
        self.lines.extend(items.into_iter().map(DetailLine::Item));
        let goals = plan.live_goals();
        self.lines
            .extend(goals.map(|goal| DetailLine::Goal(goal.id)));
    }

    /// The items, in an order that stays while the same student is shown.
    pub fn items(&self) -> impl Iterator<Item = &ItemId> {
        self.lines.iter().filter_map(|line| match line {
            DetailLine::Item(id) => Some(id),
            _ => None,
        })
    }

    fn first_item(&self) -> usize {
        self.lines
            .iter()
            .position(|line| matches!(line, DetailLine::Item(_)))
            .unwrap_or(0)
    }

    /// The line under the cursor.
    pub fn at_cursor(&self) -> Option<&DetailLine> {
        self.lines.get(self.cursor)
    }

    /// The item under the cursor.
    pub fn item_at_cursor(&self) -> Option<&ItemId> {
        match self.at_cursor() {
            Some(DetailLine::Item(id)) => Some(id),
            _ => None,
        }
    }

    /// The number that ticks an item, if it has one.
    pub fn number_of(&self, item: &ItemId) -> Option<usize> {
        self.numbered
            .iter()
            .position(|id| id == item)
            .map(|at| at + 1)
    }

    /// The item that a number ticks.
    pub fn item_number(&self, number: u8) -> Option<&ItemId> {
        self.numbered.get(usize::from(number).checked_sub(1)?)
    }
}

/// How far a key moves a cursor in a list; `None` for a key that moves none. A page is ten lines: a key must not depend on what
/// was drawn.
pub fn stride(action: Action) -> Option<isize> {
    match action {
        Action::Up => Some(-1),
        Action::Down => Some(1),
        Action::PageUp => Some(-10),
        Action::PageDown => Some(10),
        Action::First => Some(isize::MIN),
        Action::Last => Some(isize::MAX),
        _ => None,
    }
}

/// Moves a cursor by a distance within a list, stopping at its ends.
pub fn moved(cursor: usize, by: isize, length: usize) -> usize {
    cursor
        .saturating_add_signed(by)
        .min(length.saturating_sub(1))
}
